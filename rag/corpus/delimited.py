"""CSV and TSV with a heading row: one article a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rag.corpus.encoding import decode_text
from rag.corpus.raw import FieldNames, RawDocument
from rag.corpus.records import Record, raw_from_records
from rag.errors import ReadError

_FIELD_CHARACTERS = 2**31 - 1  # the csv module stops at 128 KiB, less than a long report
_DELIMITERS = (",", ";", "\t")  # Excel writes semicolons where the comma is the decimal sign


def read(path: Path, data: bytes, fields: FieldNames, on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """One document a row. Raises ReadError when no column has the name of the text's field."""
    text = decode_text(data, path).replace("\r\n", "\n").replace("\r", "\n")
    rows = _numbered_rows(text, _find_delimiter(path, text))
    _number, heading = next(rows, (1, []))
    columns = [name.strip() for name in heading]
    if fields.text not in columns:
        raise ReadError(path, f"no column is called {fields.text!r}; there are: {', '.join(columns)}")
    records = (_as_record(number, columns, row) for number, row in rows)
    return raw_from_records(path, records, fields, on_skip)


def _find_delimiter(path: Path, text: str) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    heading = text.lstrip().split("\n", 1)[0]
    return max(_DELIMITERS, key=heading.count)


def _numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of the line that it begins on."""
    csv.field_size_limit(_FIELD_CHARACTERS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    for row in rows:
        if any(row):
            yield number, row
        number = rows.line_num + 1


def _as_record(number: int, columns: Sequence[str], row: Sequence[str]) -> Record:
    if len(row) != len(columns):
        return Record(number, {}, problem=f"{len(row)} values for {len(columns)} columns")
    return Record(number, dict(zip(columns, row, strict=True)))
