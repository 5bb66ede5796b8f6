"""Answers without a language model: the sentences of the passages that answer, word for word.

A sentence is worth the share of the question's subject words that it holds (weighted by how rare they
are in the corpus), the nearness of its vector to the question's, and a bonus when it holds the kind of
thing that is asked for. Below a bar nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answerers.question_type import holds_asked_kind
from rag.markers import escape_markers
from rag.reading import CloseReader
from rag.text.normalise import fold
from rag.text.sentences import sentence_spans
from rag.text.terms import count_words
from rag.types import Hit, Turn

_SIMILARITY_WEIGHT = 0.25  # of a full coverage; docs/decisions.md#extractive-weights
_KIND_BONUS = 0.25
_CONTEXT_WEIGHT = 0.4  # of the passage's own coverage: the sentence that answers often says "he"
_MOST_SENTENCES = 3
# A further sentence must be worth this share of the first; less across languages, where the order is less sure: the
# right sentence is first for .65 of en→ar questions and within three for .81 (docs/benchmarks.md).
_NEXT_BEST, _FOREIGN_NEXT_BEST = 0.85, 0.7
_SAME = 0.6  # two sentences that share this part of their words say the same
_FEWEST_WORDS = 3  # a sentence shorter than this is a heading or a fragment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the hit numbered ``number``.

    ``support`` says how far its passage meets the words of the question and itself the question as a whole,
    as a multiple of what an answer must; ``worth`` orders.
    """

    text: str
    number: int
    words: frozenset[int]
    support: float
    worth: float
    is_foreign: bool


class ExtractiveAnswerer:
    """Quotes at most three sentences.

    ``bar`` is the least support, in (0, 2], of an answer in the question's language: the share of the question's
    words that its passage meets, and the cosine of question and sentence; ``foreign_bar`` that of an answer
    in another language, where words are met through their vectors.
    """

    name = "extractive"

    def __init__(
        self,
        reader: CloseReader,
        detect_language: Callable[[str], str],
        *,
        bar: float,
        foreign_bar: float,
    ) -> None:
        self._reader = reader
        self._detect_language = detect_language
        self._bar = bar
        self._foreign_bar = foreign_bar

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
        least = (_FOREIGN_NEXT_BEST if ranked[0].is_foreign else _NEXT_BEST) * ranked[0].worth
        for candidate in ranked[1:]:
            if len(chosen) == _MOST_SENTENCES or candidate.worth < least:
                break
            if candidate.support >= 1.0 and not any(_say_the_same(candidate, other) for other in chosen):
                chosen.append(candidate)
        return chosen

    def rank(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every sentence of the hits, best first."""
        if not hits:
            return []
        reading = self._reader.read_passages(question, [hit.passage for hit in hits])
        sizes = reading.sizes
        sentences = [(hit, span.of(hit.passage.text)) for i, hit in enumerate(hits) for span in reading.spans(i)]
        shares = reading.matches.shares()
        around = np.repeat(reading.matches.grouped(sizes).shares(), sizes)
        asked_in = self._detect_language(question)
        candidates = []
        for i, (hit, text) in enumerate(sentences):
            if count_words(text) < _FEWEST_WORDS:
                continue
            coverage, context = float(shares[i]), float(around[i])
            similarity = max(0.0, float(reading.cosines[i]))
            kind = _KIND_BONUS if coverage and holds_asked_kind(question, text) else 0.0
            worth = coverage + _SIMILARITY_WEIGHT * similarity + _CONTEXT_WEIGHT * context + kind
            is_foreign = _is_foreign(hit.passage.language, asked_in)
            support = (context + similarity) / (self._foreign_bar if is_foreign else self._bar)
            candidates.append(Candidate(text, hit.rank, reading.word_numbers(i), support, worth, is_foreign))
        return sorted(candidates, key=lambda candidate: (-candidate.worth, candidate.number))


def _is_foreign(language: str, asked_in: str) -> bool:
    """Whether two languages are known to differ."""
    return "und" not in (language, asked_in) and language != asked_in


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if fold(one.text) == fold(other.text):
        return True
    return len(one.words & other.words) >= _SAME * min(len(one.words), len(other.words))
