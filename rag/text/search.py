"""Finding words in a text without cutting a word or a number in two."""

from __future__ import annotations

import re
import unicodedata

# Scripts that set no space between words: an edge may be anywhere.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NUMBER_POINT = ".,٫٬"


def find_words(text: str, words: str, start: int = 0, end: int | None = None) -> int | None:
    """Where ``words`` first stand in ``text[start:end]`` as whole words; None if nowhere.

    «40» does not stand in «400», nor "5 percent" in "3.5 percent", nor "legal action" in "illegal action".
    """
    end = len(text) if end is None else end
    if not any(character.isalnum() for character in words):
        return None
    place = text.find(words, start, end)
    while place >= 0:
        if _is_edge(text, place) and _is_edge(text, place + len(words)):
            return place
        place = text.find(words, place + 1, end)
    return None


def _is_edge(text: str, place: int) -> bool:
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    if after.isdecimal() and before in _NUMBER_POINT and place > 1 and text[place - 2].isdecimal():
        return False
    if before.isdecimal() and after in _NUMBER_POINT and text[place + 1 : place + 2].isdecimal():
        return False
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return not unicodedata.combining(after)
    return not (_is_inside(before) and _is_inside(after))


def _is_inside(character: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, or a mark on one."""
    return character.isalnum() or unicodedata.category(character).startswith("M")
