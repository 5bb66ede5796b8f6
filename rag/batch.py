"""Many questions from a file: ``sanad ask --batch``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.contract import Json, answer_json, load_filters
from rag.engine import Engine
from rag.errors import RagError, UsageError
from rag.types import Filters, Turn


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a batch. ``filters`` of None are those of the whole batch."""

    question_id: str
    question: str
    history: tuple[Turn, ...]
    filters: Filters | None = None


def load_questions(path: Path) -> list[BatchQuestion]:
    """Every line of a JSONL file: ``id`` (else the line's number), ``question``, optional ``history``, ``filters``.

    A history is a list of {question, answer} or of {role, content}; filters are as answers tell them. Raises
    UsageError, naming the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} cannot be read: it is not UTF-8") from error
    return [_question(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def answer_batch(
    engine: Engine, questions: Iterable[BatchQuestion], *, filters: Filters, k: int, any_time: bool = False
) -> Iterator[Json]:
    """One answer a question, in order; a question that cannot be asked gets a line with ``error``."""
    for item in questions:
        try:
            held = filters if item.filters is None else item.filters
            answer = engine.ask(item.question, history=item.history, filters=held, k=k, any_time=any_time)
        except RagError as error:
            yield {"id": item.question_id, "question": item.question, "error": str(error)}
            continue
        yield answer_json(engine, answer, item.question_id)


def _question(path: Path, number: int, line: str) -> BatchQuestion:
    try:
        record: Any = json.loads(line)
        question = str(record["question"])
        history = tuple(_turns(record.get("history") or []))
        filters = load_filters(record["filters"]) if record.get("filters") is not None else None
        return BatchQuestion(str(record.get("id", number)), question, history, filters)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"line {number} of {path} is not a question", hint='a line is {"id": "q1", "question": "…"}'
        ) from error


def _turns(history: list[dict[str, str]]) -> Iterator[Turn]:
    question = ""
    for entry in history:
        if "question" in entry:
            yield Turn(entry["question"], entry.get("answer", ""))
        elif entry["role"] == "user":
            question = entry["content"]
        else:
            yield Turn(question, entry["content"])
            question = ""
    if question:
        yield Turn(question, "")
