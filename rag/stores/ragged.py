"""Lists of numbers of different lengths, one after the other in a flat array that can be read from disk as it is."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

_TYPECODES = {"u1": "B", "u4": "I", "i4": "i", "u8": "Q", "i8": "q", "f4": "f"}


@dataclass(frozen=True, slots=True)
class Taken:
    """Lists one after the other: ``starts`` says where among the ``values`` each begins, ``sizes`` how long it is."""

    values: NDArray[Any]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def of(self, first: int, last: int) -> slice:
        """Where the values of the lists from ``first`` to before ``last`` stand; one list at least."""
        return slice(int(self.starts[first]), int(self.starts[last - 1] + self.sizes[last - 1]))

    def sums(self, numbers: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """The sum over each list of ``numbers``, which has a row a value; 0 for an empty list."""
        total = np.zeros((len(numbers) + 1, *numbers.shape[1:]))
        np.cumsum(numbers, axis=0, out=total[1:])
        return np.asarray(total[self.starts + self.sizes] - total[self.starts])

    def greatest(self, numbers: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """The greatest over each list of ``numbers``, none below 0, which has a row a value; 0 for an empty list."""
        greatest = np.zeros((len(self.sizes), *numbers.shape[1:]))
        full = np.flatnonzero(self.sizes)
        if len(full):
            greatest[full] = np.maximum.reduceat(numbers, self.starts[full], axis=0)
        return greatest


class Column:
    """Numbers that grow at their end; what was loaded stays on disk until it is asked for."""

    def __init__(self, dtype: DTypeLike) -> None:
        """``dtype`` is one of numpy's integers or floats that has a code in the standard library's arrays."""
        self._open(np.zeros(0, dtype=dtype))

    def _open(self, numbers: NDArray[Any]) -> None:
        self._numbers = numbers
        self._new: array[Any] = array(_TYPECODES[numbers.dtype.str[1:]])

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises ValueError or OSError if the file is not there or is something else."""
        loaded = cls.__new__(cls)
        loaded._open(np.load(path, mmap_mode="r").view(np.ndarray))
        return loaded

    def save(self, path: Path) -> None:
        """Write all in numpy's format, without a copy of it in memory."""
        header = {"descr": self._numbers.dtype.str, "fortran_order": False, "shape": (len(self),)}
        with path.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, header)
            for part in (self._numbers, self._added()):
                part.tofile(file)

    def __len__(self) -> int:
        return len(self._numbers) + len(self._new)

    def extend(self, numbers: Iterable[float] | NDArray[Any]) -> None:
        if isinstance(numbers, np.ndarray):
            self._new.frombytes(np.ascontiguousarray(numbers, dtype=self._numbers.dtype).tobytes())
        else:
            self._new.extend(numbers)

    @property
    def numbers(self) -> NDArray[Any]:
        """All of them, shape (n,)."""
        if self._new:
            self._open(np.concatenate([self._numbers, self._added()]))
        return self._numbers

    def _added(self) -> NDArray[Any]:
        return np.frombuffer(self._new, dtype=self._numbers.dtype) if self._new else self._numbers[:0]


class Ragged:
    """Lists of numbers that grow at their end."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._values, self._ends = Column(dtype), Column(np.int64)

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Raises ValueError or OSError if the files are not there or are something else."""
        loaded = cls.__new__(cls)
        loaded._values, loaded._ends = (Column.load(path) for path in _paths(folder, name))
        return loaded

    def save(self, folder: Path, name: str) -> None:
        for column, path in zip((self._values, self._ends), _paths(folder, name), strict=True):
            column.save(path)

    def __len__(self) -> int:
        return len(self._ends)

    def append(self, numbers: Iterable[float] | NDArray[Any]) -> None:
        self._values.extend(numbers)
        self._ends.extend((len(self._values),))

    def take(self, places: NDArray[np.intp]) -> Taken:
        """The lists at ``places``, in their order."""
        ends = self.ends
        starts = np.where(places > 0, ends[places - 1], 0)
        sizes = ends[places] - starts
        new_starts = np.cumsum(sizes) - sizes
        values = self._values.numbers[np.repeat(starts - new_starts, sizes) + np.arange(sizes.sum())]
        return Taken(values, new_starts, sizes)

    @property
    def values(self) -> NDArray[Any]:
        return self._values.numbers

    @property
    def ends(self) -> NDArray[np.int64]:
        """Where each list ends among the values; the next begins there."""
        return self._ends.numbers


def _paths(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / f"{name}.values.npy", folder / f"{name}.ends.npy"
