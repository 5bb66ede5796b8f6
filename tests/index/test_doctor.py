"""What is damaged is found; what can be derived again is mended; what cannot is said."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag.embedders.static import StaticEmbedder
from rag.errors import (
    IndexCorruptError,
    IndexForeignError,
    IndexMismatchError,
    IndexMissingError,
    PassageIndexError,
)
from rag.index import IndexWriter, Manifest, PassageIndex
from rag.index.doctor import examine, mend
from rag.index.layout import Layout
from rag.index.manifest import record_files
from rag.text.terms import query_terms
from rag.types import Document
from tests.conftest import BuildIndex


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _first_segment(index_dir: Path) -> Path:
    return next((Layout(index_dir).generation(1) / "terms").glob("*.idx"))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "vectors cut short": lambda d: _cut(Layout(d).generation(1) / "vectors.faiss"),
    "a bit of the vectors flipped": lambda d: _flip(Layout(d).generation(1) / "vectors.faiss"),
    "vectors gone": lambda d: (Layout(d).generation(1) / "vectors.faiss").unlink(),
    "a segment of terms flipped": lambda d: _flip(_first_segment(d)),
    "terms gone": lambda d: shutil.rmtree(Layout(d).generation(1) / "terms"),
    "groups of copies cut short": lambda d: _cut(Layout(d).generation(1) / "copies.json"),
    "manifest gone": lambda d: (Layout(d).generation(1) / "manifest.json").unlink(),
    "manifest of nonsense": lambda d: (Layout(d).generation(1) / "manifest.json").write_text("[1]"),
    "generation gone": lambda d: shutil.rmtree(Layout(d).generation(1)),
    "CURRENT gone": lambda d: (d / "CURRENT").unlink(),
    "CURRENT and all generations gone": lambda d: ((d / "CURRENT").unlink(), shutil.rmtree(d / "generations"))[1],
    "CURRENT of nonsense": lambda d: (d / "CURRENT").write_text("later"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_refused_found_and_mended(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder, damage: Callable[[Path], None]
) -> None:
    index_dir = build_index(documents)
    damage(index_dir)
    with pytest.raises(PassageIndexError):
        PassageIndex.open(index_dir, embedder)
    findings = examine(index_dir)
    assert findings
    assert all(finding.mendable for finding in findings)

    mend(index_dir, embedder)

    assert examine(index_dir) == []
    with PassageIndex.open(index_dir, embedder) as index:
        assert list(index.documents()) == sorted(documents, key=lambda document: document.source)
        best = index.matching(query_terms("متحف الفنون", index.languages, index.knows), 1)[0]
        assert index.passages([best.row])[0].doc_id == "ar"
        assert index.nearest(embedder.embed_query(index.passages([best.row])[0].text), 1)[0].row == best.row


@pytest.mark.parametrize("name", ["CURRENT gone", "CURRENT of nonsense", "manifest gone"])
def test_a_writer_refuses_a_damaged_index_too(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder, name: str
) -> None:
    index_dir = build_index(documents)
    DAMAGES[name](index_dir)
    with pytest.raises(IndexCorruptError):
        IndexWriter.open(index_dir, embedder)


def test_a_file_that_is_whole_but_no_store_is_refused(build_index: BuildIndex, documents: list[Document]) -> None:
    index_dir = build_index(documents)
    folder = Layout(index_dir).generation(1)
    (folder / "vectors.faiss").write_bytes(b"not what FAISS writes")
    replace(Manifest.load(folder), files=record_files(folder)).save(folder)
    with pytest.raises(IndexCorruptError, match="cannot be opened"):
        PassageIndex.open(index_dir)


def test_parts_that_count_differently_are_refused(build_index: BuildIndex, documents: list[Document]) -> None:
    index_dir = build_index(documents)
    with sqlite3.connect(index_dir / "records.db") as database:
        database.execute("UPDATE documents SET retired = 1 WHERE doc_id = 'ar'")
    with pytest.raises(IndexCorruptError, match="documents in the database"):
        PassageIndex.open(index_dir)


def test_terms_of_another_analyser_are_refused_and_made_again(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    folder = Layout(index_dir).generation(1)
    replace(Manifest.load(folder), analysis="0").save(folder)
    with pytest.raises(IndexMismatchError, match="analyser") as raised:
        PassageIndex.open(index_dir)
    assert "sanad doctor --mend" in raised.value.hint
    mend(index_dir, embedder)
    PassageIndex.open(index_dir, embedder).close()


def test_a_manifest_of_another_format_is_refused(build_index: BuildIndex, documents: list[Document]) -> None:
    index_dir = build_index(documents)
    folder = Layout(index_dir).generation(1)
    replace(Manifest.load(folder), format=99).save(folder)
    with pytest.raises(IndexForeignError, match="format 99"):
        PassageIndex.open(index_dir)
    with pytest.raises(IndexForeignError):
        examine(index_dir)


@pytest.mark.parametrize("pages", [slice(1, 2), slice(2, 4), slice(5, 6), slice(8, None)], ids=str)
def test_a_damaged_database_is_found_and_not_mended(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder, pages: slice
) -> None:
    index_dir = build_index(documents)
    with sqlite3.connect(index_dir / "records.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (index_dir / "records.db").read_bytes()
    cut = [data[i : i + 4096] for i in range(0, len(data), 4096)]
    cut[pages] = [b"\xff" * 4096 for _ in cut[pages]]
    (index_dir / "records.db").write_bytes(b"".join(cut))
    findings = [finding for finding in examine(index_dir) if not finding.mendable]
    assert findings
    with pytest.raises(IndexCorruptError) as raised:
        mend(index_dir, embedder)
    assert "index the articles again" in raised.value.hint


def test_a_whole_index_has_no_findings(build_index: BuildIndex, documents: list[Document]) -> None:
    assert examine(build_index(documents)) == []


def test_missing_vectors_are_embedded_again(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    with sqlite3.connect(index_dir / "records.db") as database:
        database.execute("DELETE FROM vectors")
    (Layout(index_dir).generation(1) / "vectors.faiss").unlink()
    mend(index_dir, embedder)
    with PassageIndex.open(index_dir, embedder) as index:
        assert index.nearest(embedder.embed_query(documents[0].text), 1)


def test_a_changed_text_in_the_database_cannot_be_mended_and_is_said(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    with sqlite3.connect(index_dir / "records.db") as database:
        database.execute("UPDATE documents SET text = replace(text, 'متحف', 'مصنع') WHERE doc_id = 'ar'")
    (finding,) = examine(index_dir)
    assert not finding.mendable
    assert "document ar" in finding.what
    with pytest.raises(IndexCorruptError) as raised:
        mend(index_dir, embedder)
    assert "index the articles again" in raised.value.hint


def test_a_folder_left_by_a_stopped_writer_is_found_and_swept(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    Layout(index_dir).unfinished(2).mkdir()
    (finding,) = examine(index_dir)
    assert "stopped" in finding.what
    mend(index_dir, embedder)
    assert examine(index_dir) == []


def test_mending_with_another_model_is_refused(
    build_index: BuildIndex, documents: list[Document], other_embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    (Layout(index_dir).generation(1) / "vectors.faiss").unlink()
    with pytest.raises(IndexMismatchError):
        mend(index_dir, other_embedder)


def test_where_there_is_no_index_there_is_nothing_to_examine(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        examine(tmp_path / "nowhere")


def test_every_error_of_an_index_names_a_command(build_index: BuildIndex, documents: list[Document]) -> None:
    index_dir = build_index(documents)
    (index_dir / "CURRENT").write_text("later")
    with pytest.raises(PassageIndexError) as raised:
        PassageIndex.open(index_dir)
    assert "`sanad " in raised.value.hint
