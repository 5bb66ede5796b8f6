"""A model behind an endpoint, against a real HTTP server: what is sent, what is accepted, what is said of failure."""

from __future__ import annotations

import base64
import itertools
import logging
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.embedders.remote import KEY_VARIABLE, RemoteEmbedder
from rag.endpoint import Patience
from rag.errors import EmbedderError, RagError, SettingsError
from tests.conftest import TEXTS
from tests.embedders.serving import DIM, EmbeddingServer, Reply, embed, embeddings

KEY = "sk-very-secret-0123456789"
QUICK = Patience(attempts=3, first_wait_s=0.02, longest_wait_s=2.0, connect_s=1.0, answer_s=0.3)


def connect(model: str, key: str = "") -> RemoteEmbedder:
    return RemoteEmbedder.open(model, environ={KEY_VARIABLE: key} if key else {}, patience=QUICK)


@pytest.fixture
def embedder(server: EmbeddingServer) -> RemoteEmbedder:
    """Connected; the probe is forgotten."""
    opened = connect(server.model())
    server.requests.clear()
    return opened


def refused(call: Callable[[], object], kind: type[RagError] = EmbedderError) -> str:
    """What is said of a failure, after checking that it is one sentence with a way out."""
    with pytest.raises(kind) as raised:
        call()
    said = str(raised.value)
    assert raised.value.hint
    assert "\n" not in said + raised.value.hint
    assert not said.endswith(".")
    return f"{said}. {raised.value.hint}"


# What is sent


def test_opening_learns_the_dimension_with_one_request(server: EmbeddingServer) -> None:
    embedder = connect(server.model("BAAI/bge-m3"))
    assert embedder.dim == DIM
    assert embedder.name == f"{server.base}#BAAI/bge-m3"
    (request,) = server.requests
    assert (request.path, request.body["model"], len(request.texts)) == ("/v1/embeddings", "BAAI/bge-m3", 1)
    assert request.body["encoding_format"] == "float"
    assert "Authorization" not in request.headers


def test_texts_go_in_batches_of_32_and_come_back_in_their_order(
    server: EmbeddingServer, embedder: RemoteEmbedder
) -> None:
    texts = [f"text number {i}" for i in range(70)]
    progress: list[tuple[int, int]] = []
    vectors = embedder.embed_passages(texts, progress=lambda done, total: progress.append((done, total)))
    assert [len(request.texts) for request in server.requests] == [32, 32, 6]
    assert [text for request in server.requests for text in request.texts] == texts
    assert progress == [(32, 70), (64, 70), (70, 70)]
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, embed(texts), atol=1e-6)


def test_a_batch_is_bounded_by_its_size_too(
    server: EmbeddingServer, embedder: RemoteEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.embedders.remote._MOST_BYTES", 100)
    embedder.embed_passages(["نص" * 20, "a" * 30, "b" * 30, "c" * 150, "d"])  # 80, 30, 30, 150 and 1 bytes
    assert [len(request.texts) for request in server.requests] == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("multilingual-e5-small", "query: أين؟", "passage: هنا."),
        ("embeddinggemma", "task: search result | query: أين؟", "title: none | text: هنا."),
        ("bge-m3", "أين؟", "هنا."),
    ],
)
def test_the_prompts_of_the_models_family_are_sent(
    server: EmbeddingServer, name: str, query: str, passage: str
) -> None:
    embedder = connect(server.model(name))
    embedder.embed_query("أين؟")
    embedder.embed_passages(["هنا."])
    assert [request.texts for request in server.requests[1:]] == [[query], [passage]]


def test_what_is_too_long_empty_or_no_unicode_is_made_fit_to_send(
    server: EmbeddingServer, embedder: RemoteEmbedder
) -> None:
    embedder.embed_passages(["كلمة " * 5000, "  ", "half \ud83d a pair"])
    long, empty, halved = server.requests[0].texts
    assert embedder.max_tokens - 2 <= embedder.count_tokens(long) <= embedder.max_tokens
    assert (empty, halved) == (".", "half ? a pair")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 1), ("a bridge", 3), ("المتاحف", 3), ("٢٠٢١", 4), ("新图书馆", 4), ("🙂🙂", 2), ("x; y", 2)],
)
def test_tokens_are_estimated_by_letters(embedder: RemoteEmbedder, text: str, tokens: int) -> None:
    assert embedder.count_tokens(text) == tokens


@pytest.mark.parametrize("script", TEXTS)
def test_a_passage_of_the_usual_length_is_neither_a_line_nor_a_page(embedder: RemoteEmbedder, script: str) -> None:
    letters = len(TEXTS[script])
    assert 1.0 <= letters / embedder.count_tokens(TEXTS[script]) <= 4.5


# What is accepted


def _in_base64(texts: list[str]) -> Any:
    answer = embeddings(texts)
    for item in answer["data"]:
        item["embedding"] = base64.b64encode(np.array(item["embedding"], dtype="<f4").tobytes()).decode()
    return answer


def _without_numbers(texts: list[str]) -> Any:
    answer = embeddings(texts)
    answer["data"] = [{"embedding": item["embedding"]} for item in answer["data"][::-1]]
    return answer


def _enormous(texts: list[str]) -> Any:
    answer = embeddings(texts)
    for item in answer["data"]:
        item["embedding"] = [number * 1e300 for number in item["embedding"]]
    return answer


@pytest.mark.parametrize("form", [_in_base64, _without_numbers, _enormous])
def test_every_form_of_vectors_is_read(
    server: EmbeddingServer, embedder: RemoteEmbedder, form: Callable[[list[str]], Any]
) -> None:
    texts = list(TEXTS.values())
    server.replies.append(Reply(body=form(texts)))
    assert np.allclose(embedder.embed_passages(texts), embed(texts), atol=1e-6)


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ([], "no list of objects under `data`"),
        ({"data": {}}, "no list of objects under `data`"),
        ({"data": [1, 2]}, "no list of objects under `data`"),
        ({"data": [{"index": 0, "embedding": [1.0]}]}, "1 vectors for 2 texts"),
        ({"data": [{"index": 0, "embedding": [1.0]}] * 2}, "the numbers under `index`"),
        ({"data": [{"index": i, "embedding": [1.0]} for i in (1, 2)]}, "the numbers under `index`"),
        ({"data": [{"index": i, "embedding": [1.0]} for i in ("0", [1])]}, "the numbers under `index`"),
        ({"data": [{"index": i, "embedding": [1.0] * (i + 1)} for i in (0, 1)]}, "not of one length"),
        ({"data": [{"index": i} for i in (0, 1)]}, "neither a list of numbers nor floats"),
        ({"data": [{"index": i, "embedding": ["1.0"]} for i in (0, 1)]}, "neither a list of numbers nor floats"),
        ({"data": [{"index": i, "embedding": [[1.0]]} for i in (0, 1)]}, "neither a list of numbers nor floats"),
        ({"data": [{"index": i, "embedding": "????"} for i in (0, 1)]}, "neither a list of numbers nor floats"),
        ({"data": [{"index": i, "embedding": "AAA="} for i in (0, 1)]}, "neither a list of numbers nor floats"),
        ({"data": [{"index": i, "embedding": [10**400]} for i in (0, 1)]}, "neither a list of numbers nor floats"),
        ({"data": [{"index": i, "embedding": [float("nan")]} for i in (0, 1)]}, "no finite number"),
        ({"data": [{"index": i, "embedding": [0.0, 0.0]} for i in (0, 1)]}, "all zeros"),
        ({"data": [{"index": i, "embedding": []} for i in (0, 1)]}, "empty"),
    ],
)
def test_a_malformed_answer_is_refused_with_what_is_wrong(
    server: EmbeddingServer, embedder: RemoteEmbedder, body: Any, finding: str
) -> None:
    server.replies.append(Reply(body=body))
    assert finding in refused(lambda: embedder.embed_passages(["one", "two"]))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "finding"),
    [
        (Reply(raw=b"<html>welcome</html>"), "not JSON"),
        (Reply(raw=b"\xff\xfe{"), "not JSON"),
        (Reply(raw=b"plain", headers={"Content-Encoding": "gzip"}), "cannot be decoded"),
    ],
)
def test_an_answer_that_is_not_json_is_refused(
    server: EmbeddingServer, embedder: RemoteEmbedder, reply: Reply, finding: str
) -> None:
    server.replies.append(reply)
    assert finding in refused(lambda: embedder.embed_query("أين؟"))


def test_a_dimension_that_changes_is_refused_with_the_command_that_mends(
    server: EmbeddingServer, embedder: RemoteEmbedder
) -> None:
    server.replies.append(Reply(body=embeddings(["one"], dim=384)))
    said = refused(lambda: embedder.embed_passages(["one"]))
    assert "384" in said
    assert str(embedder.dim) in said
    assert "sanad index --rebuild" in said


# Patience


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_what_may_pass_is_tried_again(server: EmbeddingServer, embedder: RemoteEmbedder, status: int) -> None:
    server.replies.extend([Reply(status, {"error": {"message": "busy"}}), Reply(hang_up=True)])
    assert np.allclose(embedder.embed_query("Lund"), embed(["Lund"])[0], atol=1e-6)
    assert len(server.requests) == 3


def test_waits_grow(server: EmbeddingServer) -> None:
    patient = Patience(attempts=4, first_wait_s=0.1)
    embedder = RemoteEmbedder.open(server.model(), environ={}, patience=patient)
    server.requests.clear()
    server.replies.extend([Reply(503)] * 3)
    embedder.embed_query("Lund")
    at = [request.at for request in server.requests]
    waits = [later - earlier for earlier, later in itertools.pairwise(at)]
    for doublings, wait in enumerate(waits):  # half of it at least: the rest is left to chance
        assert wait >= 0.05 * 2**doublings


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_honoured(server: EmbeddingServer, embedder: RemoteEmbedder, as_date: bool) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    server.replies.append(Reply(429, headers={"Retry-After": moment if as_date else "1"}))
    embedder.embed_query("Lund")
    first, second = server.requests
    assert second.at - first.at >= (0.8 if as_date else 1.0)  # a date is cut to whole seconds


def test_a_wait_that_is_too_long_is_told_and_not_waited_for(server: EmbeddingServer, embedder: RemoteEmbedder) -> None:
    server.replies.append(Reply(429, {"error": {"message": "quota"}}, headers={"Retry-After": "3600"}))
    started = time.monotonic()
    said = refused(lambda: embedder.embed_query("Lund"))
    assert time.monotonic() - started < 1.0
    assert "too many requests (429), and asks to wait 3600 seconds: quota" in said
    assert len(server.requests) == 1


def test_patience_ends_with_what_the_server_says_and_that_work_is_kept(
    server: EmbeddingServer, embedder: RemoteEmbedder
) -> None:
    server.replies.extend([Reply(503, {"error": "model\u202e is\nloading ."})] * 3)
    said = refused(lambda: embedder.embed_passages(["one"]))
    assert f"the endpoint {server.base} fails (503): model is loading. " in said
    assert "what was embedded is kept" in said
    assert len(server.requests) == 3


def test_a_refusal_is_not_tried_again(server: EmbeddingServer, embedder: RemoteEmbedder) -> None:
    server.replies.append(Reply(400, {"object": "error", "message": "not an embedding model"}))
    assert "refuses the request (400): not an embedding model" in refused(lambda: embedder.embed_query("Lund"))
    assert len(server.requests) == 1


def test_a_server_that_does_not_answer_in_time_is_tried_twice(
    server: EmbeddingServer, embedder: RemoteEmbedder
) -> None:
    server.replies.extend([Reply(pause_s=1.0)] * 2)
    assert "did not answer within 0.3 seconds" in refused(lambda: embedder.embed_query("Lund"))
    assert len(server.requests) == 2


def test_nobody_at_the_address_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    started = time.monotonic()
    said = refused(lambda: connect(f"http://127.0.0.1:{port}/v1#bge-m3"))
    assert time.monotonic() - started < 1.0
    assert f"no connection to the endpoint http://127.0.0.1:{port}/v1: " in said
    assert "--model" in said


def test_a_server_that_goes_away_is_told(server: EmbeddingServer, embedder: RemoteEmbedder) -> None:
    server.replies.extend([Reply(hang_up=True)] * 3)
    assert "no connection" in refused(lambda: embedder.embed_query("Lund"))
    assert len(server.requests) == 3


def test_https_to_a_server_without_it_is_told_once(server: EmbeddingServer) -> None:
    said = refused(lambda: connect(server.model().replace("http:", "https:")))
    assert "check http or https" in said
    assert server.requests == []


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_is_none_is_told(
    server: EmbeddingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert "SSL_CERT_FILE" in refused(lambda: connect(server.model()))


def test_a_wrong_path_or_model_is_told_with_both_parts(server: EmbeddingServer) -> None:
    said = refused(lambda: connect(f"{server.base}/nowhere#bge-m3"))
    assert "knows no /embeddings or no model 'bge-m3' (404): Not Found" in said
    assert f"curl {server.base}/nowhere/models" in said


# The key


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("key", ["", KEY])
def test_a_refused_key_is_told_with_the_variable_that_holds_it(server: EmbeddingServer, status: int, key: str) -> None:
    server.replies.append(Reply(status, {"error": {"message": f"Incorrect API key provided: {KEY[:6]}***"}}))
    said = refused(lambda: connect(server.model(), key))
    assert f"{'refuses the key' if key else 'asks for a key'} ({status})" in said
    assert KEY_VARIABLE in said
    assert KEY[:6] not in said


def test_the_key_is_sent_as_a_bearer_and_shown_nowhere(
    server: EmbeddingServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    embedder = connect(server.model(), f"{KEY}\n")
    assert server.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    server.replies.extend([Reply(500, {"error": {"message": f"key {KEY} is overloaded"}})] * 3)
    said = refused(lambda: embedder.embed_query("Lund"))
    assert "key … is overloaded" in said
    shown = [said, caplog.text, repr(embedder), repr(vars(embedder)), embedder.name, embedder.fingerprint]
    assert "trying again" in caplog.text
    assert not any(KEY in text for text in shown)


@pytest.mark.parametrize("key", ["sk one two", "sk-ключ", "sk\nX-Other: 1"])
def test_a_key_that_cannot_be_one_is_refused_without_repeating_it(server: EmbeddingServer, key: str) -> None:
    said = refused(lambda: connect(server.model(), key))
    assert KEY_VARIABLE in said
    assert "sk" not in said.replace("ask", "")
    assert server.requests == []


def test_a_key_does_not_go_in_the_clear_to_another_machine() -> None:
    said = refused(lambda: connect("http://embeddings.example/v1#bge-m3", KEY))
    assert "in the clear" in said
    assert "https" in said
    assert KEY_VARIABLE in said
    assert KEY not in said


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_a_key_may_go_in_the_clear_within_this_machine(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert "no connection" in refused(lambda: connect(f"http://{host}:{port}/v1#bge-m3", KEY))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_neither_key_nor_text_goes_there(server: EmbeddingServer, status: int) -> None:
    with EmbeddingServer() as other:
        server.replies.append(Reply(status, headers={"Location": f"{other.base}/embeddings?key={KEY}"}))
        said = refused(lambda: connect(server.model(), KEY))
        assert other.requests == []
        assert f"sends on to {other.base}/embeddings" in said
    assert KEY not in said


def test_proxies_of_the_environment_are_not_asked(server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddingServer() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.base.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        connect(server.model())
        assert (len(server.requests), len(proxy.requests)) == (1, 0)


# Address and fingerprint


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("https://host.example/v1", "without the name of a model"),
        ("https://host.example/v1# ", "without the name of a model"),
        ("http:///v1#bge-m3", "names no host"),
        ("http://host:port/v1#bge-m3", "cannot be read"),
        (f"https://me:{KEY}@host.example/v1#bge-m3", "holds more than a path"),
        (f"https://host.example/v1?api_key={KEY}#bge-m3", "holds more than a path"),
        (f"https://me:{KEY}#bge-m3", "cannot be read"),
    ],
)
def test_an_address_without_meaning_is_a_usage_error_that_repeats_no_secret(model: str, said: str) -> None:
    found = refused(lambda: connect(model), SettingsError)
    assert said in found
    assert KEY not in found


def test_the_fingerprint_is_of_address_name_and_dimension_and_not_of_the_key(server: EmbeddingServer) -> None:
    plain = connect(server.model())
    for same in (
        connect(server.model(), KEY),
        connect(f"{server.base}/#bge-m3"),
        connect(f"{server.base}/embeddings#bge-m3"),
    ):
        assert (same.name, same.fingerprint) == (plain.name, plain.fingerprint)
    server.replies.append(Reply(body=embeddings(["one"], dim=384)))
    smaller = connect(server.model())
    with EmbeddingServer() as elsewhere:
        others = [smaller, connect(server.model("bge-m3:fp16")), connect(elsewhere.model())]
    assert len({plain.fingerprint, *(other.fingerprint for other in others)}) == 4
