"""How far a text meets the words of a question: by stem, by the nearness of their vectors, as names in two scripts.

The word vectors of a static multilingual model are worth more than its sentence vectors, and the two add up
(docs/decisions.md#words-across-languages). For each word of the question the best match in the text counts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# How far two words meet by their cosine c: ((c - floor) / (1 - floor)) ** exponent; and how far two names do that are
# written alike in two scripts. Chosen on the development halves (docs/decisions.md#words-across-languages).
_FLOOR, _EXPONENT = 0.1, 0.8
NAMES_MEET = 0.7
TRANSLATION = 0.4
"""The cosine from which a word of the corpus may stand for a word of the question."""


class TermStatistics(Protocol):
    """What must be known of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    @property
    def passage_count(self) -> int: ...

    def knows(self, stem: str) -> bool: ...

    def document_frequency(self, stem: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Matches:
    """How far each text meets each word of a question.

    ``met`` has a row a text and a column a word, in [0, 1]; ``weights`` says what each word is worth: its
    idf, or that of the word that stands for it in the corpus. ``known_share`` is the part of the question, by
    weight, that the corpus knows as it stands.
    """

    weights: NDArray[np.float64]
    known_share: float
    met: NDArray[np.float64]

    def shares(self) -> NDArray[np.float64]:
        """For each text the part of the question that it meets, in [0, 1]; 0 for a question without words."""
        total = float(self.weights.sum())
        shares: NDArray[np.float64] = self.met @ self.weights / total if total else np.zeros(len(self.met))
        return shares

    def grouped(self, sizes: Sequence[int] | NDArray[np.int64]) -> Matches:
        """The same for groups of consecutive texts: each group (at least one text) meets what any of its texts does."""
        starts = np.cumsum([0, *sizes[:-1]])
        met = np.maximum.reduceat(self.met, starts, axis=0) if len(sizes) else self.met
        return Matches(self.weights, self.known_share, met)


def met_by_nearness(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far words meet whose vectors have these cosines."""
    met: NDArray[np.float64] = np.clip((cosines - _FLOOR) / (1 - _FLOOR), 0.0, 1.0) ** _EXPONENT
    return met


def idf(stems: Collection[str], statistics: TermStatistics) -> float:
    """BM25's idf of a word, of its most frequent form."""
    count = statistics.passage_count
    frequency = min(count, max((statistics.document_frequency(stem) for stem in stems), default=0))
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
