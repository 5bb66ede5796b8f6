"""Dates as articles print them: in records, front matter, and on the line under a headline.

All matching is done on folded text, so that digits of every script and spelling variants come for free.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from rag.text.months import MONTH_PATTERN, MONTHS
from rag.text.normalise import fold

_NAMED = rf"(?P<month>{MONTH_PATTERN})(?:\s*[/\-(]\s*{MONTH_PATTERN}\)?)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(rf"(?<![\w/]){form}(?!\w)")
    for form in (
        rf"{_YEAR}([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?:t[\d:.]+z?)?",
        rf"{_DAY}(?:\s+de)?\s*[\s\-]\s*{_NAMED}\s*[,،\-]?\s*{_YEAR}",
        rf"{_NAMED}\s+{_DAY}\s*[,،]?\s+{_YEAR}",
        rf"{_YEAR}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日",
        r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4})",
    )
)
# What stands beside the date on a date line of a news page and says nothing else.
_FILLER = re.compile(
    r"\b(?:published|posted|updated|last|on|at|date|publie|publié|mis|mise|a|à|jour|le|par|نشر|نشرت|في|اخر|تحديث|"
    r"تاريخ|النشر|بتاريخ|يوم|الساعه|بتوقيت|غرينتش|gmt|utc|est|cet|am|pm|م|ص|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|السبت|الاحد)\b|\d{1,2}[:h]\d{2}(?::\d{2})?"
)
_HEAD_LINES = 8  # headline, subtitle, byline and date come before the first paragraphs
_PLACE_WORDS = 2  # a town or an agency may stand on the date line too
_EPOCH_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")


def parse_date(value: object) -> date | None:
    """The date that a field holds: a date, ISO 8601, YYYY/MM/DD, a written-out date or seconds since 1970."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = fold(str(value)).strip()
    if _EPOCH_SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), tz=UTC).date()
    found = _search_date(text)
    return None if found is None else found[0]


def read_date_line(line: str) -> date | None:
    """The date of a line that is mainly a date; None for a sentence that only mentions one."""
    if len(line) > 120:  # the longest with weekday, both month names and time is under 90
        return None
    text = fold(line)
    found = _search_date(text)
    if found is None:
        return None
    day, match = found
    rest = _FILLER.sub("", text[: match.start()] + " " + text[match.end() :])
    words = re.findall(r"\w+", rest)
    if len(words) > _PLACE_WORDS or sum(map(len, words)) > len(match[0]):
        return None
    return day


def find_published(lines: Sequence[str]) -> date | None:
    """The date on a date line near the head of an article whose non-empty lines these are."""
    return next((day for line in lines[:_HEAD_LINES] if (day := read_date_line(line)) is not None), None)


def _search_date(text: str) -> tuple[date, re.Match[str]] | None:
    for form in _FORMS:
        for match in form.finditer(text):
            day = _date_of(match)
            if day is not None:
                return day, match
    return None


def _date_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if "first" in parts:
        day, month = _order_day_and_month(int(parts["first"]), int(parts["second"]))
    else:
        name = parts["month"].rstrip(".")
        month = int(name) if name.isdigit() else MONTHS[name]
        day = int(parts["day"])
    year = int(parts["year"])
    if not 1000 <= year <= 2200:  # outside, it is a Hijri year misread or no year at all
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order_day_and_month(first: int, second: int) -> tuple[int, int]:
    """Day and month of 13/09/2022 or 09/13/2022; month 0, which is no date, when both readings are possible."""
    if first == second or first > 12:
        return first, second
    return (second, first) if second > 12 else (first, 0)
