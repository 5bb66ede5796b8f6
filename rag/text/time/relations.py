"""What a question says of a time that it names: before it, since it, between it and another, or news of it.

Each function looks at the words to the left of a point, at most ``REACH`` of them; places are the folded text's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from rag.text.stopwords import STOP_WORDS
from rag.text.time.languages import LANGUAGES
from rag.text.time.points import REACH, Point, PointKind, find_points
from rag.text.time.words import MONTH_NUMBERS, TimeWords
from rag.types import Span


class Said(NamedTuple):
    """Days from ``start`` to before ``end`` (None: no bound), said in ``place``.

    ``restricts`` is whether it is the news that is asked for from this time; else it is the time of an event.
    """

    start: date | None
    end: date | None
    place: Span
    restricts: bool


def _any(pattern: Callable[[TimeWords], str]) -> str:
    return "(?:" + "|".join(f"(?:{pattern(words)})" for words in LANGUAGES) + ")"


_START = r"(?:(?<!\w)|(?<=(?<!\w)[وف]))"
_ARTICLE = f"{_any(lambda words: words.article)}?+"
_WITHIN = rf"(?:{_any(lambda words: words.within)}\s*(?:خلال\s+|شهر\s+)?{_ARTICLE})?"


def _before_a_point(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_START}(?P<said>{words})(?:\s+|(?<=')){_ARTICLE}$")


def _before_two_points(opening: str, joining: str) -> re.Pattern[str]:
    return re.compile(rf".*{_START}(?P<said>{opening})\s+{_ARTICLE}(?P<first>\S.{{0,40}}?)\s+{joining}\s*{_ARTICLE}$")


_BEFORE = _before_a_point(_any(lambda words: words.before))
_AFTER = _before_a_point(_any(lambda words: words.after))
_SINCE = _before_a_point(_any(lambda words: words.since))
_UNTIL = _before_a_point(_any(lambda words: words.until))
_BETWEEN = _before_two_points(_any(lambda words: words.between), _any(lambda words: words.joined))
_FROM_TO = _before_two_points(_any(lambda words: words.from_), _any(lambda words: words.to))
_ERA = re.compile(rf"(?<!\w){_any(lambda words: words.era)}\s*$")
_NEWS = rf"(?<!\w){_any(lambda words: words.news)}"
_PUBLISHED = _any(lambda words: words.published)
_BESIDE_NEWS = (
    re.compile(rf"{_NEWS}\s+(?P<said>(?:{_PUBLISHED}\s+)?{_WITHIN})$"),
    # «أخبار المغرب في مارس 2022», but not «أخبار عن الحرب في 2022»
    re.compile(r"(?<!\w)[وفبل]?اخبار(?:\s+(?!عن\s|حول\s|في\s)\w+){1,2}\s+(?P<said>(?:(?:في|خلال)\s+(?:شهر\s+)?|ل)?)$"),
    re.compile(rf"{_NEWS}(?:\s+\S+){{1,8}}?\s+(?P<said>{_PUBLISHED}\s+{_WITHIN}|from\s+)$"),
    re.compile(r"(?<!\w)(?:ما|ماذا|ما الذي)\s+(?:نشر|كتب|قيل)\s+(?:عن|حول)(?:\s+\S+){1,5}\s+(?P<said>(?:في|خلال)\s+)$"),
)
_NEWS_FOLLOWS = re.compile(r"(?:'s)?\s+(?:news|articles|headlines|stories|coverage)(?!\w)")
_HAPPENS = re.compile(r"(?<!\w)(?:حدث|جري|حصل|وقع|صار|happened|happening|happens|passe|paso|passiert)(?!\w)")
_NEXT_WORD = re.compile(r"\s+([a-z']+)")


def said_of(point: Point, text: str, today: date) -> Said | None:
    """What folded ``text`` says of one of its points; None if it says nothing of use."""
    return _with_another(point, text, today) or _bounded(point, text) or _alone(point, text)


def _left_of(form: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    return form.search(text, max(0, place - REACH), place)


def _with_another(last: Point, text: str, today: date) -> Said | None:
    for form in (_BETWEEN, _FROM_TO):
        match = _left_of(form, text, last.place.start)
        start = None if match is None else _start_of_first(match["first"], last, text, today)
        if match is None or start is None or (last.end is not None and start >= last.end):
            continue
        place = Span(match.start("said"), last.place.end)
        if last.kind in (PointKind.TODAY, PointKind.NOW):
            return Said(start, None, place, restricts=True)
        return Said(start, last.end, place, restricts=form is _BETWEEN or _news_left_of(place.start, text) is not None)
    return None


def _start_of_first(words: str, last: Point, text: str, today: date) -> date | None:
    """Where the first of two points begins: what "3" leaves out in "between 3 and 7 May 2021" the last one says."""
    said_last = last.place.of(text)
    tails = (said_last[match.start() :] for match in list(re.finditer(r"\d+|[^\W\d]+", said_last))[1:])
    for candidate in (words, *(f"{words} {tail}" for tail in tails)):
        found = find_points(candidate, today)
        if len(found) != 1 or found[0].place != Span(0, len(candidate)):
            continue
        first = found[0]
        if first.kind is PointKind.LOOSE and last.kind is PointKind.NAMED:
            continue
        if first.start > last.start and words in MONTH_NUMBERS:  # "between November and March 2022"
            return first.start.replace(year=first.start.year - 1)
        return first.start
    return None


_BOUNDS: tuple[tuple[re.Pattern[str], Callable[[Point], tuple[date | None, date | None]]], ...] = (
    (_BEFORE, lambda point: (None, point.opening)),
    (_AFTER, lambda point: (point.end or point.start, None)),
    (_SINCE, lambda point: (point.start, None)),
    (_UNTIL, lambda point: (None, point.end)),
)


def _bounded(point: Point, text: str) -> Said | None:
    if _is_the_year_of_something(point, text):
        return None
    for form, bounds in _BOUNDS:
        match = _left_of(form, text, point.place.start)
        if match is not None:
            place = Span(match.start("said"), point.place.end)
            return Said(*bounds(point), place, restricts=_bound_restricts(form, point, place, text))
    return None


def _bound_restricts(form: re.Pattern[str], point: Point, place: Span, text: str) -> bool:
    if form is _UNTIL:
        return _news_left_of(place.start, text) is not None
    is_an_age = _left_of(_ERA, text, place.start) is not None
    return not is_an_age and (point.kind is not PointKind.LOOSE or form is _SINCE)


def _is_the_year_of_something(point: Point, text: str) -> bool:
    """Whether four digits stand before a noun: "before 2022 elections" is not said of the time before 2022."""
    following = _NEXT_WORD.match(text, point.place.end) if point.is_bare_year else None
    return following is not None and following[1] not in STOP_WORDS


def _alone(point: Point, text: str) -> Said | None:
    if point.kind in (PointKind.LOOSE, PointKind.NOW):
        return None
    news_from = _news_left_of(point.place.start, text)
    is_news = news_from is not None or _NEWS_FOLLOWS.match(text, point.place.end) is not None
    if point.kind is PointKind.TODAY and not is_news and _left_of(_HAPPENS, text, point.place.start) is None:
        return None  # «روسيا اليوم», "as it is used today"
    place = point.place if news_from is None else Span(news_from, point.place.end)
    return Said(point.start, point.end, place, restricts=is_news or point.kind is not PointKind.NAMED)


def _news_left_of(place: int, text: str) -> int | None:
    """Where the words begin that tie a time to news on its left ("published in"); None if there are none."""
    matches = (_left_of(form, text, place) for form in _BESIDE_NEWS)
    return next((match.start("said") for match in matches if match is not None), None)
