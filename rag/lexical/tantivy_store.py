"""BM25 over tantivy, fed with our own terms.

Tantivy never sees raw text nor a query string: terms come from ``rag.text.terms``, joined by spaces for
its white-space tokenizer, and a query is built term by term. A folder is one state of the index; a new
state is a copy that shares the old one's segment files, which tantivy never changes once written.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import tantivy

from rag.protocols import Rows
from rag.text.terms import Terms
from rag.types import Neighbor

_EXACT_WEIGHT = 0.3  # beside the stems: +1.2 points of recall@10 on 3,102 Arabic questions (docs/decisions.md)
_SLACK = 32  # results asked for beyond k, so that ties at the edge are broken by row and not by chance
_AMPLE = 2  # times as many results as should be enough, where rows that are allowed are spread evenly
_MOST_UNFILTERED = 2000  # results that are read and sifted here: some 2 ms
_HEAP_BYTES = 64_000_000  # tantivy's buffer before it writes a segment
_SEGMENT_SUFFIXES = frozenset({".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm"})
_TOKENIZER = "ours"


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    # A signed integer: on an unsigned field a deletion by term deletes nothing and says nothing.
    builder.add_integer_field("row", stored=False, indexed=True, fast=True)
    for name in ("stems", "exact", "names"):
        builder.add_text_field(name, stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


class TantivyTermStore:
    """The terms of passages by row, in a folder of their own."""

    def __init__(self, path: Path) -> None:
        """Open the store in ``path``, or start an empty one there. Raises ValueError if it cannot be read."""
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._row_schema = _schema()
        self._tantivy = tantivy.Index(self._row_schema, path=str(path))
        self._tantivy.register_tokenizer(
            _TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._searcher = self._tantivy.searcher()

    @classmethod
    def copy(cls, source: Path, target: Path) -> Self:
        """A store in ``target`` that begins as the one in ``source``, without copying its segments."""
        target.mkdir(parents=True)
        for file in sorted(source.iterdir()):
            if file.name.endswith(".lock"):
                continue
            if file.suffix in _SEGMENT_SUFFIXES:
                _link_or_copy(file, target / file.name)
            else:
                shutil.copy2(file, target / file.name)
        return cls(target)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def update(self, added: Iterable[tuple[int, Terms]], removed: Collection[int] = ()) -> None:
        """Remove rows, then add rows with their terms, in one commit."""
        writer = self._tantivy.writer(heap_size=_HEAP_BYTES, num_threads=1)
        if removed:
            writer.delete_documents_by_query(self._rows_query(removed))
        for row, terms in added:
            document = tantivy.Document()
            document.add_integer("row", row)
            document.add_text("stems", " ".join(terms.stems))
            document.add_text("exact", " ".join(terms.exact))
            document.add_text("names", " ".join(terms.names))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._tantivy.reload()
        self._searcher = self._tantivy.searcher()

    def search(self, terms: Terms, k: int, *, allowed: Rows | None = None) -> list[Neighbor]:
        """The k best rows by BM25, best first, ties by row; empty when no term is known."""
        wanted = [self._term_query("stems", stem) for stem in terms.stems]
        wanted += [tantivy.Query.boost_query(self._term_query("exact", word), _EXACT_WEIGHT) for word in terms.exact]
        wanted += [self._term_query("names", skeleton) for skeleton in terms.names]
        return self._best(wanted, k, allowed)

    def _best(self, wanted: Sequence[Any], k: int, allowed: Rows | None) -> list[Neighbor]:
        """The rows that most of the queries ``wanted`` find."""
        if k < 1 or not wanted or (allowed is not None and not len(allowed)):
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in wanted])
        if allowed is None:
            return self._run(query, k + _SLACK)[:k]
        return self._best_allowed(query, k, allowed)

    def _best_allowed(self, query: Any, k: int, allowed: Rows) -> list[Neighbor]:
        """Where many rows are allowed, enough of the best of all are; to name each to tantivy takes 65 ms for 100,000.

        The best of all are in the same order, so that k of them that are allowed are the k best that are.
        """
        limit = int(_AMPLE * (k + _SLACK) * len(self) / len(allowed))
        if limit < _MOST_UNFILTERED:
            found = self._run(query, limit)
            passing = [neighbor for neighbor in found if _holds(allowed, neighbor.row)]
            if len(passing) >= k + _SLACK or len(found) < limit:
                return passing[:k]
        admitted = tantivy.Query.const_score_query(self._rows_query(allowed.tolist()), 0.0)
        both = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, admitted)])
        return self._run(both, k + _SLACK)[:k]

    def _run(self, query: Any, limit: int) -> list[Neighbor]:
        found = self._searcher.search(query, limit=limit, count=False).hits
        rows: list[Any] = self._searcher.fast_field_values("row", [address for _, address in found])
        neighbors = [Neighbor(int(row), float(score)) for (score, _), row in zip(found, rows, strict=True)]
        return sorted(neighbors, key=lambda neighbor: (-neighbor.score, neighbor.row))

    def search_any(
        self, alternatives: Sequence[Sequence[tuple[str, float]]], k: int, *, allowed: Rows | None = None
    ) -> list[Neighbor]:
        """The k best rows by BM25 where each word is any of several stems, weighted; the best of them counts."""
        words = [
            tantivy.Query.disjunction_max_query(
                [tantivy.Query.boost_query(self._term_query("stems", stem), weight) for stem, weight in stems]
            )
            for stems in alternatives
            if stems
        ]
        return self._best(words, k, allowed)

    def document_frequency(self, stem: str) -> int:
        """In how many passages a stem stands."""
        return int(self._searcher.doc_freq("stems", stem))

    def _term_query(self, field: str, term: str) -> Any:
        return tantivy.Query.term_query(self._row_schema, field, term, index_option="freq")

    def _rows_query(self, rows: Collection[int]) -> Any:
        return tantivy.Query.term_set_query(self._row_schema, "row", sorted(rows))


def _holds(rows: Rows, row: int) -> bool:
    place = int(np.searchsorted(rows, row))
    return place < len(rows) and rows[place] == row


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)
