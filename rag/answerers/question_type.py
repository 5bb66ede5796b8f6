"""What kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from enum import StrEnum

from rag.text.normalise import fold

# Folded question words; the first that stands among the question's opening words decides.
_OPENING = 4  # words: «في أي عام», "In which year", «Depuis quelle année»
_ASKS_DATE = """متي تاريخ عام سنه يوم شهر when year date month quand année annee mois cuando wann"""
_ASKS_COUNT = """كم عدد many much number combien nombre cuantos cuantas wieviel"""
_DATE_WORDS = frozenset(_ASKS_DATE.split())
_COUNT_WORDS = frozenset(_ASKS_COUNT.split())
# A year, a weekday or a month as a word of its own, with the clitics that Arabic writes on it; «may» is a
# month only beside a number.
_TEMPORAL = re.compile(
    r"\b(?:1\d{3}|20\d{2})\b"
    r"|\b[وفبلك]{0,2}(?:ال)?(?:يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر|كانون|شباط|اذار"
    r"|نيسان|ايار|حزيران|تموز|ايلول|تشرين|شتنبر|نونبر|دجنبر|غشت|يوليوز|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|احد)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:\d{1,2} may|may \d{1,4})\b"
    r"|\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)
_WORD = re.compile(r"\w+")


class AskedKind(StrEnum):
    """What an answer must hold to be one."""

    DATE = "date"
    COUNT = "count"


def asked_kind(question: str) -> AskedKind | None:
    """The kind of thing asked for; None when the opening words do not tell."""
    for word in _WORD.findall(fold(question))[:_OPENING]:
        if word in _COUNT_WORDS:
            return AskedKind.COUNT
        if word in _DATE_WORDS:
            return AskedKind.DATE
    return None


def holds_asked_kind(question: str, text: str) -> bool:
    """Whether ``text`` holds a date or a number where the question asks for one."""
    kind = asked_kind(question)
    if kind is AskedKind.DATE:
        return _TEMPORAL.search(fold(text)) is not None
    return kind is AskedKind.COUNT and any(character.isdecimal() for character in text)
