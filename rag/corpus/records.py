"""What .jsonl and .csv files have in common: named fields, of which one is the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.corpus.dates import parse_date
from rag.corpus.raw import FieldNames, RawDocument
from rag.errors import ReadError


class RecordError(ValueError):
    """One record cannot be a document; the message says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record and the line that it begins on; ``problem`` is set where it has no fields."""

    line_number: int
    values: Mapping[str, object]
    problem: str = ""


def raw_from_records(
    path: Path, records: Iterable[Record], fields: FieldNames, on_skip: Callable[[ReadError], None]
) -> Iterator[RawDocument]:
    """One article a record; bad ones go to ``on_skip``. Raises ReadError at the end when all were bad."""
    first_problem = ""
    found = False
    for record in records:
        try:
            raw = _raw_from_record(record, fields)
        except RecordError as error:
            first_problem = first_problem or str(error)
            on_skip(ReadError(path, str(error)))
            continue
        found = True
        yield raw
    if not found and first_problem:
        raise ReadError(path, f"not one record could be read; {first_problem}")


def _raw_from_record(record: Record, fields: FieldNames) -> RawDocument:
    values = record.values
    text = values.get(fields.text)
    problem = record.problem or _problem_with_text(text, fields.text)
    if problem:
        raise RecordError(f"line {record.line_number}: {problem}")
    return RawDocument(
        str(text),
        title=_as_text(values.get(fields.title)),
        language=_as_text(values.get(fields.language)),
        published=parse_date(values.get(fields.date)),
        url=_as_text(values.get(fields.url)).strip(),
        record=_as_text(values.get(fields.id)).strip() or str(record.line_number),
        metadata={key: _as_text(value) for key, value in values.items() if key not in fields.all()},
    )


def _problem_with_text(text: object, name: str) -> str:
    if text is None:
        return f"there is no field {name!r}"
    if not isinstance(text, str):
        return f"field {name!r} holds no text but {type(text).__name__}"
    if not any(character.isalnum() for character in text):
        return f"field {name!r} holds no words"
    return ""


def _as_text(value: object) -> str:
    """A scalar as text; an object or a list, which no field of ours holds, is left out."""
    return str(value) if isinstance(value, str | int | float) else ""
