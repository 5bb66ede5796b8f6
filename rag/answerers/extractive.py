"""Answers without a language model: the sentences of the passages that answer, word for word.

Sentences are ordered by a weighted sum of features (``features.RANKING``); the best of them, with others
(``features.ANSWERING``), gives the probability that the passages answer at all. Below a bar nothing is said.
The weights were learned from judged questions (docs/decisions.md#sentence-ranker).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.alignment import TextToMatch, WordMatcher
from rag.answerers.features import Shown, answering_features, ranking_features
from rag.answerers.sentence_facts import read_sentence
from rag.answerers.weights import Weights
from rag.citations import escape_markers
from rag.reading import PassageReader
from rag.text.normalise import fold
from rag.text.sentences import sentence_spans
from rag.text.terms import query_terms
from rag.types import Hit, Turn

_MOST_SENTENCES = 3
# A further sentence must be this likely to be the right one, relative to the first (docs/decisions.md#sentence-ranker);
# less across languages, where the order is less sure.
_NEXT_BEST, _FOREIGN_NEXT_BEST = 0.2, 0.1
_SAME = 0.6  # two sentences that share this part of their stems say the same
_FEWEST_WORDS = 3  # a sentence shorter than this is a heading or a fragment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the hit numbered ``number``.

    ``support`` is the probability that the hits answer, were this the best sentence, as a multiple of the bar;
    ``worth``, in (0, 1], how likely it is the one that answers, relative to the likeliest.
    """

    text: str
    number: int
    stems: frozenset[str]
    support: float
    worth: float
    is_foreign: bool


class ExtractiveAnswerer:
    """Quotes at most three sentences. ``bar`` is the least probability, in (0, 1), with which it answers."""

    name = "extractive"

    def __init__(
        self,
        reader: PassageReader,
        matcher: WordMatcher,
        detect_language: Callable[[str], str],
        weights: Weights,
        *,
        bar: float,
    ) -> None:
        self._reader = reader
        self._matcher = matcher
        self._detect_language = detect_language
        self._weights = weights
        self.bar = bar

    def draft(self, question: str, hits: Sequence[Hit], history: Sequence[Turn]) -> Iterator[str]:
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
        texts, shown = self.show(question, hits)
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
                texts[i], int(numbers[i]), shown.matches.stems[i],
                float(supports[i]), float(np.exp(scores[i] - best)), bool(shown.foreign[i]),
            )
            for i in sorted(kept, key=lambda i: (-scores[i], numbers[i]))
        ]  # fmt: skip

    def show(self, question: str, hits: Sequence[Hit]) -> tuple[list[str], Shown | None]:
        """The sentences of the hits and what is known of them; None where nothing is asked or shown."""
        if not hits:
            return [], None
        read = self._reader.read([hit.passage for hit in hits])
        sentences = [
            TextToMatch(text, hit.passage.language)
            for hit, passage in zip(hits, read, strict=True)
            for text in passage.texts
        ]
        texts = [sentence.text for sentence in sentences]
        matches = self._matcher.match(question, sentences)
        if not matches.weights.any():
            return texts, None
        asked_in = self._detect_language(question)
        languages = {sentence.language for sentence in sentences}
        return texts, Shown(
            question,
            frozenset(query_terms(question, languages, lambda _: True).stems),
            matches,
            [read_sentence(sentence.text, sentence.language) for sentence in sentences],
            np.concatenate([passage.vectors for passage in read]) @ self._reader.embed_question(question),
            [len(passage.sentences) for passage in read],
            range(1, len(hits) + 1),
            np.array([_is_foreign(sentence.language, asked_in) for sentence in sentences]),
        )


def _is_foreign(language: str, asked_in: str) -> bool:
    """Whether two languages are known to differ."""
    return "und" not in (language, asked_in) and language != asked_in


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if fold(one.text) == fold(other.text):
        return True
    return len(one.stems & other.stems) >= _SAME * min(len(one.stems), len(other.stems))
