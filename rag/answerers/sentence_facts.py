"""What a sentence holds, whatever is asked: numbers, dates, names, reasons, places. Read once for each sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rag.text.normalise import fold
from rag.text.terms import count_words, passage_terms

_KEPT_SENTENCES = 8192  # some 20 MB
_NUMBERS = """
واحد واحدة اثنان اثنين اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع تسعة عشر عشرة
عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئات ألف
آلاف مليون ملايين مليار مليارات نصف ثلث ربع مرتين مرتان عشرات مئتين مائتين
one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety
hundred hundreds thousand thousands million millions billion half third twice dozen dozens
deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante cinquante cent mille milliers milliard moitié
dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta ciento cien mil millón millones mitad
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend millionen hälfte
"""
_NUMBER_WORDS = frozenset(map(fold, _NUMBERS.split()))
_CLITICS = "وبلف"  # Arabic writes these on the number word that follows
# A year, a weekday or a month as a word of its own, with the clitics that Arabic writes on it; «may» is a
# month only beside a number.
_TEMPORAL = re.compile(
    r"\b(?:1\d{3}|20\d{2})\b"
    r"|\b[وفبلك]{0,2}(?:ال)?(?:يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر|كانون|شباط"
    r"|اذار|نيسان|ايار|حزيران|تموز|ايلول|تشرين|شتنبر|نونبر|دجنبر|غشت|يوليوز"
    r"|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|احد)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:\d{1,2} may|may \d{1,4})\b"
    r"|\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)
# Beginnings of words, so that «نتيجة» and «بسببه» count too.
_REASON = re.compile(
    r"لان|بسبب|نتيج|لذلك|من اجل|بهدف|لكي|نظرا|حيث|مما|because|due to|since|so that|in order|therefore|as a result"
    r"|parce qu|à cause|afin|grâce|\bcar\b|porque|debido|a causa|para que|\bweil\b|\bwegen\b"
    r"|aufgrund|\bdenn\b|\bdamit\b"
)
_MANNER = re.compile(
    r"عن طريق|بواسطه|من خلال|باستخدام|\bعبر\b|\bby\b|through|using|\bvia\b|par le biais|en utilisant|mediante|a través"
    r"|\bdurch\b|mittels"
)
_PLACE = re.compile(
    r"\bفي\b|مدين|دول|قري|محافظ|منطق|تقع|يقع|شمال|جنوب|شرق|غرب|\bin\b|\bat\b|\bnear\b|city|town|village|north|south|east"
    r"|west|region|ville|région|\bnord\b|\bsud\b|\bdans\b|ciudad|región|\bnorte\b|\bsur\b|stadt|dorf|norden|süden"
)
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Þ][\w’'-]+")  # not where a sentence begins
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """``stems`` in order, with repetition; ``numbers`` are folded words that hold a digit or say a number;
    ``capitalised`` counts the words written large inside the sentence."""

    words: int
    stems: tuple[str, ...]
    numbers: tuple[str, ...]
    capitalised: int
    has_digit: bool
    has_date: bool
    has_reason: bool
    has_manner: bool
    has_place: bool


def _read(text: str, language: str) -> SentenceFacts:
    folded = fold(text)
    return SentenceFacts(
        count_words(text),
        passage_terms(text, language).stems,
        tuple(word for word in _WORD.findall(folded) if _is_number(word)),
        len(_CAPITALISED.findall(text)),
        any(character.isdecimal() for character in folded),
        _TEMPORAL.search(folded) is not None,
        _REASON.search(folded) is not None,
        _MANNER.search(folded) is not None,
        _PLACE.search(folded) is not None,
    )


read_sentence: Callable[[str, str], SentenceFacts] = lru_cache(maxsize=_KEPT_SENTENCES)(_read)
"""The facts of a sentence in a language."""


def number_words(text: str) -> frozenset[str]:
    """The folded words of a text that hold a digit or say a number."""
    return frozenset(word for word in _WORD.findall(fold(text)) if _is_number(word))


def _is_number(word: str) -> bool:
    return (
        any(character.isdecimal() for character in word)
        or word in _NUMBER_WORDS
        or (word[0] in _CLITICS and word[1:] in _NUMBER_WORDS)
    )
