"""The development questions as an answerer meets them: which sentences it is shown, and which of them are right.

Only development halves are read (``benchmarks/development_sets.py``). What is gathered is kept in
``training/out/ranker``, beside the indexes that it came from.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.development_sets import JudgedQuestion, load_questions, load_set
from rag.answerers.extractive import ExtractiveAnswerer
from rag.answerers.features import Shown, ranking_features
from rag.config import Settings
from rag.index import IndexWriter, PassageIndex
from rag.text.normalise import fold
from rag.types import Document, Hit
from rag.wiring import build_engine, open_embedder

FOLDS = 5
_FOUND, _K = 30, 8
_FEWEST_WORDS = 3  # as the answerer asks of a sentence
_OUT = Path(__file__).parent / "out" / "ranker"
logger = logging.getLogger(__name__)


class View(StrEnum):
    """What the answerer is shown of what was found."""

    GIVEN = "given"  # the paragraph that answers alone
    FOUND = "found"  # the first passages
    NEAR = "near"  # the same without that paragraph: the others of its article stay
    OFF = "off"  # the first passages of a corpus of another subject


@dataclass(frozen=True, slots=True)
class Case:
    """One question in one view; ``fold`` is its article's. ``shown`` is None where nothing was found.

    ``right`` marks the sentences that hold a judged answer, ``gold`` those of the paragraph that answers.
    """

    question: str
    view: View
    fold: int
    shown: Shown | None
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    gold: NDArray[np.bool_]

    @property
    def sayable(self) -> NDArray[np.bool_]:
        return np.array([facts.words >= _FEWEST_WORDS for facts in self.shown.facts] if self.shown else [], dtype=bool)


@dataclass(frozen=True, slots=True)
class Source:
    """Questions of ``name`` asked in one language on paragraphs written in another, or on those of ``elsewhere``."""

    name: str
    asked: str
    written: str
    elsewhere: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.asked}→{self.elsewhere and self.elsewhere + ' '}{self.written}"


def gather(source: Source) -> list[Case]:
    """Every question of a source in its views, from the folder where it is kept or by asking."""
    kept = _OUT / f"{source.name}-{source.asked}-{source.elsewhere or source.name}-{source.written}.pickle"
    if kept.exists():
        cases: list[Case] = pickle.loads(kept.read_bytes())
        # Features may have changed since; what they are computed from has not.
        return [replace(case, features=ranking_features(case.shown)) if case.shown else case for case in cases]
    corpus = source.elsewhere or source.name
    documents, _ = load_set(corpus, source.written)
    if source.elsewhere:
        own, questions = load_set(source.name, source.asked)
        titles = {document.doc_id: document.title for document in own}
    else:
        questions = load_questions(source.name, source.asked, source.written)
        titles = {document.doc_id: document.title for document in documents}
    embedder = open_embedder(Settings())
    with _index(_OUT / f"index-{corpus}-{source.written}", documents, embedder) as index:
        engine = build_engine(index, embedder)
        answerer = engine.answerer
        assert isinstance(answerer, ExtractiveAnswerer)
        cases = []
        for judged in questions:
            hits = engine.search(judged.question, k=_FOUND)
            for view, some in _views(judged, hits, off=bool(source.elsewhere)).items():
                cases.append(_case(answerer, judged, view, some, _fold_of(titles[judged.doc_id])))
    kept.write_bytes(pickle.dumps(cases))
    logger.info("%s: %d questions", source, len(questions))
    return cases


def _index(folder: Path, documents: Sequence[Document], embedder: object) -> PassageIndex:
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with IndexWriter.open(folder, embedder) as writer:
            for document in documents:
                writer.put(document, file=document.source)
            writer.embed()
            writer.publish()
    return PassageIndex.open(folder, embedder)


def _views(judged: JudgedQuestion, hits: Sequence[Hit], *, off: bool) -> dict[View, Sequence[Hit]]:
    if off:
        return {View.OFF: hits[:_K]}
    return {
        View.GIVEN: [hit for hit in hits if hit.passage.doc_id == judged.doc_id],
        View.FOUND: hits[:_K],
        View.NEAR: [hit for hit in hits if hit.passage.doc_id != judged.doc_id][:_K],
    }


def _case(answerer: ExtractiveAnswerer, judged: JudgedQuestion, view: View, hits: Sequence[Hit], part: int) -> Case:
    texts, shown = answerer.show(judged.question, hits)
    if shown is None:
        nothing = np.zeros(0, dtype=bool)
        return Case(judged.question, view, part, None, np.zeros((0, 0)), nothing, nothing)
    folded = [fold(text) for text in texts]
    right = [any(fold(answer).strip() in text for answer in judged.answers) for text in folded]
    gold = np.repeat([hit.passage.doc_id == judged.doc_id for hit in hits], shown.sizes)
    return Case(judged.question, view, part, shown, ranking_features(shown), np.array(right), gold)


def _fold_of(title: str) -> int:
    """The same for an article in every language, and on every machine."""
    return int(hashlib.sha256(title.encode()).hexdigest(), 16) % FOLDS
