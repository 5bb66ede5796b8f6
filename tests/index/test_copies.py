"""The groups of copies follow what is added, changed and removed, and each generation keeps its own."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from rag.embedders.static import StaticEmbedder
from rag.index import IndexWriter, PassageIndex
from tests.conftest import BuildIndex, MakeDocument
from tests.test_duplicates import ENGLISH, LATER, REPORT

COPY = f"صحار - وكالات: {REPORT}"


@pytest.fixture
def index_dir(build_index: BuildIndex, make_document: MakeDocument) -> Path:
    """A report with two copies, of which the last put is the oldest, and two other articles."""
    return build_index(
        [
            make_document("second", COPY, published=date(2021, 3, 2)),
            make_document("third", REPORT, published=date(2021, 3, 9)),
            make_document("later", LATER, published=date(2021, 3, 5)),
            make_document("bridge", ENGLISH, language="en"),
            make_document("first", REPORT, published=date(2021, 3, 1)),
        ]
    )


def copies(index_dir: Path, doc_id: str) -> tuple[str, ...]:
    with PassageIndex.open(index_dir) as index:
        return index.copies_of(doc_id)


def test_each_copy_knows_the_others_oldest_first(index_dir: Path) -> None:
    assert copies(index_dir, "first") == ("second", "third")
    assert copies(index_dir, "third") == ("first", "second")
    assert copies(index_dir, "later") == copies(index_dir, "bridge") == copies(index_dir, "unknown") == ()


def test_a_copy_that_comes_later_joins(index_dir: Path, build_index: BuildIndex, make_document: MakeDocument) -> None:
    build_index([make_document("undated", COPY), make_document("bridge-again", f"Lund. {ENGLISH}", language="en")])
    assert copies(index_dir, "first") == ("second", "third", "undated")
    assert copies(index_dir, "bridge") == ("bridge-again",)


def test_a_copy_that_is_removed_leaves_the_others(index_dir: Path, embedder: StaticEmbedder) -> None:
    with IndexWriter.open(index_dir, embedder) as writer:
        writer.remove(["first"])
        writer.publish()
        assert copies(index_dir, "second") == ("third",)
        writer.remove(["third"])
        writer.publish()
    assert copies(index_dir, "second") == copies(index_dir, "first") == ()


def test_a_copy_that_is_rewritten_is_one_no_more(
    index_dir: Path, build_index: BuildIndex, make_document: MakeDocument
) -> None:
    build_index([make_document("second", f"{LATER}\nوأعيد فتح السوق.", published=date(2021, 3, 6))])
    assert copies(index_dir, "first") == ("third",)
    assert copies(index_dir, "second") == ("later",)


def test_an_open_reader_keeps_the_groups_of_its_generation(
    index_dir: Path, build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    with PassageIndex.open(index_dir) as before:
        build_index([make_document("fourth", REPORT, published=date(2022, 1, 1))])
        with IndexWriter.open(index_dir, embedder) as writer:
            writer.remove(["second"])
            writer.publish()
        assert before.copies_of("first") == ("second", "third")
    assert copies(index_dir, "first") == ("third", "fourth")


def test_groups_built_step_by_step_are_those_built_at_once(
    tmp_path: Path, index_dir: Path, embedder: StaticEmbedder
) -> None:
    with PassageIndex.open(index_dir) as index:
        documents = list(index.documents())
    grown = tmp_path / "grown"
    for document in documents:
        with IndexWriter.open(grown, embedder) as writer:
            writer.put(document, file=document.source)
            writer.embed()
            writer.publish()
    for document in documents:
        assert copies(grown, document.doc_id) == copies(index_dir, document.doc_id)


def test_another_process_reads_the_same_groups(index_dir: Path) -> None:
    script = "import sys; from pathlib import Path; from rag.index import PassageIndex;"
    script += "print(*PassageIndex.open(Path(sys.argv[1])).copies_of('first'), 'datasketch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, str(index_dir)], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["second", "third", "False"]  # and a reader waits for no library of the writer's
