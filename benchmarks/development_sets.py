"""The judged questions that benchmarks tune on, as documents and questions of Sanad's own types."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.types import Document, Span

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """``doc_id`` is the paragraph that holds one of ``answers``."""

    question: str
    answers: tuple[str, ...]
    doc_id: str


def load_set(name: str, language: str) -> tuple[list[Document], list[JudgedQuestion]]:
    """One document a paragraph. Raises FileNotFoundError, naming the file, where the data is not at hand."""
    base = SHARED / "eval" / "qa" / f"{name}.{language}"
    documents = [
        Document(
            f"{name}-{language}-{record['context_id']}", record["title"], record["text"],
            f"{name}/{language}/{record['context_id']}", language, body=(Span(0, len(record["text"])),),
        )
        for record in _records(base.with_name(base.name + ".contexts.jsonl.gz"))
    ]  # fmt: skip
    questions = [
        JudgedQuestion(record["question"], tuple(record["answers"]), f"{name}-{language}-{record['context_id']}")
        for record in _records(base.with_name(base.name + ".jsonl.gz"))
    ]
    return documents, questions


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
