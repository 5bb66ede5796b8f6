"""The whole path on real articles: files in, judged questions answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.building import build_index
from rag.config import BUNDLED_MODEL, Settings
from rag.corpus import FieldNames
from rag.engine import Engine
from rag.index import IndexWriter, PassageIndex
from rag.text.terms import passage_terms
from rag.types import Answer, Document, Verdict
from rag.wiring import build_engine, open_embedder

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
# Navigation, share buttons and teasers that the shared articles carry.
NOT_NEWS = (
    "ذات صلة",
    "أحدث المقالات",
    "تابعنا",
    "زر الذهاب",
    "spot_img",
    "آيمي كوترونا",
    "غانا تجمد",
    "احتجاجات في المغرب",
)


def _engine(folder: Path, index_dir: Path) -> Engine:
    embedder = open_embedder(Settings(model=BUNDLED_MODEL))
    with IndexWriter.open(index_dir, embedder) as writer:
        report = build_index(writer, [str(folder)], fields=FieldNames(), progress=lambda *_: None)
    assert report.skipped == []
    return build_engine(PassageIndex.open(index_dir, embedder), embedder)


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over the starter corpus of this repository."""
    engine = _engine(SEEDS, tmp_path_factory.mktemp("briefs"))
    yield engine
    engine.index.close()


@pytest.fixture(scope="module")
def articles(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over the five real articles beside the checkout."""
    engine = _engine(shared / "seeds", tmp_path_factory.mktemp("articles"))
    yield engine
    engine.index.close()


def _load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


BRIEF_QUESTIONS = _load(ROOT / "tests" / "data" / "seeds_questions.jsonl")


def _cites_right(engine: Engine, answer: Answer, docs: list[str]) -> bool:
    sources = (engine.document(c.doc_id).source for claim in answer.claims for c in claim.citations)
    return any(source.endswith(doc) for source in sources for doc in docs)


def _says_right(answer: Answer, answers: list[str]) -> bool:
    return any(text in answer.text for text in answers)


def _check_proof(engine: Engine, answer: Answer) -> None:
    """What must hold of any answer, right or wrong."""
    numbers = {citation.number for claim in answer.claims for citation in claim.citations}
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == numbers
    for claim in answer.claims:
        assert claim.verdict is Verdict.VERBATIM
        for citation in claim.citations:
            document = engine.document(citation.doc_id)
            assert citation.quote.of(document.text) == claim.span.of(answer.text)
            assert any(part.contains(citation.quote) for part in document.body)


def test_the_starter_corpus_is_what_its_readme_says(briefs: Engine) -> None:
    documents = list(briefs.index.documents())
    assert len(documents) >= 12
    languages = briefs.overview().languages
    assert languages["ar"] > languages["en"] + languages["fr"] - 1
    assert set(languages) == {"ar", "en", "fr"}
    assert all(document.title and document.published for document in documents)


@pytest.mark.parametrize("item", BRIEF_QUESTIONS, ids=lambda item: item["id"])
def test_every_answer_to_the_briefs_carries_its_proof(briefs: Engine, item: dict[str, Any]) -> None:
    _check_proof(briefs, briefs.ask(item["question"]))


def test_most_questions_on_the_briefs_are_answered_rightly(briefs: Engine) -> None:
    answerable = [item for item in BRIEF_QUESTIONS if item["answers"]]
    answers = [(item, briefs.ask(item["question"])) for item in answerable]
    cited = [item["id"] for item, answer in answers if _cites_right(briefs, answer, item["docs"])]
    said = [item["id"] for item, answer in answers if _says_right(answer, item["answers"])]
    assert len(cited) >= 0.85 * len(answerable), sorted({i["id"] for i in answerable} - set(cited))
    assert len(said) >= 0.75 * len(answerable), sorted({i["id"] for i in answerable} - set(said))


def test_what_the_briefs_do_not_touch_is_not_answered(briefs: Engine) -> None:
    for question in ("ما هو سعر الذهب اليوم؟", "How do I bake bread?", "Quel temps fera-t-il demain à Lyon ?"):
        assert briefs.ask(question).abstained


def test_a_body_is_made_of_slices_that_hold_no_navigation(articles: Engine) -> None:
    documents = list(articles.index.documents())
    assert len(documents) == 5
    rows = articles.index.rows.tolist()
    evidence = "\n".join(passage.text for passage in articles.index.passages(rows))
    for words in NOT_NEWS:
        assert words not in evidence
    assert any("spot_img" in document.text for document in documents)  # shown all the same


def test_a_repeated_paragraph_is_evidence_once(articles: Engine) -> None:
    document = _document(articles, "002_201d587a2f7506d3.txt")
    repeated = "هذه أول زيارة رسمية لرئيس الأركان"
    assert document.text.count(repeated) == 2
    assert sum(part.of(document.text).count(repeated) for part in document.body) == 1


def _document(engine: Engine, name: str) -> Document:
    return next(document for document in engine.index.documents() if document.source.endswith(name))


@pytest.fixture(scope="module")
def judged(shared: Path) -> list[dict[str, Any]]:
    return _load(shared / "eval" / "seeds_dev.jsonl")


def test_questions_on_the_articles_cite_a_right_one_in_any_language_and_mostly_say_it(
    articles: Engine, judged: list[dict[str, Any]]
) -> None:
    answerable = [item for item in judged if item["answers"]]
    assert {item["lang"] for item in answerable} == {"ar", "en", "fr"}
    assert len(answerable) == 9
    answers = [(item, articles.ask(item["question"])) for item in answerable]
    for item, answer in answers:
        _check_proof(articles, answer)
        assert _cites_right(articles, answer, item["docs"]), item["id"]
    assert sum(_says_right(answer, item["answers"]) for item, answer in answers) >= 7


def test_what_the_articles_do_not_say_is_not_answered(articles: Engine, judged: list[dict[str, Any]]) -> None:
    unanswerable = [item for item in judged if not item["answers"]]
    assert len(unanswerable) == 3
    for item in unanswerable:
        assert articles.ask(item["question"]).abstained, item["id"]


def test_the_memorandum_is_answered_in_one_sentence(articles: Engine) -> None:
    answer = articles.ask("متى وقع بيني غانتس مذكرة التفاهم في الرباط؟")
    (claim,) = answer.claims
    assert "نوفمبر 2021" in claim.span.of(answer.text)
    assert answer.text.endswith(" [1]")


def test_no_sentence_of_the_articles_stands_in_the_repository(shared: Path) -> None:
    """Facts carry over, sentences do not: no eight words in a row are shared."""
    theirs = {run for path in (shared / "seeds").glob("*.txt") for run in _runs(path.read_text(encoding="utf-8"))}
    for path in SEEDS.glob("*.md"):
        assert not theirs & _runs(path.read_text(encoding="utf-8")), path.name


def _runs(text: str) -> set[tuple[str, ...]]:
    words = passage_terms(text, "und").exact
    return {words[i : i + 8] for i in range(len(words) - 7)}
