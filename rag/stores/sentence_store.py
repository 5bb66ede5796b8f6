"""Passages as sentences, and sentences as words and tokens by number: read when indexed, so that a question need not.

All of it can be derived from the text; it is kept because reading a hundred passages word by word takes a hundred
times as long as looking their words up (docs/decisions.md#close-reading).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from rag.protocols import Rows, Tokens, WordModel
from rag.stores.lexicon import Lexicon, WordLexicon
from rag.stores.ragged import Column, Ragged, Taken
from rag.text.sentences import sentence_spans
from rag.text.skeletons import name_skeletons
from rag.text.terms import LONGEST_RECURRING, pieces, read_piece, word_stems
from rag.types import Span

_AT_ONCE = 64  # passages whose sentences are handed to the tokenizer together: 10 MB of token vectors
_MOST_NOTED = 200_000  # words as written that are remembered while passages are read: some 50 MB
_ROW, _FIRST, _COUNT = range(3)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of some passages, in order: ``sizes`` says how many each passage has, one at least.

    ``spans``, shape (n, 2), point into the passage's text. ``words`` and ``names`` are numbers of the lexicons,
    without order or repetition; ``tokens`` are those of the static model, ``lengths`` the lengths of their sums.
    """

    sizes: NDArray[np.int64]
    spans: NDArray[np.int32]
    words: Taken
    names: Taken
    tokens: Taken
    lengths: NDArray[np.float32]


class _Noted(NamedTuple):
    """The numbers of the words and names between two white spaces."""

    words: tuple[int, ...]
    names: tuple[int, ...]


class SentenceStore:
    """The sentences of passages by row."""

    def __init__(self) -> None:
        self._rows = np.zeros((0, 3), dtype=np.int64)
        self._new_rows: list[tuple[int, int, int]] = []
        self._spans, self._lengths = Column(np.int32), Column(np.float32)
        self._words, self._names, self._tokens = Ragged(np.uint32), Ragged(np.uint32), Ragged(np.uint32)
        self.words, self.names = WordLexicon(), Lexicon()
        self._noted: dict[tuple[str, str], _Noted] = {}

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises ValueError or OSError if the folder holds something else."""
        loaded = cls.__new__(cls)
        loaded._rows, loaded._new_rows = np.load(folder / "rows.npy"), []
        loaded._spans, loaded._lengths = Column.load(folder / "spans.npy"), Column.load(folder / "lengths.npy")
        loaded._words, loaded._names, loaded._tokens = (
            Ragged.load(folder, name) for name in ("sentence.words", "sentence.names", "sentence.tokens")
        )
        loaded.words, loaded.names = WordLexicon.load(folder, "words"), Lexicon.load(folder, "names")
        loaded._noted = {}
        return loaded

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "rows.npy", self._settled_rows())
        self._spans.save(folder / "spans.npy")
        self._lengths.save(folder / "lengths.npy")
        for ragged, name in (
            (self._words, "sentence.words"), (self._names, "sentence.names"), (self._tokens, "sentence.tokens")
        ):  # fmt: skip
            ragged.save(folder, name)
        self.words.save(folder, "words")
        self.names.save(folder, "names")

    def __len__(self) -> int:
        return len(self._rows) + len(self._new_rows)

    @property
    def rows(self) -> Rows:
        return self._settled_rows()[:, _ROW]

    @property
    def waste(self) -> float:
        """The share of what is stored that belongs to removed rows, in [0, 1]."""
        stored = len(self._lengths)
        return 1 - float(self._settled_rows()[:, _COUNT].sum()) / stored if stored else 0.0

    def add(self, passages: Iterable[tuple[int, str, str]], model: WordModel) -> None:
        """Read passages, each a row (above all rows before), a text and its language."""
        waiting = iter(passages)
        while batch := list(islice(waiting, _AT_ONCE)):
            texts: list[str] = []
            new_words: list[str] = []
            for row, text, language in batch:
                spans = sentence_spans(text) or [Span(0, len(text))]
                self._new_rows.append((row, len(self._words), len(spans)))
                new_words += self._read(text, language, spans)
                texts += [span.of(text) for span in spans]
            tokens = model.tokenize([*texts, *new_words])
            lengths = _lengths_of_sums(tokens, model)
            for some in tokens[: len(texts)]:
                self._tokens.append(some)
            self._lengths.extend(lengths[: len(texts)])
            self.words.add_vectors(tokens[len(texts) :], lengths[len(texts) :])

    def keep(self, rows: Sequence[int]) -> None:
        """Forget all other rows; what they held stays until the store is made anew."""
        settled = self._settled_rows()
        self._rows = settled[np.isin(settled[:, _ROW], rows)]

    def take(self, rows: Sequence[int]) -> Sentences:
        """Raises KeyError for a row that is not there."""
        settled = self._settled_rows()
        if not len(settled) and len(rows):
            raise KeyError("the store is empty")
        places = np.minimum(np.searchsorted(settled[:, _ROW], rows), len(settled) - 1)
        found = settled[places]
        if not np.array_equal(found[:, _ROW], rows):
            raise KeyError("a row is not in the store")
        sizes = found[:, _COUNT]
        shifts = found[:, _FIRST] - (np.cumsum(sizes) - sizes)
        numbers = np.repeat(shifts, sizes) + np.arange(sizes.sum())
        spans = self._spans.numbers.reshape(-1, 2)[numbers]
        return Sentences(
            sizes, spans, self._words.take(numbers), self._names.take(numbers), self._tokens.take(numbers),
            self._lengths.numbers[numbers],
        )  # fmt: skip

    def _read(self, text: str, language: str, spans: Sequence[Span]) -> list[str]:
        """Note the words and names of each sentence; return the words that are new."""
        new: list[str] = []
        if len(self._noted) > _MOST_NOTED:
            self._noted = {}
        for span in spans:
            self._spans.extend((span.start, span.end))
            held: set[int] = set()
            called: set[int] = set()
            for piece in set(pieces(span.of(text))):
                noted = self._noted.get((piece, language)) or self._note(piece, language, new)
                held.update(noted.words)
                called.update(noted.names)
            self._words.append(held)
            self._names.append(called)
        return new

    def _note(self, piece: str, language: str, new: list[str]) -> _Noted:
        """Number the words and names of one piece of a text."""
        words, names = self.words.numbers, self.names.numbers
        reading = read_piece(piece, language)
        held, called = set(reading.words), set(reading.called)
        for word in held:
            if word not in words:
                self.words.add(word, word_stems(word))
                new.append(word.text)
        for name in called:
            if name not in names:
                self.names.add(name, name_skeletons(name))
        noted = _Noted(tuple(words[word] for word in held), tuple(names[name] for name in called))
        if len(piece) <= LONGEST_RECURRING:
            self._noted[piece, language] = noted
        return noted

    def _settled_rows(self) -> NDArray[np.int64]:
        if self._new_rows:
            self._rows = np.concatenate([self._rows, np.array(self._new_rows, dtype=np.int64)])
            self._new_rows = []
        return self._rows


def _lengths_of_sums(tokens: Sequence[Tokens], model: WordModel) -> NDArray[np.float32]:
    """How long the sum of the token vectors of each text is, shape (len(tokens),)."""
    flat = np.concatenate([*tokens, np.zeros(0, dtype=np.int32)])
    sizes = np.array([len(some) for some in tokens], dtype=np.int64)
    full = np.flatnonzero(sizes)
    lengths = np.zeros(len(tokens), dtype=np.float32)
    if len(full):
        different, places = np.unique(flat, return_inverse=True)
        starts = (np.cumsum(sizes) - sizes)[full]
        sums = np.add.reduceat(model.token_vectors(different)[places], starts, axis=0)
        lengths[full] = np.linalg.norm(sums, axis=1)
    return lengths
