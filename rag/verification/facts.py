"""Numbers and dates of a claim that no quote has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.types import Reason, ReasonKind
from rag.verification.dates import DateSaid, read_dates
from rag.verification.quantities import Quantity, read_quantities
from rag.verification.words import ReadText, is_arabic

_DUAL_ENDINGS = ("ان", "ين", "تي", "تا")
_LEAST_DUAL = 5  # letters of a word that may be a dual


def missing_facts(claim: ReadText, quotes: Sequence[ReadText]) -> Iterator[Reason]:
    """A reason for each number and date that the claim says and no quote does."""
    asked_dates = read_dates(claim)
    found_dates = [(quote, date) for quote in quotes for date in read_dates(quote)]
    asked = read_quantities(claim)
    found = [(quote, quantity) for quote in quotes for quantity in read_quantities(quote)]
    said = {value for _, quantity in found for value in quantity.values}
    for date in asked_dates:
        if date.is_asked and not _date_is_there(date, found_dates, said):
            yield Reason(ReasonKind.DATE, claim.written(date.place), _other_date(date, asked_dates, found_dates))
    for quantity in asked:
        if not quantity.is_asked or any(quantity.place.overlaps(date.place) for date in asked_dates):
            continue
        if not _number_is_there(quantity, found, quotes):
            yield Reason(ReasonKind.NUMBER, claim.written(quantity.place), _other_number(quantity, asked, found))


def _date_is_there(date: DateSaid, found: Sequence[tuple[ReadText, DateSaid]], said: set[float]) -> bool:
    """Whether a quote has the date; its year may stand elsewhere in the quotes."""
    agreeing = [other for _, other in found if date.agrees(other)]
    if not agreeing:
        return False
    return date.year is None or date.year in said or any(other.year == date.year for other in agreeing)


def _other_date(date: DateSaid, asked: Sequence[DateSaid], found: Sequence[tuple[ReadText, DateSaid]]) -> str:
    """The date of a quote that stands where the claim's does: the first that the claim does not say."""
    others = [(quote, other) for quote, other in found if not any(mine.agrees(other) for mine in asked if mine != date)]
    others.sort(key=lambda pair: pair[1].month != date.month)
    return others[0][0].written(others[0][1].place) if others else ""


def _number_is_there(
    quantity: Quantity, found: Sequence[tuple[ReadText, Quantity]], quotes: Sequence[ReadText]
) -> bool:
    if any(_same_number(quantity, other) for _, other in found):
        return True
    return 2.0 in quantity.values and any(
        is_arabic(word.text) and len(word.text) >= _LEAST_DUAL and word.text.endswith(_DUAL_ENDINGS)
        for quote in quotes
        for word in quote.words
    )


def _same_number(asked: Quantity, found: Quantity) -> bool:
    if asked.is_percent != found.is_percent and found.is_asked and asked.is_asked:
        return False
    values = asked.values | {value % 100 for value in asked.values} if asked.is_decade else asked.values
    return not values.isdisjoint(found.values)


def _other_number(quantity: Quantity, asked: Sequence[Quantity], found: Sequence[tuple[ReadText, Quantity]]) -> str:
    """The number of a quote that stands where the claim's does: the nearest that the claim does not say."""
    free = [
        (quote, other)
        for quote, other in found
        if other.is_asked and not any(_same_number(mine, other) for mine in asked)
    ]
    free.sort(key=lambda pair: (pair[1].is_percent != quantity.is_percent, _apart(quantity, pair[1])))
    return free[0][0].written(free[0][1].place) if free else ""


def _apart(one: Quantity, other: Quantity) -> float:
    """How many times the one number is the other."""
    smaller, larger = sorted((max(one.values), max(other.values)))
    return larger / max(smaller, 0.5)
