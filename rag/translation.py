"""Words of a question as terms of the corpus that mean the same: soft query translation.

The model's own whole words serve as the dictionary, so that nothing has to be built or stored a corpus:
of those that the corpus knows, the nearest to a word of the question stand for it in the term index.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from rag.protocols import Vectors
from rag.text.terms import QuestionWord, passage_terms, query_words

_LEAST_COSINE = 0.4  # a word less near than this is about something else (docs/decisions.md#words-across-languages)
_MOST_TRANSLATIONS = 8


class Lexicon(Protocol):
    """An embedder of words that can name its own."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def whole_words(self) -> tuple[list[str], Vectors]:
        """Words that have a vector of their own, and these vectors."""


class CorpusTerms(Protocol):
    """What must be known of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    def knows(self, stem: str) -> bool: ...


class Translation(NamedTuple):
    """A stem of the corpus that may stand for a word, and the cosine of the two."""

    stem: str
    cosine: float


@dataclass(frozen=True)
class Translator:
    """Reads questions in the terms of one corpus."""

    corpus: CorpusTerms
    lexicon: Lexicon

    def translate(self, question: str) -> list[list[Translation]]:
        """For each subject word of the question the terms that may stand for it, nearest first; some have none."""
        words = query_words(question, self.corpus.languages, self.corpus.knows)
        stems, vectors = self._known
        if not words or not stems:
            return [[] for _ in words]
        cosines = self.lexicon.embed_passages([word.text for word in words]) @ vectors.T
        return [self._best(word, row) for word, row in zip(words, cosines, strict=True)]

    def _best(self, word: QuestionWord, cosines: Vectors) -> list[Translation]:
        stems = self._known[0]
        near = np.flatnonzero(cosines >= _LEAST_COSINE)
        best: dict[str, float] = {}
        for i in near[np.argsort(-cosines[near], kind="stable")]:
            if len(best) == _MOST_TRANSLATIONS:
                break
            if stems[i] not in word.stems:  # the word itself is the lexical leg's affair
                best.setdefault(stems[i], float(cosines[i]))
        return [Translation(stem, cosine) for stem, cosine in best.items()]

    @cached_property
    def _known(self) -> tuple[list[str], Vectors]:
        """The stems of the lexicon's words that the corpus knows, and the words' vectors."""
        words, vectors = self.lexicon.whole_words()
        languages = tuple(self.corpus.languages)
        rows, stems = [], []
        for row, word in enumerate(words):
            for stem in {stem for language in languages for stem in passage_terms(word, language).stems}:
                if self.corpus.knows(stem):
                    rows.append(row)
                    stems.append(stem)
        return stems, vectors[rows]
