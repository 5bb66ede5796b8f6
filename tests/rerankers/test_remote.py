"""A reranker behind an endpoint, against a real HTTP server. What all endpoints share, tests/embedders holds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from rag.config import Settings
from rag.endpoint import Patience
from rag.errors import RagError, RerankerError, SettingsError
from rag.rerankers.remote import KEY_VARIABLE, RemoteReranker
from rag.text.estimating import count_tokens
from rag.wiring import open_reranker
from tests.conftest import TEXTS
from tests.embedders.serving import Reply
from tests.rerankers.serving import RerankServer, ranking, relevance

KEY = "sk-very-secret-0123456789"
QUICK = Patience(attempts=3, first_wait_s=0.02, longest_wait_s=2.0, connect_s=1.0, answer_s=0.3)


@pytest.fixture
def server() -> Iterator[RerankServer]:
    with RerankServer() as running:
        yield running


def connect(setting: str, key: str = "") -> RemoteReranker:
    return RemoteReranker.open(setting, environ={KEY_VARIABLE: key} if key else {}, patience=QUICK)


def refused(call: Callable[[], object], kind: type[RagError] = RerankerError) -> str:
    with pytest.raises(kind) as raised:
        call()
    said = str(raised.value)
    assert raised.value.hint
    assert "\n" not in said + raised.value.hint
    return f"{said}. {raised.value.hint}"


def test_the_setting_picks_the_endpoint(server: RerankServer) -> None:
    reranker = open_reranker(Settings(reranker=server.model("bge-reranker-v2-m3")))
    assert isinstance(reranker, RemoteReranker)
    assert reranker.name == f"{server.base}#bge-reranker-v2-m3"
    (request,) = server.requests
    assert (request.path, request.body["model"]) == ("/v1/rerank", "bge-reranker-v2-m3")


def test_texts_go_in_batches_of_32_and_their_scores_come_back_in_order(server: RerankServer) -> None:
    texts = [f"{text} number {i}" for i in range(10) for text in TEXTS.values()]
    scores = connect(server.model()).score("harbour bridge number", texts)
    assert [len(request.body["documents"]) for request in server.requests[1:]] == [32, 32, 6]
    assert np.allclose(scores, relevance("harbour bridge number", texts))


def test_a_server_that_asks_for_texts_is_asked_with_texts_from_then_on() -> None:
    with RerankServer(speaks_tei=True) as server:
        reranker = connect(server.model())
        assert np.allclose(reranker.score("Lund", list(TEXTS.values())), relevance("Lund", list(TEXTS.values())))
        assert ["documents" in request.body for request in server.requests] == [True, False, False]


def test_a_request_that_no_form_makes_right_is_told_once_and_as_the_first_form_was_told(server: RerankServer) -> None:
    server.replies.extend([Reply(400, {"error": {"message": "no such model"}})] * 3)
    said = refused(lambda: connect(server.model()))
    assert "refuses the request (400): no such model" in said
    assert "a model that reranks" in said


def test_long_texts_are_cut_so_that_both_fit_into_512_tokens(server: RerankServer) -> None:
    connect(server.model()).score("سؤال " * 900, ["كلمة " * 5000, "  ", "half \ud83d a pair"])
    body = server.requests[-1].body
    assert count_tokens(body["query"]) + count_tokens(body["documents"][0]) <= 500
    assert body["documents"][1:] == [".", "half ? a pair"]


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ({"data": []}, "no list of objects under `results`"),
        ({"results": [1, 2]}, "no list of objects under `results`"),
        ({"results": [{"index": 0, "relevance_score": 1.0}]}, "1 scores for 2 texts"),
        ({"results": [{"index": 0, "relevance_score": 1.0}] * 2}, "the numbers under `index`"),
        ({"results": [{"index": i, "relevance_score": 1.0} for i in (1, 2)]}, "the numbers under `index`"),
        ({"results": [{"index": i} for i in (0, 1)]}, "no finite number"),
        ({"results": [{"index": i, "relevance_score": "1"} for i in (0, 1)]}, "no finite number"),
        ({"results": [{"index": i, "relevance_score": float("nan")} for i in (0, 1)]}, "no finite number"),
        ({"results": [{"index": i, "relevance_score": 10**400} for i in (0, 1)]}, "no finite number"),
    ],
)
def test_a_malformed_answer_is_refused_with_what_is_wrong(server: RerankServer, body: Any, finding: str) -> None:
    reranker = connect(server.model())
    server.replies.append(Reply(body=body))
    said = refused(lambda: reranker.score("Lund", ["one", "two"]))
    assert finding in said
    assert "--reranker names the path above /rerank" in said


def test_what_may_pass_is_tried_again_and_then_told_with_the_way_to_go_without(server: RerankServer) -> None:
    reranker = connect(server.model())
    server.replies.extend([Reply(503), Reply(hang_up=True)])
    assert np.allclose(reranker.score("Lund", [TEXTS["en"]]), relevance("Lund", [TEXTS["en"]]))
    server.replies.extend([Reply(503, {"error": "loading"})] * 3)
    said = refused(lambda: reranker.score("Lund", [TEXTS["en"]]))
    assert "fails (503): loading" in said
    assert "--reranker none" in said
    assert "embedded" not in said


def test_the_key_is_its_own_and_shown_nowhere(server: RerankServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reranker = connect(server.model(), KEY)
    assert server.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    server.replies.append(Reply(401))
    said = refused(lambda: reranker.score("Lund", ["one"]))
    assert KEY_VARIABLE == "SANAD_RERANKER_KEY"
    assert KEY_VARIABLE in said
    assert not any(KEY in text for text in (said, caplog.text, repr(vars(reranker)), reranker.name))
    assert "in the clear" in refused(lambda: connect("http://rerank.example/v1#m", KEY))


@pytest.mark.parametrize("setting", ["https://host.example/v1", "http:///v1#m", f"https://me:{KEY}@host.example/v1#m"])
def test_an_address_without_meaning_is_a_usage_error_about_the_reranker(setting: str) -> None:
    said = refused(lambda: connect(setting), SettingsError)
    assert "the reranker" in said
    assert KEY not in said


def test_an_address_may_name_the_path_itself(server: RerankServer) -> None:
    assert connect(f"{server.base}/rerank#m").name == f"{server.base}#m"
    assert ranking("a", ["a"])["results"][0]["index"] == 0
