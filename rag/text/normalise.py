"""Folding of text for matching, with a map back to the original.

Matching happens on folded text, reporting on the original: ``normalise`` keeps for every folded
character the range of the original that it came from, so that whatever is found can be shown as it
stands in the source. What folds: compatibility forms (NFKC: presentation forms, ligatures, full width),
case, Arabic vowel signs and tatweel, alef/hamza/ya/ta-marbuta, Persian kaf and ya, the digits of every
script, quotation marks, dashes, white space, invisible characters.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rag.types import Span

_ARABIC_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_INVISIBLE = "\u00ad\u0640\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
# All of ``\s`` but the space itself.
_SPACES = "\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DROPPED = re.compile(f"[{_ARABIC_MARKS}{_INVISIBLE}]")
_LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("ةہە", "ه"),
    "ؤ": "و",
    "ئ": "ي",
    "ک": "ك",
    **dict.fromkeys("“”„‟«»″❝❞", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
# What may fold to something else when NFKC and case folding are done: about one letter in fifteen of Arabic news.
_FOLDING = re.compile(f"[{_ARABIC_MARKS}{_INVISIBLE}{_SPACES}{re.escape(''.join(_LETTERS))}\\d]")
# Conjoining vowels and finals of Hangul compose with what stands before them, though they are no marks.
_HANGUL_TAIL = re.compile("[\u1160-\u11ff]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Folded text; folded character i came from ``original[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, folded: Span) -> Span:
        """The span of the original that a non-empty span of the folded text came from."""
        if not folded:
            raise ValueError("an empty span has no place in the original")
        return Span(self.starts[folded.start], self.ends[folded.end - 1])


def fold(text: str) -> str:
    """The folded text alone; equal to ``normalise(text).text``, and much faster."""
    folded = _fold_characters(text)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def normalise(text: str) -> Normalised:
    """Fold ``text`` and keep, for every folded character, where it came from."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for character in _fold_cluster(text[start:end]):
            if character.isspace():
                if folded and folded[-1] == " ":
                    ends[-1] = end
                    continue
                character = " "  # noqa: PLW2901 - the folded form of any white space
            folded.append(character)
            starts.append(start)
            ends.append(end)
    return Normalised("".join(folded), tuple(starts), tuple(ends))


def _fold_characters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded != text:
        # Case folding can undo NFKC (U+0345) and NFKC can undo case folding (U+03D2): twice is stable.
        folded = unicodedata.normalize("NFKC", folded).casefold()
    # A replacement for each that occurs: three times as fast as ``str.translate``, which asks for every character.
    for character in set(_FOLDING.findall(folded)):
        folded = folded.replace(character, _fold_character(character))
    return folded


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return _LETTERS.get(character, "")


_fold_cluster = lru_cache(maxsize=65_536)(_fold_characters)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Ranges of one character with the marks that combine with it: what NFKC may compose, and no more."""
    bounds = [i for i, c in enumerate(text) if i == 0 or not _joins_previous(c)]
    return list(itertools.pairwise([*bounds, len(text)])) if text else []


def _joins_previous(character: str) -> bool:
    if character.isascii():
        return False
    return (
        unicodedata.combining(character) != 0
        or _DROPPED.match(character) is not None
        or _HANGUL_TAIL.match(character) is not None
        # Vowel signs of some Indic scripts compose too (U+09C7 + U+09BE), and so do half-width voicing marks.
        or unicodedata.category(character) in ("Mc", "Mn")
        or character in "\uff9e\uff9f"
    )
