"""Hijri years and months as Gregorian dates, by the Umm al-Qura calendar: 1343 to 1500 AH, 1924 to 2077.

Where a month begins by the sighting of the moon, its first day may differ by one from these tables.
"""

from __future__ import annotations

from datetime import date, timedelta

from rag.text.normalise import fold

_FIRST_YEAR, _LAST_YEAR = 1343, 1499  # what hijridate's tables hold to the first day of the year that follows
_ROWS = (
    "محرم muharram mouharram",
    "صفر safar",
    "ربيع_الأول ربيع_أول rabi_al-awwal rabi_i rabia_al_awal",
    "ربيع_الآخر ربيع_الثاني ربيع_ثاني rabi_al-thani rabi_ii rabia_al_thani",
    "جمادى_الأولى جمادى_الأول jumada_al-awwal jumada_i joumada_al_oula",
    "جمادى_الآخرة جمادى_الثانية جمادى_الآخر jumada_al-thani jumada_ii joumada_al_thania",
    "رجب rajab",
    "شعبان shaban sha'ban chaabane",
    "رمضان ramadan ramadán",
    "شوال shawwal chawwal",
    "ذو_القعدة ذي_القعدة ذو_قعدة dhu_al-qadah dhul_qadah dhou_al_qida",
    "ذو_الحجة ذي_الحجة ذو_حجة dhu_al-hijjah dhul_hijjah dhou_al_hijja",
)
HIJRI_MONTHS = {
    fold(name.replace("_", " ")): number for number, row in enumerate(_ROWS, start=1) for name in row.split()
}
"""Names of Hijri months, folded, with the number of the month."""


def hijri_year(year: int) -> tuple[date, date] | None:
    """The first day of a Hijri year and the first day after it; None outside the tables."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return _gregorian(year, 1), _gregorian(year + 1, 1)


def hijri_month(year: int, month: int) -> tuple[date, date] | None:
    """The first day of a Hijri month and the first day after it; None outside the tables."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return _gregorian(year, month), _gregorian(year + month // 12, month % 12 + 1)


def hijri_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    """A Hijri day and the day after it; None outside the tables, or if the month has no such day."""
    bounds = hijri_month(year, month)
    if bounds is None or not 1 <= day <= (bounds[1] - bounds[0]).days:
        return None
    start = bounds[0] + timedelta(days=day - 1)
    return start, start + timedelta(days=1)


def hijri_month_within(gregorian_year: int, month: int) -> tuple[date, date] | None:
    """The first Hijri month of that number to begin in a Gregorian year: "Ramadan 2021"."""
    nearest = (gregorian_year - 622) * 33 // 32  # 33 lunar years are 32 solar ones
    candidates = (hijri_month(year, month) for year in range(nearest - 1, nearest + 3))
    return next((bounds for bounds in candidates if bounds and bounds[0].year == gregorian_year), None)


def _gregorian(year: int, month: int) -> date:
    from hijridate import Hijri  # noqa: PLC0415 - few questions name a Hijri date

    day = Hijri(year, month, 1).to_gregorian()
    return date(day.year, day.month, day.day)
