"""Passages are read closely: each sentence has its words, its nearness to the question, and its place in the text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from rag.asking import QuestionReader
from rag.embedders.static import StaticEmbedder
from rag.index import PassageIndex
from rag.reading import CloseReader
from rag.types import Document, Passage, WordPair
from tests.conftest import TEXTS, BuildIndex, MakeDocument


@pytest.fixture
def index(build_index: BuildIndex, documents: list[Document]) -> Iterator[PassageIndex]:
    with PassageIndex.open(build_index(documents)) as opened:
        yield opened


@pytest.fixture
def reader(index: PassageIndex, embedder: StaticEmbedder) -> CloseReader:
    return CloseReader(index, embedder, QuestionReader(index, embedder))


def _passages(index: PassageIndex) -> list[Passage]:
    return index.passages(index.rows.tolist())


@pytest.mark.parametrize("question", ["متى افتتح المتحف؟", "When was the bridge closed?", "图书馆"])
def test_cosines_are_those_of_the_sentences_as_they_stand(
    index: PassageIndex, reader: CloseReader, embedder: StaticEmbedder, question: str
) -> None:
    passages = _passages(index)
    reading = reader.read_passages(question, passages)
    sentences = [span.of(passage.text) for i, passage in enumerate(passages) for span in reading.spans(i)]
    assert "".join(sentences).replace(" ", "") == "".join(p.text for p in passages).replace(" ", "").replace("\n", "")
    expected = embedder.embed_passages(sentences) @ embedder.embed_query(question)
    assert np.allclose(reading.cosines, expected, atol=1e-5)


def test_a_word_is_met_by_the_nearest_word_of_each_sentence(
    index: PassageIndex, reader: CloseReader, embedder: StaticEmbedder
) -> None:
    (passage,) = [passage for passage in _passages(index) if passage.doc_id == "ar"]
    reading = reader.read_passages("museum", [passage])
    (vector,) = embedder.embed_passages(["museum"])
    nearest = max(float(v @ vector) for v in embedder.embed_passages(["متحف", "المتحف", "المتحف"]))
    assert reading.matches.met.max() == pytest.approx(((nearest - 0.1) / 0.9) ** 0.8, abs=1e-5)
    assert reading.matches.grouped(reading.sizes).met.max() == reading.matches.met.max()


def test_a_stem_is_met_in_full_in_every_script(index: PassageIndex, reader: CloseReader) -> None:
    for word, doc_id in (
        ("المتاحف متحف", "ar"),
        ("closing", "en"),
        ("marchés", "fr"),
        ("图书馆", "zh"),
        ("किताबें", "hi"),
    ):
        (passage,) = [passage for passage in _passages(index) if passage.doc_id == doc_id]
        reading = reader.read_passages(word, [passage])
        assert reading.matches.met[:, -1].max() == 1.0, word


def test_a_name_in_another_script_is_met_less_than_the_same_word(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    with PassageIndex.open(build_index([make_document("d", "استقبل زورخان الضيوف.")])) as index:
        reader = CloseReader(index, embedder, QuestionReader(index, embedder))
        (passage,) = _passages(index)
        reading = reader.read_passages("Did Zorkhan come?", [passage])
        place = [word.text for word in reading.words].index("zorkhan")
        assert reading.matches.met[0, place] == pytest.approx(0.7)
        assert reading.pairs(0, passage) == (WordPair("Zorkhan", "زورخان"),)


def test_rows_are_read_in_the_order_asked_for_and_unknown_passages_are_refused(
    index: PassageIndex, reader: CloseReader
) -> None:
    passages = _passages(index)[::-1]
    reading = reader.read_passages("متحف", passages)
    for i, passage in enumerate(passages):
        assert reading.spans(i)[-1].end == len(passage.text)
    stranger = Passage("x:0-1", "x", "x", passages[0].span, "ar")
    with pytest.raises(KeyError):
        reader.read_passages("متحف", [stranger])


def test_a_passage_in_which_nothing_is_known_is_read_too(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    with PassageIndex.open(build_index([make_document("d", "🙂🙂"), make_document("e", TEXTS["ar"])])) as index:
        reader = CloseReader(index, embedder, QuestionReader(index, embedder))
        (passage,) = [passage for passage in _passages(index) if passage.doc_id == "d"]
        reading = reader.read_passages("متحف", [passage])
        assert reading.matches.shares().tolist() == [0.0]
        assert reading.cosines.tolist() == [0.0]
        assert reading.pairs(0, passage) == ()
