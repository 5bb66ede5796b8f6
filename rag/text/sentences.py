"""Sentences as spans, by the rules of Unicode with the breaks mended that it makes inside a sentence.

ICU knows the terminators of every script. It breaks after «د.» and "Dr." too, and inside a quotation
that is followed by its speaker; those pieces are joined again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from icu4py.breakers import SentenceBreaker

from rag.types import Span

# Titles and abbreviations after which a full stop ends nothing, in the languages of the desk.
_ABBREVIATED = """
dr mr mrs ms prof gen col lt sgt capt vs e.g i.e u.s u.k mm mme mlle dipl-ing bzw ca z.b sr sra dra ing
أ د م أ.د ص ج ت هـ ق.م
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
# Words of their own that are abbreviations only before a number: «art. 3», but «She loves art.»
_BEFORE_NUMBERS = frozenset("no nos vol art fig p pp st av me ch sec".split())  # noqa: SIM905
_LAST_WORD = re.compile(r"([^\s«»\"“”()\[\]]+)\.\s*$")
_INITIAL = re.compile(r"(?:^|[.\s])[^\W\d_]$")
_CLOSERS = "»”\"’')]}﴾"
_LAST_OF_ONE_UNIT = 0xFFFF
_OPENS_NOTHING = re.compile(r"[a-z،,;؛:)\]}»”]")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of ``text`` in order, without the white space around them; never across a line break."""
    spans: list[Span] = []
    open_start: int | None = None
    for start, end in _segments(text):
        begin = start if open_start is None else open_start
        piece = text[begin:end]
        if _goes_on(piece, text[end : end + 2]):
            open_start = begin
            continue
        open_start = None
        _append(spans, text, begin, end)
    if open_start is not None:
        _append(spans, text, open_start, len(text))
    return spans


def _segments(text: str) -> Iterable[tuple[int, int]]:
    """ICU's segments in code points; its own offsets count UTF-16 units, in which an emoji is two."""
    segments: Iterable[tuple[int, int]] = SentenceBreaker(text, "en").segments()
    if not text or ord(max(text)) <= _LAST_OF_ONE_UNIT:
        return segments
    places = [i for i, character in enumerate(text) for _ in range(1 + (ord(character) > _LAST_OF_ONE_UNIT))]
    places.append(len(text))
    return [(places[start], places[end]) for start, end in segments]


def _goes_on(piece: str, following: str) -> bool:
    """Whether the sentence in ``piece`` does not end with it."""
    if not following or piece.endswith(("\n", "\r", "\u2028", "\u2029")):
        return False
    word = _LAST_WORD.search(piece)
    if word is not None:
        last = word[1].casefold()
        if last in _ABBREVIATIONS or _INITIAL.search(word[1]):
            return True
        if last in _BEFORE_NUMBERS and following[0].isdecimal():
            return True
    return _OPENS_NOTHING.match(following) is not None and piece.rstrip()[-1:] in ("." + _CLOSERS)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))
