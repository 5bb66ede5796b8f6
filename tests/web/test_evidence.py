"""A card tells which words of the question the quoted words stand for, and where else the story stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import PassageIndex
from rag.web.answers import AnswerRecord
from rag.web.evidence import cards_of
from rag.web.schemas import answer_json
from rag.web.strings import ARABIC, ENGLISH
from rag.web.wording import also_in_others
from rag.wiring import build_engine
from tests.conftest import BuildIndex, MakeDocument

TEXT = "افتتح الوزير متحف الفنون في صحار. وغادر السفير المدينة مساء الثلاثاء بعد زيارة قصيرة."


@pytest.fixture
def engine(build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder) -> Iterator[Engine]:
    with PassageIndex.open(build_index([make_document("d", TEXT)])) as index:
        yield build_engine(index, embedder)


def test_the_pairs_of_a_card_are_those_of_its_quote(engine: Engine) -> None:
    answer = engine.ask("Which minister opened the museum of arts?")
    (card, *_) = cards_of(answer, engine.document)
    assert card.match == "افتتح الوزير متحف الفنون في صحار."
    pairs = {(pair.asked, pair.found) for pair in card.pairs}
    assert {("minister", "الوزير"), ("museum", "متحف")} <= pairs
    assert all(found in card.match for _, found in pairs)
    record = AnswerRecord("a" * 8, answer.question, answer, (card,), complete=True)
    assert {"asked": "museum", "found": "متحف"} in answer_json(record, ENGLISH)["cards"][0]["pairs"]


def test_a_question_in_the_words_of_the_article_has_no_pairs(engine: Engine) -> None:
    (card, *_) = cards_of(engine.ask("من افتتح متحف الفنون؟"), engine.document)
    assert card.pairs == ()


def test_a_card_names_the_other_articles_that_the_story_stands_in(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    hostile = replace(make_document("o / ther", TEXT, published=date(2021, 3, 9)), title="<b>x</b>")
    with PassageIndex.open(build_index([make_document("d", TEXT, published=date(2021, 3, 1)), hostile])) as index:
        engine = build_engine(index, embedder)
        answer = engine.ask("من افتتح متحف الفنون؟")
        (card, *_) = cards_of(answer, engine.document)
        assert card.doc_id == "d"
        told = answer_json(AnswerRecord("a" * 8, answer.question, answer, (card,)), ARABIC)["cards"][0]
    assert told["also"] == "وهو أيضًا في مقال آخر"
    assert told["copies"] == [
        {
            "title": "<b>x</b>", "title_direction": "ltr", "date": "9 مارس 2021", "source": "news/o / ther.txt",
            "url": "/documents/o%20%2F%20ther?lang=ar",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "arabic", "english"),
    [
        (1, "وهو أيضًا في مقال آخر", "Also in 1 other article"),
        (2, "وهو أيضًا في مقالين آخرين", "Also in 2 other articles"),
        (3, "وهو أيضًا في 3 مقالات أخرى", "Also in 3 other articles"),
        (11, "وهو أيضًا في 11 مقالًا آخر", "Also in 11 other articles"),
        (100, "وهو أيضًا في 100 مقال آخر", "Also in 100 other articles"),
        (1103, "وهو أيضًا في 1,103 مقالات أخرى", "Also in 1,103 other articles"),
    ],
)
def test_how_many_others_there_are_is_said_with_the_right_plural(count: int, arabic: str, english: str) -> None:
    assert also_in_others(count, ARABIC) == arabic
    assert also_in_others(count, ENGLISH) == english
