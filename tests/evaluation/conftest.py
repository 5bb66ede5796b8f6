"""An engine over the starter corpus, and questions about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.building import build_index
from rag.corpus import FieldNames
from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.evaluation.questions import QuestionSet, load_judged
from rag.evaluation.report import Report
from rag.evaluation.running import evaluate
from rag.index import IndexWriter, PassageIndex
from rag.wiring import build_engine

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "data" / "seeds_questions.jsonl"


@pytest.fixture(scope="session")
def seeds_index(embedder: StaticEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index_dir = tmp_path_factory.mktemp("evaluation") / "index"
    with IndexWriter.open(index_dir, embedder) as writer:
        build_index(writer, [str(ROOT / "seeds")], fields=FieldNames(), progress=lambda *_: None)
    return index_dir


@pytest.fixture(scope="session")
def engine(seeds_index: Path, embedder: StaticEmbedder) -> Iterator[Engine]:
    with PassageIndex.open(seeds_index, embedder) as index:
        yield build_engine(index, embedder)


@pytest.fixture(scope="session")
def judged() -> QuestionSet:
    return load_judged(QUESTIONS)


@pytest.fixture(scope="session")
def report(engine: Engine, judged: QuestionSet) -> Report:
    return evaluate(engine, judged, questions=QUESTIONS, index_dir=Path("index"), k=8, progress=lambda *_: None)
