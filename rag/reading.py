"""Passages read closely for one question: every sentence's nearness to it, every word of it met or not.

What passages hold was noted when they were indexed; for a question, its words are held against the different words
and tokens of the passages, each once. Retrieval reads what its legs found, the answerer reads what retrieval chose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.alignment import NAMES_MEET, TRANSLATION, Matches, TermStatistics, idf, met_by_nearness
from rag.asking import QuestionReader, ReadQuestion
from rag.protocols import WordModel
from rag.stores.lexicon import Lexicon, WordLexicon
from rag.stores.sentence_store import Sentences
from rag.text.normalise import fold
from rag.text.terms import QuestionWord, TextWord, word_stems
from rag.types import Passage, Span, WordPair

_WORDS = re.compile(r"[\w\u064b-\u0652]+")


class Library(TermStatistics, Protocol):
    """An index whose passages can be read."""

    @property
    def words(self) -> WordLexicon: ...

    @property
    def names(self) -> Lexicon: ...

    def sentences(self, rows: Sequence[int]) -> Sentences: ...

    def rows_of(self, passages: Sequence[Passage]) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The different numbers among some, in order, and for each of the some its place among these."""

    numbers: NDArray[np.intp]
    places: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Held:
    """The different words (or names) that the passages hold, and how each meets the words of the question.

    ``same`` says whether it shares a stem (or a skeleton) with each, ``nearness`` is the cosine, both a row an entry.
    """

    entries: _Numbered
    same: NDArray[np.bool_]
    nearness: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CloseReading:
    """Some passages, sentence by sentence, in order; ``sizes`` says how many sentences each has.

    ``matches`` and ``cosines`` (of question and sentence, in [-1, 1]) have a row a sentence.
    """

    question: str
    words: tuple[QuestionWord, ...]
    sentences: Sentences
    matches: Matches
    cosines: NDArray[np.float64]
    _library: Library
    _held: _Held
    _called: _Held

    @property
    def sizes(self) -> NDArray[np.int64]:
        return self.sentences.sizes

    @property
    def starts(self) -> NDArray[np.int64]:
        """The first sentence of each passage."""
        starts: NDArray[np.int64] = np.cumsum(self.sizes) - self.sizes
        return starts

    def best_of_passages(self, of_sentences: NDArray[np.float64]) -> NDArray[np.float64]:
        """The greatest of each passage's sentences."""
        if not len(self.sizes):
            return of_sentences
        best: NDArray[np.float64] = np.maximum.reduceat(of_sentences, self.starts)
        return best

    def spans(self, passage: int) -> list[Span]:
        """The sentences of a passage, by its place, in its text."""
        first = int(self.starts[passage])
        spans = self.sentences.spans[first : first + int(self.sizes[passage])].tolist()
        return [Span(start, end) for start, end in spans]

    def word_numbers(self, sentence: int) -> frozenset[int]:
        """The words of a sentence by their numbers in the lexicon."""
        words = self.sentences.words
        return frozenset(words.values[words.of(sentence, sentence + 1)].tolist())

    def pairs(self, place: int, passage: Passage) -> tuple[WordPair, ...]:
        """The words of the question that a passage says in other words: translations, and names in another script."""
        first = int(self.starts[place])
        last = first + int(self.sizes[place])
        held = self._held.entries.places[self.sentences.words.of(first, last)]
        called = self._called.entries.places[self.sentences.names.of(first, last)]
        if not self.words or not len(held):
            return ()
        is_said = np.logical_or.reduce(self._held.same[held], axis=0)
        is_named = np.logical_or.reduce(self._called.same[called], axis=0)
        nearest = held[self._held.nearness[held].argmax(axis=0)]
        pairs = []
        for i, word in enumerate(self.words):
            if is_said[i]:
                continue
            if is_named[i]:
                name = called[self._called.same[called, i].argmax()]
                found, _ = self._library.names.entry(int(self._called.entries.numbers[name]))
            elif self._held.nearness[nearest[i], i] >= TRANSLATION:
                text, _ = self._library.words.entry(int(self._held.entries.numbers[nearest[i]]))
                found = _as_written(text, passage.text)
            else:
                continue
            pairs.append(WordPair(_as_written(word.text, self.question), found))
        return tuple(pairs)


class CloseReader:
    """Reads passages of one index with the static model that it was made with."""

    def __init__(self, library: Library, model: WordModel, questions: QuestionReader) -> None:
        self._library = library
        self._model = model
        self._questions = questions

    def read_passages(self, question: str, passages: Sequence[Passage]) -> CloseReading:
        """Read passages of the index."""
        return self.read(question, self._library.rows_of(passages))

    def read(self, question: str, rows: Sequence[int]) -> CloseReading:
        """Read the passages of ``rows``, each once, in their order."""
        sentences = self._library.sentences(rows)
        asked = self._questions.read(question)
        words = asked.words
        cosines, held = self._look_up(asked, sentences)
        names = _numbered(sentences.names.values)
        same_names = self._library.names.met_by(names.numbers, [word.names for word in words])
        called = _Held(names, same_names, np.zeros(same_names.shape))
        met = np.maximum(
            sentences.words.greatest(np.where(held.same, 1.0, met_by_nearness(held.nearness))[held.entries.places]),
            sentences.names.greatest(NAMES_MEET * same_names[names.places]),
        )
        matches = Matches(*self._weigh(words, held), met)
        return CloseReading(question, words, sentences, matches, cosines, self._library, held, called)

    def _look_up(self, asked: ReadQuestion, sentences: Sentences) -> tuple[NDArray[np.float64], _Held]:
        """The cosines of question and sentences, and how the words that these hold meet the question's."""
        lexicon, entries = self._library.words, _numbered(sentences.words.values)
        tokens = lexicon.tokens(entries.numbers)
        # Every token once, for sentences and words together: cos(q, Σt) = Σ(q·t) / |Σt|.
        different = _numbered(np.concatenate([sentences.tokens.values, tokens.values]))
        vectors = np.concatenate([asked.vector[None, :], asked.word_vectors])
        products = (self._model.token_vectors(different.numbers) @ vectors.T)[different.places]
        of_sentences, of_words = np.split(products, [len(sentences.tokens.values)])
        cosines = _per_length(sentences.tokens.sums(of_sentences[:, :1]), sentences.lengths)[:, 0]
        nearness = _per_length(tokens.sums(of_words[:, 1:]), lexicon.lengths(entries.numbers))
        return cosines, _Held(entries, lexicon.met_by(entries.numbers, [word.stems for word in asked.words]), nearness)

    def _weigh(self, words: Sequence[QuestionWord], held: _Held) -> tuple[NDArray[np.float64], float]:
        """What each word is worth (one that is foreign here, what the word is that stands for it), and how far they
        are known."""
        weights = np.array([idf(word.stems, self._library) for word in words], dtype=np.float64)
        known = np.array([any(map(self._library.knows, word.stems)) for word in words], dtype=np.bool_)
        for i in np.flatnonzero(~known) if len(held.nearness) else ():
            nearest = int(held.nearness[:, i].argmax())
            if held.nearness[nearest, i] >= TRANSLATION:
                entry = TextWord(*self._library.words.entry(int(held.entries.numbers[nearest])))
                weights[i] = idf(word_stems(entry), self._library)
        total = float(weights.sum())
        return weights, float(weights[known].sum()) / total if total else 0.0


def _numbered(values: NDArray[np.integer[Any]]) -> _Numbered:
    """By a table instead of by sorting: ten times as fast for the numbers of a hundred passages."""
    there = np.zeros(int(values.max(initial=0)) + 1, dtype=np.bool_)
    there[values] = True
    numbers = np.flatnonzero(there)
    place_of = np.zeros(len(there), dtype=np.intp)
    place_of[numbers] = np.arange(len(numbers))
    return _Numbered(numbers, place_of[values])


def _per_length(sums: NDArray[np.float64], lengths: NDArray[np.float32]) -> NDArray[np.float64]:
    """Cosines from products with sums of vectors of these lengths; 0 where nothing was known."""
    cosines: NDArray[np.float64] = sums / np.where(lengths > 0, lengths, np.inf)[:, None]
    return cosines


def _as_written(folded: str, text: str) -> str:
    """The first word of a text that folds to this one; itself where words are not spaced."""
    return next((word for word in _WORDS.findall(text) if fold(word) == folded), folded)
