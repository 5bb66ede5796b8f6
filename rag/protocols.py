"""The seams: what the use cases ask of the parts that can be exchanged.

Each has one contract suite in ``tests/contracts`` that every implementation passes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rag.types import Filters, Hit, Neighbor, Turn

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
"""Rows of a store in order, each once."""
Tokens = NDArray[np.integer[Any]]
"""Tokens of a text by their number in the model's vocabulary, in order."""
Progress = Callable[[int, int], None]
"""Called with (done, total) while long work goes on."""


class Embedder(Protocol):
    """Text to unit vectors. Query and passage are two methods; prompts are the adapter's own affair."""

    @property
    def name(self) -> str:
        """What a person calls the model: a hub name or a folder's name."""

    @property
    def fingerprint(self) -> str:
        """Equal only for models that give the same vectors; kept in the index."""

    @property
    def dim(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of one text the model reads; what lies beyond is lost to it."""

    def count_tokens(self, text: str) -> int: ...

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Unit rows, shape (len(texts), dim), in the order of ``texts``."""

    def embed_query(self, query: str) -> Vectors:
        """One unit vector, shape (dim,)."""


@runtime_checkable
class WordModel(Embedder, Protocol):
    """A static embedder: one vector a token, and a text's vector is the direction of the sum of its tokens' vectors."""

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, without those that the model does not know."""

    def token_vectors(self, tokens: Tokens) -> Vectors:
        """The vectors of tokens as they are added, not of unit length, shape (len(tokens), dim)."""


class VectorStore(Protocol):
    """Rows of unit vectors under inner product, and nothing else: what a row means, the index knows."""

    def __len__(self) -> int: ...

    def add(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Add one vector (len(rows), dim) a row. Raises ValueError on a wrong shape or a row already there."""

    def remove(self, rows: Collection[int]) -> None:
        """Remove rows; one that is not there is no error."""

    def search(self, query: Vectors, k: int, *, allowed: Rows | None = None) -> list[Neighbor]:
        """The k nearest rows, best first, ties by row; scores are cosines in [-1, 1].

        Fewer than k when the store (or ``allowed``) holds fewer. Raises ValueError if query is not (dim,).
        """

    def save(self, path: Path) -> None: ...


class Retriever(Protocol):
    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        """At most k hits, best first, ranks from 1."""


class Reranker(Protocol):
    """Reads a query together with each text, which says more than two vectors do, and takes far longer."""

    @property
    def name(self) -> str:
        """What a person calls the model: a hub name, a folder's name, or an endpoint's address."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """The relevance of each text, shape (len(texts),), in their order.

        It rises with relevance; its scale is the model's own, so that only scores of one query compare.
        """


class Restart(Enum):
    """What an answerer yields to take back all that it wrote so far."""

    AFRESH = "afresh"


AFRESH = Restart.AFRESH


class Rewriter(Protocol):
    """Reads a question with what was said before it."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> Generator[str]:
        """Yield the question as it stands alone, last; "" before that, while it is waited for. Closing it stops it."""


class Answerer(Protocol):
    """Writes a draft: text with markers [n] that name the n-th hit, from 1. An empty draft abstains."""

    @property
    def name(self) -> str: ...

    def draft(self, question: str, hits: Sequence[Hit], history: Sequence[Turn]) -> Generator[str | Restart]:
        """Yield the draft in pieces, as it grows; "" while it is waited for. Closing it stops the writing.

        Raises AnswerError when no draft, or not a whole one, can be had.
        """


class RankedSentence(Protocol):
    """A sentence of the hits; ``support`` is a multiple of what an answer must have, so that from 1 on it is said."""

    @property
    def text(self) -> str: ...

    @property
    def support(self) -> float: ...


@runtime_checkable
class SentenceRanker(Protocol):
    """What an answerer may offer beside its draft: how it weighs the sentences it was shown. Evaluation asks for it."""

    def rank(self, question: str, hits: Sequence[Hit]) -> Sequence[RankedSentence]:
        """Every sentence that could be said, best first."""
