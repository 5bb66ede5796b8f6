"""A card tells which words of the question the quoted words stand for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import PassageIndex
from rag.web.answers import AnswerRecord
from rag.web.evidence import cards_of
from rag.web.schemas import answer_json
from rag.web.strings import ENGLISH
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
