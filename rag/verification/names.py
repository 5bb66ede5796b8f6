"""Names of a claim that no quote has, in its own script or in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.text.skeletons import word_skeletons
from rag.text.time.languages import WEEKDAY_NUMBERS
from rag.text.time.words import MONTH_NUMBERS, without_accents
from rag.types import Reason, ReasonKind
from rag.verification.meeting import Meeting
from rag.verification.numerals import HUNDREDS, ORDINALS, SCALES, SMALL
from rag.verification.words import ReadText, Word, is_arabic

# From how near a word of the quote is taken for a name of the claim: names of one thing lie at .6 and more across
# languages («اوباما», "Obama" .77), of two at .25 and less ("London", «باريس» .04).
_MEETS = 0.4
_MEETS_ACROSS = 0.25  # where the quotes are in another script, translations are met less well
_SHORT = 2  # consonants of a short name, which must then be all the same
_FURTHER_LETTERS = 3
_NEAR_SKELETON = 4  # consonants from which two skeletons may differ in one
_CAPITALS = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
_GERMAN = frozenset("der die das und ist nicht ein eine von mit wurde werden".split())  # noqa: SIM905
_GERMAN_WORDS = 3


def missing_names(meeting: Meeting) -> Iterator[Reason]:
    """A reason for each name of the claim that no quote has; what a quote has in its place where that is plain."""
    spare = [
        word.written
        for number, quote in enumerate(meeting.quotes)
        for row, word in _names(quote)
        if meeting.met[:, meeting.column(number, row)].max(initial=0.0) < _MEETS
    ]
    for row, word in _names(meeting.claim):
        bar = _MEETS_ACROSS if _is_across(word, meeting) else _MEETS
        if meeting.best(row) < bar and not _is_initials(word, meeting) and not _nearly_there(word, meeting):
            yield Reason(ReasonKind.NAME, word.written, spare[0] if spare else "")


def _names(text: ReadText) -> Iterator[tuple[int, Word]]:
    """Words that a capital shows to be names; in German and in headings it shows nothing."""
    if text.is_heading or len(_GERMAN & {word.text for word in text.words}) >= _GERMAN_WORDS:
        return
    for row, word in enumerate(text.words):
        following = text.words[row + 1] if row + 1 < len(text.words) else None
        if not (word.is_content and word.is_capital and _CAPITALS.match(word.written)) or _is_time_or_number(word.text):
            continue
        if not word.opens or (following is not None and following.is_capital and _CAPITALS.match(following.written)):
            yield row, word


def _is_time_or_number(word: str) -> bool:
    return (
        any(word in words for words in (_WEEKDAYS, MONTH_NUMBERS, SMALL, HUNDREDS, SCALES, ORDINALS))
        or re.fullmatch("[ivx]+e?", word) is not None
    )


_WEEKDAYS = frozenset(map(without_accents, WEEKDAY_NUMBERS))


def _is_initials(word: Word, meeting: Meeting) -> bool:
    """Whether the quotes write out an abbreviation of the claim, or abbreviate a name of it."""
    letters = word.text
    if word.written.isupper() and 2 <= len(letters) <= 6:
        return any(_initials_stand_in(letters, quote) for quote in meeting.quotes)
    return any(
        other.written.isupper()
        and 2 <= len(other.text) <= 6
        and other.text[0] == letters[0]
        and _initials_stand_in(other.text, meeting.claim)
        for quote in meeting.quotes
        for other in quote.words
    )


def _initials_stand_in(letters: str, text: ReadText) -> bool:
    initials = "".join(word.text[0] for word in text.words if word.is_capital)
    return letters in initials


def _is_across(word: Word, meeting: Meeting) -> bool:
    """Whether most of the quotes' words are in another script than a name."""
    words = [held for quote in meeting.quotes for held in quote.words]
    return sum(is_arabic(held.text) != is_arabic(word.text) for held in words) > len(words) / 2


def _nearly_there(word: Word, meeting: Meeting) -> bool:
    """Whether a quote in another script has the name but for one consonant, or a short name to the consonant."""
    mine, short = word_skeletons(word.written), word_skeletons(word.written, fewest=_SHORT)
    for held in (held for quote in meeting.quotes for held in quote.words):
        if is_arabic(held.text) == is_arabic(word.text) or not held.is_content:
            continue
        if any(_differ_in_one(one, other) for other in word_skeletons(held.written) for one in mine):
            return True
        alike = not short.isdisjoint(word_skeletons(held.written, fewest=_SHORT))
        if alike and abs(len(held.text) - len(word.text)) <= _FURTHER_LETTERS:
            return True
    return False


def _differ_in_one(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _NEAR_SKELETON or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
