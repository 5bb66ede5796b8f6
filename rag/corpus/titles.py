"""A title for an article whose file gives none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.corpus.dates import read_date_line
from rag.corpus.labels import is_credit
from rag.corpus.lines import is_section_label, reads_like_headline, split_lines
from rag.text.sentences import sentence_spans
from rag.types import Span

_TRAILING = re.compile(r"[\s،,;؛:、，–—-]+$")
_TITLE_CHARACTERS = 100
_HEAD_LINES = 12  # the headline stands above the text, after a section label, a credit and a date at most


def choose_title(text: str, body: Sequence[Span]) -> str:
    """The headline of the article in ``body``, else its first sentence cut at a word to about 100 characters."""
    lines = [line.text for line in split_lines(text, body)[:_HEAD_LINES]]
    candidates = [line for line in lines if not is_credit(line) and read_date_line(line) is None] or lines
    if not candidates:
        return ""
    first, following = candidates[0], candidates[1] if len(candidates) > 1 else ""
    if is_section_label(first, following):
        return following
    if reads_like_headline(first):
        return first if following else _cut_at_word(first)
    sentences = sentence_spans(first)
    return _cut_at_word(sentences[0].of(first) if sentences else first)


def _cut_at_word(sentence: str) -> str:
    if len(sentence) <= _TITLE_CHARACTERS:
        return sentence
    head = sentence[: _TITLE_CHARACTERS + 1]
    words = head.rsplit(None, 1)[0] if " " in head else head[:-1]
    return _TRAILING.sub("", words) + "…"
