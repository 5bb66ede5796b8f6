"""The first passages that another retriever finds, in the order of a model that reads each with the question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rag.protocols import Reranker, Retriever
from rag.timing import Clock
from rag.types import Filters, Hit, Leg, ScorePart


class RerankingRetriever:
    """Every hit that it returns has been read by the reranker, whose score becomes the hit's.

    ``depth`` is how many passages are read, more where more are asked for. The time that it takes is the clock's
    step "rerank". A reranker that fails fails the question: an order that changes by itself could not be trusted.
    """

    def __init__(self, inner: Retriever, reranker: Reranker, *, depth: int, clock: Clock) -> None:
        self._inner = inner
        self._reranker = reranker
        self._depth = depth
        self._clock = clock

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        found = self._inner.retrieve(query, max(k, self._depth), filters)
        if not found:
            return []
        with self._clock.step("rerank"):
            scores = self._reranker.score(query, [hit.passage.text for hit in found])
        best = np.argsort(-scores, kind="stable")[:k]
        return [_reranked(found[i], float(scores[i]), rank) for rank, i in enumerate(best, start=1)]


def _reranked(hit: Hit, score: float, rank: int) -> Hit:
    return replace(hit, score=score, rank=rank, parts=(*hit.parts, ScorePart(Leg.RERANKED, rank, score)))
