"""The vocabulary of time: units, numbers, days and months as words, and what a language must say of itself.

Everything here is folded and without Latin accents, as the text is that it is held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from rag.text.months import MONTHS

FEW = None
"""How many a plural without a number says."""


class Unit(StrEnum):
    """A unit of time that people count back in."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Reading(Enum):
    """How the words of a form become dates."""

    THIS = auto()  # this month
    LAST = auto()  # last month
    AGO = auto()  # two months ago
    SINCE_AGO = auto()  # for two months
    ROLLING = auto()  # the past two months
    SINCE_START = auto()  # the beginning of the year
    LAST_MONTH_NAMED = auto()  # last March
    LAST_WEEKDAY = auto()  # last Monday
    TODAY = auto()
    NOW = auto()
    YESTERDAY = auto()
    BEFORE_YESTERDAY = auto()
    MONTH_ALONE = auto()  # March


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One language. Every field but ``units`` and ``weekdays`` holds regular expressions.

    ``units`` gives each word its unit and how many it says by itself (FEW for a plural); ``weekdays`` are seven
    alternatives from Monday on. ``era`` makes of a preposition the name of an age: «ما بعد 2003».
    """

    before: str
    after: str
    since: str
    until: str
    between: str
    joined: str
    from_: str
    to: str
    era: str
    news: str
    published: str
    within: str
    article: str
    numbers: str
    units: Mapping[str, tuple[Unit, int | None]]
    weekdays: str
    forms: tuple[tuple[Reading, str], ...]


def units_of(**words: str) -> dict[str, tuple[Unit, int | None]]:
    """Of each unit its singular, dual and plural, parted by bars."""
    counts = (1, 2, FEW)
    return {
        word: (Unit(unit), count)
        for unit, said in words.items()
        for count, alternatives in zip(counts, said.split("|"), strict=True)
        for word in alternatives.split()
    }


COUNTS: Mapping[str, int | None] = {
    **dict.fromkeys("a an un une una ein eine einem einer واحد واحده".split(), 1),  # noqa: SIM905
    **{
        word: count
        for count, row in enumerate(
            ("one", "two deux dos zwei couple", "three trois tres drei ثلاث ثلاثه",
             "four quatre cuatro vier اربع اربعه",
             "five cinq cinco funf خمس خمسه", "six seis sechs ست سته", "seven sept siete sieben سبع سبعه",
             "eight huit ocho acht ثمان ثماني ثمانيه", "nine neuf nueve neun تسع تسعه", "ten dix diez zehn عشر عشره",
             "eleven onze once elf", "twelve douze doce zwolf"),
            start=1,
        )
        for word in row.split()
    },
    **dict.fromkeys(
        "few several some quelques plusieurs unos unas varios varias einigen wenigen paar بضع بضعه عده".split(), FEW  # noqa: SIM905
    ),
}  # fmt: skip
"""Numbers as words, and those that only say "a few"."""
_ORDINALS = "اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر".split()  # noqa: SIM905
ARABIC_DAYS: Mapping[str, int] = (
    {f"ال{word}": day for day, word in enumerate(_ORDINALS, start=1)}
    | {f"ال{word} عشر": day for day, word in enumerate(("حادي", *_ORDINALS[1:9]), start=11)}
    | {f"ال{word} و{tens}": first + day for tens, first in (("العشرين", 20), ("الثلاثين", 30))
       for day, word in enumerate(("حادي", *_ORDINALS[1:9]), start=1) if first + day <= 31}
    | {"العشرين": 20, "الثلاثين": 30, "فاتح": 1}
)  # fmt: skip
"""Days of a month as ordinals: «الخامس من ماي», and the Maghreb's «فاتح ماي»."""

_ACCENTS = str.maketrans("àâäáãåèéêëìíîïòóôöõùúûüñç", "aaaaaaeeeeiiiiooooouuuunc")


def without_accents(folded: str) -> str:
    """Folded text with the accents of French, Spanish and German gone, place for place."""
    return folded.translate(_ACCENTS)


MONTH_NUMBERS: Mapping[str, int] = {without_accents(name): number for name, number in MONTHS.items()}
"""Full and shortened names of months."""
