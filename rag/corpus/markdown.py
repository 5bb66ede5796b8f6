"""Markdown with YAML front matter. The markup stays in the text: it is what the author wrote and can be cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import frontmatter
from yaml import YAMLError  # type: ignore[import-untyped] # its stubs are a package of their own

from rag.corpus.dates import parse_date
from rag.corpus.encoding import decode_text
from rag.corpus.raw import FieldNames, RawDocument
from rag.errors import ReadError

_FENCED = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FIRST_LEVEL = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_PLAIN_FIELD = re.compile(r"([\w-]+):[ \t]+(.*)")
_SCALARS = (str, int, float, date)
_OWN_FIELDS = frozenset(("title", "date", "language", "lang"))


def read(path: Path, data: bytes, _fields: FieldNames, _on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """The one document of a Markdown file; raises ReadError when its front matter cannot be made out."""
    text = decode_text(data, path).replace("\r\n", "\n")
    try:
        post = frontmatter.loads(text)
        fields, content = post.metadata, post.content
    except (YAMLError, ValueError) as error:
        fields, content = _plain_fields(text)
        if not fields:
            raise ReadError(path, f"its front matter is not valid YAML ({_first_line(error)})") from error
    if not fields:
        content = text  # what stood between the rules was prose, no fields
    front: Mapping[str, object] = {str(key).lower(): value for key, value in fields.items()}
    yield RawDocument(
        content,
        title=_as_text(front.get("title")) or _first_heading(content),
        language=_as_text(front.get("language") or front.get("lang")),
        published=parse_date(front.get("date")),
        metadata=_metadata(front),
    )


def _plain_fields(text: str) -> tuple[dict[str, object], str]:
    """The fields of a front matter that is not YAML but clear all the same, and what follows it.

    A title with a colon in it and no quotes around it is the common case. Every line must be ``name: value``.
    """
    block = _FRONT_MATTER.match(text)
    lines = [line for line in block[1].split("\n") if line.strip()] if block else []
    matches = [_PLAIN_FIELD.match(line) for line in lines]
    if block is None or not all(matches):
        return {}, text
    return {match[1]: match[2].strip().strip("\"'") for match in matches if match}, text[block.end() :]


def _metadata(front: Mapping[str, object]) -> dict[str, str]:
    """The other fields as text; the address goes by "url", whether it was called that or "source"."""
    metadata = {key: _as_text(value) for key, value in front.items() if key not in _OWN_FIELDS}
    addresses = (value for value in (metadata.get("url"), metadata.get("source")) if value and "://" in value)
    url = next(addresses, None)
    return {**metadata, "url": url} if url else metadata


def _as_text(value: object) -> str:
    """A scalar or a list of scalars as text. Deeper values are left out: YAML aliases can make them endless."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, _SCALARS))
    return str(value) if isinstance(value, _SCALARS) else ""


def _first_heading(content: str) -> str:
    prose = _FENCED.sub("", content)
    match = _FIRST_LEVEL.search(prose) or _HEADING.search(prose)
    return match[1] if match else ""


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
