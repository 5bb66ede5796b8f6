"""The dates that a text says, each as the day, month and year that it gives; Hijri months are months of their own.

A date is a day with its month, a month with its year, or a month alone where its name is nothing else. A year alone
is a number; weekdays and "last month" are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.text.months import MONTH_NAMES
from rag.text.time.hijri import HIJRI_MONTHS
from rag.text.time.words import ARABIC_DAYS, MONTH_NUMBERS, without_accents
from rag.types import Span
from rag.verification.words import ReadText


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date as ``place`` in the folded text says it; a part that is not said is None.

    ``month`` is 1 to 12, or 101 to 112 for a Hijri month. ``others`` is the other reading of "3/4/2021".
    ``is_asked`` is whether a claim that says it must find it.
    """

    day: int | None
    month: int
    year: int | None
    place: Span
    is_asked: bool = True
    others: tuple[int, int] | None = None

    def agrees(self, other: DateSaid) -> bool:
        """Whether the other date is this one: the same month and day, and no other year."""
        year = self.year is None or other.year is None or self.year == other.year
        return year and any(
            month == other_month and (day is None or day == other_day)
            for day, month in self._days()
            for other_day, other_month in other._days()
        )

    def _days(self) -> tuple[tuple[int | None, int], ...]:
        return ((self.day, self.month), self.others) if self.others else ((self.day, self.month),)


_HIJRI_FROM = 100
_NUMBERS: Mapping[str, int] = dict(MONTH_NUMBERS) | {
    without_accents(name): _HIJRI_FROM + number for name, number in HIJRI_MONTHS.items()
}
_NAME = "(?:" + "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True)) + r")(?!\w)"
_MONTH = rf"(?:(?:شهر|month of|mois de) )?(?P<month>{_NAME})\.?(?:\s*[/(-]\s*{_NAME}\.?\)?)?"
_DAY = r"\d{1,2}(?!\d)(?:st|nd|rd|th|er|\.|º)?"
_ORDINAL = "|".join(sorted(map(re.escape, ARABIC_DAYS), key=len, reverse=True))
_AND = r"(?:\s*(?:-|/|,|،|to|and|&|or|until|a|al|et|au|ou|y|bis|und|الي|حتي|و|او)\s*)"
_YEAR = r"(?:(?:\s*[,،]|\s+(?:من|ل?(?:عام|سنه)|de|del|of|l'an))*\s*(?P<year>1\d\d\d|20\d\d)(?![\w%]|[.,]\d))"
_START = r"(?<![\w.,/-])(?:(?<=^)|(?<!\w))[وفبلك]?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d.,/-])(?P<year>1\d\d\d|20\d\d)([-/.])(?P<number>\d{1,2})\2(?P<day>\d{1,2})(?![\d/-])",
        r"(?<![\d.,/-])(?P<day>\d{1,2})([-/.])(?P<number>\d{1,2})\2(?P<year>1\d\d\d|20\d\d)(?![\d/-])",
        rf"(?<![\d.,])(?P<day>{_DAY})(?:{_AND}(?P<until>{_DAY}))?\s+(?:من |of |de |d')?{_MONTH}{_YEAR}?",
        rf"(?<!\w)(?P<ordinal>{_ORDINAL})\s+(?:من )?{_MONTH}{_YEAR}?",
        rf"(?<!\w)[وفبلك]?{_MONTH}\s+(?:the )?(?P<day>{_DAY})(?:{_AND}(?P<until>{_DAY}))?{_YEAR}?(?![\d%])",
        rf"(?<!\w)[وفبلك]?{_MONTH}{_YEAR}",
    )
)
# Names that are other words as well («مارس» "practised", "may", "mars", «آب» "father"), and all of the Hijri months,
# which are people's names: alone they ask for nothing unless a word before says that it is a time.
_ALSO_WORDS = frozenset("may mai mars march marzo august mayo ماي اب جوان مارس غشت ماي".split())  # noqa: SIM905
_IN = re.compile(
    r"(?<!\w)(?:in|since|until|by|last|next|early|late|mid|this|en|depuis|fin|debut|mi|في|منذ|حتي|شهر|نهايه|بدايه|مطلع"
    r"|منتصف|اواخر|اوايل|خلال)[ -]$"
)
_ALONE = re.compile(rf"(?<!\w)[وفبلك]?(?P<month>{_NAME})(?:\s*[/-]\s*{_NAME})?")


def read_dates(text: ReadText) -> list[DateSaid]:
    """The dates of a text in order, without overlap."""
    dates: list[DateSaid] = []
    for found in sorted(_dates(text.folded), key=lambda date: (date.place.start, -date.place.end)):
        # two days of one month stand in one place: "12 to 14 May"
        if not dates or found.place == dates[-1].place or found.place.start >= dates[-1].place.end:
            dates.append(found)
    return dates


def _dates(text: str) -> Iterator[DateSaid]:
    for form in _FORMS:
        for match in form.finditer(text):
            yield from _of_match(match)
    for match in _ALONE.finditer(text):
        month = match["month"]
        if month not in MONTH_NAMES and _NUMBERS[month] <= 12 and month not in _UNACCENTED_NAMES:
            continue  # "mar", "dec" are months beside a number only
        plain = month not in _ALSO_WORDS and _NUMBERS[month] <= 12
        asked = plain or _IN.search(text, 0, match.start("month")) is not None
        yield DateSaid(None, _NUMBERS[month], None, Span(*match.span("month")), is_asked=asked)


_UNACCENTED_NAMES = frozenset(map(without_accents, MONTH_NAMES))


def _of_match(match: re.Match[str]) -> Iterator[DateSaid]:
    said = match.groupdict()
    year = int(said["year"]) if said.get("year") else None
    place = Span(*match.span())
    if said.get("number"):
        day, month = int(said["day"]), int(said["number"])
        if day > 31 or month > 31:
            return
        first = match.start("day") < match.start("number")
        swapped = (month, day) if first and day <= 12 else None
        if month > 12 and swapped is None:
            return
        yield DateSaid(day, month, year, place, others=swapped)
        return
    month = _NUMBERS[said["month"]]
    days: list[int | None] = [ARABIC_DAYS[said["ordinal"]]] if said.get("ordinal") else []
    days += [int(re.sub(r"\D", "", day)) for day in (said.get("day"), said.get("until")) if day]
    for number in days or [None]:
        yield DateSaid(number, month, year, place)
