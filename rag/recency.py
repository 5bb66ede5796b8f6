"""Hits for a question that asks for the newest: of those that fit alike, the newer first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rag.types import Hit

LOOKED_AT = 3  # times as many hits as are wanted: the newest that fit may be further down
# Shares of the best score; chosen on five questions to an archive of news (docs/decisions.md#latest).
_FITS = 0.75
_NEWEST_GAINS = 0.25
_LEFT_OUT_AT = 0.1


def prefer_newer(hits: Sequence[Hit], published: Callable[[str], date | None]) -> list[Hit]:
    """Of the hits that fit nearly as well as the best, the newer first; ranks anew, scores as they were.

    To its score the newest article gains a quarter of the best one's, the oldest and those without a date gain
    nothing, and others gain by their place among the dates, so that one very old article does not make all others
    alike. What is behind the first then is left out, since an answerer need not heed the order. Unchanged where
    those that fit have not two dates.
    """
    best = max((hit.score for hit in hits), default=0.0)
    fitting = [hit for hit in hits if hit.score >= _FITS * best]
    days = {hit.passage.doc_id: published(hit.passage.doc_id) for hit in fitting}
    dates = sorted({day for day in days.values() if day is not None})
    if len(dates) < 2 or best <= 0:
        return list(hits)
    newness = {day: place / (len(dates) - 1) for place, day in enumerate(dates)}
    gains = {doc_id: _NEWEST_GAINS * newness[day] if day else 0.0 for doc_id, day in days.items()}
    worth = [hit.score / best + gains[hit.passage.doc_id] for hit in fitting]
    order = sorted(range(len(fitting)), key=lambda i: -worth[i])
    kept = [fitting[i] for i in order if worth[i] >= worth[order[0]] - _LEFT_OUT_AT]
    return [replace(hit, rank=rank) for rank, hit in enumerate(kept, start=1)]
