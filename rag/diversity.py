"""A list of hits in which no story stands twice, and no article crowds the others out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.protocols import Retriever
from rag.types import Filters, Hit

_ASKED_FOR = 2  # times as many hits as are wanted, doubled until enough of them are no copies
_MOST_ASKED_FOR = 8  # times: the largest group in an archive of 29,486 news articles has thirteen
_FREE_PASSAGES = 2
_COST_OF_FURTHER = 0.1


class DiverseRetriever:
    """Shows one article of each group of copies, the best-ranked, and names the others.

    Of one article two passages stand where they are; each further one gives way to other articles that are
    nearly as good (docs/decisions.md#crowding). ``copies_of`` gives the ids of a document's copies.
    """

    def __init__(self, inner: Retriever, copies_of: Callable[[str], tuple[str, ...]]) -> None:
        self._inner = inner
        self._copies_of = copies_of

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        """The inner retriever's hits in a better order; each keeps its score."""
        asked_for = _ASKED_FOR * k
        while True:
            found = self._inner.retrieve(query, asked_for, filters)
            shown = one_of_each_group(found, self._copies_of)
            if len(shown) >= k or len(found) < asked_for or asked_for >= _MOST_ASKED_FOR * k:
                break
            asked_for *= 2
        return [replace(hit, rank=rank) for rank, hit in enumerate(spread(shown)[:k], start=1)]


def one_of_each_group(hits: Sequence[Hit], copies_of: Callable[[str], tuple[str, ...]]) -> list[Hit]:
    """The hits without copies of an article that stands further up; those that stay name its copies."""
    shown: list[Hit] = []
    hidden: set[str] = set()
    for hit in hits:
        if hit.passage.doc_id not in hidden:
            copies = copies_of(hit.passage.doc_id)
            hidden.update(copies)
            shown.append(replace(hit, also_in=copies))
    return shown


def spread(hits: Sequence[Hit]) -> list[Hit]:
    """Hits, best first, in the order of their scores less what the further passages of an article cost.

    The cost is a part of the distance from the best score to the last, since retrievers differ in their scales.
    """
    if not hits:
        return []
    cost = _COST_OF_FURTHER * (hits[0].score - hits[-1].score)
    seen: Counter[str] = Counter()
    worth: list[float] = []
    for hit in hits:
        seen[hit.passage.doc_id] += 1
        worth.append(hit.score - cost * max(0, seen[hit.passage.doc_id] - _FREE_PASSAGES))
    return [hits[i] for i in sorted(range(len(hits)), key=lambda i: -worth[i])]
