"""Legs rank, ranks are fused, and a hit tells where its score came from."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from rag.embedders.hashing import HashingEmbedder
from rag.index import PassageIndex
from rag.retrieval import DenseLeg, FusedRetriever, LexicalLeg
from rag.types import Document, Filters, Leg, Neighbor
from tests.conftest import BuildIndex


class FixedLeg:
    """Ranks rows in a given order."""

    def __init__(self, leg: Leg, rows: list[int]) -> None:
        self.leg = leg
        self._rows = rows

    def rank(self, query: str, k: int, allowed: Collection[int] | None) -> list[Neighbor]:
        return [Neighbor(row, 1.0 / place) for place, row in enumerate(self._rows, start=1)][:k]


def test_what_both_legs_find_comes_before_what_one_finds(build_index: BuildIndex, documents: list[Document]) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        rows = sorted(index.admitted(Filters(sources=("news",))) or ())
        dense, lexical = FixedLeg(Leg.DENSE, [rows[0], rows[1]]), FixedLeg(Leg.LEXICAL, [rows[2], rows[1]])
        hits = FusedRetriever(index, [(dense, 1.0), (lexical, 1.0)]).retrieve("q", 3, Filters())
        both, first, second = index.passages([rows[1], rows[0], rows[2]])
        assert [hit.passage for hit in hits] == [both, first, second]
        assert [hit.rank for hit in hits] == [1, 2, 3]
        assert hits[0].score == pytest.approx(2 / 62)
        assert {part.leg: part.rank for part in hits[0].parts} == {Leg.DENSE: 2, Leg.LEXICAL: 2}


def test_a_heavier_leg_decides(build_index: BuildIndex, documents: list[Document]) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        rows = sorted(index.admitted(Filters(sources=("news",))) or ())
        legs = [(FixedLeg(Leg.DENSE, [rows[0]]), 0.2), (FixedLeg(Leg.LEXICAL, [rows[1]]), 1.0)]
        hits = FusedRetriever(index, legs).retrieve("q", 2, Filters())
        assert [hit.passage for hit in hits] == index.passages([rows[1], rows[0]])


@pytest.mark.parametrize(
    ("query", "doc_id"),
    [
        ("متى افتتح متحف صحار؟", "ar"),
        ("bridge repairs in Lund", "en"),
        ("marché de Dakar", "fr"),
        ("成都图书馆", "zh"),
        ("जयपुर पुस्तकालय", "hi"),
        ("ห้องสมุดเชียงใหม่", "th"),
    ],
)
def test_each_leg_and_both_together_find_the_document_in_its_own_script(
    build_index: BuildIndex, documents: list[Document], embedder: HashingEmbedder, query: str, doc_id: str
) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        lexical, dense = LexicalLeg(index), DenseLeg(index, embedder)
        for legs in ([(lexical, 1.0)], [(dense, 1.0)], [(lexical, 1.0), (dense, 0.2)]):
            assert FusedRetriever(index, legs).retrieve(query, 3, Filters())[0].passage.doc_id == doc_id


def test_filters_are_obeyed_and_k_may_exceed_the_corpus(
    build_index: BuildIndex, documents: list[Document], embedder: HashingEmbedder
) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        retriever = FusedRetriever(index, [(LexicalLeg(index), 1.0), (DenseLeg(index, embedder), 1.0)])
        hits = retriever.retrieve("متحف bridge 图书馆", 50, Filters(languages=("ar", "zh")))
        assert {hit.passage.language for hit in hits} == {"ar", "zh"}
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
