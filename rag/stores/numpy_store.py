"""The reference: exact search over one matrix. What every other store must agree with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from rag.protocols import Rows, Vectors
from rag.types import Neighbor

SCORE_DIGITS = 6  # what a sum of some hundred 32-bit products can be trusted to


class NumpyVectorStore:
    """Rows and vectors in memory; made for tests and for corpora of a few thousand passages."""

    def __init__(self, dim: int) -> None:
        self._dim = dim
        self._rows = np.empty(0, dtype=np.int64)
        self._vectors = np.empty((0, dim), dtype=np.float32)

    @classmethod
    def load(cls, path: Path) -> Self:
        with path.open("rb") as file:
            rows, vectors = np.load(file), np.load(file)
        store = cls(vectors.shape[1])
        store._rows, store._vectors = rows, vectors
        return store

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, rows: Sequence[int], vectors: Vectors) -> None:
        check_new_rows(rows, vectors, self._dim)
        if np.isin(rows, self._rows).any():
            raise ValueError("a row is already in the store")
        self._rows = np.concatenate([self._rows, np.asarray(rows, dtype=np.int64)])
        self._vectors = np.concatenate([self._vectors, vectors])

    def remove(self, rows: Collection[int]) -> None:
        kept = ~np.isin(self._rows, list(rows))
        self._rows, self._vectors = self._rows[kept], self._vectors[kept]

    def search(self, query: Vectors, k: int, *, allowed: Rows | None = None) -> list[Neighbor]:
        check_query(query, self._dim)
        # Equal vectors may differ in the last digit by where they lie in the matrix: they must tie all the same.
        scores = np.round(self._vectors @ query, SCORE_DIGITS)
        candidates = np.arange(len(self._rows))
        if allowed is not None:
            candidates = candidates[np.isin(self._rows, allowed)]
        best = candidates[np.lexsort((self._rows[candidates], -scores[candidates]))][:k]
        return [Neighbor(int(self._rows[i]), float(scores[i])) for i in best]

    def save(self, path: Path) -> None:
        with path.open("wb") as file:
            np.save(file, self._rows)
            np.save(file, self._vectors)


def check_new_rows(rows: Sequence[int], vectors: Vectors, dim: int) -> None:
    """Raise ValueError unless there is one vector of ``dim`` for each row, and no row twice."""
    if vectors.shape != (len(rows), dim):
        raise ValueError(f"expected vectors of shape {(len(rows), dim)}, got {vectors.shape}")
    if len(set(rows)) != len(rows):
        raise ValueError("a row stands twice among the new ones")


def check_query(query: Vectors, dim: int) -> None:
    """Raise ValueError unless ``query`` is one vector of ``dim``."""
    if query.shape != (dim,):
        raise ValueError(f"expected a query of shape {(dim,)}, got {query.shape}")
