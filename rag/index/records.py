"""The truth on disk: documents, passages and vectors in SQLite.

Rows are never changed, only added and retired: each says from which generation on it is seen and from
which on no more. A reader sees the rows of its own generation, whatever a writer does meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np

from rag.duplicates import Signature, sign
from rag.errors import IndexCorruptError
from rag.index.catalogue import Catalogue
from rag.index.manifest import FORMAT
from rag.index.schema import DOCUMENT_COLUMNS, check_format, create_tables, document_of, text_hash
from rag.protocols import Vectors
from rag.types import Document, Passage, Span

_SEEN = "d.added <= :at AND (d.retired IS NULL OR d.retired > :at)"
_MANY = 900  # parameters of one statement; SQLite's oldest limit is 999


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row, which is its id in both stores."""

    row: int
    passage: Passage


class Records:
    """One connection to the database; calls from several threads take turns."""

    def __init__(self, connection: sqlite3.Connection, index_dir: Path) -> None:
        self._connection = connection
        self._index_dir = index_dir
        self._turn = threading.RLock()

    @classmethod
    def create_or_open(cls, path: Path) -> Self:
        """For a writer. Raises IndexForeignError if the file is something else."""
        fresh = not path.exists()
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        if fresh:
            create_tables(connection)
        check_format(connection, path)
        # What is not published yet may be lost in a power cut, so that adding a document need not wait for the disk.
        connection.executescript("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
        return cls(connection, path.parent)

    @classmethod
    def open_readonly(cls, path: Path) -> Self:
        """For a reader. Raises IndexForeignError if the file is something else."""
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        check_format(connection, path)
        return cls(connection, path.parent)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block's changes, or none."""
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def make_durable(self) -> None:
        """Wait until everything committed so far has reached the disk: one full commit carries all before it."""
        with self._turn:
            self._connection.executescript(
                f"PRAGMA synchronous=FULL; PRAGMA user_version={FORMAT}; PRAGMA synchronous=NORMAL;"
            )

    # What a reader of generation ``at`` sees

    def document(self, doc_id: str, at: int) -> Document | None:
        rows = self._all(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents d WHERE d.doc_id = :id AND {_SEEN}", id=doc_id, at=at
        )
        return document_of(rows[0]) if rows else None

    def documents(self, at: int) -> Iterator[Document]:
        """Every document, in the order of their sources."""
        query = f"SELECT d.version FROM documents d WHERE {_SEEN} ORDER BY d.source, d.version"
        for (version,) in self._all(query, at=at):
            row = self._all(f"SELECT {DOCUMENT_COLUMNS} FROM documents d WHERE d.version = :version", version=version)
            yield document_of(row[0])

    def passages(self, rows: Collection[int], at: int) -> dict[int, Passage]:
        """The passages of those of ``rows`` that are seen, by row."""
        found: dict[int, Passage] = {}
        wanted = list(rows)
        for start in range(0, len(wanted), _MANY):
            some = ",".join(str(int(row)) for row in wanted[start : start + _MANY])
            found.update((stored.row, stored.passage) for stored in self._passages(f"p.row IN ({some})", at))
        return found

    def rows_of(self, doc_ids: Collection[str], at: int) -> dict[tuple[str, int], int]:
        """The rows of some documents' passages, by the document's id and where the passage begins."""
        names = {f"id{i}": doc_id for i, doc_id in enumerate(sorted(set(doc_ids)))}
        query = (
            "SELECT d.doc_id, p.start, p.row FROM passages p JOIN documents d USING (version)"
            f" WHERE d.doc_id IN ({','.join(':' + name for name in names)}) AND {_SEEN}"
        )
        return {(doc_id, start): row for doc_id, start, row in self._all(query, at=at, **names)}

    def passages_after(self, row: int, at: int) -> Iterator[StoredPassage]:
        """Every passage whose row comes after ``row``, in order, a batch at a time; rows only ever grow."""
        last = row
        while batch := self._passages(f"p.row > {last}", at, limit=_MANY):
            yield from batch
            last = batch[-1].row

    def rows(self, at: int) -> list[int]:
        query = f"SELECT p.row FROM passages p JOIN documents d USING (version) WHERE {_SEEN} ORDER BY p.row"
        return [row for (row,) in self._all(query, at=at)]

    def catalogue(self, at: int) -> Catalogue:
        """What filters are held against."""
        facts = f"SELECT d.version, d.source, d.language, d.published FROM documents d WHERE {_SEEN}"
        documents = self._all(facts, at=at)
        place = {version: i for i, (version, *_) in enumerate(documents)}
        passages = self._all("SELECT row, version FROM passages ORDER BY row")
        rows = [(row, place[version]) for row, version in passages if version in place]
        numbers = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return Catalogue(
            numbers[:, 0],
            numbers[:, 1],
            [source for _, source, _, _ in documents],
            [language for _, _, language, _ in documents],
            [date.fromisoformat(published) if published else None for *_, published in documents],
        )

    def languages(self, at: int) -> dict[str, int]:
        """How many documents there are in each language, most first."""
        query = f"SELECT d.language, count(*) FROM documents d WHERE {_SEEN} GROUP BY 1 ORDER BY 2 DESC, 1"
        return dict(self._all(query, at=at))

    def titles(self, at: int) -> list[str]:
        """The title of every document, in the order of their sources."""
        query = f"SELECT d.title FROM documents d WHERE {_SEEN} ORDER BY d.source, d.version"
        return [title for (title,) in self._all(query, at=at)]

    def published(self, at: int) -> tuple[date, date] | None:
        """The first and the last date of publication; None where no document has one."""
        query = f"SELECT min(d.published), max(d.published) FROM documents d WHERE {_SEEN}"
        ((first, last),) = self._all(query, at=at)
        return (date.fromisoformat(first), date.fromisoformat(last)) if first else None

    def signatures(self, at: int) -> dict[str, Signature]:
        """By a document's id what tells its copies; oldest document first, those without words left out."""
        query = (
            f"SELECT d.doc_id, d.signature FROM documents d WHERE {_SEEN} AND d.signature IS NOT NULL"
            " ORDER BY d.published IS NULL, d.published, d.source, d.version"
        )
        return {doc_id: np.frombuffer(packed, dtype="<u2") for doc_id, packed in self._all(query, at=at)}

    def counts(self, at: int) -> tuple[int, int]:
        """How many documents and how many passages are seen."""
        ((documents,),) = self._all(f"SELECT count(*) FROM documents d WHERE {_SEEN}", at=at)
        return documents, len(self.rows(at))

    # What a writer asks and does

    def content_hashes(self, at: int) -> dict[str, tuple[str, str]]:
        """For each document's id, its content hash and the file it was read from."""
        rows = self._all(f"SELECT d.doc_id, d.content_hash, d.file FROM documents d WHERE {_SEEN}", at=at)
        return {doc_id: (content_hash, file) for doc_id, content_hash, file in rows}

    def add(self, document: Document, passages: Sequence[Passage], *, file: str, content_hash: str, at: int) -> None:
        signature = sign(document)
        cursor = self._run(
            "INSERT INTO documents (doc_id, title, text, source, language, published, metadata, body, file,"
            " content_hash, signature, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            document.doc_id, document.title, document.text, document.source, document.language,
            document.published.isoformat() if document.published else None,
            json.dumps(dict(document.metadata), ensure_ascii=False, sort_keys=True),
            json.dumps([[span.start, span.end] for span in document.body]), file, content_hash,
            None if signature is None else signature.astype("<u2").tobytes(), at,
        )  # fmt: skip
        self._connection.executemany(
            'INSERT INTO passages (version, start, "end", text_hash) VALUES (?, ?, ?, ?)',
            [(cursor.lastrowid, p.span.start, p.span.end, text_hash(p.text)) for p in passages],
        )

    def retire(self, doc_id: str, at: int) -> None:
        """From generation ``at`` on the document is not seen. One that never was seen is forgotten at once."""
        self._run("DELETE FROM documents WHERE doc_id = ? AND added = ? AND retired IS NULL", doc_id, at)
        self._run("UPDATE documents SET retired = ? WHERE doc_id = ? AND retired IS NULL", at, doc_id)

    def forget_unpublished(self, published: int) -> None:
        """Undo what a writer that was killed left behind; vectors stay, so that its work is not lost."""
        with self.transaction():
            self._run("DELETE FROM documents WHERE added > ?", published)
            self._run("UPDATE documents SET retired = NULL WHERE retired > ?", published)

    def purge(self, oldest: int) -> None:
        """Delete what no generation from ``oldest`` on can see, and vectors of no passage."""
        with self.transaction():
            self._run("DELETE FROM documents WHERE retired <= ?", oldest)
            self._run("DELETE FROM vectors WHERE text_hash NOT IN (SELECT text_hash FROM passages)")

    def unembedded(self, fingerprint: str, at: int) -> dict[str, int]:
        """The texts that have no vector of this model yet: by their hash, the first row that holds each."""
        query = (
            f"SELECT p.text_hash, min(p.row) FROM passages p JOIN documents d USING (version) WHERE {_SEEN}"
            " AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.text_hash = p.text_hash"
            " AND v.fingerprint = :fingerprint) GROUP BY p.text_hash ORDER BY min(p.row)"
        )
        return dict(self._all(query, fingerprint=fingerprint, at=at))

    def add_vectors(self, fingerprint: str, hashes: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors as 16-bit floats: half the bytes, and cosines that agree to three digits."""
        packed = vectors.astype("<f2")
        with self.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(key, fingerprint, vector.tobytes()) for key, vector in zip(hashes, packed, strict=True)],
            )

    def vectors(self, rows: Sequence[int], fingerprint: str, dim: int) -> tuple[list[int], Vectors]:
        """Those of ``rows`` that have a vector, and their unit vectors (n, dim) in the same order."""
        found: list[int] = []
        blobs: list[bytes] = []
        for start in range(0, len(rows), _MANY):
            some = ",".join(str(int(row)) for row in rows[start : start + _MANY])
            query = (
                "SELECT p.row, v.vector FROM passages p JOIN vectors v USING (text_hash)"
                f" WHERE v.fingerprint = :fingerprint AND p.row IN ({some}) ORDER BY p.row"
            )
            for row, blob in self._all(query, fingerprint=fingerprint):
                if len(blob) == 2 * dim:
                    found.append(row)
                    blobs.append(blob)
        vectors = np.frombuffer(b"".join(blobs), dtype="<f2").astype(np.float32).reshape(len(found), dim)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return found, vectors / np.maximum(lengths, np.finfo(np.float32).tiny)

    def roots(self) -> dict[str, Path]:
        """The corpus roots by label."""
        return {label: Path(path) for label, path in self._all("SELECT label, path FROM roots ORDER BY label")}

    def set_root(self, label: str, path: Path) -> None:
        self._run("INSERT OR REPLACE INTO roots VALUES (?, ?)", label, str(path))

    def last_generation(self) -> int:
        """The latest generation that any row speaks of."""
        ((last,),) = self._all("SELECT max(max(added), max(coalesce(retired, 0))) FROM documents")
        return int(last or 0)

    def findings(self, at: int) -> list[str]:
        """What is wrong with the database, one sentence each."""
        ((answer,),) = self._all("PRAGMA quick_check(1)")
        if answer != "ok":
            return [f"records.db fails SQLite's own check: {answer.splitlines()[-1]}"]
        query = (
            'SELECT d.doc_id, d.text, p.start, p."end", p.text_hash FROM passages p'
            f" JOIN documents d USING (version) WHERE {_SEEN}"
        )
        wrong = {
            doc_id for doc_id, text, start, end, key in self._all(query, at=at) if text_hash(text[start:end]) != key
        }
        return [f"a passage of document {doc_id} is not what was embedded" for doc_id in sorted(wrong)]

    def _passages(self, where: str, at: int, limit: int = -1) -> list[StoredPassage]:
        query = (
            'SELECT p.row, d.doc_id, p.start, p."end", d.language, substr(d.text, p.start + 1, p."end" - p.start)'
            f" FROM passages p JOIN documents d USING (version) WHERE {where} AND {_SEEN} ORDER BY p.row LIMIT {limit}"
        )
        return [
            StoredPassage(row, Passage(f"{doc_id}:{start}-{end}", doc_id, text, Span(start, end), language))
            for row, doc_id, start, end, language, text in self._all(query, at=at)
        ]

    def _all(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self._turn, self._saying_what_is_damaged():
            return self._connection.execute(query, values).fetchall()

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        with self._turn, self._saying_what_is_damaged():
            return self._connection.execute(statement, values)

    @contextmanager
    def _saying_what_is_damaged(self) -> Iterator[None]:
        """SQLite's own class stands for a damaged file; its subclasses stand for other things, such as a full disk."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise
            raise IndexCorruptError(self._index_dir, f"records.db: {error}", mendable=False) from error
