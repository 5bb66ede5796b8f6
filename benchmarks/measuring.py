"""What the benchmarks of quality share: an index of a development set, and recall over its questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from development_sets import JudgedQuestion

from rag.index import IndexWriter, PassageIndex
from rag.protocols import Embedder
from rag.retrieval import RankingLeg
from rag.types import Document
from rag.wiring import build_engine

DEPTH = 30  # passages looked at, so that ten documents are among them
Find = Callable[[str], Sequence[tuple[str, ...]]]
"""For a question the document of each passage found, best first, with those that are copies of it."""


def build(index_dir: Path, documents: Sequence[Document], embedder: Embedder) -> PassageIndex:
    """An open index over ``documents``."""
    with IndexWriter.open(index_dir, embedder) as writer:
        for document in documents:
            writer.put(document, file=document.source)
        writer.embed()
        writer.publish()
    return PassageIndex.open(index_dir, embedder)


def by_leg(index: PassageIndex, leg: RankingLeg) -> Find:
    """What one leg finds alone."""

    def find(question: str) -> list[tuple[str, ...]]:
        rows = [neighbor.row for neighbor in leg.rank(question, DEPTH, None)]
        return [(passage.doc_id,) for passage in index.passages(rows)]

    return find


def as_wired(index: PassageIndex, embedder: Embedder) -> Find:
    """What the product finds."""
    engine = build_engine(index, embedder)
    return lambda question: [(hit.passage.doc_id, *hit.also_in) for hit in engine.search(question, k=DEPTH)]


def recalls(find: Find, questions: Sequence[JudgedQuestion]) -> dict[int, float]:
    """Recall of the document that answers, or of its copy, at 1, 5 and 10 documents."""
    ranks = []
    for judged in questions:
        found = dict.fromkeys(find(judged.question))
        right = (rank for rank, copies in enumerate(found, start=1) if judged.doc_id in copies)
        ranks.append(next(right, DEPTH + 1))
    return {k: sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 5, 10)}
