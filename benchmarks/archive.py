"""What is still found when the paragraph that answers lies in an archive of news.

    python benchmarks/archive.py

ARCD's and XQuAD's paragraphs (development halves, in Arabic) among the 29,486 articles of SaudiNewsNet: recall of
the paragraph by terms, by vectors, and as wired, in Arabic and from other languages, and how long it takes.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from pathlib import Path

from development_sets import SHARED, load_questions, load_set
from measuring import Find, as_wired, by_leg, recalls

from rag.corpus import FieldNames, read_file
from rag.embedders.static import open_bundled
from rag.index import IndexWriter, PassageIndex
from rag.protocols import Embedder
from rag.retrieval import DenseLeg, LexicalLeg

ASKED = (("arcd_train", "ar"), ("xquad_dev", "ar"), ("xquad_dev", "en"), ("xquad_dev", "es"), ("xquad_dev", "de"))


def main() -> None:
    embedder = open_bundled()
    with tempfile.TemporaryDirectory() as folder:
        build_archive(Path(folder), embedder)
        with PassageIndex.open(Path(folder) / "index", embedder) as index:
            print(f"{index.passage_count:,} passages\n")
            print("| recall@1 / @5 / @10 | terms | vectors | as wired | ms a question |\n|---|---|---|---|---|")
            ways: list[Find] = [
                by_leg(index, LexicalLeg(index)),
                by_leg(index, DenseLeg(index, embedder)),
                as_wired(index, embedder),
            ]
            for name, asked in ASKED:
                questions = load_questions(name, asked, "ar")
                cells, started = [], 0.0
                for find in ways:
                    started = time.perf_counter()
                    cells.append(" / ".join(f"{recall:.3f}" for recall in recalls(find, questions).values()))
                last = 1000 * (time.perf_counter() - started) / len(questions)
                print(f"| {name} {asked}→ar | " + " | ".join(cells) + f" | {last:.0f} |", flush=True)


def build_archive(folder: Path, embedder: Embedder) -> None:
    """An index of the news with the judged paragraphs among them, in ``folder/index``."""
    news = folder / "news.jsonl"
    with gzip.open(SHARED / "eval" / "mono" / "saudinewsnet.ar.jsonl.gz", "rb") as packed, news.open("wb") as out:
        shutil.copyfileobj(packed, out)
    with IndexWriter.open(folder / "index", embedder) as writer:
        for document in read_file(news, source="news", fields=FieldNames(), on_skip=print):
            writer.put(document, file="news")
        for name in ("arcd_train", "xquad_dev"):
            for document in load_set(name, "ar")[0]:
                writer.put(document, file=document.source)
        writer.embed()
        writer.publish()


if __name__ == "__main__":
    main()
