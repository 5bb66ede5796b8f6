"""The article within the text of its page.

Pages bring their menus, share bars, teasers of other articles and paragraphs said twice into the text.
They stay in the document, because what the viewer shows is what was loaded, but no passage is cut from
them. When in doubt a line is body: what is lost here cannot be found, what stays is merely noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.corpus.dates import read_date_line
from rag.corpus.labels import is_label, line_key, opens_related
from rag.corpus.lines import (
    Line,
    is_headline_of_article,
    is_teaser,
    may_precede_headline,
    reads_like_headline,
    split_lines,
)
from rag.types import Span

_LIST_LINES = 10  # "related" lists of news sites hold three to ten headlines
_REPEATED_CHARACTERS = 40  # shorter lines recur rightly: refrains, table cells, "he said"


def find_body(text: str) -> tuple[Span, ...]:
    """The spans of ``text`` that are the article, in order, disjoint and without outer white space.

    Adjacent lines share a span. When nothing would be left, the whole text is the body.
    """
    lines = split_lines(text, (Span(0, len(text)),))
    dropped = {row for row, line in enumerate(lines) if is_label(line.text)}
    dropped |= _rows_of_related_blocks(lines, dropped)
    dropped |= _repeated_rows(lines, dropped)
    kept = [row for row in range(len(lines)) if row not in dropped]
    return tuple(_merge_rows(lines, kept or range(len(lines))))


def _rows_of_related_blocks(lines: Sequence[Line], labels: set[int]) -> set[int]:
    """The rows under "related articles" headings that are headlines and teasers of other articles."""
    dropped: set[int] = set()
    row = 0
    while row < len(lines):
        start = row + 1
        if opens_related(lines[row].text):
            before_article = all(r in labels or r in dropped or may_precede_headline(lines[r].text) for r in range(row))
            start = _skip_labels(lines, start, labels)
            end = _end_of_teasers(lines, start, labels)
            if end == start or _only_headlines(lines, end, labels):
                end = _end_of_headlines(lines, end, labels, before_article)
            dropped.update(range(row, end))
            start = end
        row = max(start, row + 1)
    return dropped


def _skip_labels(lines: Sequence[Line], row: int, labels: set[int]) -> int:
    while row < len(lines) and row in labels:
        row += 1
    return row


def _end_of_teasers(lines: Sequence[Line], row: int, labels: set[int]) -> int:
    """The row after the pairs of headline and teaser that begin at ``row``; a date may close a pair."""
    while row + 1 < len(lines) and reads_like_headline(lines[row].text) and is_teaser(lines[row + 1].text):
        row = _skip_labels(lines, row + 2, labels)
        if row < len(lines) and read_date_line(lines[row].text) is not None:
            row = _skip_labels(lines, row + 1, labels)
    return row


def _only_headlines(lines: Sequence[Line], row: int, labels: set[int]) -> bool:
    return all(r in labels or reads_like_headline(lines[r].text) for r in range(row, len(lines)))


def _end_of_headlines(lines: Sequence[Line], row: int, labels: set[int], before_article: bool) -> int:
    """The row after the bare headlines that begin at ``row``.

    Up to the end of the text all of them belong to the list. Before the article the last of them is the
    article's own. Too long a list is none, and ends where it begins.
    """
    end = row
    while end < len(lines) and (end in labels or reads_like_headline(lines[end].text)):
        end += 1
    if end == len(lines):
        return end
    if end - row > _LIST_LINES:
        return row
    if not before_article:
        return end
    own = [r for r in range(row, end) if r not in labels and is_headline_of_article(lines[r].text)]
    return own[-1] if own else end


def _repeated_rows(lines: Sequence[Line], dropped: set[int]) -> set[int]:
    """The rows that say again what an earlier kept row said."""
    repeated: set[int] = set()
    seen: set[str] = set()
    for row, line in enumerate(lines):
        key = line_key(line.text).replace(" ", "")
        if row in dropped or len(key) < _REPEATED_CHARACTERS:
            continue
        if key in seen:
            repeated.add(row)
        seen.add(key)
    return repeated


def _merge_rows(lines: Sequence[Line], rows: Iterable[int]) -> list[Span]:
    spans: list[Span] = []
    previous = None
    for row in rows:
        span = lines[row].span
        if previous is not None and row == previous + 1:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
        previous = row
    return spans
