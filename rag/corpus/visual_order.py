"""From glyphs as they lie on a line to the words in the order that they are read in.

A PDF places glyphs and knows no reading order. For right-to-left scripts pdfium guesses it from the order
of drawing, and turns most words around that Chromium printed. The places do not lie: glyphs are laid out
from left to right here, and the bidirectional algorithm is undone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

# Both are parts of the tallest letter of the line (an alef: about 0.7 em), the one measure that pdfium gives
# rightly for every font. A space is 0.3 of it or more, and the next line at least 1.3 away.
_GAP = 0.7
_SAME_LINE = 0.6
_INSIDE_NUMBERS = frozenset(".,:/٫٬")
_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_AROUND_OPENING = re.compile(r"\s*([(\[{«])\s*")
_BEFORE_CLOSING = re.compile(r"\s+(?=[)\]}»،؛؟,.])")
_OPENING, _CLOSING = frozenset("([{«<"), frozenset(")]}»>")


class _Run(StrEnum):
    """What a glyph does to the direction of its neighbours."""

    RIGHT_TO_LEFT = "rtl"
    LEFT_TO_RIGHT = "ltr"
    NUMBER = "number"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its place on the page in points; ``height`` is its own, not its font's."""

    text: str
    left: float
    right: float
    baseline: float
    height: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def has_right_to_left(text: str) -> bool:
    """Whether any letter of ``text`` is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def join_split_lines(lines: Iterable[Sequence[Glyph]]) -> list[list[Glyph]]:
    """``lines`` with neighbours on one baseline joined: pdfium breaks a line where a vowel sign is drawn late."""
    joined: list[list[Glyph]] = []
    for line in lines:
        if (
            joined
            and line
            and abs(_baseline(joined[-1]) - _baseline(line)) < _SAME_LINE * max(_tallest(joined[-1]), _tallest(line))
        ):
            joined[-1].extend(line)
        elif line:
            joined.append(list(line))
    return joined


def read_line(glyphs: Sequence[Glyph]) -> str:
    """The text of one line in reading order, with single spaces."""
    units = _visual_units(glyphs)
    kinds = [_kind(unit) for unit in units]
    if kinds.count(_Run.RIGHT_TO_LEFT) >= kinds.count(_Run.LEFT_TO_RIGHT):
        units.reverse()
        kinds.reverse()
        units = _reverse_runs(units, kinds, (_Run.LEFT_TO_RIGHT, _Run.NUMBER))
        return _set_punctuation("".join(_mirror_brackets(units)))
    units = _reverse_runs(units, kinds, (_Run.RIGHT_TO_LEFT,))
    return " ".join("".join(units).split())


def _set_punctuation(line: str) -> str:
    """``line`` with brackets and stops next to the words that they belong to; the gaps are of the print."""
    return _BEFORE_CLOSING.sub("", _AROUND_OPENING.sub(r" \1", " ".join(line.split()))).strip()


def _baseline(line: Sequence[Glyph]) -> float:
    letters = [glyph.baseline for glyph in line if not _is_mark(glyph.text)]
    return median(letters or [glyph.baseline for glyph in line])


def _tallest(glyphs: Sequence[Glyph]) -> float:
    return max((glyph.height for glyph in glyphs), default=0.0)


def _is_mark(text: str) -> bool:
    return unicodedata.combining(text[0]) != 0


def _visual_units(glyphs: Sequence[Glyph]) -> list[str]:
    """Letters with their vowel signs from left to right, and a space between words."""
    words = [word for drawn in _split_at_spaces(glyphs) for word in _split_at_gaps(drawn)]
    words.sort(key=lambda word: word[0].left + word[-1].right)
    units: list[str] = []
    for word in words:
        units.extend((" ", *(letter.text for letter in word)))
    return units[1:]


def _split_at_spaces(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The words as they are drawn: pdfium places spaces wrongly, but gives them in the right order."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text.isspace():
            word.append(glyph)
        elif word:
            yield word
            word = []
    if word:
        yield word


def _split_at_gaps(word: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The letters of ``word`` from left to right, apart where another word may lie between them."""
    letters = sorted(_merge_ligatures([g for g in word if not _is_mark(g.text)]), key=lambda g: g.centre)
    for mark in (g for g in word if _is_mark(g.text)):
        if letters:
            row = min(range(len(letters)), key=lambda row: abs(letters[row].centre - mark.centre))
            letters[row] = replace(letters[row], text=letters[row].text + mark.text)
    widest_gap = _GAP * _tallest(letters)
    start = 0
    for row in range(1, len(letters)):
        if letters[row].left - letters[row - 1].right > widest_gap:
            yield letters[start:row]
            start = row
    if letters:
        yield letters[start:]


def _merge_ligatures(bases: Sequence[Glyph]) -> list[Glyph]:
    """``bases`` with the letters of one ligature, which share a place, as one glyph."""
    merged: list[Glyph] = []
    for glyph in bases:
        previous = merged[-1] if merged else None
        if previous is None or (previous.left, previous.right) != (glyph.left, glyph.right):
            merged.append(glyph)
            continue
        text = previous.text + glyph.text
        # The one ligature that all fonts have; the reverse, alef before lam, never joins.
        if text[0] in "اأإآ" and text[1] == "ل":
            text = text[1] + text[0]
        merged[-1] = replace(glyph, text=text)
    return merged


def _kind(unit: str) -> _Run:
    bidirectional = unicodedata.bidirectional(unit[0])
    if bidirectional in ("R", "AL"):
        return _Run.RIGHT_TO_LEFT
    if bidirectional in ("EN", "AN"):
        return _Run.NUMBER
    return _Run.LEFT_TO_RIGHT if bidirectional == "L" else _Run.NEUTRAL


def _reverse_runs(units: Sequence[str], kinds: Sequence[_Run], reversed_kinds: Sequence[_Run]) -> list[str]:
    """``units`` with each run of ``reversed_kinds`` turned around."""
    turned = list(units)
    row = 0
    while row < len(units):
        if kinds[row] not in reversed_kinds:
            row += 1
            continue
        end = row + 1
        while (following := _next_of_run(units, kinds, end, reversed_kinds)) is not None:
            end = following + 1
        turned[row:end] = reversed(units[row:end])
        row = end
    return turned


def _next_of_run(units: Sequence[str], kinds: Sequence[_Run], end: int, reversed_kinds: Sequence[_Run]) -> int | None:
    """The row after ``end`` that goes on with the run that ends there; None if nothing does."""
    row = end
    while row < len(units) and kinds[row] is _Run.NEUTRAL:
        row += 1
    if row == len(units) or kinds[row] not in reversed_kinds:
        return None
    # Two numbers with a space between them are two runs among right-to-left words.
    numbers = kinds[end - 1] is _Run.NUMBER and kinds[row] is _Run.NUMBER
    return None if numbers and not all(unit in _INSIDE_NUMBERS for unit in units[end:row]) else row


def _mirror_brackets(units: Sequence[str]) -> list[str]:
    """``units`` with the shapes of brackets, which fonts name by how they look, as the signs they stand for."""
    brackets = [unit for unit in units if unit in _OPENING or unit in _CLOSING]
    if not brackets or brackets[0] in _OPENING:
        return list(units)
    return [unit.translate(_MIRRORED) if len(unit) == 1 else unit for unit in units]
