"""Settings → objects: the only module that picks adapters, and it imports them only when they are asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rag.config import HASHING_MODEL, Settings
from rag.engine import Engine
from rag.protocols import Embedder, Retriever

if TYPE_CHECKING:
    from rag.index import PassageIndex

# Of the dense leg beside terms at 1. Hashed words only repeat what terms know, so they break ties; a trained
# model counts as much as terms do. Chosen on the development halves (docs/decisions.md#first-weights).
_HASHING_WEIGHT = 0.15
_MODEL_WEIGHT = 1.0
# The least support of an answer: on the development halves it silences one answerable question in eight to one in
# five, and answers up to one in six that the corpus says nothing of (docs/decisions.md#first-weights).
_ANSWER_BAR = 0.42
# Of an answer in another language than the question's, where words are met by their vectors
# (docs/decisions.md#words-across-languages).
_FOREIGN_BAR = 0.16


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that ``settings.model`` names. Raises EmbedderError."""
    if settings.model == HASHING_MODEL:
        from rag.embedders.hashing import HashingEmbedder

        return HashingEmbedder()
    from rag.embedders.static import StaticEmbedder, is_static

    if is_static(Path(settings.model)):
        return StaticEmbedder.open(Path(settings.model))
    from rag.embedders.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder.open(settings.model)


def open_engine(settings: Settings, embedder: Embedder | None = None) -> Engine:
    """An engine over the current generation of the index. Raises PassageIndexError or EmbedderError."""
    from rag.index import PassageIndex

    PassageIndex.check_there(settings.index_dir)  # before the time it takes to load a model
    embedder = embedder or open_embedder(settings)
    return build_engine(PassageIndex.open(settings.index_dir, embedder), embedder)


def build_engine(index: PassageIndex, embedder: Embedder) -> Engine:
    """The engine with its default parts over an open index."""
    from rag.alignment import WordMatcher
    from rag.answerers.extractive import ExtractiveAnswerer
    from rag.corpus.languages import guess_language
    from rag.embedders.static import StaticEmbedder
    from rag.retrieval import AligningRetriever, DenseLeg, FusedRetriever, LexicalLeg

    lexical, dense = LexicalLeg(index), DenseLeg(index, embedder)
    retriever: Retriever
    if isinstance(embedder, StaticEmbedder):
        matcher, foreign_bar = WordMatcher(index, embedder), _FOREIGN_BAR
        retriever = AligningRetriever(index, lexical, dense, matcher)
    else:
        matcher, foreign_bar = WordMatcher(index, None), _ANSWER_BAR
        dense_weight = _HASHING_WEIGHT if embedder.name == HASHING_MODEL else _MODEL_WEIGHT
        retriever = FusedRetriever(index, [(lexical, 1.0), (dense, dense_weight)])
    answerer = ExtractiveAnswerer(embedder, matcher, guess_language, bar=_ANSWER_BAR, foreign_bar=foreign_bar)
    return Engine(index, retriever, answerer, guess_language)


class EngineSource:
    """Hands out an engine over the newest generation, opening it again only when there is a newer one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._embedder: Embedder | None = None
        self._engine: Engine | None = None
        self._previous: Engine | None = None

    def close(self) -> None:
        """Close the indexes that are still open; the next call opens a new one."""
        with self._turn:
            for engine in (self._previous, self._engine):
                if engine is not None:
                    engine.index.close()
            self._previous = self._engine = None

    def __call__(self) -> Engine:
        """Raises PassageIndexError while there is no index, EmbedderError while there is no model."""
        with self._turn:
            if self._engine is None or not self._engine.index.is_current():
                self._embedder = self._embedder or open_embedder(self._settings)
                newer = open_engine(self._settings, self._embedder)
                if self._previous is not None:
                    self._previous.index.close()
                # Questions may still be running on the one before; it is closed at the next change.
                self._previous, self._engine = self._engine, newer
            return self._engine
