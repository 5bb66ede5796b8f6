"""Words of a question met by words of a text: by stem, by the nearness of their vectors, as names in two scripts.

The word vectors of a static multilingual model are worth more than its sentence vectors, and the two add up
(docs/decisions.md#words-across-languages). For each word of the question the best match in the text counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.protocols import Embedder, Vectors
from rag.text.normalise import fold
from rag.text.skeletons import passage_skeletons
from rag.text.terms import QuestionWord, Vocabulary, passage_terms, query_words
from rag.text.terms import vocabulary as read_vocabulary
from rag.types import WordPair

# How far two words meet by their cosine c: ((c - floor) / (1 - floor)) ** exponent; and how far two names do that are
# written alike in two scripts. Chosen on the development halves (docs/decisions.md#words-across-languages).
_FLOOR, _EXPONENT = 0.1, 0.8
_NAMES_MEET = 0.7
_TRANSLATION = 0.4  # cosine from which a corpus word may stand for a word that the corpus does not know
_WORDS = re.compile(r"[\w\u064b-\u0652]+")
_KEPT_TEXTS = 4096  # passages and sentences whose words are kept in memory: some 30 MB
_KEPT_WORDS = 60_000  # vectors kept in memory: 90 MB at 384 dimensions


_read: Callable[[str, str], Vocabulary] = lru_cache(maxsize=_KEPT_TEXTS)(read_vocabulary)


class TermStatistics(Protocol):
    """What must be known of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    @property
    def passage_count(self) -> int: ...

    def knows(self, stem: str) -> bool: ...

    def document_frequency(self, stem: str) -> int: ...


@dataclass(frozen=True, slots=True)
class TextToMatch:
    """A sentence, or any other piece of a document, with its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Matches:
    """How far each text meets each word of a question.

    ``met`` has a row a text and a column a word, in [0, 1]; ``weights`` says what each word is worth: its
    idf, or that of the word that stands for it in the corpus. ``stems`` are those of each text;
    ``known_share`` is the part of the question, by weight, that the corpus knows as it stands.
    """

    weights: NDArray[np.float64]
    met: NDArray[np.float64]
    stems: tuple[frozenset[str], ...]
    known_share: float

    def shares(self) -> NDArray[np.float64]:
        """For each text the part of the question that it meets, in [0, 1]; 0 for a question without words."""
        total = float(self.weights.sum())
        shares: NDArray[np.float64] = self.met @ self.weights / total if total else np.zeros(len(self.met))
        return shares

    def grouped(self, sizes: Sequence[int]) -> Matches:
        """The same for groups of consecutive texts: each group (at least one text) meets what any of its texts does."""
        starts = np.cumsum([0, *sizes[:-1]])
        met = np.maximum.reduceat(self.met, starts, axis=0) if sizes else self.met
        stems = tuple(
            frozenset().union(*self.stems[start : start + size]) for start, size in zip(starts, sizes, strict=True)
        )
        return Matches(self.weights, met, stems, self.known_share)


class WordMatcher:
    """Matches questions against texts of one corpus, with an embedder whose words have vectors that compare."""

    def __init__(self, statistics: TermStatistics, word_embedder: Embedder) -> None:
        self._statistics = statistics
        self._word_embedder = word_embedder
        self._vectors: dict[str, Vectors] = {}

    def match(self, question: str, texts: Sequence[TextToMatch]) -> Matches:
        words = tuple(query_words(question, self._statistics.languages, self._statistics.knows))
        read = [_read(text.text, text.language) for text in texts]
        met = np.array([[_met_as_written(word, held) for word in words] for held in read], dtype=np.float64)
        met = met.reshape(len(texts), len(words))
        weights = np.array([self._idf(word.stems) for word in words], dtype=np.float64)
        if words and texts:
            self._align(words, [held.words for held in read], met, weights)
        known = np.array([any(map(self._statistics.knows, word.stems)) for word in words], dtype=np.float64)
        known_share = float(known @ weights / weights.sum()) if weights.sum() else 0.0
        return Matches(weights, met, tuple(held.stems for held in read), known_share)

    def pairs(self, question: str, text: TextToMatch) -> tuple[WordPair, ...]:
        """The words of a question that a text says in other words: its translations, and names in another script."""
        words = query_words(question, self._statistics.languages, self._statistics.knows)
        held = _read(text.text, text.language)
        if not words or not held.words:
            return ()
        vocabulary = sorted(held.words)
        asked, found = _as_written(question), _as_written(text.text)
        cosines = self._embed([word.text for word in words]) @ self._embed(vocabulary).T
        pairs = []
        for word, row in zip(words, cosines, strict=True):
            if not word.stems.isdisjoint(held.stems):
                continue
            nearest = vocabulary[int(row.argmax())] if row.max() >= _TRANSLATION else None
            if not word.names.isdisjoint(held.names):
                same = (w for w in vocabulary if not word.names.isdisjoint(passage_skeletons(found.get(w, w))))
                nearest = next(same, nearest)
            if nearest is not None:
                pairs.append(WordPair(asked.get(word.text, word.text), found.get(nearest, nearest)))
        return tuple(pairs)

    def _align(
        self,
        words: Sequence[QuestionWord],
        held: Sequence[frozenset[str]],
        met: NDArray[np.float64],
        weights: NDArray[np.float64],
    ) -> None:
        """Raise ``met`` where a text's word is near to one of the question, and weigh words that are foreign here."""
        vocabulary = sorted(frozenset().union(*held))
        if not vocabulary:
            return
        cosines = self._embed([word.text for word in words]) @ self._embed(vocabulary).T
        for i, best in enumerate(cosines.argmax(axis=1)):
            if cosines[i, best] >= _TRANSLATION and not any(map(self._statistics.knows, words[i].stems)):
                weights[i] = self._idf(self._stems_of(vocabulary[best]))
        place = {word: i for i, word in enumerate(vocabulary)}
        rows = [row for row, some in enumerate(held) if some]
        flat = np.fromiter((place[word] for row in rows for word in held[row]), dtype=np.intp)
        starts = np.cumsum([0, *(len(held[row]) for row in rows[:-1])])
        nearest = np.maximum.reduceat(cosines[:, flat], starts, axis=1).T
        met[rows] = np.maximum(met[rows], np.clip((nearest - _FLOOR) / (1 - _FLOOR), 0.0, 1.0) ** _EXPONENT)

    def _stems_of(self, word: str) -> frozenset[str]:
        return frozenset(stem for code in self._statistics.languages for stem in passage_terms(word, code).stems)

    def _idf(self, stems: Collection[str]) -> float:
        """BM25's idf of a word, of its most frequent form."""
        count = self._statistics.passage_count
        frequency = min(count, max((self._statistics.document_frequency(stem) for stem in stems), default=0))
        return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))

    def _embed(self, words: Sequence[str]) -> Vectors:
        kept = self._vectors  # taken once: another thread may start a new one
        new = [word for word in words if word not in kept]
        if len(kept) + len(new) > _KEPT_WORDS:
            kept = self._vectors = {}
            new = list(words)
        if new:
            kept.update(zip(new, self._word_embedder.embed_passages(new), strict=True))
        return np.stack([kept[word] for word in words])


@lru_cache(maxsize=_KEPT_TEXTS)
def _as_written(text: str) -> Mapping[str, str]:
    """The words of a text by their folded form."""
    return {fold(word): word for word in reversed(_WORDS.findall(text))}


def _met_as_written(word: QuestionWord, held: Vocabulary) -> float:
    """1 for a word with the same stem, less for a name that is written alike in another script, else 0."""
    if not word.stems.isdisjoint(held.stems):
        return 1.0
    return 0.0 if word.names.isdisjoint(held.names) else _NAMES_MEET
