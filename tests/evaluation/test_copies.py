"""Who shows one copy of a story has found the others, whichever of them was judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.embedders.static import StaticEmbedder
from rag.evaluation.metrics import Metric
from rag.evaluation.questions import JudgedQuestion, QuestionSet
from rag.evaluation.running import evaluate
from rag.index import PassageIndex
from rag.wiring import build_engine
from tests.conftest import BuildIndex, MakeDocument
from tests.test_duplicates import ENGLISH, REPORT


@pytest.mark.parametrize("judged", ["paper", "agency"])
def test_either_copy_counts_as_found_and_as_cited(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder, judged: str
) -> None:
    texts = {"paper": REPORT, "agency": f"صحار - وكالات: {REPORT}", "bridge": ENGLISH}
    documents = [make_document(name, text, source=f"{name}.txt") for name, text in texts.items()]
    question = JudgedQuestion("x", "كم بلغت تكلفة سوق السمك الجديد؟", ("مليوني ريال",), (f"{judged}.txt",), "ar")
    with PassageIndex.open(build_index(documents), embedder) as index:
        report = evaluate(
            build_engine(index, embedder),
            QuestionSet((question,), 0, drafts_counted=False),
            questions=Path("q.jsonl"),
            index_dir=Path("index"),
            k=8,
            progress=lambda *_: None,
        )
    assert report.overall.estimates[Metric.SUCCESS_1].mean == 1.0
    assert report.overall.estimates[Metric.CITATION_PRECISION].mean == 1.0
