"""The one process that changes an index.

Changes are gathered in the database under the number of the next generation, where no reader looks yet;
``publish`` derives that generation and makes it the current one in a single step. A writer that dies
before leaves the last generation as it was, and its vectors for the next writer to find.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from rag.chunking import CHUNKING_VERSION, PASSAGE_TOKENS, chunk_document
from rag.errors import IndexCorruptError, IndexMismatchError
from rag.index.copies import write_copies
from rag.index.layout import SENTENCES, TERMS, VECTORS, Layout, sync_folder, sync_tree
from rag.index.manifest import Manifest, record_files
from rag.index.records import Records, StoredPassage
from rag.lexical.tantivy_store import TantivyTermStore
from rag.protocols import Embedder, Progress, WordModel
from rag.stores.faiss_store import FaissVectorStore, faiss_kind
from rag.stores.sentence_store import SentenceStore
from rag.text.terms import ANALYSIS_VERSION, Terms, passage_terms
from rag.types import Document

_EMBED_AT_ONCE = 512  # texts between two commits: what a killed writer may have to embed again
_READ_AT_ONCE = 512  # passages
_MOST_WASTE = 0.5  # share of the sentences on disk that are of removed passages, before they are read anew
_VECTORS_AT_ONCE = 50_000  # rows read from the database at a time: 75 MB at 384 dimensions


class Change(StrEnum):
    """What putting a document did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class IndexWriter:
    """Use as a context manager; nothing is seen by readers before ``publish``."""

    def __init__(
        self, layout: Layout, records: Records, embedder: Embedder, word_model: WordModel, published: int
    ) -> None:
        self._layout = layout
        self._records = records
        self._embedder = embedder
        self._word_model = word_model
        self._published = published
        self._next = published + 1
        self._held = ExitStack()
        self._max_tokens = min(PASSAGE_TOKENS, embedder.max_tokens)
        self._known = records.content_hashes(published)
        self._put: set[str] = set()

    @classmethod
    def open(
        cls, index_dir: Path, embedder: Embedder, word_model: WordModel | None = None, *, any_model: bool = False
    ) -> Self:
        """Open an index for writing, or start one.

        ``word_model`` reads sentences and words; an ``embedder`` that is static can do both.
        Raises IndexBusyError if another process writes, IndexForeignError if the folder holds something
        else, IndexCorruptError if what is published cannot be told, and IndexMismatchError if the index
        was built with another model, unless ``any_model`` (for a rebuild).
        """
        reader = word_model or embedder
        if not isinstance(reader, WordModel):
            raise TypeError("an embedder that is not static needs a static model beside it")
        layout = Layout(index_dir)
        held = ExitStack()
        held.enter_context(layout.writing())
        try:
            records = Records.create_or_open(layout.records)
            held.callback(records.close)
            published = _published(layout)
            _check_model(layout, published, embedder, any_model=any_model)
            records.forget_unpublished(published)
            writer = cls(layout, records, embedder, reader, published)
        except BaseException:
            held.close()
            raise
        writer._held = held
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @property
    def roots(self) -> dict[str, Path]:
        return self._records.roots()

    def set_root(self, label: str, path: Path) -> None:
        self._records.set_root(label, path)

    def put(self, document: Document, *, file: str) -> Change:
        """Add a document that was read from ``file``, or bring it up to date."""
        content_hash = self._content_hash(document)
        known_hash, known_file = self._known.get(document.doc_id, (None, None))
        self._put.add(document.doc_id)
        if known_hash == content_hash and known_file == file:
            return Change.UNCHANGED
        passages = chunk_document(document, max_tokens=self._max_tokens, measure=self._embedder.count_tokens)
        with self._records.transaction():
            if known_hash is not None:
                self._records.retire(document.doc_id, self._next)
            self._records.add(document, passages, file=file, content_hash=content_hash, at=self._next)
        self._known[document.doc_id] = (content_hash, file)
        return Change.ADDED if known_hash is None else Change.UPDATED

    def remove(self, doc_ids: Collection[str]) -> int:
        """Remove documents; returns how many were there."""
        there = [doc_id for doc_id in doc_ids if self._known.pop(doc_id, None)]
        with self._records.transaction():
            for doc_id in there:
                self._records.retire(doc_id, self._next)
        return len(there)

    def remove_missing(self, under: str, *, but: Collection[str] = ()) -> int:
        """Remove what came from files under ``under`` and was not put this time; ``but`` names files to leave."""
        return self.remove(
            [
                doc_id
                for doc_id, (_, file) in self._known.items()
                if file.startswith(under) and doc_id not in self._put and file not in but
            ]
        )

    def stored_documents(self) -> Iterator[tuple[Document, str]]:
        """What is published, with the files it came from: for a rebuild without the files."""
        for document in list(self._records.documents(self._published)):
            yield document, self._known[document.doc_id][1]

    def embed(self, progress: Progress | None = None) -> int:
        """Embed every text that has no vector of this model yet; returns how many."""
        missing = self._records.unembedded(self._embedder.fingerprint, self._next)
        hashes, rows = list(missing), list(missing.values())
        for start in range(0, len(rows), _EMBED_AT_ONCE):
            batch = rows[start : start + _EMBED_AT_ONCE]
            passages = self._records.passages(batch, self._next)
            vectors = self._embedder.embed_passages([passages[row].text for row in batch])
            self._records.add_vectors(self._embedder.fingerprint, hashes[start : start + len(batch)], vectors)
            if progress:
                progress(start + len(batch), len(rows))
        return len(rows)

    def publish(self, *, from_scratch: bool = False) -> Manifest:
        """Derive the next generation and make it current; every text must have been embedded.

        What the current generation holds already is taken over, unless ``from_scratch``.
        """
        folder = self._layout.unfinished(self._next)
        self._layout.sweep(self._published)
        folder.mkdir(parents=True)
        rows = self._records.rows(self._next)
        kind = faiss_kind(len(rows))
        base = None if from_scratch else self._base(kind)
        self._derive_vectors(folder, rows, kind, base)
        self._derive_words(folder, rows, base)
        write_copies(folder, self._records.signatures(self._next))
        documents, passages = self._records.counts(self._next)
        manifest = Manifest(
            generation=self._next,
            model=self._embedder.name,
            fingerprint=self._embedder.fingerprint,
            word_model=self._word_model.fingerprint,
            dim=self._embedder.dim,
            analysis=ANALYSIS_VERSION,
            vector_kind=kind,
            documents=documents,
            passages=passages,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files=record_files(folder),
        )
        manifest.save(folder)
        self._make_current(folder)
        return manifest

    def _make_current(self, folder: Path) -> None:
        self._records.make_durable()
        sync_tree(folder)
        folder.rename(self._layout.generation(self._next))
        sync_folder(self._layout.generations)
        self._layout.set_current(self._next)
        self._published, self._next = self._next, self._next + 1
        self._records.purge(oldest=min(self._layout.sweep(self._published)))

    def _base(self, kind: str) -> Path | None:
        """The folder of the current generation, if the next one can begin as its copy."""
        folder = self._layout.generation(self._published)
        try:
            manifest = Manifest.load(folder)
        except ValueError:
            return None
        same = (manifest.fingerprint, manifest.word_model, manifest.analysis, manifest.vector_kind) == (
            self._embedder.fingerprint,
            self._word_model.fingerprint,
            ANALYSIS_VERSION,
            kind,
        )
        return folder if same and not manifest.findings(folder) else None

    def _derive_vectors(self, folder: Path, rows: Sequence[int], kind: str, base: Path | None) -> None:
        dim = self._embedder.dim
        store = FaissVectorStore.load(base / VECTORS, kind) if base else FaissVectorStore(dim, kind)
        there = store.rows
        store.remove(there.difference(rows))
        new = [row for row in rows if row not in there]
        for start in range(0, len(new), _VECTORS_AT_ONCE):
            found, vectors = self._records.vectors(
                new[start : start + _VECTORS_AT_ONCE], self._embedder.fingerprint, dim
            )
            store.add(found, vectors)
        self._check_complete("vectors", len(store), len(rows))
        store.save(folder / VECTORS)

    def _derive_words(self, folder: Path, rows: Sequence[int], base: Path | None) -> None:
        """Terms and sentences, read from the same passages in turn: they share what is known of a word."""
        before = set(self._records.rows(self._published)) if base else set()
        last = max(before, default=0)
        terms = TantivyTermStore.copy(base / TERMS, folder / TERMS) if base else TantivyTermStore(folder / TERMS)
        sentences = SentenceStore.load(base / SENTENCES) if base else SentenceStore()
        sentences.keep(rows)
        if sentences.waste > _MOST_WASTE:
            sentences = SentenceStore()
            kept = itertools.takewhile(lambda one: one.row <= last, self._records.passages_after(0, self._next))
            sentences.add(map(_text, kept), self._word_model)
        terms.update(self._read(last, sentences), removed=before.difference(rows))
        self._check_complete("terms", len(terms), len(rows))
        self._check_complete("sentences", len(sentences), len(rows))
        sentences.save(folder / SENTENCES)

    def _read(self, last: int, sentences: SentenceStore) -> Iterator[tuple[int, Terms]]:
        """The terms of the passages after row ``last``; their sentences go into the store."""
        new = self._records.passages_after(last, self._next)
        while batch := list(itertools.islice(new, _READ_AT_ONCE)):
            sentences.add(map(_text, batch), self._word_model)
            yield from ((one.row, passage_terms(one.passage.text, one.passage.language)) for one in batch)

    def _check_complete(self, what: str, derived: int, passages: int) -> None:
        if derived != passages:
            raise IndexCorruptError(self._layout.index_dir, f"{derived} of {passages} passages have {what}")

    def _content_hash(self, document: Document) -> str:
        """Changes when the document would be stored or cut differently."""
        shape = [CHUNKING_VERSION, self._max_tokens, self._embedder.fingerprint]
        content = json.dumps([shape, asdict(document)], ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _text(stored: StoredPassage) -> tuple[int, str, str]:
    return stored.row, stored.passage.text, stored.passage.language


def _published(layout: Layout) -> int:
    try:
        current = layout.current()
    except ValueError as error:
        raise IndexCorruptError(layout.index_dir, "CURRENT names no generation") from error
    if current == 0 and layout.numbers():
        raise IndexCorruptError(layout.index_dir, "CURRENT is missing")
    return current


def _check_model(layout: Layout, published: int, embedder: Embedder, *, any_model: bool) -> None:
    if published == 0 or any_model:
        return
    try:
        manifest = Manifest.load(layout.generation(published))
    except ValueError as error:
        raise IndexCorruptError(layout.index_dir, str(error)) from error
    if manifest.fingerprint != embedder.fingerprint:
        raise mismatch(layout.index_dir, manifest, embedder)


def mismatch(index_dir: Path, manifest: Manifest, embedder: Embedder) -> IndexMismatchError:
    """The error for an index whose vectors are of another model."""
    asked = "another one of that name" if embedder.name == manifest.model else repr(embedder.name)
    return IndexMismatchError(
        f"the index in {index_dir} was built with the model {manifest.model!r}, and {asked} is asked for",
        hint=f"embed its articles again with `sanad index --rebuild --index {index_dir}` and the same --model,"
        " or name the model it has",
    )
