"""Words of a question as terms of the corpus that mean the same: soft query translation.

The words of the corpus that the model knows whole serve as the dictionary: the nearest to a word of the question
stand for it in the term index (docs/decisions.md#soft-translation).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.asking import QuestionReader
from rag.protocols import Vectors, WordModel
from rag.stores.lexicon import WordLexicon
from rag.text.terms import QuestionWord, TextWord, word_stems

_LEAST_COSINE = 0.4  # a word less near than this is about something else
_MOST_TRANSLATIONS = 8
_KEPT_WORDS = 4096  # of questions, with their translations


class CorpusTerms(Protocol):
    """What must be known of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    @property
    def words(self) -> WordLexicon: ...

    def knows(self, stem: str) -> bool: ...


class Translation(NamedTuple):
    """A stem of the corpus that may stand for a word, and the cosine of the two."""

    stem: str
    cosine: float


class Translator:
    """Reads questions in the terms of one corpus."""

    def __init__(self, corpus: CorpusTerms, model: WordModel, questions: QuestionReader) -> None:
        self._corpus = corpus
        self._model = model
        self._questions = questions
        self._kept: dict[QuestionWord, list[Translation]] = {}

    def translate(self, question: str) -> list[list[Translation]]:
        """For each subject word of the question the terms that may stand for it, nearest first; some have none."""
        asked = self._questions.read(question)
        kept = self._kept  # taken once: another thread may start a new one
        new = [i for i, word in enumerate(asked.words) if word not in kept]
        if len(kept) + len(new) > _KEPT_WORDS:
            kept = self._kept = {}
            new = list(range(len(asked.words)))
        if new:
            cosines = asked.word_vectors[new] @ self._own_words.vectors.T
            for i, row in zip(new, cosines, strict=True):
                kept[asked.words[i]] = self._nearest(asked.words[i], row)
        return [kept[word] for word in asked.words]

    def _nearest(self, word: QuestionWord, cosines: Vectors) -> list[Translation]:
        near = np.flatnonzero(cosines >= _LEAST_COSINE)
        best: dict[str, float] = {}
        for i in near[np.argsort(-cosines[near], kind="stable")]:
            for stem in self._own_words.stems_of(i):
                if stem not in word.stems:  # the word itself is the lexical leg's affair
                    best.setdefault(stem, float(cosines[i]))
            if len(best) >= _MOST_TRANSLATIONS:
                break
        return [Translation(stem, cosine) for stem, cosine in best.items()]

    @cached_property
    def _own_words(self) -> _OwnWords:
        numbers, tokens = self._corpus.words.single_tokens()
        order = np.argsort(tokens, kind="stable")
        different, firsts = np.unique(tokens[order], return_index=True)
        vectors = self._model.token_vectors(different)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return _OwnWords(self._corpus, vectors, np.split(numbers[order], firsts[1:]))


@dataclass(frozen=True, slots=True)
class _OwnWords:
    """The words of the corpus that the model knows as they stand: a unit vector a token, and the words of each."""

    corpus: CorpusTerms
    vectors: Vectors
    words: Sequence[NDArray[np.intp]]

    def stems_of(self, place: int) -> list[str]:
        """The stems of the words that are one token; a removed passage may have left words that nothing holds now."""
        entries = (TextWord(*self.corpus.words.entry(int(number))) for number in self.words[place])
        stems = (stem for entry in entries for stem in word_stems(entry))
        return [stem for stem in dict.fromkeys(stems) if self.corpus.knows(stem)]
