"""Legs find, what they found is read word by word, and a hit tells which legs found it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from rag.asking import QuestionReader
from rag.diversity import DiverseRetriever
from rag.embedders.static import StaticEmbedder
from rag.index import PassageIndex
from rag.retrieval import DenseLeg, LexicalLeg, NamesLeg, RankingLeg, TranslatedLeg
from rag.translation import Translator
from rag.types import Document, Filters, Leg, Passage
from rag.wiring import build_engine
from tests.conftest import BuildIndex, MakeDocument

IN_THEIR_SCRIPTS = [
    ("متى افتتح متحف صحار؟", "ar"),
    ("bridge repairs in Lund", "en"),
    ("marché de Dakar", "fr"),
    ("成都图书馆", "zh"),
    ("जयपुर पुस्तकालय", "hi"),
    ("ห้องสมุดเชียงใหม่", "th"),
]
ACROSS_LANGUAGES = [
    ("When did the minister open the museum?", "ar"),
    ("¿Quién inauguró el museo de arte?", "ar"),
    ("لماذا أغلق الجسر؟", "en"),
    ("كم كان عدد الباعة في داكار؟", "fr"),
    ("Wann wurde die Brücke geschlossen?", "en"),
]


@pytest.fixture
def index(build_index: BuildIndex, documents: list[Document]) -> Iterator[PassageIndex]:
    with PassageIndex.open(build_index(documents)) as opened:
        yield opened


def _first(index: PassageIndex, leg: RankingLeg, query: str) -> str:
    (best, *_) = leg.rank(query, 3, None)
    return _passages(index, [best.row])[0].doc_id


def _passages(index: PassageIndex, rows: Sequence[int]) -> list[Passage]:
    return index.passages(rows)


@pytest.mark.parametrize(("query", "doc_id"), IN_THEIR_SCRIPTS)
def test_terms_vectors_and_both_find_the_document_in_its_own_script(
    index: PassageIndex, embedder: StaticEmbedder, query: str, doc_id: str
) -> None:
    assert _first(index, LexicalLeg(index), query) == doc_id
    assert build_engine(index, embedder).search(query)[0].passage.doc_id == doc_id


@pytest.mark.parametrize(("query", "doc_id"), ACROSS_LANGUAGES)
def test_a_question_in_another_language_finds_the_document(
    index: PassageIndex, embedder: StaticEmbedder, query: str, doc_id: str
) -> None:
    assert (
        _first(index, TranslatedLeg(index, Translator(index, embedder, QuestionReader(index, embedder))), query)
        == doc_id
    )
    hit = build_engine(index, embedder).search(query)[0]
    assert hit.passage.doc_id == doc_id
    assert Leg.TRANSLATED in {part.leg for part in hit.parts}


def test_a_rare_name_is_found_in_another_script(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    texts = {"zorkhan": "استقبل زورخان الضيوف في القاعة.", "brenvik": "استقبل برنفيك الضيوف في القاعة."}
    with PassageIndex.open(build_index([make_document(name, text) for name, text in texts.items()])) as index:
        for name in texts:
            question = f"Where did {name.title()} receive the guests?"
            assert _first(index, NamesLeg(index), question) == name
            hit = build_engine(index, embedder).search(question)[0]
            assert hit.passage.doc_id == name
            assert Leg.NAMES in {part.leg for part in hit.parts}


def test_a_hit_tells_which_words_stand_for_those_of_the_question(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    text = "استقبل زورخان وزيرَ الدفاع في المتحف الوطني."
    with PassageIndex.open(build_index([make_document("d", text)])) as index:
        (hit,) = build_engine(index, embedder).search("Did Zorkhan receive the minister in the museum?")
        assert {(pair.asked, pair.found) for pair in hit.pairs} >= {
            ("Zorkhan", "زورخان"),
            ("minister", "وزيرَ"),
            ("museum", "المتحف"),
        }
        (same,) = build_engine(index, embedder).search("المتحف الوطني")
        assert same.pairs == ()


def test_hits_are_ordered_and_numbered_and_obey_filters_and_k(index: PassageIndex, embedder: StaticEmbedder) -> None:
    retriever = build_engine(index, embedder).retriever
    assert isinstance(retriever, DiverseRetriever)
    hits = retriever.retrieve("متحف bridge 图书馆", 50, Filters(languages=("ar", "zh")))
    assert {hit.passage.language for hit in hits} == {"ar", "zh"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len(retriever.retrieve("متحف bridge 图书馆", 1, Filters())) == 1
    assert retriever.retrieve("متحف", 5, Filters(languages=("fi",))) == []


def test_the_dense_leg_ranks_by_cosine(index: PassageIndex, embedder: StaticEmbedder) -> None:
    neighbors = DenseLeg(index, embedder).rank("harbour bridge", 3, None)
    scores = [neighbor.score for neighbor in neighbors]
    assert scores == sorted(scores, reverse=True)
    assert all(-1.0001 <= score <= 1.0001 for score in scores)
    assert _passages(index, [neighbors[0].row])[0].doc_id == "en"
