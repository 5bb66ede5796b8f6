"""Questions in, answers with their proof out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from rag.contract import answer_json, document_json
from rag.embedders.static import StaticEmbedder
from rag.engine import LONGEST_QUESTION, Engine
from rag.errors import DocumentMissingError, UsageError
from rag.index import PassageIndex
from rag.types import Document, Filters, Hit, Turn, Verdict
from rag.wiring import build_engine
from tests.conftest import BuildIndex, MakeDocument

QUESTIONS = {
    "ar": "متى افتتح متحف الفنون في صحار؟",
    "en": "When was the harbour bridge in Lund closed?",
    "fr": "Quand le marché de Dakar a-t-il rouvert ?",
    "zh": "新图书馆在成都开放？",
}


class ScriptedAnswerer:
    """Drafts what it is told to, a piece at a time, as a language model would."""

    name = "scripted"

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces

    def draft(self, question: str, hits: Sequence[Hit], history: Sequence[Turn]) -> Iterator[str]:
        yield from self._pieces


@pytest.fixture
def engine(build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder) -> Iterator[Engine]:
    with PassageIndex.open(build_index(documents), embedder) as index:
        yield build_engine(index, embedder)


@pytest.mark.parametrize(("doc_id", "question"), QUESTIONS.items())
def test_an_answer_quotes_its_source_word_for_word(engine: Engine, doc_id: str, question: str) -> None:
    answer = engine.ask(question)
    assert not answer.abstained
    assert answer.claims[0].citations[0].doc_id == doc_id
    for claim in answer.claims:
        assert claim.verdict is Verdict.VERBATIM
        for citation in claim.citations:
            assert citation.quote.of(engine.document(citation.doc_id).text) == claim.span.of(answer.text)


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_markers_and_citations_are_the_same_set(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    cited = {citation.number for claim in answer.claims for citation in claim.citations}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)} == cited == set(range(1, len(cited) + 1))


@pytest.mark.parametrize("question", ["ما هو سعر النفط اليوم؟", "How do I reset my password?", "🙂", "؟؟؟"])
def test_what_the_corpus_does_not_say_is_not_answered(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.abstained
    assert (answer.text, answer.claims) == ("", ())


def test_streaming_grows_one_answer_and_ends_with_it(engine: Engine) -> None:
    scripted = replace(
        engine, answerer=ScriptedAnswerer("افتتح الوزير سالم", " المهيري متحف الفنون. [", "1", "] لم", " يقل شيئا [9].")
    )
    snapshots = list(scripted.stream(QUESTIONS["ar"]))
    texts = [snapshot.text for snapshot in snapshots]
    assert texts[-1] == "افتتح الوزير سالم المهيري متحف الفنون. [1] لم يقل شيئا."
    assert len({snapshot.hits for snapshot in snapshots}) == 1
    assert not any("[" in re.sub(r"\[\d+\]", "", text) for text in texts)
    first, second = snapshots[-1].claims
    # The first says its source in fewer words; the second's marker named nothing.
    assert [bool(claim.citations) for claim in (first, second)] == [True, False]
    assert (first.verdict, second.verdict) == (Verdict.SUPPORTED, Verdict.UNSUPPORTED)


def test_a_claim_of_a_model_is_held_against_the_words_it_cites(engine: Engine) -> None:
    (hit, *_) = engine.search(QUESTIONS["ar"])
    assert hit.rank == 1
    spelled_otherwise = "وقالت المديرة ان المتحف يضم الف قطعة نادره"
    scripted = replace(engine, answerer=ScriptedAnswerer(f"{spelled_otherwise} [1]"))
    (claim,) = scripted.ask(QUESTIONS["ar"]).claims
    assert claim.verdict is Verdict.NORMALISED
    quote = claim.citations[0].quote.of(engine.document("ar").text)
    assert quote == "وقالت المديرة إنَّ المتحفَ يضم ألف قطعة نادرة، بينها مخطوطات قديمة."


def test_a_follow_up_leans_on_the_question_before_it(engine: Engine) -> None:
    history = [Turn("من افتتح متحف الفنون في صحار؟", "افتتحه الوزير سالم المهيري.")]
    alone, following = engine.ask("ومتى؟"), engine.ask("ومتى؟", history=history)
    assert alone.abstained
    assert following.claims[0].citations[0].doc_id == "ar"
    assert following.question == "ومتى؟"


def test_filters_narrow_what_may_answer(engine: Engine) -> None:
    assert not engine.ask(QUESTIONS["ar"], filters=Filters(languages=("ar",))).abstained
    elsewhere = engine.ask(QUESTIONS["ar"], filters=Filters(languages=("fr",)))
    assert elsewhere.abstained
    assert {hit.passage.language for hit in elsewhere.hits} <= {"fr"}


@pytest.mark.parametrize(
    ("when", "words", "first", "last"),
    [
        ("قبل 2016", "قبل 2016", None, date(2016, 1, 1)),
        ("بين 2014 و2015", "بين 2014 و2015", date(2014, 1, 1), date(2016, 1, 1)),
        ("before 2019?", "before 2019", None, date(2019, 1, 1)),
    ],
)
def test_a_question_for_a_time_is_answered_from_its_articles(
    engine: Engine, when: str, words: str, first: date | None, last: date | None
) -> None:
    answer = engine.ask(f"من افتتح متحف الفنون في صحار {when}")
    assert answer.claims[0].citations[0].doc_id == "ar"
    assert answer.narrowed_by == words
    assert (answer.filters.published_from, answer.filters.published_before) == (first, last)


def test_articles_of_another_time_do_not_answer_and_the_reason_is_said(engine: Engine) -> None:
    answer = engine.ask("من افتتح متحف الفنون في صحار منذ 2018؟")
    assert answer.narrowed_by == "منذ 2018"
    assert {hit.passage.doc_id for hit in answer.hits}.isdisjoint({"ar", "en", "fr"})


def test_dates_set_by_hand_and_dates_of_events_leave_the_question_as_it_is(engine: Engine) -> None:
    by_hand = engine.ask("من افتتح متحف الفنون قبل 2016؟", filters=Filters(published_from=date(2015, 1, 1)))
    assert by_hand.narrowed_by == ""
    assert by_hand.filters == Filters(published_from=date(2015, 1, 1))
    event = engine.ask("من افتتح متحف الفنون في مارس 2021؟")
    assert event.narrowed_by == ""
    assert event.claims[0].citations[0].doc_id == "ar"


def test_the_time_of_a_question_can_be_left_alone(engine: Engine) -> None:
    question = "من افتتح متحف الفنون في صحار منذ 2018؟"
    answer = engine.ask(question, any_time=True)
    assert (answer.filters, answer.narrowed_by) == (Filters(), "")
    assert answer.claims[0].citations[0].doc_id == "ar"
    assert answer.question == question


def test_a_corpus_without_dates_is_never_narrowed(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    with PassageIndex.open(build_index([make_document("d", "افتتح الوزير متحف الفنون.")])) as index:
        answer = build_engine(index, embedder, bar=0.1).ask("من افتتح متحف الفنون قبل 2016؟")
        assert not answer.abstained
        assert answer.filters == Filters()


@pytest.mark.parametrize("question", ["", "   \n", "x" * (LONGEST_QUESTION + 1)])
def test_what_is_no_question_gets_a_sentence(engine: Engine, question: str) -> None:
    for call in (engine.ask, engine.search):
        with pytest.raises(UsageError) as raised:
            call(question)
        assert raised.value.hint


def test_the_overview_tells_what_the_corpus_is(engine: Engine, documents: list[Document]) -> None:
    overview = engine.overview()
    assert overview.documents == len(documents)
    assert overview.languages["ar"] == 1
    assert overview.languages["en"] == 2
    assert set(overview.titles) == {document.title for document in documents}
    assert overview.newest == max(document.published for document in documents if document.published)


def test_the_json_of_an_answer_keeps_its_contract(engine: Engine) -> None:
    answer = engine.ask(QUESTIONS["ar"], k=3)
    data = json.loads(json.dumps(answer_json(engine, answer, "q7"), ensure_ascii=False))
    assert {"id", "question", "language", "text", "abstained", "claims", "hits", "timings_ms", "index", "model"} <= set(
        data
    )
    assert (data["id"], data["question"], data["language"]) == ("q7", QUESTIONS["ar"], "ar")
    assert len(data["hits"]) <= 3
    stored = document_json(engine.document("ar"))["text"]
    for claim in data["claims"]:
        assert claim["text"] in data["text"]
        assert claim["verdict"] == "verbatim"
        for citation in claim["citations"]:
            assert {"number", "doc_id", "source", "title", "published", "quote", "start", "end"} <= set(citation)
            assert stored[citation["start"] : citation["end"]] == citation["quote"] == claim["text"]
            assert citation["source"].endswith("news/ar.txt")
            assert citation["published"] == "2015-06-01"
    for rank, hit in enumerate(data["hits"], start=1):
        assert hit["rank"] == rank
        text = document_json(engine.document(hit["doc_id"]))["text"]
        assert text[hit["start"] : hit["end"]] == hit["text"]


def test_an_unknown_document_is_said_to_be_unknown(engine: Engine) -> None:
    call: Callable[[str], Document] = engine.document
    with pytest.raises(DocumentMissingError, match="nowhere"):
        call("nowhere")
