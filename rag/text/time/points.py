"""Stretches of time that a text names: "March 2022", «1444 هـ», "last month", «قبل شهرين».

What a stretch means for a question (before it, since it, or nothing) is left to ``relations``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from functools import cache

from rag.text.months import MONTH_NAMES, MONTHS
from rag.text.time.hijri import HIJRI_MONTHS, hijri_day, hijri_month, hijri_month_within, hijri_year
from rag.text.time.languages import LANGUAGES
from rag.text.time.stretches import Stretch, counted_stretch, month_stretch, months_later
from rag.text.time.words import ARABIC_DAYS, MONTH_NUMBERS, Reading, TimeWords, without_accents
from rag.types import Span

REACH = 120  # how far from a time the words may stand that say what it is: a clause is rarely longer


class PointKind(Enum):
    """How much a named stretch says by itself."""

    NAMED = auto()  # a date, a month with its year, a year
    RELATIVE = auto()  # counted from today
    TODAY = auto()  # as often "nowadays" as this day
    NOW = auto()  # nothing but the end of "from 2020 until now"
    LOOSE = auto()  # a month without a year: something only after "since" or "between"


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of days from ``start`` to before ``end`` (None: still running); ``place`` is in the folded text.

    ``opening`` is the day that "before" it means. ``is_bare_year`` is set for four digits and nothing else.
    """

    start: date
    end: date | None
    place: Span
    kind: PointKind
    opening: date
    is_bare_year: bool = False


def _alternatives(words: Mapping[str, object]) -> str:
    ordered = sorted({without_accents(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")"


_HIJRI_NUMBERS = {without_accents(name): number for name, number in HIJRI_MONTHS.items()}
_FULL_NAME = _alternatives(MONTH_NAMES)
_MONTH = rf"(?P<month>{_alternatives(MONTHS)})(?!\w)\.?(?:\s*[/(-]\s*{_FULL_NAME}\)?)?"
_HIJRI = rf"(?P<hijri>{_alternatives(HIJRI_MONTHS)})"
# A word begins here, or after a letter that Arabic writes on to it.
_START = r"(?:(?<![\w.,/:-])|(?<=(?<!\w)[وفبلك])|(?<=\bmid-)|(?<=\bmi-))"
_NOT_COUNTED = (
    r"(?!\s+(?:سنه|سنوات|عام|عاما|يوم|يوما|ايام|شخص|شخصا|جندي|جنديا|قتيل|قتيلا|متر|مترا|كيلومتر|كم|دولار|دولارا|درهم"
    r"|years?|days|people|soldiers|men|met(?:er|re)s|km|kilomet(?:er|re)s|dollars|euros|ans|annees|jours|personnes|soldats"
    r"|anos|dias|personas|jahren?|tagen?|menschen|personen"
    r"|قبل\s+الميلاد|ق\.\s?م|bce?|b\.c|before\s+christ|av\.?\s+j|avant\s+j|antes\s+de\s+cristo|a\.\s?c|v\.\s?chr)\b)"
)
_END = rf"(?![\w%]|[.,:/-]\d|'s\b){_NOT_COUNTED}"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?:\s?م(?!\w)|\s+ميلاديه?(?!\w))?"
_YEAR_WORD = r"(?:(?:ال|لل)?(?:عام|سنه)|(?:the\s+)?year|(?:l')?annee|l'an|(?:el\s+)?ano|jahre?s?)"
_OF = rf"(?:\s*[,،]|\s+(?:من|ل?{_YEAR_WORD}|del?|of|des))*\s*"
_DAY_WORD = r"(?:(?:ال)?يوم\s+)?"
_DAY = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?|(?P<ordinal>{_alternatives(ARABIC_DAYS)}))"
_MONTH_WORD = r"(?:(?:(?:ال)?شهر|month\s+of|mois\s+de|mes\s+de)\s+|mois\s+d')?"
_HIJRI_MARK = r"\s?(?:ه|هجري|هجريه|للهجره|من\s+الهجره|ah|a\.h\.|h|hijri)(?!\w)\.?"
_HIJRI_YEAR = r"(?P<hijri_year>1[34]\d\d)"
_NAMED = tuple(
    re.compile(_START + form + _END)
    for form in (
        r"(?P<year>(?:1[89]|20)\d\d)([-/.])(?P<month_number>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>(?:1[89]|20)\d\d)",
        rf"{_DAY_WORD}{_DAY}\s+(?:من\s+|of\s+|de\s+)?{_MONTH_WORD}{_MONTH}{_OF}{_YEAR}",
        rf"{_MONTH}\s+{_DAY}\s*[,،]?\s+{_YEAR}",
        rf"{_MONTH_WORD}{_MONTH}{_OF}{_YEAR}",
        r"(?P<month_number>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:1[89]|20)\d\d)\s?[-/]\s?(?P<last_year>(?:1[89]|20)\d\d)",
        rf"{_YEAR_WORD}\s+{_YEAR}",
        rf"(?P<bare>{_YEAR})",
        rf"{_DAY_WORD}{_DAY}\s+(?:من\s+)?{_MONTH_WORD}{_HIJRI}{_OF}{_HIJRI_YEAR}(?:{_HIJRI_MARK})?",
        rf"{_MONTH_WORD}{_HIJRI}{_OF}{_HIJRI_YEAR}(?:{_HIJRI_MARK})?",
        rf"{_MONTH_WORD}{_HIJRI}{_OF}{_YEAR}",
        rf"(?:{_YEAR_WORD}\s+)?{_HIJRI_YEAR}{_HIJRI_MARK}",
    )
)
_PART = re.compile(
    r"(?<!\w)(?:(?P<opening>(?:بدايه|بدايات|مطلع|اوايل)|(?:the\s+)?(?:beginning|start)\s+of|early|(?:le\s+)?debut|"
    r"principios|anfang)|(?P<middle>منتصف|اواسط|(?:the\s+)?middle\s+of|mid-?|(?:la\s+)?mi-|mediados|mitte)"
    r"|(?P<closing>نهايه|اواخر|(?:the\s+)?end\s+of|late|(?:la\s+)?fin|finales|fines|ende))"
    r"(?:\s+|(?<=-))(?:de\s+|d'|du\s+|des\s+)?(?:the\s+)?$"
)
# «ماي» and "May" are people too, «آب» is spelled as «أب» is: without a year they are months only at the end.
_NAMES_OF_MORE = re.compile(r"(?:شهر\s+)?(?:may|ماي|اب|جوان)")
_CLAUSE_END = re.compile(r"\s*(?:[?؟.!,،;؛:]|$)")
_GERMAN = re.compile(r"(?<!\w)(?:ist|sind|was|wer|wie|wo|warum|wann|wird|wurde|und|der|die|das)(?!\w)")


def _compiled(language: TimeWords, form: str) -> re.Pattern[str]:
    def units(wanted: Callable[[int | None], bool]) -> str:
        words = {word: None for word, (_, count) in language.units.items() if wanted(count)}
        return f"(?P<unit>{_alternatives(words)})" if words else "(?!)"

    slots = {
        "unit": units(lambda _: True),
        "one": units(lambda count: count == 1),
        "dual": units(lambda count: count == 2),
        "n": rf"(?P<n>\d{{1,3}}|{'|'.join(language.numbers.split())})",
        "month": rf"(?P<month>{_FULL_NAME})(?:\s*[/-]\s*{_FULL_NAME})?",
        "weekday": f"(?P<weekday>{'|'.join(language.weekdays.split())})",
        "hijri": _alternatives(HIJRI_MONTHS),
    }
    pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda slot: slots[slot[1]], form)
    return re.compile(rf"{_START}(?:{pattern})(?!\w)")


@cache
def _forms() -> tuple[tuple[Reading, re.Pattern[str]], ...]:
    """Compiled with the first question: it takes longer than the import of everything else here."""
    return tuple((reading, _compiled(language, form)) for language in LANGUAGES for reading, form in language.forms)


def find_points(text: str, today: date) -> list[Point]:
    """The stretches of time that ``text``, folded and without accents, names; in order and without overlap."""
    found = [*_named_points(text), *_counted_points(text, today)]
    points: list[Point] = []
    for point in sorted(found, key=lambda point: (point.place.start, -point.place.end)):
        if not points or point.place.start >= points[-1].place.end:
            points.append(point)
    return [_part_of(point, text) for point in points]


def _named_points(text: str) -> Iterator[Point]:
    for form in _NAMED:
        for match in form.finditer(text):
            stretch = _named_stretch(match.groupdict())
            if stretch is not None:
                yield _point(stretch, match, PointKind.NAMED, is_bare_year="bare" in match.groupdict())


def _point(stretch: Stretch, match: re.Match[str], kind: PointKind, *, is_bare_year: bool = False) -> Point:
    return Point(stretch.start, stretch.end, Span(*match.span()), kind, stretch.start, is_bare_year)


def _named_stretch(said: Mapping[str, str | None]) -> Stretch | None:
    day = int(said.get("day") or ARABIC_DAYS.get(said.get("ordinal") or "", 0))
    try:
        if said.get("hijri_year"):
            return _hijri_stretch(said, day)
        year = int(said["year"] or 0)
        if said.get("hijri"):
            return _from_bounds(hijri_month_within(year, _HIJRI_NUMBERS[said["hijri"] or ""]))
        return _gregorian_stretch(said, year, day)
    except ValueError:  # such as 31 February
        return None


def _hijri_stretch(said: Mapping[str, str | None], day: int) -> Stretch | None:
    year, name = int(said["hijri_year"] or 0), said.get("hijri")
    if not name:
        return _from_bounds(hijri_year(year))
    month = _HIJRI_NUMBERS[name]
    return _from_bounds(hijri_day(year, month, day) if day else hijri_month(year, month))


def _from_bounds(bounds: tuple[date, date] | None) -> Stretch | None:
    return None if bounds is None else Stretch(*bounds)


def _gregorian_stretch(said: Mapping[str, str | None], year: int, day: int) -> Stretch:
    if said.get("first"):
        return _written_in_figures(int(said["first"] or 0), int(said["second"] or 0), year)
    name, number = said.get("month"), said.get("month_number")
    if not (name or number):
        last_year = int(said.get("last_year") or year)
        if last_year < year:
            raise ValueError("years in the wrong order")
        return Stretch(date(year, 1, 1), date(last_year + 1, 1, 1))
    month = MONTH_NUMBERS[name] if name else int(number or 0)
    if not day:
        return month_stretch(date(year, month, 1))
    return _day_stretch(date(year, month, day))


def _written_in_figures(first: int, second: int, year: int) -> Stretch:
    """A day such as 13/09/2022 or 09/13/2022; ValueError when it may be either of two days."""
    if first != second and max(first, second) <= 12:
        raise ValueError("either of two days")
    return _day_stretch(date(year, first, second) if second > 12 else date(year, second, first))


def _day_stretch(day: date) -> Stretch:
    return Stretch(day, day + timedelta(days=1))


def _counted_points(text: str, today: date) -> Iterator[Point]:
    for reading, form in _forms():
        for match in form.finditer(text):
            said = match.groupdict()
            stretch = counted_stretch(reading, said, today)
            if stretch is None or _means_something_else(match, text):
                continue
            yield _point(stretch, match, _KINDS.get(reading, PointKind.RELATIVE))


def _means_something_else(match: re.Match[str], text: str) -> bool:
    if match[0] == "hier":  # German for "here"
        return _GERMAN.search(text, max(0, match.start() - REACH), match.end() + REACH) is not None
    return _NAMES_OF_MORE.fullmatch(match[0]) is not None and _CLAUSE_END.match(text, match.end()) is None


_KINDS = {
    Reading.TODAY: PointKind.TODAY,
    Reading.NOW: PointKind.NOW,
    Reading.MONTH_ALONE: PointKind.LOOSE,
    Reading.SINCE_START: PointKind.LOOSE,
}


def _part_of(point: Point, text: str) -> Point:
    """The point with "early", "mid" or "the end of" that stands before it: a third of the stretch."""
    part = _PART.search(text, max(0, point.place.start - REACH), point.place.start)
    if part is None or point.end is None or point.kind is not PointKind.NAMED:
        return point
    place = Span(part.start(), point.place.end)
    first_third, last_third = _thirds(point.start, point.end)
    if part["opening"]:
        return replace(point, end=first_third, place=place, is_bare_year=False)
    if part["middle"]:
        return replace(point, start=first_third, end=last_third, opening=last_third, place=place, is_bare_year=False)
    return replace(point, start=last_third, opening=point.end, place=place, is_bare_year=False)


def _thirds(start: date, end: date) -> tuple[date, date]:
    """Where the second and the last third of a year or a month begin; a day has no parts."""
    days = (end - start).days
    if days == 1:
        return end, start
    if days < 32:
        return start + timedelta(days=10), start + timedelta(days=20)
    return months_later(start, 4), months_later(end, -4)
