"""Question → hits: each leg ranks passages in its own way; ranks are fused, or what they found is read word by word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.alignment import TextToMatch, WordMatcher
from rag.index import PassageIndex
from rag.protocols import Embedder
from rag.text.terms import query_terms
from rag.types import Filters, Hit, Leg, Neighbor, ScorePart

_DEPTH = 100  # passages a leg contributes before fusion
_CANDIDATES = 50  # passages of each leg that are read word by word
# Beside a full match of the words at 1; chosen on the development halves (docs/decisions.md#words-across-languages).
_TERMS_WEIGHT = 0.5
_VECTOR_WEIGHT = 0.25
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


class AligningRetriever:
    """Takes what both legs find and orders it by how far each passage meets the question's words.

    The words count most, then the passage's terms (the more, the more of the question the corpus knows as
    it stands), then its vector. Works across languages where the matcher has word vectors.
    """

    def __init__(self, index: PassageIndex, lexical: LexicalLeg, dense: DenseLeg, matcher: WordMatcher) -> None:
        self._index = index
        self._lexical = lexical
        self._dense = dense
        self._matcher = matcher

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        allowed = self._index.admitted(filters)
        depth = max(k, _CANDIDATES)
        found = {leg.leg: leg.rank(query, depth, allowed) for leg in (self._lexical, self._dense)}
        rows = sorted({neighbor.row for neighbors in found.values() for neighbor in neighbors})
        if not rows:
            return []
        passages = self._index.passages(rows)
        matches = self._matcher.match(query, [TextToMatch(p.text, p.language) for p in passages])
        shares = matches.shares()
        scores = (
            shares
            + _TERMS_WEIGHT * matches.known_share * _relative(rows, found[Leg.LEXICAL])
            + _VECTOR_WEIGHT * _lifted(rows, found[Leg.DENSE])
        )
        parts = {
            leg: {n.row: ScorePart(leg, rank, n.score) for rank, n in enumerate(neighbors, 1)}
            for leg, neighbors in found.items()
        }
        by_words = {int(i): rank for rank, i in enumerate(np.argsort(-shares, kind="stable"), start=1)}
        hits = []
        for rank, i in enumerate(np.argsort(-scores, kind="stable")[:k], start=1):
            told = [parts[leg][rows[i]] for leg in parts if rows[i] in parts[leg]]
            told.append(ScorePart(Leg.WORDS, by_words[int(i)], float(shares[i])))
            hits.append(Hit(passages[i], float(scores[i]), rank, tuple(told)))
        return hits


def _relative(rows: Sequence[int], neighbors: Sequence[Neighbor]) -> NDArray[np.float64]:
    """Scores of BM25 as parts of the best one; 0 for what it did not find."""
    scores = {neighbor.row: neighbor.score for neighbor in neighbors}
    best = max(scores.values(), default=1.0)
    return np.array([scores.get(row, 0.0) / best for row in rows])


def _lifted(rows: Sequence[int], neighbors: Sequence[Neighbor]) -> NDArray[np.float64]:
    """Cosines; what is not among the nearest is as near as the last of them."""
    scores = {neighbor.row: neighbor.score for neighbor in neighbors}
    last = min(scores.values(), default=0.0)
    return np.array([scores.get(row, last) for row in rows])


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
