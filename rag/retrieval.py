"""Question → hits: each leg ranks passages in its own way, and the ranks are fused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from rag.index import PassageIndex
from rag.protocols import Embedder
from rag.text.terms import query_terms
from rag.types import Filters, Hit, Leg, Neighbor, ScorePart

_DEPTH = 100  # passages a leg contributes before fusion
_RRF_K = 60  # reciprocal rank fusion, Cormack et al. 2009


class RankingLeg(Protocol):
    """One way to rank passages for a query."""

    @property
    def leg(self) -> Leg: ...

    def rank(self, query: str, k: int, allowed: Collection[int] | None) -> list[Neighbor]: ...


class DenseLeg:
    """Passages whose vectors are near to the query's."""

    leg = Leg.DENSE

    def __init__(self, index: PassageIndex, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    def rank(self, query: str, k: int, allowed: Collection[int] | None) -> list[Neighbor]:
        return self._index.nearest(self._embedder.embed_query(query), k, allowed=allowed)


class LexicalLeg:
    """Passages that hold the query's terms."""

    leg = Leg.LEXICAL

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    def rank(self, query: str, k: int, allowed: Collection[int] | None) -> list[Neighbor]:
        terms = query_terms(query, self._index.languages, self._index.knows)
        return self._index.matching(terms, k, allowed=allowed)


class FusedRetriever:
    """Sums weight / (60 + rank) over the legs; with a single leg its order is that leg's own."""

    def __init__(self, index: PassageIndex, legs: Sequence[tuple[RankingLeg, float]]) -> None:
        self._index = index
        self._legs = legs

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        allowed = self._index.admitted(filters)
        scores: dict[int, float] = {}
        parts: dict[int, list[ScorePart]] = {}
        for leg, weight in self._legs:
            for rank, neighbor in enumerate(leg.rank(query, max(k, _DEPTH), allowed), start=1):
                scores[neighbor.row] = scores.get(neighbor.row, 0.0) + weight / (_RRF_K + rank)
                parts.setdefault(neighbor.row, []).append(ScorePart(leg.leg, rank, neighbor.score))
        best = sorted(scores, key=lambda row: (-scores[row], row))[:k]
        return [
            Hit(passage, scores[row], rank, tuple(parts[row]))
            for rank, (row, passage) in enumerate(zip(best, self._index.passages(best), strict=True), start=1)
        ]
