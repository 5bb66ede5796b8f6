"""Names of months as newspapers write them, folded; shared by dates of articles and by questions.

Arabic has three sets of Gregorian names (Levantine, Egyptian, Maghrebi), often two of them side by side.
"""

from __future__ import annotations

import re

from rag.text.normalise import fold

# One row a month: English; French; Spanish; German; Egyptian and Gulf; Levantine and Iraqi; Maghrebi (Morocco,
# Algeria, Tunisia).
_ROWS = (
    "january|janvier|enero|januar jänner|يناير|كانون_الثاني|جانفي",
    "february|février fevrier|febrero|februar|فبراير|شباط|فيفري",
    "march|mars|marzo|märz|مارس|آذار|مارس",
    "april|avril|abril|april|أبريل إبريل|نيسان|أفريل",
    "may|mai|mayo|mai|مايو|أيار|ماي",
    "june|juin|junio|juni|يونيو يونية|حزيران|جوان",
    "july|juillet|julio|juli|يوليو يولية|تموز|يوليوز جويلية",
    "august|août aout|agosto|august|أغسطس|آب|غشت أوت",
    "september|septembre|septiembre setiembre|september|سبتمبر|أيلول|شتنبر",
    "october|octobre|octubre|oktober|أكتوبر|تشرين_الأول|أكتوبر",
    "november|novembre|noviembre|november|نوفمبر|تشرين_الثاني|نونبر",
    "december|décembre decembre|diciembre|dezember|ديسمبر|كانون_الأول|دجنبر",
)
# English, French and Spanish; they mean a month only beside a number.
_SHORT_ROWS = (
    "jan janv ene", "feb févr fevr fév fev", "mar", "apr avr abr", "", "jun", "jul juil", "aug ago", "sept sep",
    "oct okt", "nov", "dec déc dic dez",
)  # fmt: skip


def _numbered(rows: tuple[str, ...]) -> dict[str, int]:
    return {
        fold(name.replace("_", " ")): number
        for number, row in enumerate(rows, start=1)
        for name in row.replace("|", " ").split()
    }


MONTH_NAMES = _numbered(_ROWS)
"""Full names, folded, with the number of the month."""
MONTHS = MONTH_NAMES | _numbered(_SHORT_ROWS)
"""Full and shortened names, folded, with the number of the month."""
MONTH_PATTERN = "(?:" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\b\.?"
"""Matches a name in folded text, the longest first."""
