"""Judged questions from a file: what is asked, what an answer must say, and which documents say it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.engine import checked_question
from rag.errors import UsageError

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_EXAMPLE = 'a line is {"id": "q1", "question": "…", "answers": ["…"], "docs": ["article.txt"]}; answers are [] where '
_EXAMPLE += "the corpus holds none"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """One line. Any of ``answers`` is right; any of ``docs`` (ids, or ends of sources) holds it.

    Without answers the corpus holds none, and silence is right. ``language`` is "" where the line names none.
    A ``draft`` was made by a program, and nobody has read it yet.
    """

    question_id: str
    question: str
    answers: tuple[str, ...]
    docs: tuple[str, ...]
    language: str = ""
    draft: bool = False

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions that count, and how many of the file are drafts: left out, or counted all the same."""

    questions: tuple[JudgedQuestion, ...]
    drafts: int
    drafts_counted: bool


def load_judged(path: Path, *, accept_drafts: bool = False) -> QuestionSet:
    """Every judged question of a JSONL file. Raises UsageError, naming the line, or if nothing is left to ask."""
    questions = list(_read(path))
    if not questions:
        raise UsageError(
            f"{path} holds no question",
            hint=f"write one a line, or begin with drafts: `sanad eval --draft 50 {path}-draft.jsonl`",
        )
    _check_ids(path, questions)
    drafts = sum(judged.draft for judged in questions)
    if accept_drafts:
        return QuestionSet(tuple(questions), drafts, drafts_counted=True)
    kept = tuple(judged for judged in questions if not judged.draft)
    if not kept:
        raise UsageError(
            f"all {drafts} questions of {path} are drafts that nobody has judged",
            hint='take "draft" out of each that you have read and found right, or count all with --accept-drafts',
        )
    return QuestionSet(kept, drafts, drafts_counted=False)


def _read(path: Path) -> Iterator[JudgedQuestion]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} cannot be read: it is not UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _parse(number, line)
        except ValueError as error:
            raise UsageError(f"line {number} of {path} {error}", hint=_EXAMPLE) from error


def _parse(number: int, line: str) -> JudgedQuestion:
    """One line. Raises ValueError with the end of a sentence that begins with the line's place."""
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("is not JSON") from error
    if not isinstance(record, dict):
        raise ValueError("is not a JSON object")
    language = record.get("lang") or ""
    if not isinstance(language, str) or (language and not _LANGUAGE.fullmatch(language)):
        raise ValueError(f"has the language {language!r}; it must be a code such as ar")
    if not isinstance(record.get("draft", False), bool):
        raise ValueError("has a `draft` that is neither true nor false")
    return JudgedQuestion(
        str(record.get("id", number)),
        _question(record),
        _texts(record, "answers", needed=True),
        _texts(record, "docs", needed=False),
        language,
        record.get("draft", False),
    )


def _question(record: dict[str, Any]) -> str:
    if not isinstance(record.get("question"), str):
        raise ValueError("has no `question`")
    try:
        return checked_question(record["question"])
    except UsageError as error:
        raise ValueError(f"cannot be asked: {error}") from error


def _texts(record: dict[str, Any], name: str, *, needed: bool) -> tuple[str, ...]:
    if needed and name not in record:
        raise ValueError(f"has no `{name}`")
    values = record.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError(f"has `{name}` that are no list of texts")
    return tuple(dict.fromkeys(value.strip() for value in values))


def _check_ids(path: Path, questions: Sequence[JudgedQuestion]) -> None:
    seen: set[str] = set()
    for judged in questions:
        if judged.question_id in seen:
            raise UsageError(
                f"{path} has two questions of the id {judged.question_id!r}",
                hint="give each its own: two runs are compared by them",
            )
        seen.add(judged.question_id)
