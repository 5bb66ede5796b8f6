"""HTML: the article of a page by trafilatura, all its words where that finds none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import trafilatura

from rag.corpus.dates import parse_date
from rag.corpus.encoding import decode_text
from rag.corpus.raw import FieldNames, RawDocument
from rag.errors import ReadError

_DECLARATION_BYTES = 1024  # the HTML standard has browsers look no further for it
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_LANG = re.compile(r"""<html\b[^>]*?\blang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
# Without this htmldate takes dates out of the running text of the article.
_DATE_SEARCH = {"extensive_search": False, "original_date": True}


@dataclass(frozen=True, slots=True)
class _Extract:
    text: str = ""
    title: str = ""
    date: str = ""
    url: str = ""
    author: str = ""
    site: str = ""


def read(path: Path, data: bytes, _fields: FieldNames, _on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """The one document of a page; its canonical address goes to ``metadata["url"]``."""
    charset = _CHARSET.search(data[:_DECLARATION_BYTES])
    page = decode_text(data, path, declared=charset[1].decode("ascii") if charset else "")
    # An XML parser refuses a str that declares its own encoding, and these bytes are decoded already.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    extract = _extract(page)
    language = _LANG.search(page)
    yield RawDocument(
        extract.text or trafilatura.html2txt(page),
        title=extract.title or _title_element(page),
        language=language[1] if language else "",
        published=parse_date(extract.date),
        metadata={"url": extract.url, "author": extract.author, "site": extract.site},
    )


def _extract(page: str) -> _Extract:
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=_DATE_SEARCH
    )
    if found is None or isinstance(found, dict):  # a dict only if asked for
        return _Extract()
    return _Extract(
        text=found.text or "",
        title=found.title or "",
        date=found.date or "",
        url=found.url or "",
        author=found.author or "",
        site=found.sitename or "",
    )


def _title_element(page: str) -> str:
    match = _TITLE.search(page)
    return unescape(match[1]) if match else ""
