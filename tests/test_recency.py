"""A question for the newest is answered from the newer of the articles that fit, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.contract import answer_json
from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import PassageIndex
from rag.recency import prefer_newer
from rag.reports import answer_lines
from rag.types import Document, Filters, Hit
from rag.web.answers import AnswerRecord
from rag.web.conversation import record_html
from rag.web.strings import ARABIC, ENGLISH
from rag.wiring import build_engine
from tests.conftest import BuildIndex, MakeDocument
from tests.test_diversity import doc_ids, ranked

# One desk's reports on the same matters, years apart; none is a copy of another.
REPORTS = (
    ("ar-2019", "ar", date(2019, 4, 2), "بلغت حصيلة ضحايا الفيضانات في ظفار تسعة قتلى وفق الدفاع المدني."),
    ("ar-2021", "ar", date(2021, 10, 5), "ارتفعت حصيلة ضحايا الفيضانات في ظفار إلى اثني عشر قتيلا وفق الشرطة."),
    ("ar-2023", "ar", date(2023, 8, 9), "استقرت حصيلة ضحايا الفيضانات في ظفار عند عشرين قتيلا بحسب الوزارة."),
    ("en-2018", "en", date(2018, 2, 1), "The harbour bridge in Lund was closed for repairs after a storm."),
    ("en-2022", "en", date(2022, 6, 1), "The harbour bridge in Lund was reopened with a lane for cyclists."),
    ("fr-2017", "fr", date(2017, 3, 1), "La réunion du conseil de Dakar sur le marché a été reportée au printemps."),
    ("fr-2020", "fr", date(2020, 9, 1), "La réunion du conseil de Dakar sur le marché a réuni trente vendeurs."),
    ("undated", "en", None, "The harbour bridge in Lund was painted green by its keepers."),
)


@pytest.fixture
def engine(build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder) -> Iterator[Engine]:
    documents: list[Document] = [
        make_document(name, text, language=language, published=day) for name, language, day, text in REPORTS
    ]
    with PassageIndex.open(build_index(documents), embedder) as index:
        yield build_engine(index, embedder)


@pytest.mark.parametrize(
    ("question", "newest", "oldest", "words"),
    [
        ("ما آخر حصيلة لضحايا الفيضانات في ظفار؟", "ar-2023", "ar-2019", "آخر"),
        ("ما أحدث أخبار ضحايا الفيضانات في ظفار؟", "ar-2023", "ar-2019", "أحدث"),
        ("What is the latest on the harbour bridge in Lund?", "en-2022", "en-2018", "latest"),
        ("Quand a eu lieu la dernière réunion du conseil de Dakar sur le marché ?", "fr-2020", "fr-2017", "dernière"),
    ],
)
def test_the_newest_article_answers_and_the_reason_is_said(
    engine: Engine, question: str, newest: str, oldest: str, words: str
) -> None:
    answer = engine.ask(question)
    assert answer.newest_by == words
    assert doc_ids(answer.hits)[0] == newest
    assert oldest not in doc_ids(answer.hits)
    assert answer.claims[0].citations[0].doc_id == newest
    assert f"Newer articles were preferred, for the question says “{words}”." in answer_lines(engine, answer)
    assert answer_json(engine, answer, "1")["newest_by"] == words
    record = AnswerRecord("a" * 8, question, answer, complete=True)
    assert f"«{words}»" in record_html(record, ARABIC)
    assert "Newer articles were preferred" in record_html(record, ENGLISH)


@pytest.mark.parametrize("question", ["كم بلغت حصيلة ضحايا الفيضانات في ظفار؟", "Which bridge in Lund was closed?"])
def test_other_questions_keep_the_order_of_relevance(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.newest_by == ""
    assert answer.hits == tuple(engine.search(question))
    assert "preferred" not in "\n".join(answer_lines(engine, answer))


def test_what_fits_better_by_far_stays_before_what_is_newer(engine: Engine) -> None:
    answer = engine.ask("What is the latest on the closed bridge in Lund, repairs after a storm?")
    assert doc_ids(answer.hits)[0] == "en-2018"


def test_the_newest_of_a_time_is_asked_for_within_it(engine: Engine) -> None:
    answer = engine.ask("ما آخر حصيلة لضحايا الفيضانات في ظفار قبل 2022؟")
    assert (answer.newest_by, answer.narrowed_by) == ("آخر", "قبل 2022")
    assert answer.filters == Filters(published_before=date(2022, 1, 1))
    assert doc_ids(answer.hits)[0] == "ar-2021"


def test_without_dates_that_differ_nothing_is_preferred_and_nothing_said(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    documents = [make_document("a", REPORTS[0][3]), make_document("b", REPORTS[1][3], published=date(2020, 1, 1))]
    with PassageIndex.open(build_index(documents), embedder) as index:
        answer = build_engine(index, embedder).ask("ما آخر حصيلة لضحايا الفيضانات في ظفار؟")
    assert answer.newest_by == ""
    assert set(doc_ids(answer.hits)) == {"a", "b"}


DAYS = {name: date(2015 + year, 1, 1) for year, name in enumerate("abcd")}


def test_of_equal_hits_the_newer_come_first_and_the_oldest_are_left_out() -> None:
    kept = prefer_newer(ranked(("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)), DAYS.get)
    assert doc_ids(kept) == ["d", "c"]
    assert [hit.rank for hit in kept] == [1, 2]
    assert {hit.score for hit in kept} == {1.0}


def test_one_very_old_article_does_not_make_the_others_alike() -> None:
    days = DAYS | {"a": date(1950, 1, 1)}
    assert doc_ids(prefer_newer(ranked(("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)), days.get)) == ["d", "c"]


@given(st.lists(st.tuples(st.sampled_from("abcdx"), st.integers(75, 100)), max_size=20))
def test_a_hit_is_never_left_out_for_one_that_is_older_and_worse(said: list[tuple[str, int]]) -> None:
    hits: list[Hit] = ranked(*sorted(((name, float(score)) for name, score in said), key=lambda one: -one[1]))
    assume(len({DAYS.get(name) for name, _ in said} - {None}) > 1)
    kept = prefer_newer(hits, DAYS.get)
    places = {hit.passage.passage_id: place for place, hit in enumerate(kept)}
    for one in hits:
        for other in hits:
            day, others = DAYS.get(one.passage.doc_id), DAYS.get(other.passage.doc_id)
            if day and others and day > others and one.score >= other.score and other.passage.passage_id in places:
                assert places[one.passage.passage_id] < places[other.passage.passage_id]
