"""Where a text denies: the words that negate, and for every word whether it stands under one.

Read in Arabic, English, French and Spanish. A cue reaches the words that follow it to the end of its clause, and denies
most surely the first few. Fixed phrases that only look like negation («لا يزال», "no doubt", "not only", "No. 5") are
no cues. Words that mean a negation without being one ("failed", «رفض», "few") excuse a difference and never make one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rag.types import Span
from rag.verification.words import ReadText

_REACH = 3  # content words behind a cue that it denies for sure
_CLAUSE = re.compile(r"[.!?؟;؛:\n،,()\"]|(?<!\w)(?:but|mais|pero|ولكن|لكن|بل|الا ان|غير ان|بيد ان)(?!\w)")
_FIXED = re.compile(
    r"(?<!\w)(?:"
    # Arabic: still, must, especially, no doubt, no less than, not only, or else, "but", "others", whatever
    r"[وف]?(?:لا|ما|لم) (?:ي|ت|ا|ن)?ز(?:ا)?ل\w*|[وف]?لا بد|[وف]?لا سيما|[وف]?لاسيما|"
    r"[وف]?لا شك|بلا شك|(?:ب?ما )?لا (?:ي|ت)قل عن"
    r"|[وف]?ليس(?:ت)? فقط|[وف]?لا (?:ي|ت)قتصر|[وف]?لم (?:ي|ت)قتصر|[وف]?لم (?:ي|ت)كتف\w*"
    r"|[وف]?الا ان|[وف]?غير ان|لا غير|[وف]?لا فقط"
    r"|[وف]?ليس(?:ت)? (?:مجرد|وحده|وحدها)|[وف]?لم (?:ي|ت)كن فقط"
    r"|لا محاله|لا مفر|لا حصر|[وف]?لا باس|[وف]?لا ريب|دون شك|[وف]?لا (?:ي|ت)خلو|لا سيما"
    r"|(?:ما|ماذا|كيف|لماذا) (?:اذا )?(?:لا|لم)|فضلا|و?دون (?:سن|مستوي)|غيره\w?|غيرهم|غيرهما|غيرها"
    # English
    r"|not only|not just|not merely|not least|not to mention|no doubt|no matter"
    r"|no less than|no fewer than|no later than"
    r"|no more than|not more than|not less than|no sooner|nothing but|no wonder|whether or not|or not|if not|why not"
    r"|cannot but|no\.? ?\d+|no one else|no other|non-\w+"
    # French
    r"|non seulement|pas seulement|sans doute|sans cesse|pas moins|n'importe|n'est-ce pas"
    r"|sinon|sans precedent|sans abri"
    r"|ne \w+ que|n'\w+ que|ne \w+ \w+ que|n'\w+ \w+ que"
    # Spanish
    r"|no solo|no solamente|sin embargo|sin duda|no obstante|sino"
    r")(?!\w)"
)
_CUE = re.compile(
    r"(?<!\w)(?:"
    r"[وفب]?(?P<ar>لم|لن|لا|الا(?= [يتن]\w{2})|ليلا|ليس|ليست|ليسوا|لسنا|لست|ليسا|غير|بلا|دون|بدون|عدم|لعدم|بعدم"
    r"|نفي|نفت|ينفي|تنفي|نفوا|ينفون|انكر|انكرت|ينكر"
    r"|تنكر)"
    r"|(?:^|(?<=[.:،,\"] ))[وف]?(?P<ma>ما)(?= (?:كان|كانت|كانوا|من|عاد|عادت)(?!\w))"
    r"|(?P<en>not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|denied|denies|deny|denying|no)"
    r"|(?P<nt>\w+n't)"
    r"|(?P<fr>pas|jamais|aucun|aucune|sans|personne|rien|ni|nul|nulle|plus|guere|nie|nient|dement|dementi|non)"
    r"|(?P<es>nunca|sin|ningun|ninguna|ninguno|nadie|nada|tampoco|niega|nego)"
    r")(?!\w)"
)
_FRENCH_NE = re.compile(r"(?<!\w)(?:ne |n')(?:\S+ +){0,4}$")
_NEEDS_NE = frozenset({"plus", "personne", "rien", "guere", "non", "nul", "nulle"})
_FRENCH_PAS = re.compile(
    r"(?<!\w)(?:un|le|les|ces|ses|premiers?|grands?|petits?|deux|trois|quelques|mille|faux|non|au|a) $"
)
_NO_ANSWER = re.compile(r"(?<!\w)(?:say|says|said|sin) $")
_DENYING = """
نفي نفت ينفي تنفي نفوا ينفون انكر انكرت ينكر تنكر denied denies deny denying nie nient dement dementi niega nego
"""
_DENIES_ALL = frozenset(_DENYING.split())
# What other languages say with a syllable: "unlawful", "non-executive".
_AFFIXES = frozenset("غير عدم لعدم بعدم بلا دون بدون non sans sin without".split())  # noqa: SIM905
_SOFT = re.compile(
    r"[وفبل]?(?:ال)?(?:fail|refus|declin|reject|lack|unable|unlikely|unknown|unaware|hardly|barely|rarely|seldom|avoid"
    r"|prevent|stop|ceas|absen|instead|except|unless|impossib|neglect|false|untrue"
    r"|فشل|يفشل|تفشل|رفض|يرفض|ترفض|عجز|امتنع|يمتنع|تعذر|استحال|مستحيل|انعدام|خلو|توقف|منع|يمنع|نادر|سوي|بدل|عكس"
    r"|استثنا|افتقار|تفتقر|يفتقر|غياب|كذب|مجهول"
    r"|echou|refus|rejet|manqu|incapab|rarement|evit|empech|cess|sauf|contrair|faux"
    r"|rechaz|apenas|raramente|imposib)\w*"
)
_PREFIXED = re.compile(r"(?:un|il|im|in|ir|dis|non|mis|mal|me|de)\w{4,}|\w{3,}less")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that negates, and the stretch of the folded text that it denies.

    ``denies_all`` is set for verbs such as "denied"; ``is_affix`` for what other languages say with a syllable.
    """

    place: Span
    reach: Span
    denies_all: bool
    is_affix: bool


def read_cues(text: ReadText) -> list[Cue]:
    """The words of a text that negate, in order."""
    folded = text.folded
    fixed = [Span(*found.span()) for found in _FIXED.finditer(folded)]
    cues = []
    for found in _CUE.finditer(folded):
        place = Span(*found.span())
        if any(phrase.overlaps(place) for phrase in fixed) or not _negates(found, folded):
            continue
        end = _clause_end(folded, place.end)
        word = found[found.lastgroup or 0]
        cues.append(Cue(place, Span(_reach_start(found, folded), end), word in _DENIES_ALL, word in _AFFIXES))
    return cues


def _negates(found: re.Match[str], text: str) -> bool:
    word = found[found.lastgroup or 0]
    before = text[: found.start()]
    if word in _NEEDS_NE:
        return _FRENCH_NE.search(before) is not None
    if word == "pas":
        return _FRENCH_NE.search(before) is not None or _FRENCH_PAS.search(before) is None
    if word == "no":
        return _NO_ANSWER.search(before) is None and not text[found.end() :].startswith((".", ",", "!"))
    return True


def _reach_start(found: re.Match[str], text: str) -> int:
    """French puts the verb between its two words: "n'a pas signé"."""
    if found.lastgroup != "fr":
        return found.end()
    ne = _FRENCH_NE.search(text, 0, found.start())
    return found.end() if ne is None else ne.start()


def _clause_end(text: str, start: int) -> int:
    end = _CLAUSE.search(text, start)
    return len(text) if end is None else end.start()


@dataclass(frozen=True, slots=True)
class Polarity:
    """What of a text is denied: ``denied`` are the rows of its words under an odd number of negations.

    ``reached`` are the rows that each cue denies.
    """

    cues: tuple[Cue, ...]
    reached: tuple[tuple[int, ...], ...]
    denied: frozenset[int]


def read_polarity(text: ReadText) -> Polarity:
    """Which words of a text stand under a negation."""
    cues = read_cues(text)
    reached = tuple(tuple(_reached(text, cue)) for cue in cues)
    times = Counter(row for rows in reached for row in rows)
    return Polarity(tuple(cues), reached, frozenset(row for row, count in times.items() if count % 2))


def _reached(text: ReadText, cue: Cue) -> Iterator[int]:
    left = 2 * _REACH if cue.denies_all else _REACH
    for row, word in enumerate(text.words):
        if word.place.start < cue.reach.start or cue.place.contains(word.place) or not word.is_content:
            continue
        if word.place.start >= cue.reach.end or not left:
            return
        left -= 1
        yield row


def is_soft(word: str) -> bool:
    """Whether a folded word may mean a negation without being one."""
    return _SOFT.fullmatch(word) is not None


def may_be_negated(word: str) -> bool:
    """Whether a folded word may hold its negation itself: "illegal", "useless"."""
    return _PREFIXED.fullmatch(word) is not None
