"""Stretches of days, and how what is said of them ("two months ago", "last Monday") is counted from a day."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rag.text.time.languages import UNITS, WEEKDAY_NUMBERS
from rag.text.time.words import COUNTS, FEW, MONTH_NUMBERS, Reading, Unit

_FEW_AT_MOST = 10  # the Arabic plural without a number says three to ten; a wider stretch loses nothing
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Stretch(NamedTuple):
    """Days from ``start`` to before ``end``; None is no end."""

    start: date
    end: date | None


def month_stretch(day: date) -> Stretch:
    """The month of a day."""
    start = day.replace(day=1)
    return Stretch(start, months_later(start, 1))


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - _DAY).day))


def counted_stretch(reading: Reading, said: Mapping[str, str | None], today: date) -> Stretch | None:
    """What a form says on ``today``; ``said`` are its named groups. None if it says too little ("years ago")."""
    match reading:
        case Reading.TODAY | Reading.NOW:
            return _ago(Unit.DAY, 0, today)
        case Reading.YESTERDAY:
            return _ago(Unit.DAY, 1, today)
        case Reading.BEFORE_YESTERDAY:
            return _ago(Unit.DAY, 2, today)
        case Reading.LAST_WEEKDAY:
            weekday = WEEKDAY_NUMBERS[said["weekday"] or ""]
            return _ago(Unit.DAY, (today.weekday() - weekday - 1) % 7 + 1, today)
        case Reading.LAST_MONTH_NAMED | Reading.MONTH_ALONE:
            return _latest_month(MONTH_NUMBERS[said["month"] or ""], today, may_be_now=reading is Reading.MONTH_ALONE)
    return _counted(reading, said, today)


def _counted(reading: Reading, said: Mapping[str, str | None], today: date) -> Stretch | None:
    unit, count = UNITS[said["unit"] or ""]
    number = said.get("n")
    if number:
        count = int(number) if number.isdecimal() else COUNTS[number]
    match reading:
        case Reading.THIS:
            return _ago(unit, 0, today)
        case Reading.SINCE_START:
            return Stretch(_ago(unit, 0, today).start, None)
        case Reading.LAST:
            return _ago(unit, 1, today)
    if count is FEW and unit is Unit.YEAR:
        return None
    if count is FEW or reading is Reading.ROLLING:
        start = _rolled_back(unit, count or _FEW_AT_MOST, today)
        return Stretch(start, None if reading is Reading.SINCE_AGO else today + _DAY)
    stretch = _ago(unit, count, today)
    return Stretch(stretch.start, None) if reading is Reading.SINCE_AGO else stretch


def _ago(unit: Unit, count: int, today: date) -> Stretch:
    """The calendar's ``count``-th unit before the present one."""
    match unit:
        case Unit.DAY:
            start = today - count * _DAY
            return Stretch(start, start + _DAY)
        case Unit.WEEK:
            return _week(count, today)
        case Unit.MONTH:
            return month_stretch(months_later(today.replace(day=1), -count))
        case Unit.YEAR:
            return Stretch(date(today.year - count, 1, 1), date(today.year - count + 1, 1, 1))
        case Unit.HOUR:
            return Stretch(_rolled_back(unit, count, today), today + _DAY)


def _week(count: int, today: date) -> Stretch:
    """Weeks begin on Saturday, Sunday or Monday, as the country has it; the stretch holds all three readings."""
    begins = [today - (today.weekday() - first) % 7 * _DAY for first in (5, 6, 0)]
    return Stretch(min(begins) - count * _WEEK, max(begins) - count * _WEEK + _WEEK)


def _rolled_back(unit: Unit, count: int, today: date) -> date:
    match unit:
        case Unit.HOUR:
            return today - math.ceil(count / 24) * _DAY
        case Unit.DAY:
            return today - count * _DAY
        case Unit.WEEK:
            return today - count * _WEEK
        case Unit.MONTH:
            return months_later(today, -count)
        case Unit.YEAR:
            return months_later(today, -12 * count)


def _latest_month(number: int, today: date, *, may_be_now: bool) -> Stretch:
    is_over = number < today.month or (may_be_now and number == today.month)
    return month_stretch(date(today.year - (0 if is_over else 1), number, 1))
