"""Passages are read once, sentence by sentence, while they are remembered."""

from __future__ import annotations

import numpy as np
import pytest

from rag.embedders.static import StaticEmbedder
from rag.reading import PassageReader
from rag.types import Passage, Span
from tests.conftest import CountingEmbedder


def _passage(name: str, text: str) -> Passage:
    return Passage(name, "d", text, Span(0, len(text)), "ar")


TWO = _passage("d:0", "وصل الوفد صباحا. ثم غادر مساء.")
ONE = _passage("d:1", "🙂")


def test_each_sentence_has_its_vector_in_order(embedder: StaticEmbedder) -> None:
    two, one = PassageReader(embedder).read([TWO, ONE])
    assert two.texts == ["وصل الوفد صباحا.", "ثم غادر مساء."]
    assert one.texts == ["🙂"]
    assert np.allclose(two.vectors, embedder.embed_passages(two.texts))
    assert one.vectors.shape == (1, embedder.dim)
    assert PassageReader(embedder).read([]) == []


def test_what_was_read_is_not_embedded_again_unless_it_changed() -> None:
    embedder = CountingEmbedder()
    reader = PassageReader(embedder)
    reader.read([TWO, ONE, TWO])
    assert len(embedder.embedded) == 3 + 2  # a passage that is asked for twice at once is read twice
    embedder.embedded.clear()
    assert [read.passage for read in reader.read([ONE, TWO])] == [ONE, TWO]
    assert embedder.embedded == []
    changed = _passage("d:1", "نص آخر هنا.")
    assert reader.read([changed])[0].texts == ["نص آخر هنا."]
    assert embedder.embedded == ["نص آخر هنا."]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.reading._KEPT_PASSAGES", 1)
    embedder = CountingEmbedder()
    reader = PassageReader(embedder)
    reader.read([TWO])
    reader.read([ONE])
    embedder.embedded.clear()
    reader.read([ONE])
    assert embedder.embedded == []
    reader.read([TWO])
    assert len(embedder.embedded) == 2
