"""The suite that every VectorStore passes; numpy is the reference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.protocols import Vectors, VectorStore
from rag.stores.faiss_store import FaissVectorStore, faiss_kind
from rag.stores.numpy_store import NumpyVectorStore

DIM = 24
NO_ROWS = np.zeros(0, dtype=np.int64)
EXACT: dict[str, Callable[[], VectorStore]] = {
    "numpy": lambda: NumpyVectorStore(DIM),
    "faiss Flat": lambda: FaissVectorStore(DIM, "Flat"),
}
COMPRESSED = ("SQ8", "IVF8,SQ8")


def unit_vectors(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.fixture(params=EXACT.values(), ids=EXACT)
def store(request: pytest.FixtureRequest) -> VectorStore:
    made: VectorStore = request.param()
    return made


def test_an_identical_vector_comes_first_with_cosine_one(store: VectorStore) -> None:
    vectors = unit_vectors(50)
    store.add(range(100, 150), vectors)
    for i in (0, 17, 49):
        best = store.search(vectors[i], 1)[0]
        assert best.row == 100 + i
        assert best.score == pytest.approx(1.0, abs=1e-5)


def test_order_and_scores_agree_with_the_reference(store: VectorStore) -> None:
    vectors = unit_vectors(300)
    reference = NumpyVectorStore(DIM)
    for one in (store, reference):
        one.add(range(300), vectors)
    for query in unit_vectors(10, seed=1):
        expected, found = reference.search(query, 20), store.search(query, 20)
        assert [neighbor.row for neighbor in found] == [neighbor.row for neighbor in expected]
        assert [n.score for n in found] == pytest.approx([n.score for n in expected], abs=1e-5)


def test_ties_come_in_the_order_of_rows(store: VectorStore) -> None:
    same = np.repeat(unit_vectors(1), 10, axis=0)
    store.add([9, 3, 7, 1, 5, 8, 2, 6, 4, 0], same)
    assert [neighbor.row for neighbor in store.search(same[0], 4)] == [0, 1, 2, 3]


def test_k_may_exceed_the_store_and_the_store_may_be_empty(store: VectorStore) -> None:
    query = unit_vectors(1)[0]
    assert store.search(query, 5) == []
    store.add([1, 2], unit_vectors(2))
    assert len(store.search(query, 5)) == 2
    assert store.search(query, 0) == []


def test_only_allowed_rows_are_found(store: VectorStore) -> None:
    vectors = unit_vectors(40)
    store.add(range(40), vectors)
    found = store.search(vectors[0], 10, allowed=np.array([3, 5, 8, 999]))
    assert {neighbor.row for neighbor in found} == {3, 5, 8}
    assert store.search(vectors[0], 10, allowed=NO_ROWS) == []
    assert store.search(vectors[0], 10, allowed=np.array([999])) == []


def test_removed_rows_are_gone_and_may_come_back(store: VectorStore) -> None:
    vectors = unit_vectors(10)
    store.add(range(10), vectors)
    store.remove({2, 4, 77})
    assert len(store) == 8
    assert {neighbor.row for neighbor in store.search(vectors[2], 20)} == {0, 1, 3, 5, 6, 7, 8, 9}
    store.add([2], vectors[2:3])
    assert store.search(vectors[2], 1)[0].row == 2


@pytest.mark.parametrize(
    ("rows", "count", "dim"), [([1, 2], 1, DIM), ([1], 1, DIM + 1), ([1, 1], 2, DIM), ([7], 1, DIM)]
)
def test_wrong_shapes_and_rows_that_stand_twice_are_refused(
    store: VectorStore, rows: list[int], count: int, dim: int
) -> None:
    store.add([7], unit_vectors(1))
    with pytest.raises(ValueError, match=r"shape|twice|already"):
        store.add(rows, np.ones((count, dim), dtype=np.float32))
    assert len(store) == 1


@pytest.mark.parametrize("shape", [(DIM + 1,), (1, DIM)])
def test_a_query_of_another_shape_is_refused(store: VectorStore, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        store.search(np.ones(shape, dtype=np.float32), 1)


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    vectors = unit_vectors(30)
    numpy_store, faiss_store = NumpyVectorStore(DIM), FaissVectorStore(DIM)
    for one in (numpy_store, faiss_store):
        one.add(range(5, 35), vectors)
        one.save(tmp_path / type(one).__name__)
    for loaded in (
        NumpyVectorStore.load(tmp_path / "NumpyVectorStore"),
        FaissVectorStore.load(tmp_path / "FaissVectorStore", "Flat"),
    ):
        assert len(loaded) == 30
        assert [n.row for n in loaded.search(vectors[4], 3)] == [n.row for n in numpy_store.search(vectors[4], 3)]


@pytest.mark.parametrize("kind", COMPRESSED)
def test_compressed_kinds_find_nearly_the_same_and_survive_removal_and_saving(kind: str, tmp_path: Path) -> None:
    vectors = unit_vectors(1000)
    reference, store = NumpyVectorStore(DIM), FaissVectorStore(DIM, kind)
    for one in (reference, store):
        one.add(range(1000), vectors)
        one.remove(range(0, 1000, 3))
    store.save(tmp_path / "store")
    loaded = FaissVectorStore.load(tmp_path / "store", kind)
    assert loaded.rows == store.rows
    shared = 0
    for query in unit_vectors(20, seed=2):
        expected = {neighbor.row for neighbor in reference.search(query, 10)}
        found = loaded.search(query, 10)
        assert not any(neighbor.row % 3 == 0 for neighbor in found)
        assert all(-1 <= neighbor.score <= 1 for neighbor in found)
        shared += len(expected & {neighbor.row for neighbor in found})
    assert shared >= 0.9 * 200
    assert {n.row for n in loaded.search(vectors[1], 5, allowed=np.array([1, 2, 4]))} == {1, 2, 4}


def test_the_kind_follows_the_number_of_rows() -> None:
    assert [faiss_kind(n) for n in (0, 49_999, 50_000, 199_999)] == ["Flat", "Flat", "SQ8", "SQ8"]
    assert faiss_kind(1_000_000) == "IVF4096,SQ8"
