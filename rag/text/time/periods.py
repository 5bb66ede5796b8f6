"""When the articles were published that a question asks for: «قبل 2022», "last month", "news from March 2022".

A date in a question is most often the event's, and articles tell of an event later too: "What happened in 2008?"
must not be filtered by publication. Only words that speak of the time of the news do that: before, after, since and
between with a date, times counted from today, and a date beside "articles" or "news" (docs/decisions.md#periods).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rag.text.normalise import normalise
from rag.text.time.points import find_points
from rag.text.time.relations import Said, said_of
from rag.text.time.words import without_accents
from rag.types import Filters, Span

FIRST_ONLINE = date(1994, 1, 1)
"""Before the first newspapers put their articles on the web; an archive that goes back further says so itself."""

_LINK = re.compile(r"\s*[,،]?\s*(?:and|but|و|ولكن|لكن|et|mais|y|pero|und)?\s*")


class PeriodKind(StrEnum):
    """What a period is good for."""

    FILTER = "filter"  # the question asks for articles of this time
    HINT = "hint"  # the question names this time; articles of it may be preferred, never required


@dataclass(frozen=True, slots=True)
class Period:
    """A time that a question names, as ``Filters`` has it: ``published_from`` inclusive, ``published_before`` not.

    One of the two may be None, which is no bound. ``span`` are the words of the question that said so; what a
    FILTER's words say need not be searched for, a HINT's words must be.
    """

    kind: PeriodKind
    published_from: date | None
    published_before: date | None
    span: Span


def read_period(question: str, today: date, *, oldest: date = FIRST_ONLINE) -> Period | None:
    """The period that a question asked on ``today`` restricts the news to, or else the time that it names.

    ``oldest`` is the date of the corpus's first article: a period that holds all articles since then, or none, is
    the time of events and of no use ("since 1967", "before 1900", "by 2030").
    """
    folded = normalise(question)
    useful = [said for said in _all_said(without_accents(folded.text), today) if _tells_apart(said, oldest, today)]
    if not useful:
        return None
    said = next((said for said in useful if said.restricts), useful[0])
    kind = PeriodKind.FILTER if said.restricts else PeriodKind.HINT
    return Period(kind, said.start, said.end, folded.original(said.place))


def with_period(filters: Filters, period: Period | None) -> Filters:
    """The filters with what a question asks for; a date that a person set by hand replaces the question's."""
    if period is None or period.kind is PeriodKind.HINT or filters.published_from or filters.published_before:
        return filters
    return replace(filters, published_from=period.published_from, published_before=period.published_before)


def _all_said(text: str, today: date) -> list[Said]:
    """What a folded text says of each time in it, in order; "after 2019 and before 2022" is one."""
    points = find_points(text, today)
    together: list[Said] = []
    for said in _without_overlap(said_of(point, text, today) for point in points):
        both = _both(together[-1], said, text) if together else None
        together[-1:] = [*together[-1:], said] if both is None else [both]
    return together


def _without_overlap(all_said: Iterable[Said | None]) -> list[Said]:
    """Without what was said of the first of two points, which the last one takes along."""
    kept: list[Said] = []
    for said in filter(None, all_said):
        while kept and kept[-1].place.overlaps(said.place):
            kept.pop()
        kept.append(said)
    return kept


def _both(one: Said, other: Said, text: str) -> Said | None:
    if not (one.restricts and other.restricts and _LINK.fullmatch(text, one.place.end, other.place.start)):
        return None
    start = max(filter(None, (one.start, other.start)), default=None)
    end = min(filter(None, (one.end, other.end)), default=None)
    if start and end and start >= end:
        return None
    return Said(start, end, Span(one.place.start, other.place.end), restricts=True)


def _tells_apart(said: Said, oldest: date, today: date) -> bool:
    """Whether of the articles from ``oldest`` to ``today`` some may lie within and some outside."""
    start, end = said.start or oldest, said.end or date.max
    return start <= today and end > oldest and (start > oldest or end <= today)
