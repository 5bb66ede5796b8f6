"""BM25 over our terms: what is added is found, what is removed is gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.lexical.tantivy_store import TantivyTermStore
from rag.text.terms import Terms


def _terms(text: str) -> Terms:
    words = tuple(text.split())
    return Terms(words, words)


NO_ROWS = np.zeros(0, dtype=np.int64)
TEXTS = {1: "بحر سمك بحر", 2: "بحر جبل", 3: "جبل ثلج", 40: "图 书 图书"}


@pytest.fixture
def store(tmp_path: Path) -> TantivyTermStore:
    made = TantivyTermStore(tmp_path / "terms")
    made.update((row, _terms(text)) for row, text in TEXTS.items())
    return made


def _rows(store: TantivyTermStore, words: str, **options: object) -> list[int]:
    return [neighbor.row for neighbor in store.search(_terms(words), 10, **options)]  # type: ignore[arg-type]


def test_more_of_the_terms_is_better(store: TantivyTermStore) -> None:
    assert _rows(store, "بحر سمك") == [1, 2]
    assert _rows(store, "جبل ثلج") == [3, 2]
    assert _rows(store, "图书") == [40]


def test_scores_rise_with_relevance_and_rare_terms_weigh_more(store: TantivyTermStore) -> None:
    first, second = store.search(_terms("بحر سمك"), 2)
    assert first.score > second.score > 0
    assert store.search(_terms("ثلج"), 1)[0].score > store.search(_terms("جبل"), 1)[0].score


def test_unknown_terms_and_no_terms_find_nothing(store: TantivyTermStore) -> None:
    assert _rows(store, "قمر") == []
    assert _rows(store, "") == []
    assert store.search(_terms("بحر"), 0) == []


def test_only_allowed_rows_are_found(store: TantivyTermStore) -> None:
    assert _rows(store, "بحر جبل", allowed=np.array([2, 3, 99])) == [2, 3]
    assert _rows(store, "بحر", allowed=NO_ROWS) == []


def test_the_filter_does_not_change_the_scores(store: TantivyTermStore) -> None:
    free = {n.row: n.score for n in store.search(_terms("بحر جبل"), 10)}
    for neighbor in store.search(_terms("بحر جبل"), 10, allowed=np.array([1, 2])):
        assert neighbor.score == pytest.approx(free[neighbor.row])


def test_removed_rows_are_really_gone(store: TantivyTermStore) -> None:
    store.update([(5, _terms("بحر"))], removed=[1, 77])
    assert len(store) == 4
    assert _rows(store, "سمك") == []
    assert set(_rows(store, "بحر")) == {2, 5}


def test_an_update_replaces(store: TantivyTermStore) -> None:
    store.update([(1, _terms("قمر"))], removed=[1])
    assert len(store) == 4
    assert _rows(store, "قمر") == [1]


def test_frequencies_count_passages(store: TantivyTermStore) -> None:
    assert [store.document_frequency(stem) for stem in ("بحر", "سمك", "قمر")] == [2, 1, 0]


def test_a_copy_grows_without_touching_the_original(store: TantivyTermStore, tmp_path: Path) -> None:
    copied = TantivyTermStore.copy(tmp_path / "terms", tmp_path / "copied")
    copied.update([(6, _terms("قمر"))], removed=[2])
    assert (len(copied), len(store)) == (4, 4)
    assert _rows(copied, "قمر") == [6]
    for untouched in (store, TantivyTermStore(tmp_path / "terms")):
        assert _rows(untouched, "قمر") == []
        assert set(_rows(untouched, "جبل")) == {2, 3}


def test_what_is_opened_again_is_what_was_written(store: TantivyTermStore, tmp_path: Path) -> None:
    assert _rows(TantivyTermStore(tmp_path / "terms"), "بحر سمك") == _rows(store, "بحر سمك")


def test_ties_come_in_the_order_of_rows(tmp_path: Path) -> None:
    store = TantivyTermStore(tmp_path / "ties")
    store.update((row, _terms("بحر")) for row in (9, 3, 7))
    assert _rows(store, "بحر") == [3, 7, 9]
    assert [neighbor.row for neighbor in store.search(_terms("بحر"), 1)] == [3]


def test_few_allowed_rows_and_many_are_the_best_of_those_that_are_allowed(tmp_path: Path) -> None:
    """Both ways to filter, by naming the rows and by sifting what is found, agree with sifting everything."""
    store = TantivyTermStore(tmp_path / "terms")
    words = ["بحر", "جبل", "سمك", "ثلج", "قمر"]
    store.update((row, _terms(" ".join(words[: 1 + row % 5]))) for row in range(1, 3001))
    everything = store.search(_terms("بحر سمك قمر"), 3000)
    for allowed in (np.arange(2990, 3001), np.arange(1, 3001, 2), np.arange(1, 3001), np.arange(5, 3001, 5)):
        expected = [neighbor for neighbor in everything if neighbor.row in set(allowed.tolist())][:20]
        found = store.search(_terms("بحر سمك قمر"), 20, allowed=allowed)
        assert [neighbor.row for neighbor in found] == [neighbor.row for neighbor in expected]
        assert [n.score for n in found] == pytest.approx([n.score for n in expected], rel=1e-5)
