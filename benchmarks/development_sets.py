"""The judged questions that benchmarks tune on, as documents and questions of Sanad's own types."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rag.types import Document, Span

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """``doc_id`` is the paragraph that holds one of ``answers``."""

    question_id: str
    question: str
    answers: tuple[str, ...]
    doc_id: str


def load_set(name: str, language: str) -> tuple[list[Document], list[JudgedQuestion]]:
    """One document a paragraph, and the questions. Raises FileNotFoundError where the data is not at hand."""
    base = SHARED / "eval" / "qa" / f"{name}.{language}"
    documents = [
        Document(
            f"{name}-{language}-{record['context_id']}", record["title"], record["text"],
            f"{name}/{language}/{record['context_id']}", language, body=(Span(0, len(record["text"])),),
        )
        for record in _records(base.with_name(base.name + ".contexts.jsonl.gz"))
    ]  # fmt: skip
    questions = [
        JudgedQuestion(
            record["id"], record["question"], tuple(record["answers"]), f"{name}-{language}-{record['context_id']}"
        )
        for record in _records(base.with_name(base.name + ".jsonl.gz"))
    ]
    return documents, questions


def load_questions(name: str, asked: str, written: str) -> list[JudgedQuestion]:
    """The questions of one language on the paragraphs of another, with the answers in these (the set is parallel)."""
    if asked == written:
        return load_set(name, written)[1]
    answers = {judged.question_id: judged for judged in load_set(name, written)[1]}
    return [replace(answers[q.question_id], question=q.question) for q in load_set(name, asked)[1]]


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
