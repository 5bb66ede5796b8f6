"""The tables of ``records.db``, how a fresh file gets them, and how another file is told apart."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from rag.errors import IndexForeignError
from rag.index.manifest import FORMAT
from rag.types import Document, Span

_APPLICATION_ID = 0x53414E44  # "SAND", in the file's header
_SCHEMA = """
CREATE TABLE roots (label TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    version INTEGER PRIMARY KEY, doc_id TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL,
    language TEXT NOT NULL, published TEXT, metadata TEXT NOT NULL, body TEXT NOT NULL,
    file TEXT NOT NULL, content_hash TEXT NOT NULL, signature BLOB, added INTEGER NOT NULL, retired INTEGER
);
CREATE INDEX documents_by_id ON documents (doc_id, added);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text_hash TEXT NOT NULL
);
CREATE INDEX passages_by_version ON passages (version);
CREATE INDEX passages_by_text ON passages (text_hash);
CREATE TABLE vectors (
    text_hash TEXT NOT NULL, fingerprint TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (text_hash, fingerprint)
);
"""
DOCUMENT_COLUMNS = "d.doc_id, d.title, d.text, d.source, d.language, d.published, d.metadata, d.body"


def create_tables(connection: sqlite3.Connection) -> None:
    """Make an empty database ours."""
    connection.executescript(
        f"PRAGMA journal_mode=WAL; BEGIN; {_SCHEMA} PRAGMA application_id={_APPLICATION_ID};"
        f" PRAGMA user_version={FORMAT}; COMMIT;"
    )


def check_format(connection: sqlite3.Connection, path: Path) -> None:
    """Raise IndexForeignError unless the file is a database of ours, of the format that this version reads."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise IndexForeignError(
            f"{path} is not a database that can be read", hint="index the articles again into another folder"
        ) from error
    if application != _APPLICATION_ID:
        raise IndexForeignError(f"{path} is not an index of Sanad", hint="choose another folder with --index")
    if version != FORMAT:
        raise IndexForeignError(
            f"the index in {path.parent} has format {version}; this version reads format {FORMAT}",
            hint=f"index the articles again: `sanad index PATH --index {path.parent}-new`",
        )


def text_hash(text: str) -> str:
    """The key of a text's vector: equal texts are embedded once."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def document_of(row: tuple[Any, ...]) -> Document:
    """A document from the columns of ``DOCUMENT_COLUMNS``."""
    doc_id, title, text, source, language, published, metadata, body = row
    return Document(
        doc_id, title, text, source, language,
        date.fromisoformat(published) if published else None,
        json.loads(metadata),
        tuple(Span(start, end) for start, end in json.loads(body)),
    )  # fmt: skip
