"""Files of every format, written where a test can read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.corpus import FieldNames, read_file
from rag.errors import ReadError
from rag.types import Document


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file of that name and content, text as UTF-8."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def read_one() -> Callable[[Path], Document]:
    """The only document of a file, none of it skipped."""

    def read(path: Path) -> Document:
        skipped: list[ReadError] = []
        documents = list(read_file(path, source=f"corpus/{path.name}", on_skip=skipped.append))
        assert skipped == []
        assert len(documents) == 1
        return documents[0]

    return read


@pytest.fixture
def read_all() -> Callable[..., tuple[list[Document], list[ReadError]]]:
    """All documents of a file, and what was skipped."""

    def read(path: Path, fields: FieldNames = FieldNames()) -> tuple[list[Document], list[ReadError]]:
        skipped: list[ReadError] = []
        documents = list(read_file(path, source=f"corpus/{path.name}", fields=fields, on_skip=skipped.append))
        return documents, skipped

    return read
