"""The numbers that a text says, in figures of any script or in words, each with its values.

"1.234" is a thousand or a fraction as the country has it, so a number may have more values than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rag.types import Span
from rag.verification.numerals import DUALS, HINTS, HUNDREDS, LOOSE, ORDINALS, PLURALS, SCALES, SMALL
from rag.verification.words import ReadText, is_arabic

_GROUPED = re.compile(r"\d{1,3}(?:([.,٬ ])\d{3})(?:\1\d{3})*")
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_TOKEN = re.compile(r"(?P<figures>\d+⁄\d+|\d{1,3}(?: \d{3})+(?![\d.,])|\d+(?:[.,٫٬]\d+)*)|(?P<word>[^\W\d_]+)")
_JOINS = re.compile(r"[ -]?|\s+(?:and|et|y|و)\s+|-(?:and|et)-")
_PERCENT = re.compile(
    r"\s*(?:%|٪|per\s?cents?\b|percentage\b|pour\s?cents?\b|por\s?ciento\b|prozent\b"
    r"|(?:ب|في )\s?ال?(?:ميه|مايه)\b|نق(?:طه|اط) ميويه)"
)
_HALF = re.compile(r"(?:half an?|نصف|demi|medio)[ -]$")
_BETWEEN = re.compile(r"\b(?:between|entre|from|de)\s+$")
_RANGE = re.compile(r"\s*(?:-|,|to|and|or|a|et|ou|y|o|الي|و|او)\s*")
_ROMAN = re.compile(r"(?<![\w'])(?=[IVX]{2,}|[IVX]+(?:e|er|ème|e siècle)\b)([IVX]+)(?:e|er|ème)?(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_CLITICS = ("وال", "بال", "لل", "كال", "فال", "ال", "و", "ب", "ل", "ف", "ك")
_SCALE_FROM = 1000.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as ``place`` in the folded text says it.

    ``is_asked`` is whether a claim that says it must find it; ``is_decade`` is set for "the 1990s".
    """

    values: frozenset[float]
    place: Span
    is_percent: bool = False
    is_asked: bool = True
    is_decade: bool = False


@dataclass(slots=True)
class _Run:
    """Number words read so far: ``total`` of whole scales, ``current`` below the next."""

    start: int
    end: int
    total: float = 0.0
    current: float = 0.0
    is_loose: bool = True
    others: set[float] = field(default_factory=set)
    words: int = 0
    least_scale: float = float("inf")

    @property
    def value(self) -> float:
        return self.total + self.current


def read_quantities(text: ReadText) -> list[Quantity]:
    """The numbers of a text in order."""
    found = [*_spelled(text.folded), *_roman(text), *_hints(text)]
    found.sort(key=lambda quantity: quantity.place)
    return _with_percents(found, text.folded)


def readings(figures: str) -> frozenset[float]:
    """The values that figures with their separators may have: "1.234" two, "12.03.2021" three numbers of a date."""
    plain = figures.replace("٫", ".").replace("٬", ",")
    if plain.isdecimal():
        return frozenset({float(plain)})
    if "⁄" in plain:  # folding makes "6½" into "61⁄2"
        above, _, below = plain.partition("⁄")
        return frozenset({float(above[:-1] or 0) + int(above[-1]) / max(1, int(below))})
    values = set()
    if _GROUPED.fullmatch(plain):
        values.add(float(re.sub(r"\D", "", plain)))
    marks = re.findall(r"\D", plain)
    if len(marks) == 1 and marks[0] != " ":
        values.add(float(plain.replace(",", ".")))
    elif len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        whole, _, part = plain.rpartition(marks[-1])
        values.add(float(f"{re.sub(chr(92) + 'D', '', whole)}.{part}"))
    return frozenset(values or {float(piece) for piece in re.findall(r"\d+", plain)})


def _spelled(text: str) -> Iterator[Quantity]:
    run: _Run | None = None
    for token in _TOKEN.finditer(text):
        gap = "" if run is None else text[run.end : token.start()]
        if run is not None and not _JOINS.fullmatch(gap):
            yield from _finished(run, text)
            run = None
        taken = _taken(run, token, gap)
        if taken is None:
            if run is not None and token[0] not in ("and", "et", "y", "و"):
                yield from _finished(run, text)
                run = None
            continue
        if taken is not run and run is not None:
            yield from _finished(run, text)
        run = taken
    if run is not None:
        yield from _finished(run, text)


def _finished(run: _Run, text: str) -> Iterator[Quantity]:
    said = text[run.start : run.end]
    values = {run.value, *run.others}
    is_decade = said.isdecimal() and text[run.end : run.end + 1] == "s"
    suffix = re.match(r"([a-z]+)(?!\w)", text[run.end : run.end + 4])
    if suffix and said[-1:].isdecimal() and suffix[1] in _SUFFIXES:
        values |= {value * _SUFFIXES[suffix[1]] for value in tuple(values)}
    # "04:00" is said as "four": a nought asks for nothing
    is_asked = any(values) and (not run.is_loose or run.words > 1)
    yield Quantity(frozenset(values), Span(run.start, run.end), is_asked=is_asked, is_decade=is_decade)


def _taken(run: _Run | None, token: re.Match[str], gap: str) -> _Run | None:
    """The run with the token in it, or a new run that begins with the token; None if it is no number."""
    start, end = token.span()
    if token["figures"]:
        values = readings(token["figures"])
        return _Run(start, end, current=max(values), others=set(values), is_loose=False, words=1)
    word, joined = _bare(token["word"])
    is_loose = word in LOOSE
    for numbers, add in ((SMALL, _add_small), (ORDINALS, _add_small), (HUNDREDS, _add_hundred)):
        if word in numbers:
            fits = run is not None and _joins(run, gap, token) and add(run, word, float(numbers[word]), joined=joined)
            return _continued(run if fits else None, start, end, float(numbers[word]), is_loose=is_loose)
    return _scaled(run, word, token, is_loose=is_loose)


def _scaled(run: _Run | None, word: str, token: re.Match[str], *, is_loose: bool) -> _Run | None:
    start, end = token.span()
    if word in DUALS:
        return _Run(start, end, total=DUALS[word], is_loose=False, words=1, least_scale=_SCALE_FROM)
    if word not in SCALES:
        return None
    if run is not None and run.value and _add_scale(run, SCALES[word]):
        return _continued(run, start, end, 0.0, is_loose=False)
    if word in PLURALS:
        return None
    share = 0.5 if _HALF.search(token.string, 0, start) else 1.0
    return _Run(start, end, total=share * SCALES[word], is_loose=is_loose, words=1)


def _joins(run: _Run, gap: str, token: re.Match[str]) -> bool:
    """Whether what stands between makes one number of two: "between one hundred and two" does not."""
    return gap in (" ", "-") or _BETWEEN.search(token.string, 0, run.start) is None


def _continued(run: _Run | None, start: int, end: int, value: float, *, is_loose: bool) -> _Run:
    if run is None:
        return _Run(start, end, current=value, is_loose=is_loose, words=1)
    run.end = end
    run.words += 1
    run.is_loose = run.is_loose and is_loose
    return run


def _bare(word: str) -> tuple[str, bool]:
    """A number word without Arabic clitics, and whether it is joined by «و» to what stands before it."""
    if word in SMALL or word in HUNDREDS or word in SCALES or word in ORDINALS or not is_arabic(word):
        return word, False
    for clitic in _CLITICS:
        rest = word.removeprefix(clitic)
        if rest == word:
            continue
        if clitic.endswith("ال") and rest in ("اثنين", "احد", "حد"):  # Monday and Sunday
            continue
        if any(rest in words for words in (SMALL, HUNDREDS, SCALES, ORDINALS, DUALS)):
            return rest, clitic.startswith("و")
    return word, False


def _add_small(run: _Run, word: str, value: float, *, joined: bool) -> bool:
    """Add a number below a hundred where the language does; ``joined`` is Arabic's «و»."""
    below = run.current % 100
    if run.others and run.current:
        return False
    if below % 10 == 4 and value == 20 and word.startswith("vingt"):  # quatre-vingts
        run.current += 76
        return True
    teens = value in (7, 8, 9) and below in (10, 70, 90)  # dix-sept, soixante-dix-sept
    if joined or is_arabic(word):
        fits = not below or (below < 10 and (value == 10 or (joined and value >= 20)))  # خمسة عشر, خمسة وعشرون
        fits = fits and (joined or value == 10 or not run.value)
    else:
        fits = not below or teens or (below >= 20 and below % 10 == 0 and value < 20)
    if fits:
        run.current += value
    return fits


def _add_hundred(run: _Run, word: str, value: float, *, joined: bool) -> bool:
    if run.others and run.current:
        return False
    if not run.current:
        run.current = value
        return bool(run.total)
    if value != 100 or run.current > 99 or joined:
        return False
    run.current *= 100
    return True


def _add_scale(run: _Run, scale: float) -> bool:
    if scale >= run.least_scale or not run.current:
        return False
    run.others = {value * scale + run.total for value in run.others}
    run.total += run.current * scale
    run.current, run.least_scale = 0.0, scale
    return True


def _roman(text: ReadText) -> Iterator[Quantity]:
    for found in _ROMAN.finditer(text.original):
        values = [_ROMAN_VALUES[letter] for letter in found[1]]
        value = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
        place = _folded_place(text, found.start(1), found.end(1))
        yield Quantity(frozenset({float(value)}), place, is_asked=value > 2)


def _folded_place(text: ReadText, start: int, end: int) -> Span:
    first = next(i for i, place in enumerate(text.starts) if place >= start)
    last = next((i for i, place in enumerate(text.starts) if place >= end), len(text.starts))
    return Span(first, last)


def _hints(text: ReadText) -> Iterator[Quantity]:
    for word in text.words:
        for form in {word.text, word.text.removeprefix("ال"), word.text[1:] if is_arabic(word.text) else ""}:
            if form in HINTS:
                yield Quantity(frozenset({HINTS[form]}), word.place, is_asked=False)


def _with_percents(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Marked as per cent what such a word stands beside, and the first number of a range that does."""
    marked: list[Quantity] = []
    following: Quantity | None = None
    for quantity in reversed(found):
        start, end = quantity.place.start, quantity.place.end
        mark = _PERCENT.match(text, end)
        in_range = (
            following is not None
            and following.is_percent
            and _RANGE.fullmatch(text, end, following.place.start) is not None
        )
        if mark is not None and marked and marked[-1].place.start < mark.end():
            marked.pop()  # the hundred of "per cent"
        following = replace(quantity, is_percent=mark is not None or in_range or text[start - 1 : start] in ("%", "٪"))
        marked.append(following)
    return marked[::-1]
