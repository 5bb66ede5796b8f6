"""What is read of passages when they are indexed is the same when it is loaded, and after changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.embedders.static import StaticEmbedder
from rag.stores.lexicon import Lexicon, code
from rag.stores.ragged import Column, Ragged
from rag.stores.sentence_store import SentenceStore
from rag.text.terms import TextWord, passage_terms, pieces, read_piece, word_stems
from tests.conftest import TEXTS


def _held(store: SentenceStore, row: int) -> list[set[str]]:
    """The words of each sentence of a row."""
    words = store.take([row]).words
    parts = np.split(words.values, np.cumsum(words.sizes)[:-1])
    return [{store.words.entry(int(number))[0] for number in part} for part in parts]


def _filled(embedder: StaticEmbedder) -> SentenceStore:
    store = SentenceStore()
    store.add(((row, text, language) for row, (language, text) in enumerate(TEXTS.items())), embedder)
    return store


def test_each_sentence_holds_its_words_and_names_in_every_script(embedder: StaticEmbedder) -> None:
    store = _filled(embedder)
    assert len(store) == len(TEXTS)
    first, *_, last = _held(store, 0)
    assert {"افتتح", "متحف", "2021"} <= first
    assert {"الف", "مخطوطات"} <= last
    assert {"书馆", "成都"} <= _held(store, list(TEXTS).index("zh"))[0]
    sentences = store.take([list(TEXTS).index("en")])
    names = {store.names.entry(int(number)) for number in sentences.names.values}
    assert {("Lund", "l"), ("Berg", "l")} <= names
    assert ("harbour", "l") not in names  # no capital


def test_what_is_loaded_and_grown_is_what_was_made_at_once(embedder: StaticEmbedder, tmp_path: Path) -> None:
    whole = _filled(embedder)
    items = [(row, text, language) for row, (language, text) in enumerate(TEXTS.items())]
    store = SentenceStore()
    for i, item in enumerate(items):
        store.add([item], embedder)
        store.save(tmp_path / str(i))
        store = SentenceStore.load(tmp_path / str(i))
    for row, _, _ in items:
        assert _held(store, row) == _held(whole, row)
        one, other = store.take([row]), whole.take([row])
        assert np.array_equal(one.tokens.values, other.tokens.values)
        assert np.allclose(one.lengths, other.lengths)
        assert np.array_equal(one.spans, other.spans)


def test_what_is_forgotten_is_waste_and_the_rest_stays(embedder: StaticEmbedder, tmp_path: Path) -> None:
    store = _filled(embedder)
    assert store.waste == 0.0
    before = _held(store, 3)
    store.keep([3, 5, 99])
    assert store.rows.tolist() == [3, 5]
    assert 0.5 < store.waste < 1.0
    store.save(tmp_path)
    loaded = SentenceStore.load(tmp_path)
    assert (_held(loaded, 3), loaded.waste) == (before, store.waste)
    with pytest.raises(KeyError):
        loaded.take([0])
    loaded.add([(0 + len(TEXTS), TEXTS["ar"], "ar")], embedder)
    assert _held(loaded, len(TEXTS)) == _held(_filled(embedder), 0)
    with pytest.raises(KeyError):
        SentenceStore().take([1])
    assert SentenceStore().waste == 0.0
    assert len(SentenceStore().take([]).spans) == 0


def test_an_empty_store_can_be_saved(tmp_path: Path) -> None:
    SentenceStore().save(tmp_path)
    assert len(SentenceStore.load(tmp_path)) == 0


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_words_of_a_text_have_the_stems_by_which_it_is_found(language: str, text: str) -> None:
    stems = {stem for piece in pieces(text) for word in read_piece(piece, language).words for stem in word_stems(word)}
    assert stems == set(passage_terms(text, language).stems)


def test_words_meet_that_share_a_stem_and_no_others() -> None:
    lexicon = Lexicon()
    entries = [("المتحف", "arabic"), ("closing", "en"), ("2021", "number")]
    numbers = np.array([lexicon.add(entry, word_stems(TextWord(*entry))) for entry in entries])
    wanted = [word_stems(TextWord("متحف", "arabic")), ("close", "2021"), ()]
    assert lexicon.met_by(numbers, wanted).tolist() == [
        [True, False, False],
        [False, True, False],
        [False, True, False],
    ]
    assert lexicon.met_by(numbers[:0], wanted).shape == (0, 3)
    assert lexicon.met_by(numbers, []).shape == (3, 0)
    assert code("متحف") == code("متحف") != code("متاحف")


def test_lists_of_any_length_are_taken_in_any_order(tmp_path: Path) -> None:
    ragged = Ragged(np.uint32)
    for numbers in ([], [7], [1, 2, 3], []):
        ragged.append(numbers)
    ragged.save(tmp_path, "r")
    loaded = Ragged.load(tmp_path, "r")
    loaded.append([9, 9])
    taken = loaded.take(np.array([4, 0, 2, 2]))
    assert taken.values.tolist() == [9, 9, 1, 2, 3, 1, 2, 3]
    assert taken.sizes.tolist() == [2, 0, 3, 3]
    ones = np.ones((8, 1))
    assert taken.sums(ones)[:, 0].tolist() == [2, 0, 3, 3]
    assert taken.greatest(taken.values[:, None].astype(float))[:, 0].tolist() == [9, 0, 3, 3]
    column = Column(np.float32)
    column.extend([0.5])
    assert (len(column), column.numbers.tolist()) == (1, [0.5])
