"""Document → passages with exact spans.

The splitter works in characters and keeps every one of them, so that spans follow by counting: asked to
measure in tokens it loses the place of up to a third of its chunks (docs/decisions.md#splitter-offsets).
What is still too long in tokens is split again, smaller.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rag.types import Document, Passage, Span

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNKING_VERSION = "1"
PASSAGE_TOKENS = 160  # about a hundred words: a long news paragraph, or three short ones
_FILL = 0.9  # of the size that the mean token length suggests, so that few passages need a second split

# From the strongest boundary to the weakest; regular expressions, each kept at the end of what it closes.
_SEPARATORS = [
    r"\n\s*\n",
    r"\n",
    r"[.!?؟۔…।]+[»”\"’')\]]*\s+",
    r"[。！？｡]+[”’」』）]*",
    r"[؛;:]\s+|[；：]",
    r"[،,]\s+|[，、]",
    r"\s+",
    "",
]


def chunk_document(document: Document, *, max_tokens: int, measure: Callable[[str], int]) -> list[Passage]:
    """Cut the body of a document into passages of at most ``max_tokens``, in order and without overlap.

    ``measure`` counts the tokens of a text. Only a single character can exceed the limit.
    """
    return [
        Passage(
            passage_id=f"{document.doc_id}:{span.start}-{span.end}",
            doc_id=document.doc_id,
            text=span.of(document.text),
            span=span,
            language=document.language,
        )
        for part in document.body
        for span in _split(document.text, part, max_tokens, measure)
    ]


def _split(text: str, part: Span, max_tokens: int, measure: Callable[[str], int]) -> list[Span]:
    words = part.of(text)
    tokens = measure(words)
    if tokens <= max_tokens or len(part) == 1:
        return _trimmed(text, part)
    size = max(1, min(len(part) - 1, int(_FILL * max_tokens * len(part) / tokens)))
    spans: list[Span] = []
    start = part.start
    for chunk in _splitter(size).split_text(words):
        spans += _split(text, Span(start, start + len(chunk)), max_tokens, measure)
        start += len(chunk)
    assert start == part.end, "the splitter lost characters"
    return spans


def _splitter(size: int) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415 - a question cuts nothing

    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=size,
        chunk_overlap=0,
    )


def _trimmed(text: str, part: Span) -> list[Span]:
    words = part.of(text)
    start = part.start + len(words) - len(words.lstrip())
    end = part.end - (len(words) - len(words.rstrip()))
    return [Span(start, end)] if start < end else []
