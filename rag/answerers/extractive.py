"""Answers without a language model: the sentences of the passages that answer, word for word.

A sentence is worth the share of the question's subject words that it holds (weighted by how rare they
are in the corpus), the nearness of its vector to the question's, and a bonus when it holds the kind of
thing that is asked for. Below a bar nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.answerers.question_type import holds_asked_kind
from rag.citations import escape_markers
from rag.protocols import Embedder
from rag.text.normalise import fold
from rag.text.sentences import sentence_spans
from rag.text.terms import count_words, passage_terms, query_words
from rag.types import Hit, Turn

_SIMILARITY_WEIGHT = 0.25  # of a full coverage; docs/decisions.md#extractive-weights
_KIND_BONUS = 0.25
_CONTEXT_WEIGHT = 0.4  # of the passage's own coverage: the sentence that answers often says "he"
_MOST_SENTENCES = 3
_NEXT_BEST = 0.85  # a further sentence must be worth this share of the first
_SAME = 0.6  # two sentences that share this part of their stems say the same
_FEWEST_WORDS = 3  # a sentence shorter than this is a heading or a fragment


class TermStatistics(Protocol):
    """What the answerer must know of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    @property
    def passage_count(self) -> int: ...

    def knows(self, stem: str) -> bool: ...

    def document_frequency(self, stem: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the hit numbered ``number``, with its worth and the share of the question it covers."""

    text: str
    number: int
    stems: frozenset[str]
    covered: frozenset[int]
    support: float
    worth: float


class ExtractiveAnswerer:
    """Quotes at most three sentences. ``bar`` is the least support, in [0, 1], of an answer."""

    name = "extractive"

    def __init__(self, embedder: Embedder, statistics: TermStatistics, *, bar: float) -> None:
        self._embedder = embedder
        self._statistics = statistics
        self._bar = bar

    def draft(self, question: str, hits: Sequence[Hit], history: Sequence[Turn]) -> Iterator[str]:
        del history  # the question already stands on its own
        for i, candidate in enumerate(self.choose(question, hits)):
            for span in sentence_spans(candidate.text):
                yield ("\n" if i else "") + f"{escape_markers(span.of(candidate.text))} [{candidate.number}]"

    def choose(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """The sentences to quote, best first; none when the best is below the bar."""
        ranked = self.rank(question, hits)
        if not ranked or ranked[0].support < self._bar:
            return []
        chosen = [ranked[0]]
        for candidate in ranked[1:]:
            if len(chosen) == _MOST_SENTENCES or candidate.worth < _NEXT_BEST * ranked[0].worth:
                break
            if candidate.support >= self._bar and not any(_say_the_same(candidate, other) for other in chosen):
                chosen.append(candidate)
        return chosen

    def rank(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every sentence of the hits, best first."""
        words = query_words(question, self._statistics.languages, self._statistics.knows)
        weights = [self._weight(word) for word in words]
        sentences = [
            (hit, span.of(hit.passage.text))
            for hit in hits
            for span in sentence_spans(hit.passage.text)
            if count_words(span.of(hit.passage.text)) >= _FEWEST_WORDS
        ]
        if not sentences or not any(weights):
            return []
        vectors = self._embedder.embed_passages([text for _, text in sentences])
        similarities = vectors @ self._embedder.embed_query(question)
        context = {hit.rank: _share(_covered(hit.passage.text, hit, words)[1], weights) for hit in hits}
        candidates = [
            self._candidate(question, text, hit, words, weights, float(similarity), context[hit.rank])
            for (hit, text), similarity in zip(sentences, np.clip(similarities, 0.0, 1.0), strict=True)
        ]
        return sorted(candidates, key=lambda candidate: (-candidate.worth, candidate.number))

    def _candidate(
        self,
        question: str,
        text: str,
        hit: Hit,
        words: Sequence[frozenset[str]],
        weights: Sequence[float],
        similarity: float,
        context: float,
    ) -> Candidate:
        stems, covered = _covered(text, hit, words)
        coverage = _share(covered, weights)
        kind = _KIND_BONUS if holds_asked_kind(question, text) else 0.0
        support = max(coverage, (coverage + context) / 2)
        worth = coverage + _SIMILARITY_WEIGHT * similarity + _CONTEXT_WEIGHT * context + kind * bool(covered)
        return Candidate(text, hit.rank, stems, covered, support, worth)

    def _weight(self, word: frozenset[str]) -> float:
        """BM25's idf of a word, of its most frequent form."""
        count = self._statistics.passage_count
        frequency = min(count, max(self._statistics.document_frequency(stem) for stem in word))
        return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def _covered(text: str, hit: Hit, words: Sequence[frozenset[str]]) -> tuple[frozenset[str], frozenset[int]]:
    """The stems of a text, and which of the question's words are among them."""
    stems = frozenset(passage_terms(text, hit.passage.language).stems)
    return stems, frozenset(i for i, word in enumerate(words) if word & stems)


def _share(covered: Collection[int], weights: Sequence[float]) -> float:
    return sum(weights[i] for i in covered) / sum(weights)


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if fold(one.text) == fold(other.text):
        return True
    return len(one.stems & other.stems) >= _SAME * min(len(one.stems), len(other.stems))
