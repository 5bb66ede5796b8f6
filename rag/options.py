"""What the commands have in common on the command line: their options, how these become our own types, and JSON."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from rag.config import Settings
from rag.corpus import FieldNames
from rag.errors import SettingsError, UsageError
from rag.types import Filters

IndexDir = Annotated[Path | None, typer.Option("--index", help="Folder of the index.  [default: index]", metavar="DIR")]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", help="Embedding model: a folder, a hub name, or URL#NAME.  [default: bundled]", metavar="NAME"
    ),
]
Reranker = Annotated[
    str | None,
    typer.Option(
        "--reranker",
        help="Model that orders what was found: a folder, a hub name, or URL#NAME; none.  [default: none]",
        metavar="NAME",
    ),
]
RerankDepth = Annotated[
    int | None, typer.Option("--rerank-depth", help="How many passages it reads.  [default: 30]", metavar="N")
]
Explain = Annotated[bool, typer.Option("--explain", help="Say why: which parts found it, and what each gives.")]
AnyTime = Annotated[
    bool, typer.Option("--any-time", help="Do not keep to the time of publication that a question asks for.")
]
OnlyIn = Annotated[
    list[str] | None, typer.Option("--only", help="Only documents in this language, such as ar.", metavar="CODE")
]
ChatModel = Annotated[
    str | None,
    typer.Option(
        "--chat-model",
        help="Model that writes answers, or none: extracts.  [default: none]",
        metavar="URL#NAME",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
HowMany = Annotated[int | None, typer.Option("-k", help="How many hits.  [default: 8]", metavar="N")]
Sources = Annotated[
    list[str] | None, typer.Option("--source", help="Only documents whose source contains this.", metavar="TEXT")
]
Languages = Annotated[
    list[str] | None, typer.Option("--language", help="Only documents in this language, such as ar.", metavar="CODE")
]
After = Annotated[str | None, typer.Option("--from", help="Only documents of this day or later.", metavar="YYYY-MM-DD")]
Before = Annotated[str | None, typer.Option("--before", help="Only documents before this day.", metavar="YYYY-MM-DD")]


def load_settings(**flags: Any) -> Settings:
    """The settings under these flags, this environment and this folder's file. Raises SettingsError."""
    return Settings.load(flags, os.environ, Path.cwd())


def filters(
    sources: list[str] | None, languages: list[str] | None, published_from: str | None, published_before: str | None
) -> Filters:
    """The filters that the options ask for. Raises UsageError for what is no day."""
    return Filters(
        tuple(sources or ()),
        tuple(languages or ()),
        _day("--from", published_from),
        _day("--before", published_before),
    )


def _day(flag: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{flag} is {text!r}; it must be a day such as 2022-09-12") from error


def field_names(text: str) -> FieldNames:
    """The names of the fields of records, from ``name=field`` pairs. Raises SettingsError."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    try:
        return FieldNames(**{name.strip(): field.strip() for name, _, field in pairs})
    except TypeError as error:
        known = ", ".join(FieldNames.__dataclass_fields__)
        raise SettingsError(f"--fields is {text!r}", hint=f"write name=field pairs; names are {known}") from error


def print_json(value: Any) -> None:
    """Write a value for programs, as --json asks."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
