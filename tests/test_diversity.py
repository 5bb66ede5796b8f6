"""A list of hits shows a story once, says where else it stands, and leaves room for other articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.contract import answer_json, hit_json
from rag.diversity import DiverseRetriever, one_of_each_group, spread
from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import IndexWriter, PassageIndex
from rag.reports import answer_lines, hit_lines
from rag.types import Answer, Document, Filters, Hit, Passage, Span
from rag.wiring import build_engine
from tests.conftest import BuildIndex, MakeDocument
from tests.test_duplicates import ENGLISH, LATER, REPORT

QUESTION = "كم بلغت تكلفة سوق السمك الجديد؟"
GROUPS = {"a": ("a2", "a3"), "a2": ("a", "a3"), "a3": ("a", "a2")}


def copies_of(doc_id: str) -> tuple[str, ...]:
    return GROUPS.get(doc_id, ())


def ranked(*said: tuple[str, float]) -> list[Hit]:
    """Hits of documents with their scores; each is another passage."""
    return [
        Hit(Passage(f"{doc_id}:{place}", doc_id, "نص", Span(place, place + 2), "ar"), score, place + 1)
        for place, (doc_id, score) in enumerate(said)
    ]


def doc_ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.doc_id for hit in hits]


class Listed:
    """Finds what it was given, and remembers how many it was asked for."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = list(hits)
        self.asked_for: list[int] = []

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        self.asked_for.append(k)
        return self._hits[:k]


def test_the_best_ranked_copy_is_shown_and_names_the_others() -> None:
    shown = one_of_each_group(ranked(("b", 0.9), ("a2", 0.8), ("a", 0.8), ("c", 0.7), ("a2", 0.6)), copies_of)
    assert doc_ids(shown) == ["b", "a2", "c", "a2"]
    assert [hit.also_in for hit in shown] == [(), ("a", "a3"), (), ("a", "a3")]


def test_copies_do_not_use_up_the_places_of_other_articles() -> None:
    inner = Listed(ranked(("a", 1.0), *[("a2", 0.9), ("a3", 0.9)] * 7, *((name, 0.5) for name in "bcdefgh")))
    hits = DiverseRetriever(inner, copies_of).retrieve("سؤال", 4, Filters())
    assert doc_ids(hits) == ["a", "b", "c", "d"]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert inner.asked_for == [8, 16, 32]


def test_no_more_is_asked_for_than_there_is() -> None:
    inner = Listed(ranked(("a", 1.0), ("a2", 0.9), ("b", 0.8)))
    assert doc_ids(DiverseRetriever(inner, copies_of).retrieve("سؤال", 4, Filters())) == ["a", "b"]
    endless = Listed(ranked(*[("a", 1.0), *[("a2", 0.9)] * 5000]))
    assert doc_ids(DiverseRetriever(endless, copies_of).retrieve("سؤال", 4, Filters())) == ["a"]
    assert endless.asked_for == [8, 16, 32]
    assert DiverseRetriever(Listed([]), copies_of).retrieve("سؤال", 4, Filters()) == []


def test_further_passages_of_an_article_give_way_to_others_that_are_nearly_as_good() -> None:
    hits = ranked(("b", 1.0), ("b", 0.95), ("b", 0.9), ("c", 0.87), ("b", 0.86), ("d", 0.5), ("e", 0.4), ("f", 0.0))
    assert doc_ids(spread(hits)) == ["b", "b", "c", "b", "b", "d", "e", "f"]


SCORES = st.lists(st.tuples(st.sampled_from("abcd"), st.floats(-2, 2)), max_size=20)


@given(SCORES)
def test_spreading_loses_nothing_and_keeps_the_best_first(said: list[tuple[str, float]]) -> None:
    hits = ranked(*sorted(said, key=lambda one: -one[1]))
    kept = spread(hits)
    assert sorted(kept, key=lambda hit: hit.rank) == hits
    assert kept[:2] == hits[:2]
    for name in "abcd":
        ranks = [hit.rank for hit in kept if hit.passage.doc_id == name]
        assert ranks == sorted(ranks)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(-64, 64)), max_size=20), st.integers(-8, 8))
def test_spreading_does_not_depend_on_the_scale_of_scores(said: list[tuple[str, int]], shift: int) -> None:
    said.sort(key=lambda one: -one[1])
    one = spread(ranked(*((name, float(score)) for name, score in said)))
    other = spread(ranked(*((name, 4.0 * score + shift) for name, score in said)))
    assert [hit.rank for hit in one] == [hit.rank for hit in other]


@pytest.fixture
def archive(build_index: BuildIndex, make_document: MakeDocument) -> Path:
    return build_index(
        [
            make_document("paper", REPORT, published=date(2021, 3, 2), source="paper/1"),
            make_document("agency", f"صحار - وكالات: {REPORT}", published=date(2021, 3, 1), source="agency/1"),
            make_document("later", LATER, published=date(2021, 3, 5), source="paper/2"),
            make_document("bridge", ENGLISH, language="en", source="paper/3"),
        ]
    )


Ask = Callable[[str], Answer]


@pytest.fixture
def ask(archive: Path, embedder: StaticEmbedder) -> Ask:
    """Asks whatever is published now."""

    def answer(question: str) -> Answer:
        with PassageIndex.open(archive, embedder) as index:
            return build_engine(index, embedder).ask(question)

    return answer


def cited(answer: Answer) -> set[str]:
    return {citation.doc_id for claim in answer.claims for citation in claim.citations}


def test_an_answer_quotes_a_story_once_and_says_where_else_it_stands(ask: Ask) -> None:
    answer = ask(QUESTION)
    assert "مليوني ريال" in answer.text
    (shown,) = cited(answer) & {"paper", "agency"}
    (other,) = {"paper", "agency"} - {shown}
    assert answer.also_in(shown) == (other,)
    assert other not in doc_ids(answer.hits)
    assert len({claim.span.of(answer.text) for claim in answer.claims}) == len(answer.claims)


def test_when_the_shown_copy_is_removed_the_other_answers(ask: Ask, archive: Path, embedder: StaticEmbedder) -> None:
    (shown,) = cited(ask(QUESTION)) & {"paper", "agency"}
    with IndexWriter.open(archive, embedder) as writer:
        writer.remove([shown])
        writer.publish()
    answer = ask(QUESTION)
    (other,) = cited(answer) & {"paper", "agency"}
    assert other != shown
    assert answer.also_in(other) == ()


def test_a_copy_that_is_rewritten_stands_for_itself(
    ask: Ask, build_index: BuildIndex, make_document: MakeDocument
) -> None:
    build_index([make_document("agency", f"{LATER}\nوبلغت تكلفة سوق السمك الجديد مليوني ريال.", source="agency/1")])
    answer = ask(QUESTION)
    assert "paper" in doc_ids(answer.hits)
    assert set(doc_ids(answer.hits)) & {"agency", "later"}  # copies of each other now
    assert answer.also_in("paper") == ()


def test_programs_and_people_are_told_of_the_others(archive: Path, embedder: StaticEmbedder) -> None:
    with PassageIndex.open(archive, embedder) as index:
        engine: Engine = build_engine(index, embedder)
        answer = engine.ask(QUESTION)
        (shown,) = cited(answer) & {"paper", "agency"}
        (other,) = {"paper", "agency"} - {shown}
        told = answer_json(engine, answer, "1")
        assert told["claims"][0]["citations"][0]["also_in"] == [other]
        assert f"    also in 1 other: {other}" in answer_lines(engine, answer)
        hit = next(hit for hit in engine.search(QUESTION) if hit.passage.doc_id == shown)
        assert hit_json(engine, hit)["also_in"] == [other]
        document: Document = engine.document(shown)
        assert list(hit_lines(hit, document))[-1] == f"   also in 1 other: {other}"
        alone = next(hit for hit in engine.search("harbour bridge in Lund") if hit.passage.doc_id == "bridge")
        assert hit_json(engine, alone)["also_in"] == []
        assert "also in" not in "\n".join(hit_lines(alone, engine.document("bridge")))
