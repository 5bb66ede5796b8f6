"""Words of a question as terms of the corpus that mean the same: soft query translation.

The model's own whole words serve as the dictionary, so that nothing has to be built or stored a corpus:
of those that the corpus knows, the nearest to a word of the question stand for it in the term index
(docs/decisions.md#soft-translation).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

import numpy as np

from rag.protocols import Vectors
from rag.text.terms import QuestionWord, passage_terms, query_words

_LEAST_COSINE = 0.4  # a word less near than this is about something else
_MOST_TRANSLATIONS = 8
_KEPT_WORDS = 4096  # of questions, with their translations
_KEPT_STEMS = 65_536
_ARABIC_SCRIPT = frozenset({"ar", "ckb", "fa", "ps", "sd", "ug", "ur"})


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
        self._kept: dict[QuestionWord, list[Translation]] = {}
        self._known_stems = lru_cache(maxsize=_KEPT_STEMS)(self._read_stems)

    def translate(self, question: str) -> list[list[Translation]]:
        """For each subject word of the question the terms that may stand for it, nearest first; some have none."""
        words = query_words(question, self._languages, self._corpus.knows)
        kept = self._kept  # taken once: another thread may start a new one
        new = [word for word in words if word not in kept]
        if len(kept) + len(new) > _KEPT_WORDS:
            kept = self._kept = {}
            new = words
        if new:
            own_words, vectors = self._own_words
            cosines = self._lexicon.embed_passages([word.text for word in new]) @ vectors.T
            kept.update((word, self._nearest(word, own_words, row)) for word, row in zip(new, cosines, strict=True))
        return [kept[word] for word in words]

    def _nearest(self, word: QuestionWord, own_words: Sequence[str], cosines: Vectors) -> list[Translation]:
        near = np.flatnonzero(cosines >= _LEAST_COSINE)
        best: dict[str, float] = {}
        for i in near[np.argsort(-cosines[near], kind="stable")]:
            for stem in self._known_stems(own_words[i]) - word.stems:  # the word itself is the lexical leg's affair
                best.setdefault(stem, float(cosines[i]))
            if len(best) >= _MOST_TRANSLATIONS:
                break
        return [Translation(stem, cosine) for stem, cosine in best.items()]

    @cached_property
    def _own_words(self) -> tuple[Sequence[str], Vectors]:
        """The lexicon's words that may stand in the corpus, told by its script where that is Arabic or is not."""
        words, vectors = self._lexicon.whole_words()
        in_arabic = {language in _ARABIC_SCRIPT for language in self._languages if language != "und"}
        if len(in_arabic) != 1 or not words:
            return words, vectors
        wanted = in_arabic.pop()
        rows = [row for row, word in enumerate(words) if ("\u0600" <= word[0] <= "\u06ff") is wanted]
        return [words[row] for row in rows], vectors[rows]

    def _read_stems(self, word: str) -> frozenset[str]:
        stems = {stem for language in self._languages for stem in passage_terms(word, language).stems}
        return frozenset(filter(self._corpus.knows, stems))
