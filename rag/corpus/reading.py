"""From one file to its documents, whatever its format.

The adapters import the libraries of their formats; this module imports an adapter only when a file needs
it, so that ``import rag.corpus`` stays cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from rag.corpus.files import ADAPTERS, unsupported
from rag.corpus.raw import DEFAULT_FIELDS, FieldNames, RawDocument
from rag.errors import ReadError
from rag.types import Document

OnSkip = Callable[[ReadError], None]


class _Adapter(Protocol):
    """A module that reads one format; it raises ReadError for a file and calls ``on_skip`` for a record."""

    def read(self, path: Path, data: bytes, fields: FieldNames, on_skip: OnSkip) -> Iterator[RawDocument]: ...


class _Assembling(Protocol):
    def assemble_document(self, raw: RawDocument, source: str) -> Document | None: ...


def read_file(path: Path, *, source: str, fields: FieldNames = DEFAULT_FIELDS, on_skip: OnSkip) -> Iterator[Document]:
    """The documents of the file at ``path``; ``source`` names it in what is shown and cited.

    Raises ReadError when the file cannot be read or holds no text. A bad record of a .jsonl or .csv file is
    handed to ``on_skip``, and the others go on.
    """
    adapter, assembling = _load_adapter(path)
    found = False
    for raw in adapter.read(path, _read_bytes(path), fields, on_skip):
        document = assembling.assemble_document(raw, source)
        if document is None:
            if raw.record:
                on_skip(ReadError(path, f"record {raw.record}: there is no text in it"))
            continue
        found = True
        yield document
    if not found:
        raise ReadError(path, "no text was found in it")


def _load_adapter(path: Path) -> tuple[_Adapter, _Assembling]:
    name = ADAPTERS.get(path.suffix.lower())
    if name is None:
        raise unsupported(path)
    adapter = cast(_Adapter, import_module(f"rag.corpus.{name}"))
    return adapter, cast(_Assembling, import_module("rag.corpus.assembling"))


def _read_bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(path, "no such file") from error
    except PermissionError as error:
        raise ReadError(path, "no permission to read it") from error
    except OSError as error:
        raise ReadError(path, f"it cannot be opened ({error.strerror})") from error
    if not data:
        raise ReadError(path, "the file is empty")
    return data
