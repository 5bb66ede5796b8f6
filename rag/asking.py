"""A question as its words, each with its vector: read once, for every leg and for the close reading."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from rag.protocols import Vectors, WordModel
from rag.text.terms import QuestionWord, query_words

_KEPT_QUESTIONS = 256


class Vocabulary(Protocol):
    """What must be known of the corpus."""

    @property
    def languages(self) -> Collection[str]: ...

    def knows(self, stem: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """``vector`` is of the whole question, shape (dim,); ``word_vectors`` have a row a word; all of unit length.

    ``is_foreign`` says that the corpus does not hold most of the words.
    """

    words: tuple[QuestionWord, ...]
    is_foreign: bool
    vector: Vectors
    word_vectors: Vectors


class QuestionReader:
    """Reads questions to one corpus, and keeps those that were asked last."""

    def __init__(self, vocabulary: Vocabulary, model: WordModel) -> None:
        self._vocabulary = vocabulary
        self._model = model
        self.read = lru_cache(maxsize=_KEPT_QUESTIONS)(self._read)

    def _read(self, question: str) -> ReadQuestion:
        words = tuple(query_words(question, self._vocabulary.languages, self._vocabulary.knows))
        vectors = self._model.embed_passages([question, *(word.text for word in words)])
        known = sum(any(map(self._vocabulary.knows, word.stems)) for word in words)
        return ReadQuestion(words, 2 * known < len(words), vectors[0], vectors[1:])
