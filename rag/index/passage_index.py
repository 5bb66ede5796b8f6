"""What a reader has open: one generation, with the rows of the database that it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

from rag.errors import (
    DocumentMissingError,
    IndexCorruptError,
    IndexForeignError,
    IndexMismatchError,
    IndexMissingError,
)
from rag.index.catalogue import Catalogue
from rag.index.copies import read_copies
from rag.index.layout import SENTENCES, TERMS, VECTORS, Layout
from rag.index.manifest import FORMAT, Manifest
from rag.index.records import Records
from rag.index.writer import mismatch
from rag.lexical.tantivy_store import TantivyTermStore
from rag.protocols import Embedder, Rows, Vectors, WordModel
from rag.stores.faiss_store import FaissVectorStore
from rag.stores.lexicon import Lexicon, WordLexicon
from rag.stores.sentence_store import Sentences, SentenceStore
from rag.text.terms import ANALYSIS_VERSION, Terms
from rag.types import Document, Filters, Neighbor, Passage

_ATTEMPTS = 5  # to lease the current generation while writers publish new ones


class PassageIndex:
    """Stays as it was opened, and valid, whatever a writer does meanwhile. Close it when done."""

    def __init__(
        self,
        layout: Layout,
        manifest: Manifest,
        records: Records,
        vectors: FaissVectorStore,
        terms: TantivyTermStore,
        sentences: SentenceStore,
    ) -> None:
        self.manifest = manifest
        self._layout = layout
        self._records = records
        self._vectors = vectors
        self._terms = terms
        self._sentences = sentences
        self._held = ExitStack()
        self.languages = records.languages(manifest.generation)

    @classmethod
    def open(cls, index_dir: Path, embedder: Embedder | None = None) -> Self:
        """Open the current generation and check all of it.

        Raises IndexMissingError, IndexForeignError, IndexCorruptError, or, with an ``embedder``,
        IndexMismatchError if the vectors are of another model.
        """
        cls.check_there(index_dir)
        layout = Layout(index_dir)
        held = ExitStack()
        try:
            manifest, folder = _lease(layout, held)
            if embedder is not None and manifest.fingerprint != embedder.fingerprint:
                raise mismatch(index_dir, manifest, embedder)
            records = Records.open_readonly(layout.records)
            held.callback(records.close)
            index = cls(layout, manifest, records, *_open_stores(layout, manifest, folder))
            index._check_counts()
        except BaseException:
            held.close()
            raise
        index._held = held
        return index

    @staticmethod
    def check_there(index_dir: Path) -> None:
        """Raise IndexMissingError or IndexForeignError unless something was indexed in the folder."""
        if not Layout(index_dir).records.is_file():
            raise _absent(index_dir)

    def check_word_model(self, model: WordModel) -> None:
        """Raise IndexMismatchError unless the index's sentences were read with this model."""
        if self.manifest.word_model != model.fingerprint:
            folder = self._layout.index_dir
            raise IndexMismatchError(
                f"the words of the index in {folder} were read with another static model than {model.name!r}",
                hint=f"read them again with `sanad index --rebuild --index {folder}`",
            )

    @property
    def passage_count(self) -> int:
        return self.manifest.passages

    @property
    def rows(self) -> Rows:
        """The rows of all passages."""
        return self._sentences.rows

    def close(self) -> None:
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_current(self) -> bool:
        """Whether no newer generation has been published since."""
        try:
            return self._layout.current() == self.manifest.generation
        except (OSError, ValueError):
            return True  # what is open still serves; the next to open will say what is wrong

    def nearest(self, query: Vectors, k: int, *, allowed: Rows | None = None) -> list[Neighbor]:
        """The k passages whose vectors are nearest to a unit vector, by row, best first."""
        return self._vectors.search(query, k, allowed=allowed)

    def matching(self, terms: Terms, k: int, *, allowed: Rows | None = None) -> list[Neighbor]:
        """The k passages that hold most of the terms (BM25), by row, best first."""
        return self._terms.search(terms, k, allowed=allowed)

    def matching_any(
        self, alternatives: Sequence[Sequence[tuple[str, float]]], k: int, *, allowed: Rows | None = None
    ) -> list[Neighbor]:
        """The k passages that hold most words, each word as any of several (stem, weight), by row, best first."""
        return self._terms.search_any(alternatives, k, allowed=allowed)

    def knows(self, stem: str) -> bool:
        """Whether any passage holds a stem."""
        return self.document_frequency(stem) > 0

    def document_frequency(self, stem: str) -> int:
        """In how many passages a stem stands."""
        return self._terms.document_frequency(stem)

    def admitted(self, filters: Filters) -> Rows | None:
        """The rows that pass the filters; None when there is nothing to pass."""
        return self._catalogue.admitted(filters) if filters else None

    @cached_property
    def _catalogue(self) -> Catalogue:
        return self._records.catalogue(self.manifest.generation)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of ``rows``, in their order."""
        found = self._records.passages(rows, self.manifest.generation)
        return [found[row] for row in rows]

    def rows_of(self, passages: Sequence[Passage]) -> list[int]:
        """The rows of passages, in their order. Raises KeyError for one that is not of this index."""
        found = self._records.rows_of([passage.doc_id for passage in passages], self.manifest.generation)
        return [found[passage.doc_id, passage.span.start] for passage in passages]

    def sentences(self, rows: Sequence[int]) -> Sentences:
        """The sentences of ``rows``, in their order."""
        return self._sentences.take(rows)

    @property
    def words(self) -> WordLexicon:
        """The different words of the corpus."""
        return self._sentences.words

    @property
    def names(self) -> Lexicon:
        """The different words of the corpus that may be names."""
        return self._sentences.names

    def document(self, doc_id: str) -> Document:
        """Raises DocumentMissingError."""
        document = self._records.document(doc_id, self.manifest.generation)
        if document is None:
            raise DocumentMissingError(doc_id)
        return document

    def copies_of(self, doc_id: str) -> tuple[str, ...]:
        """The other documents whose text is nearly the same, oldest first."""
        return self._copies.get(doc_id, ())

    @cached_property
    def _copies(self) -> Mapping[str, tuple[str, ...]]:
        return read_copies(self._layout.generation(self.manifest.generation))

    def documents(self) -> Iterator[Document]:
        """Every document, in the order of their sources."""
        return self._records.documents(self.manifest.generation)

    def titles(self) -> list[str]:
        """The title of every document, in the order of their sources."""
        return self._records.titles(self.manifest.generation)

    @cached_property
    def published(self) -> tuple[date, date] | None:
        """The first and the last date of publication in the corpus; None where no document has one."""
        return self._records.published(self.manifest.generation)

    def _check_counts(self) -> None:
        documents, passages = self._records.counts(self.manifest.generation)
        counts = {
            "documents in the database": (documents, self.manifest.documents),
            "passages in the database": (passages, self.manifest.passages),
            "vectors": (len(self._vectors), self.manifest.passages),
            "passages with terms": (len(self._terms), self.manifest.passages),
            "passages with sentences": (len(self._sentences), self.manifest.passages),
        }
        for what, (found, promised) in counts.items():
            if found != promised:
                raise IndexCorruptError(self._layout.index_dir, f"{found} {what}, and the manifest says {promised}")


def _absent(folder: Path) -> IndexMissingError | IndexForeignError:
    if folder.is_dir() and any(
        path.name not in ("README.md", "generations", "writer.lock") for path in folder.iterdir()
    ):
        return IndexForeignError(
            f"{folder} is a folder, but not an index of Sanad",
            hint=f"name the folder of an index, or make one with `sanad index PATH --index {folder}-index`",
        )
    return IndexMissingError(folder)


def _lease(layout: Layout, held: ExitStack) -> tuple[Manifest, Path]:
    """Hold the current generation, trying again when a writer publishes another one meanwhile."""
    for _ in range(_ATTEMPTS):
        try:
            number = layout.current()
        except ValueError as error:
            raise IndexCorruptError(layout.index_dir, "CURRENT names no generation") from error
        if number == 0:
            if layout.numbers():
                raise IndexCorruptError(layout.index_dir, "CURRENT is missing")
            raise IndexMissingError(layout.index_dir)
        try:
            lease = layout.lease(number)
        except OSError:
            continue
        held.callback(lease.close)
        if layout.current() == number:
            return _manifest(layout, number), layout.generation(number)
    raise IndexCorruptError(layout.index_dir, f"generation {number} is missing")


def _manifest(layout: Layout, number: int) -> Manifest:
    try:
        manifest = Manifest.load(layout.generation(number))
    except ValueError as error:
        raise IndexCorruptError(layout.index_dir, str(error)) from error
    if manifest.format != FORMAT:
        raise IndexForeignError(
            f"the index in {layout.index_dir} has format {manifest.format}; this version reads format {FORMAT}",
            hint=f"index the articles again: `sanad index PATH --index {layout.index_dir}-new`",
        )
    if manifest.analysis != ANALYSIS_VERSION:
        raise IndexMismatchError(
            f"the terms of the index in {layout.index_dir} were made by another version of the analyser",
            hint=f"make them again with `sanad doctor --mend --index {layout.index_dir}`",
        )
    return manifest


def _open_stores(
    layout: Layout, manifest: Manifest, folder: Path
) -> tuple[FaissVectorStore, TantivyTermStore, SentenceStore]:
    findings = manifest.findings(folder)
    if findings:
        raise IndexCorruptError(layout.index_dir, findings[0])
    try:
        return (
            FaissVectorStore.load(folder / VECTORS, manifest.vector_kind),
            TantivyTermStore(folder / TERMS),
            SentenceStore.load(folder / SENTENCES),
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise IndexCorruptError(layout.index_dir, f"{folder.name} cannot be opened") from error
