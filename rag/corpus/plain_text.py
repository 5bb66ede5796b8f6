"""Plain text: the file is the article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from rag.corpus.encoding import decode_text
from rag.corpus.raw import FieldNames, RawDocument
from rag.errors import ReadError


def read(path: Path, data: bytes, _fields: FieldNames, _on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """The one document of a text file."""
    yield RawDocument(decode_text(data, path))
