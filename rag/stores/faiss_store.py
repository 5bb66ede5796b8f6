"""FAISS behind the VectorStore seam: exact while the corpus is small, compressed as it grows.

The kind is chosen by how many rows there will be (measured, docs/decisions.md#faiss-kinds). FAISS takes
the same id twice without a word and pads results with -1; neither leaves this file.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from rag.protocols import Rows, Vectors
from rag.stores.numpy_store import SCORE_DIGITS, check_new_rows, check_query
from rag.types import Neighbor

_FLAT_BELOW = 50_000  # up to here an exact scan takes about 7 ms on one core
_SCALAR_BELOW = 200_000  # up to here 8 bits a dimension, still a scan: recall@10 .995
_PROBES = 64  # inverted lists read for one query: recall@10 .985 at a hundred thousand, .980 at a million
_SLACK = 32  # results asked for beyond k, so that ties at the edge are broken by row and not by chance


def faiss_kind(rows: int) -> str:
    """The FAISS factory string for a store that will hold ``rows`` rows."""
    if rows < _FLAT_BELOW:
        return "Flat"
    if rows < _SCALAR_BELOW:
        return "SQ8"
    return f"IVF{2 ** round(math.log2(4 * math.sqrt(rows)))},SQ8"


class FaissVectorStore:
    """Rows of a FAISS index, addressed by their ids."""

    def __init__(self, dim: int, kind: str = "Flat") -> None:
        bare = faiss.index_factory(dim, kind, faiss.METRIC_INNER_PRODUCT)
        # An IVF index keeps ids itself; under an id map its removals would leave the map out of step.
        self._open(bare if kind.startswith("IVF") else faiss.IndexIDMap2(bare), kind)

    @classmethod
    def load(cls, path: Path, kind: str) -> Self:
        """Raises RuntimeError if the file is not a FAISS index."""
        store = cls.__new__(cls)
        store._open(faiss.read_index(str(path)), kind)
        return store

    def _open(self, opened: Any, kind: str) -> None:
        self.kind = kind
        self._faiss = opened
        self._rows = _rows(opened, kind)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> frozenset[int]:
        return frozenset(self._rows)

    @property
    def dim(self) -> int:
        return int(self._faiss.d)

    def train(self, vectors: Vectors) -> None:
        """Learn the codes and lists from a sample; needed before the first ``add`` unless the kind is Flat."""
        if not self._faiss.is_trained:
            self._faiss.train(vectors)

    def add(self, rows: Sequence[int], vectors: Vectors) -> None:
        check_new_rows(rows, vectors, self.dim)
        if not self._rows.isdisjoint(rows):
            raise ValueError("a row is already in the store")
        if len(rows) == 0:
            return
        self.train(vectors)
        self._faiss.add_with_ids(vectors, np.asarray(rows, dtype=np.int64))
        self._rows.update(rows)

    def remove(self, rows: Collection[int]) -> None:
        gone = self._rows.intersection(rows)
        if gone:
            self._faiss.remove_ids(np.fromiter(gone, dtype=np.int64))
            self._rows -= gone

    def search(self, query: Vectors, k: int, *, allowed: Rows | None = None) -> list[Neighbor]:
        check_query(query, self.dim)
        most = min(k + _SLACK, len(self) if allowed is None else len(allowed))
        if k < 1 or not most:
            return []
        scores, rows = self._faiss.search(query[None, :], most, params=self._parameters(allowed))
        found = sorted(
            (Neighbor(int(row), _cosine(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0),
            key=lambda neighbor: (-neighbor.score, neighbor.row),
        )
        return found[:k]

    def save(self, path: Path) -> None:
        faiss.write_index(self._faiss, str(path))

    def _parameters(self, allowed: Rows | None) -> Any:
        selector = None if allowed is None else _selector(allowed)
        if self.kind.startswith("IVF"):
            return faiss.SearchParametersIVF(nprobe=_PROBES, sel=selector)
        return None if selector is None else faiss.SearchParameters(sel=selector)


def _selector(allowed: Rows) -> Any:
    """One bit a row: for half of a hundred thousand rows a hundredth of the time of FAISS's own sets."""
    bits = np.zeros(int(allowed[-1]) + 1, dtype=np.bool_)
    bits[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))


def _cosine(score: float) -> float:
    """A score of FAISS as a cosine: compressed vectors are not quite of unit length."""
    return min(1.0, max(-1.0, round(float(score), SCORE_DIGITS)))


def _rows(opened: Any, kind: str) -> set[int]:
    if not kind.startswith("IVF"):
        return set(faiss.vector_to_array(opened.id_map).tolist())
    lists = faiss.extract_index_ivf(opened).invlists
    return {
        row
        for i in range(lists.nlist)
        if lists.list_size(i)
        for row in faiss.rev_swig_ptr(lists.get_ids(i), lists.list_size(i)).tolist()
    }
