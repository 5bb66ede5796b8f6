"""From what a reader gives to a document: cleaned, dated, titled, its language and its article told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from rag.corpus.boilerplate import find_body
from rag.corpus.cleaning import clean_line, clean_text
from rag.corpus.dates import find_published
from rag.corpus.languages import choose_language
from rag.corpus.lines import split_lines
from rag.corpus.raw import RawDocument
from rag.corpus.titles import choose_title
from rag.types import Document

_ID_DIGITS = 16  # 64 bits: two of a million documents share an id with a chance of one in 37 million


def assemble_document(raw: RawDocument, source: str) -> Document | None:
    """The document of ``raw``, which came from ``source``; None when there are no words in it."""
    text = clean_text(raw.text)
    if not any(character.isalnum() for character in text):
        return None
    body = find_body(text)
    lines = [line.text for line in split_lines(text, body)]
    source = clean_line(raw.url) or source
    return Document(
        doc_id=document_id(source, "" if raw.url else raw.record),
        title=clean_line(raw.title) or choose_title(text, body),
        text=text,
        source=source,
        language=choose_language(raw.language, "\n".join(lines)),
        published=raw.published or find_published(lines),
        metadata=_clean_metadata(raw.metadata),
        body=body,
    )


def document_id(source: str, record: str = "") -> str:
    """The id of the document that ``source`` is, or of one of its records."""
    name = f"{source}#{record}" if record else source
    # A name on disk may hold bytes that are no UTF-8 (surrogate escapes): they count as they are.
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:_ID_DIGITS]


def _clean_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    cleaned = {clean_line(key): clean_line(value) for key, value in metadata.items()}
    return {key: value for key, value in cleaned.items() if key and value}
