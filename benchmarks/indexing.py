"""How fast a news archive becomes an index, how large it is, and how long a question takes on it.

    python benchmarks/indexing.py [--articles N]

The peer is bm25s with its defaults over the very same terms, in the same run: read the ratios, not the
seconds. Peak memory is of the whole process, the benchmark's own lists included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from development_sets import SHARED, load_set

from rag.building import Step, build_index
from rag.bundled import BUNDLED_FOLDER
from rag.chunking import PASSAGE_TOKENS, chunk_document
from rag.corpus import FieldNames, read_file
from rag.embedders.static import open_bundled
from rag.engine import Engine
from rag.index import IndexWriter, PassageIndex
from rag.text.sentences import sentence_spans
from rag.text.terms import Terms, passage_terms, query_terms
from rag.types import Filters
from rag.wiring import build_engine

QUESTIONS = 600
SAMPLE = 2000  # documents whose stages are timed one by one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=30_000)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "saudinewsnet"
        corpus.mkdir()
        written = _write_corpus(corpus / "news.jsonl", articles)
        _stages(corpus / "news.jsonl")
        _embedding(corpus / "news.jsonl")
        index_dir = Path(folder) / "index"
        _whole(corpus, index_dir, written)
        embedder = open_bundled()
        questions = [judged.question for judged in load_set("arcd_train", "ar")[1][:QUESTIONS]]
        with PassageIndex.open(index_dir, embedder) as index:
            _questions(build_engine(index, embedder), questions)
            _peer(index, questions)
        _cold(index_dir, questions[0])


def _write_corpus(path: Path, articles: int) -> int:
    source = SHARED / "eval" / "mono" / "saudinewsnet.ar.jsonl.gz"
    written = 0
    with gzip.open(source, "rt", encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        for written, line in enumerate(lines, start=1):
            out.write(line)
            if written == articles:
                break
    return written


def _stages(path: Path) -> None:
    """Each stage alone over the first documents, in passages a second of processor time."""
    embedder = open_bundled()
    head = path.with_name("head.jsonl")
    with path.open(encoding="utf-8") as lines:
        head.write_text("".join(line for _, line in zip(range(SAMPLE), lines, strict=False)), encoding="utf-8")
    documents, read_s = _processed(
        lambda: list(read_file(head, source="head", fields=FieldNames(), on_skip=lambda _: None))
    )
    passages, chunk_s = _processed(
        lambda: [
            passage
            for document in documents
            for passage in chunk_document(document, max_tokens=PASSAGE_TOKENS, measure=embedder.count_tokens)
        ]
    )
    _, terms_s = _processed(lambda: [passage_terms(passage.text, passage.language) for passage in passages])
    _, embed_s = _processed(lambda: embedder.embed_passages([passage.text for passage in passages]))
    head.unlink()
    print(f"| stage ({len(documents):,} articles, {len(passages):,} passages) | passages/s of one core |\n|---|---|")
    for name, seconds in (("read", read_s), ("chunk", chunk_s), ("terms", terms_s), ("embed", embed_s)):
        print(f"| {name} | {len(passages) / seconds:,.0f} |")


def _embedding(path: Path) -> None:
    """The model in the box beside sentence-transformers on the same folder, sentence by sentence."""
    from sentence_transformers import SentenceTransformer

    head = path.with_name("head.jsonl")
    with path.open(encoding="utf-8") as lines:
        head.write_text("".join(line for _, line in zip(range(SAMPLE), lines, strict=False)), encoding="utf-8")
    documents = read_file(head, source="head", fields=FieldNames(), on_skip=lambda _: None)
    sentences = [span.of(document.text) for document in documents for span in sentence_spans(document.text)]
    head.unlink()
    embedder, peer = open_bundled(), SentenceTransformer(str(BUNDLED_FOLDER), device="cpu")
    _, ours = _timed(lambda: embedder.embed_passages(sentences))
    _, theirs = _timed(lambda: peer.encode(sentences, batch_size=1024, normalize_embeddings=True))
    letters = statistics.mean(len(sentence) for sentence in sentences)
    print(f"\n| embedding {len(sentences):,} sentences of {letters:.0f} letters | sentences/s |\n|---|---|")
    print(f"| Sanad (model2vec) | {len(sentences) / ours:,.0f} |")
    print(f"| sentence-transformers, same folder | {len(sentences) / theirs:,.0f} |")
    print(f"| ratio | {theirs / ours:.1f} |")


def _whole(corpus: Path, index_dir: Path, articles: int) -> None:
    """The command as a user runs it, and again with nothing changed."""
    ends: dict[Step, float] = {}

    def note(step: Step, done: int, total: int) -> None:
        ends[step] = time.perf_counter()

    started = time.perf_counter()
    with IndexWriter.open(index_dir, open_bundled()) as writer:
        report = build_index(writer, [str(corpus)], fields=FieldNames(), progress=note)
    assert report.manifest is not None
    with IndexWriter.open(index_dir, open_bundled()) as writer:
        _, again_s = _timed(lambda: build_index(writer, [str(corpus)], fields=FieldNames(), progress=lambda *_: None))
    size = {path.name: path.stat().st_size for path in index_dir.rglob("*") if path.is_file()}
    print(f"\n| whole index: {articles:,} articles, {report.manifest.passages:,} passages | |\n|---|---|")
    previous = started
    for step, end in ends.items():
        print(
            f"| {step.value} | {end - previous:.1f} s, {report.manifest.passages / (end - previous):,.0f} passages/s |"
        )
        previous = end
    print(f"| again, unchanged | {again_s:.1f} s |")
    print(f"| skipped | {len(report.skipped)} |")
    print(f"| on disk | {sum(size.values()) / 1e6:.0f} MB (of which records.db {size['records.db'] / 1e6:.0f}) |")
    print(f"| peak memory | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB |")


def _questions(engine: Engine, questions: list[str]) -> None:
    """Each way with questions of its own: what was asked before is remembered."""
    print(f"\n| {len(questions) // 3} questions each, in the process | p50 ms | p95 ms |\n|---|---|---|")
    filters = Filters(languages=("ar",))
    ways: dict[str, Callable[[str], object]] = {
        "search": engine.search,
        "search, filtered": lambda question: engine.search(question, filters=filters),
        "ask": engine.ask,
    }
    for i, (name, call) in enumerate(ways.items()):
        asked = questions[i :: len(ways)]
        call(questions[-1])  # opens what is opened once
        durations = sorted(_timed(lambda question=question, call=call: call(question))[1] for question in asked)  # type: ignore[misc]
        print(f"| {name} | {_ms(durations, 0.5)} | {_ms(durations, 0.95)} |")


def _peer(index: PassageIndex, questions: list[str]) -> None:
    """Term search beside bm25s over the same terms."""
    import bm25s

    rows = index.rows.tolist()
    passages = [passage for start in range(0, len(rows), 900) for passage in index.passages(rows[start : start + 900])]
    terms = [list(passage_terms(passage.text, passage.language).stems) for passage in passages]
    peer = bm25s.BM25()
    _, build_s = _timed(lambda: peer.index(terms, show_progress=False))
    asked = [query_terms(question, index.languages, index.knows) for question in questions]
    known = [[stem for stem in one.stems if index.knows(stem)] for one in asked]
    ours = [_timed(lambda one=one: index.matching(Terms(one.stems, ()), 50))[1] for one in asked]  # type: ignore[misc]
    theirs = [
        _timed(lambda stems=stems: peer.retrieve([stems], k=50, show_progress=False))[1]  # type: ignore[misc]
        for stems in known
        if stems
    ]
    ratio = statistics.median(theirs) / statistics.median(ours)
    print("\n| term search, top 50, stems only | p50 ms |\n|---|---|")
    print(f"| Sanad (tantivy) | {_ms(sorted(ours), 0.5)} |")
    print(f"| bm25s, same terms (built in {build_s:.0f} s) | {_ms(sorted(theirs), 0.5)} |")
    print(f"| ratio | {ratio:.1f} |")


def _cold(index_dir: Path, question: str) -> None:
    command = [
        sys.executable,
        "-c",
        "from rag.cli import main; main()",
        "ask",
        "--index",
        str(index_dir),
        "--",
        question,
    ]
    runs = [_timed(lambda: subprocess.run(command, check=True, capture_output=True))[1] for _ in range(5)]
    print(f"\nA question from a cold shell: {statistics.median(runs):.2f} s (median of 5).")
    print(json.dumps({"python": sys.version.split()[0], "cores": __import__("os").cpu_count()}))


T = TypeVar("T")


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = call()
    return result, time.perf_counter() - started


def _processed(call: Callable[[], T]) -> tuple[T, float]:
    """Like ``_timed``, in processor time: what else runs on the machine counts less."""
    started = time.process_time()
    result = call()
    return result, time.process_time() - started


def _ms(durations: list[float], quantile: float) -> str:
    return f"{1000 * durations[min(len(durations) - 1, int(quantile * len(durations)))]:.1f}"


if __name__ == "__main__":
    main()
