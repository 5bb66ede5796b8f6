"""JSON Lines: one object a line, each an article."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from rag.corpus.encoding import decode_text
from rag.corpus.raw import FieldNames, RawDocument
from rag.corpus.records import Record, raw_from_records
from rag.errors import ReadError


def read(path: Path, data: bytes, fields: FieldNames, on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """One document a line that is not blank."""
    return raw_from_records(path, _parse_records(decode_text(data, path)), fields, on_skip)


def _parse_records(text: str) -> Iterator[Record]:
    # Not splitlines: JSON strings may hold U+2028 and other line ends of Unicode unescaped.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _parse_record(number, line)


def _parse_record(number: int, line: str) -> Record:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return Record(number, {}, problem=f"broken JSON ({error.msg} at character {error.pos + 1})")
    except (RecursionError, ValueError) as error:  # ValueError: an integer of over 4,300 digits
        return Record(number, {}, problem=f"JSON that cannot be read ({error})")
    if not isinstance(value, dict):
        return Record(number, {}, problem="the line holds no JSON object")
    return Record(number, value)
