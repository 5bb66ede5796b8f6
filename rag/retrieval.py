"""Question → hits: legs find passages, each in its own way; what they found is read word by word and ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.asking import QuestionReader
from rag.index import PassageIndex
from rag.protocols import Embedder, Rows
from rag.reading import CloseReader
from rag.text.terms import Terms, query_terms
from rag.translation import Translator
from rag.types import Filters, Hit, Leg, Neighbor, ScorePart

# Passages of each leg that are read word by word. In one language 15 to 100 differ by noise; across languages, where
# the legs are less sure, 100 find more in a large archive (docs/decisions.md#depth).
_CANDIDATES, _FOREIGN_CANDIDATES = 30, 100
# Beside the words that a passage meets at 1; chosen on the development halves
# (docs/decisions.md#words-across-languages).
_SENTENCE_WORDS_WEIGHT = 0.25
_TERMS_WEIGHT = 0.5
_SENTENCE_VECTOR_WEIGHT = 0.25
Scores = NDArray[np.float64]


class RankingLeg(Protocol):
    """One way to rank passages for a query."""

    @property
    def leg(self) -> Leg: ...

    def rank(self, query: str, k: int, allowed: Rows | None) -> list[Neighbor]: ...


class DenseLeg:
    """Passages whose vectors are near to the query's."""

    leg = Leg.DENSE

    def __init__(self, index: PassageIndex, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    def rank(self, query: str, k: int, allowed: Rows | None) -> list[Neighbor]:
        return self._index.nearest(self._embedder.embed_query(query), k, allowed=allowed)


class LexicalLeg:
    """Passages that hold the query's terms."""

    leg = Leg.LEXICAL

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    def rank(self, query: str, k: int, allowed: Rows | None) -> list[Neighbor]:
        terms = query_terms(query, self._index.languages, self._index.knows)
        return self._index.matching(replace(terms, names=()), k, allowed=allowed)


class TranslatedLeg:
    """Passages that hold terms which mean what the query's words mean, in whatever language."""

    leg = Leg.TRANSLATED

    def __init__(self, index: PassageIndex, translator: Translator) -> None:
        self._index = index
        self._translator = translator

    def rank(self, query: str, k: int, allowed: Rows | None) -> list[Neighbor]:
        return self._index.matching_any(self._translator.translate(query), k, allowed=allowed)


class NamesLeg:
    """Passages that hold the query's names in another script."""

    leg = Leg.NAMES

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    def rank(self, query: str, k: int, allowed: Rows | None) -> list[Neighbor]:
        names = query_terms(query, self._index.languages, self._index.knows).names
        return self._index.matching(Terms(names=names), k, allowed=allowed)


class AligningRetriever:
    """Takes what all legs find and orders it by how far each passage meets the question's words.

    The words count most, in the passage as a whole and in its best sentence; then the passage's terms (the
    more, the more of the question the corpus knows as it stands), and the vectors of the passage and of its
    best sentence. One of the legs must be the lexical one, one the dense one, whose nearness counts
    ``vector_weight`` beside the words at 1.
    """

    def __init__(
        self,
        index: PassageIndex,
        legs: Sequence[RankingLeg],
        reader: CloseReader,
        questions: QuestionReader,
        *,
        vector_weight: float,
    ) -> None:
        self._index = index
        self._legs = legs
        self._reader = reader
        self._questions = questions
        self._vector_weight = vector_weight

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        allowed = self._index.admitted(filters)
        depth = max(k, _FOREIGN_CANDIDATES if self._questions.read(query).is_foreign else _CANDIDATES)
        found = {leg.leg: leg.rank(query, depth, allowed) for leg in self._legs}
        rows = sorted({neighbor.row for neighbors in found.values() for neighbor in neighbors})
        if not rows:
            return []
        reading = self._reader.read(query, rows)
        matches = reading.matches.grouped(reading.sizes)
        shares, cosines = matches.shares(), reading.best_of_passages(reading.cosines)
        given = {
            Leg.WORDS: shares + _SENTENCE_WORDS_WEIGHT * reading.best_of_passages(reading.matches.shares()),
            Leg.SENTENCE: _SENTENCE_VECTOR_WEIGHT * cosines,
            Leg.LEXICAL: _TERMS_WEIGHT * matches.known_share * _relative(rows, found[Leg.LEXICAL]),
            Leg.DENSE: self._vector_weight * _lifted(rows, found[Leg.DENSE]),
        }
        scores = np.sum(list(given.values()), axis=0)
        parts = _parts(rows, found, {Leg.WORDS: shares, Leg.SENTENCE: cosines}, given)
        best = np.argsort(-scores, kind="stable")[:k].tolist()
        passages = self._index.passages([rows[i] for i in best])
        return [
            Hit(passage, float(scores[i]), rank, parts[rows[i]], reading.pairs(i, passage))
            for rank, (i, passage) in enumerate(zip(best, passages, strict=True), start=1)
        ]


def _parts(
    rows: Sequence[int],
    found: Mapping[Leg, Sequence[Neighbor]],
    read: Mapping[Leg, Scores],
    given: Mapping[Leg, Scores],
) -> dict[int, tuple[ScorePart, ...]]:
    """What each leg that found a row says of it, then what was ``read`` of it; ``given`` adds up to its score."""
    place = {row: i for i, row in enumerate(rows)}
    parts: dict[int, list[ScorePart]] = {row: [] for row in rows}
    for leg, neighbors in found.items():
        worth = given.get(leg, np.zeros(len(rows)))
        for rank, neighbor in enumerate(neighbors, start=1):
            row = neighbor.row
            parts[row].append(ScorePart(leg, rank, neighbor.score, float(worth[place[row]])))
    for leg, scores in read.items():
        for rank, i in enumerate(np.argsort(-scores, kind="stable"), start=1):
            parts[rows[i]].append(ScorePart(leg, rank, float(scores[i]), float(given[leg][i])))
    return {row: tuple(told) for row, told in parts.items()}


def _relative(rows: Sequence[int], neighbors: Sequence[Neighbor]) -> Scores:
    """Scores of BM25 as parts of the best one; 0 for what it did not find."""
    scores = {neighbor.row: neighbor.score for neighbor in neighbors}
    best = max(scores.values(), default=1.0)
    return np.array([scores.get(row, 0.0) / best for row in rows])


def _lifted(rows: Sequence[int], neighbors: Sequence[Neighbor]) -> Scores:
    """Cosines on the way from that of the last neighbor, 0, to 1: models differ in what they give to strangers."""
    scores = {neighbor.row: neighbor.score for neighbor in neighbors}
    last = min(scores.values(), default=0.0)
    return np.array([(scores.get(row, last) - last) / max(1.0 - last, 1e-6) for row in rows])
