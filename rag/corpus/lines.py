"""The lines of a text, and what a line looks like: headline, teaser, section label.

Only form is judged here (length, last character, place); what is told by its words is in ``labels``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.corpus.dates import read_date_line
from rag.corpus.labels import is_credit
from rag.types import Span

_SENTENCE_STOPS = (".", "。", "।", "۔", "．", "：", ":", "؛", ";", "،", ",")
_TEASER_END = re.compile(r"(?:\.{3}|…)[\])»”\"]?$")
_HEADLINE_CHARACTERS = 200  # the longest of 29,000 headlines of SaudiNewsNet has 180
_TEASER_CHARACTERS = 400  # WordPress cuts its excerpts at 55 words
_LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    span: Span
    text: str


def split_lines(text: str, spans: Iterable[Span]) -> list[Line]:
    """The lines of ``text`` within ``spans`` that are not blank, trimmed."""
    lines: list[Line] = []
    for span in spans:
        for match in re.finditer(r"[^\n]+", span.of(text)):
            stripped = match[0].strip()
            if stripped:
                start = span.start + match.start() + len(match[0]) - len(match[0].lstrip())
                lines.append(Line(Span(start, start + len(stripped)), stripped))
    return lines


def reads_like_headline(line: str) -> bool:
    """Whether ``line`` is short and unfinished as headlines are: no final full stop, comma or ellipsis."""
    line = line.rstrip("”\"»'’) ")
    return 0 < len(line) <= _HEADLINE_CHARACTERS and not line.endswith(_SENTENCE_STOPS) and not _TEASER_END.search(line)


def is_section_label(line: str, following: str) -> bool:
    """Whether ``line`` names the section that the headline after it belongs to."""
    return (
        len(line.split()) <= _LABEL_WORDS
        and reads_like_headline(line)
        and len(following.split()) > _LABEL_WORDS
        and reads_like_headline(following)
        and read_date_line(following) is None
        and not is_credit(following)
    )


def is_teaser(line: str) -> bool:
    """Whether ``line`` is cut short with an ellipsis, as the first words of another article are."""
    return len(line) <= _TEASER_CHARACTERS and _TEASER_END.search(line) is not None


def is_headline_of_article(line: str) -> bool:
    """Whether a line that reads like a headline can be the article's: no section label, date or byline."""
    return len(line.split()) > _LABEL_WORDS and read_date_line(line) is None and not is_credit(line)


def may_precede_headline(line: str) -> bool:
    """Whether ``line`` can stand above the headline: a section's name or a date."""
    return len(line.split()) <= _LABEL_WORDS or read_date_line(line) is not None
