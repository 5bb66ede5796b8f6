"""Sanad beside its peers, in one run, over the same passages and with the same model.

    python benchmarks/peers.py [--passages N ...]

Peers: bm25s with its defaults (terms as they stand); FAISS flat over the model's vectors; both fused by reciprocal
rank; and txtai's hybrid index with the same model folder, where it is installed (``pip install txtai``). First recall
on the development halves, then the time of a question among N passages of a news archive, one question at a time on
one thread; read the ratios, not the milliseconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

import bm25s
import faiss
import numpy as np
from development_sets import SHARED, load_questions, load_set
from measuring import build

from rag.bundled import BUNDLED_FOLDER
from rag.embedders.static import open_bundled
from rag.index import PassageIndex
from rag.types import Document, Passage, Span
from rag.wiring import build_engine

SETS = (("arcd_train", "ar", "ar"), ("xquad_dev", "ar", "ar"), ("xquad_dev", "en", "en"))
SETS += (("xquad_dev", "en", "ar"), ("xquad_dev", "es", "ar"), ("xquad_dev", "ar", "en"))  # asked in, written in
DEPTH = 30  # passages looked at for recall, so that ten documents are among them
SHOWN = 8  # passages asked for when time is taken
RANK_CONSTANT = 60  # of reciprocal rank fusion, as Cormack et al. (2009) and most engines have it
QUESTIONS = 200
LETTERS_A_PASSAGE = 430  # of this archive, as Sanad cuts it
T = TypeVar("T")
Search = Callable[[str, int], Sequence[int]]
"""A question and how many to the places of passages, best first."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    sizes = parser.parse_args().passages
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        print("| recall@1 / @10 |", " | ".join(_names()), "|\n|---|" + "---|" * len(_names()))
        for i, (name, asked, written) in enumerate(SETS):
            _recall(Path(folder) / f"set{i}", name, asked, written)
        print("\n| passages | |", " | ".join(_names()), "|\n|---|---|" + "---|" * len(_names()))
        for size in sizes:
            _time(Path(folder) / f"news{size}", size)


def _names() -> list[str]:
    return ["Sanad", "bm25s", "vectors", "bm25s + vectors", *(["txtai hybrid"] if _has_txtai() else [])]


def _has_txtai() -> bool:
    try:
        return bool(version("txtai"))
    except PackageNotFoundError:
        return False


def _systems(folder: Path, documents: Sequence[Document]) -> list[tuple[Search, float]]:
    """Each system with the seconds that its index took, over the passages of Sanad's."""
    started = time.perf_counter()
    index = build(folder, documents, open_bundled())
    ours_s = time.perf_counter() - started
    texts = [passage.text for passage in _all_passages(index)]
    terms, terms_s = _timed(lambda: _bm25s(texts))
    vectors, vectors_s = _timed(lambda: _vectors(texts))
    systems = [
        (_sanad(index), ours_s),
        (terms, terms_s),
        (vectors, vectors_s),
        (_fused(terms, vectors), terms_s + vectors_s),
    ]
    return [*systems, _timed(lambda: _txtai(texts))] if _has_txtai() else systems


def _sanad(index: PassageIndex) -> Search:
    engine = build_engine(index, open_bundled())
    place = {passage.passage_id: i for i, passage in enumerate(_all_passages(index))}
    return lambda question, k: [place[hit.passage.passage_id] for hit in engine.search(question, k=k)]


def _all_passages(index: PassageIndex) -> Iterator[Passage]:
    rows = index.rows.tolist()
    for start in range(0, len(rows), 900):
        yield from index.passages(rows[start : start + 900])


def _bm25s(texts: Sequence[str]) -> Search:
    peer = bm25s.BM25()
    peer.index(bm25s.tokenize(list(texts), show_progress=False), show_progress=False)

    def search(question: str, k: int) -> list[int]:
        asked = bm25s.tokenize([question], show_progress=False, return_ids=False)
        if not asked[0]:
            return []
        found, scores = peer.retrieve(asked, k=min(k, len(texts)), show_progress=False)
        return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def _vectors(texts: Sequence[str]) -> Search:
    model = open_bundled()
    flat = faiss.IndexFlatIP(model.dim)
    flat.add(model.embed_passages(texts))
    return lambda question, k: flat.search(model.embed_query(question)[None, :], k)[1][0].tolist()


def _fused(*searches: Search) -> Search:
    def search(question: str, k: int) -> list[int]:
        scores: dict[int, float] = {}
        for one in searches:
            for rank, place in enumerate(one(question, DEPTH), start=1):
                scores[place] = scores.get(place, 0.0) + 1 / (RANK_CONSTANT + rank)
        return sorted(scores, key=lambda place: (-scores[place], place))[:k]

    return search


def _txtai(texts: Sequence[str]) -> Search:
    from txtai import Embeddings

    peer = Embeddings(path=str(BUNDLED_FOLDER), method="sentence-transformers", hybrid=True, gpu=False)
    # A passage without a known token has no direction: sentence-transformers makes it NaN, on which training ends.
    known = [text if tokens.size else "نص" for text, tokens in zip(texts, open_bundled().tokenize(texts), strict=True)]
    peer.index(enumerate(known))
    return lambda question, k: [int(place) for place, _ in peer.search(question, k)]


def _recall(folder: Path, name: str, asked: str, written: str) -> None:
    documents, _ = load_set(name, written)
    cells = []
    for search, _ in _systems(folder, documents):
        with PassageIndex.open(folder) as index:
            # A copy of the judged article is that article, whoever finds it.
            story_of = [min([p.doc_id, *index.copies_of(p.doc_id)]) for p in _all_passages(index)]
            gold = {
                document.doc_id: min([document.doc_id, *index.copies_of(document.doc_id)]) for document in documents
            }
        ranks = []
        questions = load_questions(name, asked, written)
        for judged in questions:
            found = list(dict.fromkeys(story_of[place] for place in search(judged.question, DEPTH)))
            story = gold[judged.doc_id]
            ranks.append(found.index(story) + 1 if story in found else DEPTH + 1)
        cells.append(" / ".join(f"{np.mean([rank <= k for rank in ranks]):.3f}" for k in (1, 10)))
    print(f"| {name} {asked}→{written} |", " | ".join(cells), "|", flush=True)


def _time(folder: Path, size: int) -> None:
    documents = _news(size)
    questions = [judged.question for judged in load_set("arcd_train", "ar")[1][:QUESTIONS]]
    systems = _systems(folder, documents)
    durations: list[list[float]] = []
    for search, _ in systems:
        search(questions[0], SHOWN)
        durations.append(sorted(1000 * _timed(lambda: search(question, SHOWN))[1] for question in questions[1:]))  # noqa: B023
    with PassageIndex.open(folder) as index:
        size = index.passage_count
    p95 = [statistics.quantiles(some, n=20)[-1] for some in durations]
    print(f"| {size:,} | p50 ms |", " | ".join(f"{statistics.median(some):.1f}" for some in durations), "|")
    print("| | p95 ms |", " | ".join(f"{one:.1f}" for one in p95), "|")
    print("| | p95, of Sanad's |", " | ".join(f"{one / p95[0]:.2f}" for one in p95), "|")
    print("| | passages/s |", " | ".join(f"{size / seconds:,.0f}" for _, seconds in systems), "|", flush=True)


def _news(passages: int) -> list[Document]:
    """Articles until they make about so many passages; told apart by number when the archive is read once more."""
    documents: list[Document] = []
    letters, turn = 0, 0
    while True:
        with gzip.open(SHARED / "eval" / "mono" / "saudinewsnet.ar.jsonl.gz", "rt", encoding="utf-8") as lines:
            for i, line in enumerate(lines):
                text = json.loads(line)["text"] + (f"\n{turn}" if turn else "")
                name = f"n{turn}-{i}"
                documents.append(Document(name, name, text, name, "ar", body=(Span(0, len(text)),)))
                letters += len(text)
                if letters > passages * LETTERS_A_PASSAGE:
                    return documents
        turn += 1


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = call()
    return result, time.perf_counter() - started


if __name__ == "__main__":
    main()
