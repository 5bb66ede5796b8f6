"""Answers without a language model: the sentences of the passages that answer, word for word.

Sentences are ordered by a weighted sum of features (``features.RANKING``); the best of them, with others
(``features.ANSWERING``), gives the probability that the passages answer at all. Below a bar nothing is said.
The weights were learned from judged questions (docs/decisions.md#sentence-ranker).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answerers.features import Shown, answering_features, ranking_features
from rag.answerers.sentence_facts import read_sentence
from rag.answerers.weights import Weights
from rag.markers import escape_markers
from rag.reading import CloseReader, CloseReading
from rag.text.normalise import fold
from rag.text.sentences import sentence_spans
from rag.text.terms import query_terms
from rag.types import Hit, Turn

_MOST_SENTENCES = 3
# A further sentence must be this likely to be the right one, relative to the first (docs/decisions.md#sentence-ranker);
# less across languages, where the order is less sure.
_NEXT_BEST, _FOREIGN_NEXT_BEST = 0.2, 0.1
_SAME = 0.6  # two sentences that share this part of their words say the same
_FEWEST_WORDS = 3  # a sentence shorter than this is a heading or a fragment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the hit numbered ``number``.

    ``support`` is the probability that the hits answer, were this the best sentence, as a multiple of the bar;
    ``worth``, in (0, 1], how likely it is the one that answers, relative to the likeliest.
    """

    text: str
    number: int
    words: frozenset[int]
    support: float
    worth: float
    is_foreign: bool


class ExtractiveAnswerer:
    """Quotes at most three sentences. ``bar`` is the least probability, in (0, 1), with which it answers."""

    name = "extractive"

    def __init__(
        self,
        reader: CloseReader,
        detect_language: Callable[[str], str],
        weights: Weights,
        *,
        bar: float,
    ) -> None:
        self._reader = reader
        self._detect_language = detect_language
        self._weights = weights
        self.bar = bar

    def draft(self, question: str, hits: Sequence[Hit], history: Sequence[Turn]) -> Generator[str]:
        del history  # the question already stands on its own
        for i, candidate in enumerate(self.choose(question, hits)):
            for span in sentence_spans(candidate.text):
                yield ("\n" if i else "") + f"{escape_markers(span.of(candidate.text))} [{candidate.number}]"

    def choose(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """The sentences to quote, best first; none when the best is below the bar."""
        ranked = self.rank(question, hits)
        if not ranked or ranked[0].support < 1.0:
            return []
        chosen = [ranked[0]]
        least = _FOREIGN_NEXT_BEST if ranked[0].is_foreign else _NEXT_BEST
        for candidate in ranked[1:]:
            if len(chosen) == _MOST_SENTENCES or candidate.worth < least:
                break
            if candidate.support >= 1.0 and not any(_say_the_same(candidate, other) for other in chosen):
                chosen.append(candidate)
        return chosen

    def rank(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every sentence of the hits, best first."""
        reading = self._reader.read_passages(question, [hit.passage for hit in hits])
        texts, shown = self._show(question, hits, reading)
        if shown is None:
            return []
        ranking = ranking_features(shown)
        scores = self._weights.scores(ranking)
        supports = self._weights.probabilities(answering_features(shown, ranking, scores)) / self.bar
        kept = [i for i, facts in enumerate(shown.facts) if facts.words >= _FEWEST_WORDS]
        numbers = np.repeat([hit.rank for hit in hits], shown.sizes)
        best = max((float(scores[i]) for i in kept), default=0.0)
        return [
            Candidate(
                texts[i], int(numbers[i]), reading.word_numbers(i),
                float(supports[i]), float(np.exp(scores[i] - best)), bool(shown.foreign[i]),
            )
            for i in sorted(kept, key=lambda i: (-scores[i], numbers[i]))
        ]  # fmt: skip

    def show(self, question: str, hits: Sequence[Hit]) -> tuple[list[str], Shown | None]:
        """The sentences of the hits and what is known of them; None where nothing is asked or shown."""
        return self._show(question, hits, self._reader.read_passages(question, [hit.passage for hit in hits]))

    def _show(self, question: str, hits: Sequence[Hit], reading: CloseReading) -> tuple[list[str], Shown | None]:
        sentences = [(span.of(hit.passage.text), hit) for i, hit in enumerate(hits) for span in reading.spans(i)]
        texts = [text for text, _ in sentences]
        if not hits or not reading.matches.weights.any():
            return texts, None
        asked_in = self._detect_language(question)
        languages = {hit.passage.language for hit in hits}
        return texts, Shown(
            question,
            frozenset(query_terms(question, languages, lambda _: True).stems),
            reading.matches,
            [read_sentence(text, hit.passage.language) for text, hit in sentences],
            reading.cosines,
            reading.sizes.tolist(),
            range(1, len(hits) + 1),
            np.array([_is_foreign(hit.passage.language, asked_in) for _, hit in sentences]),
        )


def _is_foreign(language: str, asked_in: str) -> bool:
    """Whether two languages are known to differ."""
    return "und" not in (language, asked_in) and language != asked_in


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if fold(one.text) == fold(other.text):
        return True
    return len(one.words & other.words) >= _SAME * min(len(one.words), len(other.words))
