"""Words of a question as terms of the corpus that mean the same: soft query translation.

The model's own whole words serve as the dictionary, so that nothing has to be built or stored a corpus:
of those that the corpus knows, the nearest to a word of the question stand for it in the term index
(docs/decisions.md#soft-translation).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np

from rag.protocols import Vectors
from rag.text.terms import QuestionWord, passage_terms, query_words

_LEAST_COSINE = 0.4  # a word less near than this is about something else
_MOST_TRANSLATIONS = 8
_KEPT_WORDS = 4096  # of questions, with their translations
_KEPT_STEMS = 65_536


class Lexicon(Protocol):
    """An embedder of words that can name its own."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def whole_words(self) -> tuple[Sequence[str], Vectors]:
        """Words that have a vector of their own, and these as unit vectors, shape (n, dim)."""


class CorpusTerms(Protocol):
    """What must be known of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    def knows(self, stem: str) -> bool: ...


class Translation(NamedTuple):
    """A stem of the corpus that may stand for a word, and the cosine of the two."""

    stem: str
    cosine: float


class Translator:
    """Reads questions in the terms of one corpus."""

    def __init__(self, corpus: CorpusTerms, lexicon: Lexicon) -> None:
        self._corpus = corpus
        self._lexicon = lexicon
        self._languages = tuple(corpus.languages)
        self._translate = lru_cache(maxsize=_KEPT_WORDS)(self._translate_word)
        self._known_stems = lru_cache(maxsize=_KEPT_STEMS)(self._read_stems)

    def translate(self, question: str) -> list[list[Translation]]:
        """For each subject word of the question the terms that may stand for it, nearest first; some have none."""
        words = query_words(question, self._languages, self._corpus.knows)
        return [self._translate(word) for word in words]

    def _translate_word(self, word: QuestionWord) -> list[Translation]:
        own_words, vectors = self._lexicon.whole_words()
        cosines = vectors @ self._lexicon.embed_passages([word.text])[0]
        near = np.flatnonzero(cosines >= _LEAST_COSINE)
        best: dict[str, float] = {}
        for i in near[np.argsort(-cosines[near], kind="stable")]:
            for stem in self._known_stems(own_words[i]) - word.stems:  # the word itself is the lexical leg's affair
                best.setdefault(stem, float(cosines[i]))
            if len(best) >= _MOST_TRANSLATIONS:
                break
        return [Translation(stem, cosine) for stem, cosine in best.items()]

    def _read_stems(self, word: str) -> frozenset[str]:
        stems = {stem for language in self._languages for stem in passage_terms(word, language).stems}
        return frozenset(filter(self._corpus.knows, stems))
