"""A writer that is killed at any moment leaves the last whole index, and its successor goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rag.embedders.static import open_bundled
from rag.index import IndexWriter, PassageIndex
from rag.types import Document, Span

_WRITER = """
import sys
from pathlib import Path
from rag.duplicates import sign
from rag.embedders.static import open_bundled
from rag.index import IndexWriter
from tests.index.test_killed_writer import batch
index_dir, embedder = Path(sys.argv[1]), open_bundled()
sign(batch(0)[0])  # imports its library, so that what is killed is the writing
print("ready", flush=True)
for number in range(1, 10_000):
    with IndexWriter.open(index_dir, embedder) as writer:
        for document in batch(number):
            writer.put(document, file=document.source)
        writer.embed()
        writer.publish()
    print(number, flush=True)
"""
_BATCH = 20
_KILLS = 8


def batch(number: int) -> list[Document]:
    """Twenty documents that all carry the number of their batch."""
    texts = [f"الخبر {i} من الدفعة {number}." for i in range(_BATCH)]
    return [Document(f"d{i}", "t", text, f"d{i}", "ar", body=(Span(0, len(text)),)) for i, text in enumerate(texts)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_writer_leaves_a_whole_index(tmp_path: Path) -> None:
    rng = random.Random(7)
    embedder = open_bundled()
    last = 0
    for _ in range(_KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0.02, 1.2))
            process.send_signal(signal.SIGKILL)
            acknowledged = [int(line) for line in process.stdout]
        if not (tmp_path / "CURRENT").exists():
            continue
        with PassageIndex.open(tmp_path, embedder) as index:
            batches = {document.text.rpartition(" ")[2] for document in index.documents()}
            assert index.manifest.documents == _BATCH
            assert len(batches) == 1
            assert index.manifest.generation >= last + len(acknowledged)
            last = index.manifest.generation
    assert last > 0
    with IndexWriter.open(tmp_path, embedder) as writer:
        for document in batch(77):
            writer.put(document, file=document.source)
        writer.embed()
        assert writer.publish().documents == _BATCH
