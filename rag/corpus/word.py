"""Word documents: paragraphs and tables in the order that they are read in."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table, _Row

from rag.corpus.raw import FieldNames, RawDocument
from rag.errors import ReadError

# Old .doc files and encrypted .docx files are compound files of this signature, where a .docx is a zip.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
# What zipfile, lxml (its XMLSyntaxError is a SyntaxError) and python-docx raise on the way through broken bytes.
_DAMAGE = (BadZipFile, zlib.error, OpcError, SyntaxError, LookupError, ValueError, EOFError, OSError, RuntimeError)
# What python-docx answers for a file without core properties.
_NO_TITLE = "Word Document"
# Of the template that python-docx ships: documents that programs made with it carry this date untouched.
_TEMPLATE_DATE = date(2013, 12, 23)


def read(path: Path, data: bytes, _fields: FieldNames, _on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """The one document of a .docx; raises ReadError when it is encrypted, damaged or of another kind."""
    word = _open_word(path, data)
    core = word.core_properties
    created = core.created.date() if core.created else None
    yield RawDocument(
        "\n".join(_blocks(word)),
        title="" if core.title == _NO_TITLE else core.title or "",
        language=core.language or "",
        published=None if created == _TEMPLATE_DATE else created,
        metadata={"author": core.author or ""},
    )


def _open_word(path: Path, data: bytes) -> WordDocument:
    if data.startswith(_COMPOUND_FILE):
        raise ReadError(path, "it is encrypted, or a .doc of before 2007; save it as a .docx without a password")
    try:
        return docx.Document(io.BytesIO(data))
    except _DAMAGE as error:
        raise ReadError(path, "this is no Word document, or it is damaged or truncated") from error


def _blocks(word: WordDocument) -> Iterator[str]:
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            yield from map(_row_text, block.rows)
        else:
            yield block.text


def _row_text(row: _Row) -> str:
    """The cells of a row with tabs between; a merged cell is given once."""
    texts: list[str] = []
    previous = None
    for cell in row.cells:
        if cell._tc is not previous:
            texts.append(" ".join(cell.text.split()))
        previous = cell._tc
    return "\t".join(texts)
