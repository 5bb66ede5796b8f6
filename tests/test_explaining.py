"""Why a passage was found: what adds up to its score, and the words that stand in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.explaining import explain, explanation_json
from rag.explanations import explanation_lines
from rag.index import PassageIndex
from rag.types import Document, Leg
from rag.wiring import build_engine, with_reranker
from tests.conftest import BuildIndex
from tests.test_cli import ARTICLE, sanad
from tests.test_reranking import ShortestFirst

QUERIES = ["متى افتتح متحف الفنون في صحار؟", "When did the minister open the museum?", "成都图书馆", "🙂"]


@pytest.fixture
def engine(build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder) -> Iterator[Engine]:
    with PassageIndex.open(build_index(documents), embedder) as index:
        yield build_engine(index, embedder)


@pytest.mark.parametrize("query", QUERIES)
def test_what_the_parts_give_adds_up_to_the_score(engine: Engine, query: str) -> None:
    for hit in engine.search(query):
        assert sum(part.given for part in hit.parts) == pytest.approx(hit.score)
        only_find = [part.given for part in hit.parts if part.leg in (Leg.TRANSLATED, Leg.NAMES)]
        assert only_find == [0.0] * len(only_find)


def test_every_hit_was_found_by_a_leg_and_read_word_by_word(engine: Engine) -> None:
    hits = engine.search("متحف bridge 图书馆", k=30)
    for hit in hits:
        assert {part.leg for part in hit.parts} & {Leg.LEXICAL, Leg.TRANSLATED, Leg.NAMES, Leg.DENSE}
        assert [part.leg for part in hit.parts[-2:]] == [Leg.WORDS, Leg.SENTENCE]
    for leg in (Leg.WORDS, Leg.SENTENCE):
        told = sorted((part.rank, part.score) for hit in hits for part in hit.parts if part.leg is leg)
        assert [rank for rank, _ in told] == list(range(1, len(hits) + 1))
        assert [score for _, score in told] == sorted((score for _, score in told), reverse=True)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("متى افتُتح متحف الفنون؟", [("افتُتح", "افتتح"), ("متحف", "متحف"), ("الفنون", "الفنون")]),
        ("Was the harbour bridge closing in Lund?", [("harbour", "harbour"), ("bridge", "bridge"),
                                                      ("closing", "closed"), ("Lund", "Lund")]),
        ("نئ", []),
    ],
)  # fmt: skip
def test_the_words_that_a_passage_holds_are_told_as_written_on_both_sides(
    engine: Engine, query: str, terms: list[tuple[str, str]]
) -> None:
    hit = engine.search(query)[0]
    assert [(pair.asked, pair.found) for pair in explain(engine, query, hit).terms] == terms


def test_where_words_are_not_spaced_their_letters_are_told(engine: Engine) -> None:
    query = "新图书馆在成都开放？"
    terms = explain(engine, query, engine.search(query)[0]).terms
    assert ("图书", "图书") in [(pair.asked, pair.found) for pair in terms]


def test_the_json_says_what_a_hit_says_and_its_terms(engine: Engine) -> None:
    query = QUERIES[0]
    hit = engine.search(query)[0]
    told = json.loads(json.dumps(explanation_json(engine, explain(engine, query, hit))))
    assert told["doc_id"] == "ar"
    assert sum(part["given"] for part in told["parts"]) == pytest.approx(told["score"], abs=1e-5)
    assert {"asked": "متحف", "found": "متحف"} in told["terms"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["rank there", "terms", "words, one by one", "its nearest sentence", "score", "Words of yours in it: "]),
        ("ar", ["رتبته هناك", "المفردات", "كلمة كلمة", "أقرب جملة فيه", "الدرجة", "من كلماتك فيه: "]),
    ],
)
def test_the_table_speaks_the_language_of_the_question(engine: Engine, language: str, words: list[str]) -> None:
    query = QUERIES[0]
    hit = engine.search(query)[0]
    table = "\n".join(explanation_lines(explain(engine, query, hit), language))
    for word in [*words, f"{hit.score:.3f}", *(f"{part.score:.3f}" for part in hit.parts)]:
        assert word in table
    assert "reranking" not in table


def test_a_reranked_hit_tells_the_score_that_was_handed_over(engine: Engine) -> None:
    (hit, *_) = with_reranker(engine, ShortestFirst(), depth=30).search(QUERIES[0])
    table = "\n".join(explanation_lines(explain(engine, QUERIES[0], hit), "en"))
    assert "reranker" in table
    assert "score before reranking" in table


def test_search_explains_in_the_terminal_and_in_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert sanad("index", "a.txt", cwd=tmp_path).returncode == 0
    arabic = sanad("search", "متحف الفنون", "--explain", cwd=tmp_path).stdout
    assert "كلمة كلمة" in arabic
    assert "من كلماتك فيه: متحف، الفنون" in arabic
    english = sanad("search", "museum of arts", "--explain", cwd=tmp_path).stdout
    assert "translated terms" in english
    assert "museum ↔ متحف" in english
    (told,) = json.loads(sanad("search", "متحف", "--explain", "--json", cwd=tmp_path).stdout)
    (plain,) = json.loads(sanad("search", "متحف", "--json", cwd=tmp_path).stdout)
    assert told.pop("terms") == [{"asked": "متحف", "found": "متحف"}]
    assert told == plain
