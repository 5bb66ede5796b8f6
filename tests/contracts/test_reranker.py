"""The suite that every Reranker passes: a real small cross-encoder in a folder, and a real HTTP server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.protocols import Reranker
from rag.rerankers.cross_encoder import CrossEncoderReranker
from rag.rerankers.remote import RemoteReranker
from tests.conftest import TEXTS
from tests.rerankers.models import save_scorer
from tests.rerankers.serving import RerankServer

QUERY = "متى افتتح متحف الفنون في صحار؟"


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_scorer(tmp_path_factory.mktemp("rerankers") / "small")


@pytest.fixture(scope="module", params=["cross-encoder", "remote", "remote, as TEI"])
def reranker(request: pytest.FixtureRequest, scorer: Path) -> Iterator[Reranker]:
    if request.param == "cross-encoder":
        yield CrossEncoderReranker.open(str(scorer))
        return
    with RerankServer(speaks_tei="TEI" in request.param) as server:
        yield RemoteReranker.open(server.model(), environ={})


def test_each_text_has_a_finite_score_in_the_order_of_texts(reranker: Reranker) -> None:
    texts = list(TEXTS.values())
    scores = reranker.score(QUERY, texts)
    assert (scores.shape, scores.dtype) == ((len(texts),), np.float64)
    assert np.isfinite(scores).all()
    assert len(set(scores.round(6))) > 1
    assert np.allclose(reranker.score(QUERY, texts[::-1])[::-1], scores, atol=1e-5)


def test_a_text_is_scored_alike_alone_and_among_many(reranker: Reranker) -> None:
    texts = [f"{text} {i}" for i in range(10) for text in TEXTS.values()]
    together = reranker.score(QUERY, texts)
    for i in (0, 33, 69):
        assert together[i] == pytest.approx(reranker.score(QUERY, [texts[i]])[0], abs=1e-5)


def test_the_score_is_of_query_and_text_together(reranker: Reranker) -> None:
    one, other = reranker.score(QUERY, [TEXTS["ar"]]), reranker.score("bridge in Lund", [TEXTS["ar"]])
    assert one[0] != pytest.approx(other[0], abs=1e-7)


def test_no_texts_have_no_scores(reranker: Reranker) -> None:
    assert reranker.score(QUERY, []).shape == (0,)


@pytest.mark.parametrize("text", ["", " ", "؟", "zzzqqq", "كلمة " * 2000])
def test_any_text_and_any_query_have_a_score(reranker: Reranker, text: str) -> None:
    assert np.isfinite(reranker.score(QUERY, [text, TEXTS["en"]])).all()
    assert np.isfinite(reranker.score(text, [TEXTS["en"]])).all()


def test_a_reranker_tells_its_name(reranker: Reranker) -> None:
    assert reranker.name
