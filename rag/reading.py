"""Passages as their sentences with a vector each: read once, for retrieval and for the choice of an answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.protocols import Embedder, Vectors
from rag.text.sentences import sentence_spans
from rag.types import Passage, Span

_KEPT_PASSAGES = 4096  # some 40 MB at 384 dimensions and six sentences a passage


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """``sentences`` are spans of the passage's text, at least one; ``vectors`` has a unit row for each."""

    passage: Passage
    sentences: tuple[Span, ...]
    vectors: Vectors

    @property
    def texts(self) -> list[str]:
        return [span.of(self.passage.text) for span in self.sentences]


class PassageReader:
    """Keeps what it has read of the passages that were asked for last; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, ReadPassage] = OrderedDict()
        self._turn = threading.Lock()

    def embed_question(self, question: str) -> Vectors:
        """The vector that sentences are held against, shape (dim,)."""
        return self._embedder.embed_query(question)

    def read(self, passages: Sequence[Passage]) -> list[ReadPassage]:
        """The passages in their order."""
        with self._turn:
            kept = [self._kept.get(passage.passage_id) for passage in passages]
        found = {
            read.passage.passage_id: read for read, p in zip(kept, passages, strict=True) if read and read.passage == p
        }
        found |= self._read_new([passage for passage in passages if passage.passage_id not in found])
        with self._turn:
            for passage in passages:
                self._kept[passage.passage_id] = found[passage.passage_id]
                self._kept.move_to_end(passage.passage_id)
            while len(self._kept) > _KEPT_PASSAGES:
                self._kept.popitem(last=False)
        return [found[passage.passage_id] for passage in passages]

    def _read_new(self, passages: Sequence[Passage]) -> dict[str, ReadPassage]:
        spans = [tuple(sentence_spans(p.text)) or (Span(0, len(p.text)),) for p in passages]
        texts = [span.of(p.text) for p, some in zip(passages, spans, strict=True) for span in some]
        vectors = self._embedder.embed_passages(texts)
        parts = np.split(vectors, np.cumsum([len(some) for some in spans])[:-1]) if passages else []
        return {p.passage_id: ReadPassage(p, some, part) for p, some, part in zip(passages, spans, parts, strict=True)}
