"""Settings → objects: the only module that picks adapters, and it imports them only when they are asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rag.config import BUNDLED_MODEL, Settings
from rag.engine import Engine
from rag.protocols import Embedder

if TYPE_CHECKING:
    from rag.index import PassageIndex

# The least support of an answer in the question's language, and in another, where words are met by their vectors
# alone (docs/decisions.md#bars).
_ANSWER_BAR = 0.85
_FOREIGN_BAR = 0.55
# Of the nearness of a passage's vector, beside the words that it meets at 1. A static model's vector is the mean of
# those words; what a transformer reads is more (docs/decisions.md#words-across-languages).
_STATIC_VECTOR_WEIGHT = 0.25
_MODEL_VECTOR_WEIGHT = 1.0


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that ``settings.model`` names. Raises EmbedderError."""
    if settings.model.casefold().startswith(("http://", "https://")):
        from rag.embedders.remote import RemoteEmbedder

        return RemoteEmbedder.open(settings.model)
    from rag.embedders.static import StaticEmbedder, is_static, open_bundled

    if settings.model == BUNDLED_MODEL:
        return open_bundled()
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
    """The engine with its default parts over an open index.

    Passages are found by ``embedder``; words and sentences are read by a static model: ``embedder``
    itself where it is one, else the one in the box.
    """
    from rag.alignment import WordMatcher
    from rag.answerers.extractive import ExtractiveAnswerer
    from rag.corpus.languages import guess_language
    from rag.embedders.static import StaticEmbedder, open_bundled
    from rag.reading import PassageReader
    from rag.retrieval import AligningRetriever, DenseLeg, LexicalLeg, NamesLeg, RankingLeg, TranslatedLeg
    from rag.translation import Translator
    from rag.verification import Judge

    words = embedder if isinstance(embedder, StaticEmbedder) else open_bundled()
    matcher, reader = WordMatcher(index, words), PassageReader(words)
    legs: list[RankingLeg] = [
        LexicalLeg(index),
        TranslatedLeg(index, Translator(index, words)),
        NamesLeg(index),
        DenseLeg(index, embedder),
    ]
    answerer = ExtractiveAnswerer(reader, matcher, guess_language, bar=_ANSWER_BAR, foreign_bar=_FOREIGN_BAR)
    weight = _STATIC_VECTOR_WEIGHT if embedder is words else _MODEL_VECTOR_WEIGHT
    retriever = AligningRetriever(index, legs, matcher, reader, vector_weight=weight)
    return Engine(index, retriever, answerer, guess_language, Judge(words))


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
