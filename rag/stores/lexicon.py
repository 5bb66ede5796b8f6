"""The different words of a corpus by number, with what a question's words are held against.

A word is known by codes (64-bit hashes of its stems, or of the skeletons of a name: two words meet when they share
one) and, for the words that have vectors, by the tokens of the static model and the length of their sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rag.protocols import Tokens
from rag.stores.ragged import Column, Ragged, Taken


@lru_cache(maxsize=262_144)
def code(term: str) -> int:
    """A number for a term, the same everywhere; that two terms share one is a matter of one in 2 ** 64."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Lexicon:
    """Entries are pairs of a text and a tag, numbered in the order of their coming."""

    def __init__(self) -> None:
        self._texts, self._codes = Ragged(np.uint8), Ragged(np.uint64)
        self._numbers: dict[tuple[str, str], int] | None = {}

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Raises ValueError or OSError if the files are not there or are something else."""
        loaded = cls.__new__(cls)
        loaded._texts, loaded._codes = Ragged.load(folder, f"{name}.texts"), Ragged.load(folder, f"{name}.codes")
        loaded._numbers = None  # read only when something is added
        return loaded

    def save(self, folder: Path, name: str) -> None:
        self._texts.save(folder, f"{name}.texts")
        self._codes.save(folder, f"{name}.codes")

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def numbers(self) -> dict[tuple[str, str], int]:
        """The number of each entry."""
        if self._numbers is None:
            letters, ends = self._texts.values.tobytes(), self._texts.ends.tolist()
            self._numbers = {
                _unpacked(letters[start:end]): i for i, (start, end) in enumerate(zip([0, *ends], ends, strict=False))
            }
        return self._numbers

    def add(self, entry: tuple[str, str], terms: Iterable[str]) -> int:
        """Number a new entry, which is met by ``terms``."""
        numbers = self.numbers
        numbers[entry] = number = len(numbers)
        self._texts.append("\t".join(entry).encode("utf-8", "surrogatepass"))
        self._codes.append(code(term) for term in terms)
        return number

    def entry(self, number: int) -> tuple[str, str]:
        """The text and the tag of an entry."""
        return _unpacked(self._texts.take(np.array([number])).values.tobytes())

    def met_by(self, numbers: NDArray[np.intp], terms: Sequence[Iterable[str]]) -> NDArray[np.bool_]:
        """Which entries share a term with each of several words, shape (len(numbers), len(terms))."""
        owners = [(code(term), i) for i, some in enumerate(terms) for term in some]
        met = np.zeros((len(numbers), len(terms)), dtype=np.bool_)
        if not owners or not len(numbers):
            return met
        wanted = np.array(sorted({number for number, _ in owners}), dtype=np.uint64)
        belongs = np.zeros((len(wanted), len(terms)), dtype=np.bool_)
        for number, i in owners:
            belongs[np.searchsorted(wanted, np.uint64(number)), i] = True
        codes = self._codes.take(numbers)
        places = np.minimum(np.searchsorted(wanted, codes.values), len(wanted) - 1)
        found = np.flatnonzero(wanted[places] == codes.values)
        np.logical_or.at(met, np.repeat(np.arange(len(numbers)), codes.sizes)[found], belongs[places[found]])
        return met


class WordLexicon(Lexicon):
    """A lexicon whose entries have vectors: the sums of those of their tokens."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens, self._lengths = Ragged(np.uint32), Column(np.float32)

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        loaded = super().load(folder, name)
        loaded._tokens = Ragged.load(folder, f"{name}.tokens")
        loaded._lengths = Column.load(folder / f"{name}.lengths.npy")
        return loaded

    def save(self, folder: Path, name: str) -> None:
        super().save(folder, name)
        self._tokens.save(folder, f"{name}.tokens")
        self._lengths.save(folder / f"{name}.lengths.npy")

    def add_vectors(self, tokens: Sequence[Tokens], lengths: NDArray[np.float32]) -> None:
        """The tokens of the entries that were added last, in their order, with the lengths of their sums."""
        for some in tokens:
            self._tokens.append(some)
        self._lengths.extend(lengths)

    def tokens(self, numbers: NDArray[np.intp]) -> Taken:
        return self._tokens.take(numbers)

    def lengths(self, numbers: NDArray[np.intp]) -> NDArray[np.float32]:
        """How long the sum of each entry's token vectors is."""
        lengths: NDArray[np.float32] = self._lengths.numbers[numbers]
        return lengths

    def single_tokens(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The entries that are one token, and that token of each: words that the model knows as they stand."""
        ends = self._tokens.ends
        numbers = np.flatnonzero(np.diff(ends, prepend=0) == 1)
        return numbers, self._tokens.values[ends[numbers] - 1].astype(np.intp)


def _unpacked(letters: bytes) -> tuple[str, str]:
    text, _, tag = letters.decode("utf-8", "surrogatepass").rpartition("\t")
    return text, tag
