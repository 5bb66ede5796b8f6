"""Settings → objects: the only module that picks adapters, and it imports them only when they are asked for."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.config import BUNDLED_MODEL, NO_CHAT_MODEL, NO_RERANKER, Settings
from rag.engine import Engine
from rag.protocols import Embedder, Reranker, WordModel

if TYPE_CHECKING:
    from rag.answerers.chat_endpoint import ChatEndpoint
    from rag.index import PassageIndex
    from rag.verification import Judge

# Of the nearness of a passage's vector, beside the words that it meets at 1. A static model's vector is the mean of
# those words; what a transformer reads is more (docs/decisions.md#words-across-languages).
_STATIC_VECTOR_WEIGHT = 0.25
_MODEL_VECTOR_WEIGHT = 1.0


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that ``settings.model`` names. Raises EmbedderError."""
    if _is_address(settings.model):
        from rag.embedders.remote import RemoteEmbedder

        return RemoteEmbedder.open(settings.model)
    from rag.embedders.static import StaticEmbedder, is_static, open_bundled

    if settings.model == BUNDLED_MODEL:
        return open_bundled()
    if is_static(Path(settings.model)):
        return StaticEmbedder.open(Path(settings.model))
    from rag.embedders.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder.open(settings.model)


def word_model(embedder: Embedder) -> WordModel:
    """The static model that reads words and sentences: ``embedder`` itself where it is one, else the one in the box."""
    if isinstance(embedder, WordModel):
        return embedder
    from rag.embedders.static import open_bundled

    return open_bundled()


def open_judge(settings: Settings) -> Judge:
    """What holds claims against quotes, with the static model that reads words. Raises EmbedderError."""
    from rag.embedders.static import StaticEmbedder, is_static, open_bundled
    from rag.verification import Judge

    return Judge(StaticEmbedder.open(Path(settings.model)) if is_static(Path(settings.model)) else open_bundled())


def open_reranker(settings: Settings) -> Reranker | None:
    """The reranker that ``settings.reranker`` names, None for none. Raises RerankerError."""
    if settings.reranker == NO_RERANKER:
        return None
    if _is_address(settings.reranker):
        from rag.rerankers.remote import RemoteReranker

        return RemoteReranker.open(settings.reranker)
    from rag.rerankers.cross_encoder import CrossEncoderReranker

    return CrossEncoderReranker.open(settings.reranker)


def open_chat_endpoint(settings: Settings) -> ChatEndpoint | None:
    """The endpoint that ``settings.chat_model`` names, of which nothing is asked yet; None for extractive answers.

    Raises SettingsError for another form than URL#NAME, and AnswerError for a key that must not be sent.
    """
    if settings.chat_model == NO_CHAT_MODEL:
        return None
    from rag.answerers.chat_endpoint import ChatEndpoint, ChatPatience

    patience = ChatPatience(silence_s=settings.chat_silence_s, total_s=settings.chat_total_s)
    return ChatEndpoint.open(settings.chat_model, os.environ, patience)


def answered_by(engine: Engine, endpoint: ChatEndpoint, *, tokens: int) -> Engine:
    """The engine with a model that answers, and its own answerer in that model's place where it fails."""
    from rag.answerers.chat_model import ChatModelAnswerer, ModelRewriter

    answerer = ChatModelAnswerer(endpoint, engine.document, engine.detect_language, tokens=tokens)
    rewriter = ModelRewriter(endpoint, engine.detect_language)
    return replace(engine, answerer=answerer, rewriter=rewriter, stand_in=engine.answerer)


def open_engine(settings: Settings, embedder: Embedder | None = None, reranker: Reranker | None = None) -> Engine:
    """An engine over the current generation of the index.

    Raises PassageIndexError, EmbedderError, RerankerError, or AnswerError for a key that must not be sent.
    """
    from rag.index import PassageIndex

    PassageIndex.check_there(settings.index_dir)  # before the time it takes to load a model
    endpoint = open_chat_endpoint(settings)
    embedder = embedder or open_embedder(settings)
    reranker = reranker or open_reranker(settings)
    engine = build_engine(PassageIndex.open(settings.index_dir, embedder), embedder, bar=settings.bar)
    if reranker:
        engine = with_reranker(engine, reranker, depth=settings.rerank_depth)
    return answered_by(engine, endpoint, tokens=settings.chat_tokens) if endpoint else engine


def with_reranker(engine: Engine, reranker: Reranker, *, depth: int) -> Engine:
    """The same engine, with the first ``depth`` passages that it finds in the reranker's order."""
    from rag.reranking import RerankingRetriever

    retriever = RerankingRetriever(engine.retriever, reranker, depth=depth, clock=engine.clock)
    return replace(engine, retriever=retriever, reranker=reranker.name)


def build_engine(index: PassageIndex, embedder: Embedder, *, bar: float | None = None) -> Engine:
    """The engine with its default parts over an open index; a ``bar`` of None is the one that ships.

    Passages are found by ``embedder``; words and sentences are read by a static model: ``embedder``
    itself where it is one, else the one in the box.
    """
    from rag.answerers.extractive import ExtractiveAnswerer
    from rag.answerers.weights import Weights
    from rag.asking import QuestionReader
    from rag.corpus.languages import guess_language
    from rag.diversity import DiverseRetriever
    from rag.reading import CloseReader
    from rag.retrieval import AligningRetriever, DenseLeg, LexicalLeg, NamesLeg, RankingLeg, TranslatedLeg
    from rag.translation import Translator
    from rag.verification import Judge

    words = word_model(embedder)
    index.check_word_model(words)
    questions = QuestionReader(index, words)
    reader = CloseReader(index, words, questions)
    legs: list[RankingLeg] = [
        LexicalLeg(index),
        TranslatedLeg(index, Translator(index, words, questions)),
        NamesLeg(index),
        DenseLeg(index, embedder),
    ]
    weights = Weights.load()
    answerer = ExtractiveAnswerer(reader, guess_language, weights, bar=weights.bar if bar is None else bar)
    weight = _STATIC_VECTOR_WEIGHT if embedder is words else _MODEL_VECTOR_WEIGHT
    retriever = AligningRetriever(index, legs, reader, questions, vector_weight=weight)
    return Engine(index, DiverseRetriever(retriever, index.copies_of), answerer, guess_language, Judge(words))


def _is_address(setting: str) -> bool:
    return setting.casefold().startswith(("http://", "https://"))


class EngineSource:
    """Hands out an engine over the newest generation, opening it again only when there is a newer one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._embedder: Embedder | None = None
        self._reranker: Reranker | None = None
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
        """Raises PassageIndexError while there is no index, EmbedderError or RerankerError while there is no model."""
        with self._turn:
            if self._engine is None or not self._engine.index.is_current():
                self._embedder = self._embedder or open_embedder(self._settings)
                self._reranker = self._reranker or open_reranker(self._settings)
                newer = open_engine(self._settings, self._embedder, self._reranker)
                if self._previous is not None:
                    self._previous.index.close()
                # Questions may still be running on the one before; it is closed at the next change.
                self._previous, self._engine = self._engine, newer
            return self._engine
