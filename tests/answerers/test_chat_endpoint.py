"""A chat model behind an endpoint, against a real HTTP server: what is sent, stopping it, what is said of failure."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from rag.answerers.chat_endpoint import ChatEndpoint, ChatPatience
from rag.errors import AnswerError, SettingsError
from rag.types import Failure
from tests.answerers.chatting import ChatServer, Reply, chunk
from tests.answerers.conftest import QUICK, connect

KEY = "sk-very-secret-0123456789"


def write(endpoint: ChatEndpoint, tokens: int = 50) -> str:
    return "".join(endpoint.write("the rules", "the question", tokens=tokens))


def failure(endpoint: ChatEndpoint, tokens: int = 50) -> AnswerError:
    """The error of a call, after checking that it is one sentence with a way out."""
    with pytest.raises(AnswerError) as raised:
        write(endpoint, tokens)
    error = raised.value
    assert error.hint
    assert "\n" not in f"{error}{error.hint}"
    assert not str(error).endswith(".")
    assert KEY not in f"{error}{error.hint}"
    return error


def test_a_request_carries_the_two_messages_and_nothing_of_the_environment(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "from-the-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Custom: from-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://from-the-environment.test")
    monkeypatch.setenv("http_proxy", "http://from-the-environment.test")
    server.replies.append(Reply(["نعم", " [1]"]))
    assert write(connect(server.model("a/b:c"))) == "نعم [1]"
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert (request.system, request.user) == ("the rules", "the question")
    assert request.body | {"messages": []} == {
        "model": "a/b:c", "messages": [], "stream": True, "max_tokens": 50, "temperature": 0.0,
    }  # fmt: skip
    names = {name.lower() for name in request.headers}
    assert names <= {
        "host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent",
    }  # fmt: skip
    assert "from-the-environment" not in str(request.headers)


def test_the_key_is_sent_and_said_nowhere(server: ChatServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies.extend([Reply(status=500, body={"error": {"message": f"bad {KEY}"}})] * 3)
    error = failure(connect(server.model(), KEY))
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert "bad …" in str(error)
    assert KEY not in caplog.text


@pytest.mark.parametrize("address", ["http://chat.test/v1#m"])
def test_no_key_goes_out_in_the_clear_to_another_machine(address: str) -> None:
    with pytest.raises(AnswerError, match="in the clear") as raised:
        connect(address, KEY)
    assert raised.value.failure == Failure.KEY
    assert "--chat-model" in raised.value.hint


@pytest.mark.parametrize("setting", ["http://h/v1", "ftp://h/v1#m", "gpt", "https://key@h/v1#m"])
def test_another_form_of_the_setting_is_refused(setting: str) -> None:
    with pytest.raises(SettingsError, match="the chat model") as raised:
        connect(setting)
    assert "key@" not in str(raised.value)


@pytest.mark.parametrize(
    ("reply", "kind", "said", "requests"),
    [
        (Reply(status=401, body={"error": {"message": "no"}}), Failure.KEY, "asks for a key", 1),
        (Reply(status=403, body={"error": {"message": "no"}}), Failure.KEY, "asks for a key", 1),
        (Reply(status=404, body={"error": {"message": "no such model"}}), Failure.MODEL, "no such model", 1),
        (Reply(status=429, body={"error": {"message": "slow down"}}), Failure.QUOTA, "slow down", 3),
        (Reply(status=429, body={"error": {"code": "insufficient_quota"}}), Failure.QUOTA, "credit", 1),
        (Reply(status=429, body={}, headers={"Retry-After": "3600"}), Failure.QUOTA, "too many", 1),
        (Reply(status=402, body={"error": {"message": "pay"}}), Failure.QUOTA, "pay", 1),
        (Reply(status=500, body={"error": {"message": "boom"}}), Failure.FAILED, "fails (500): boom", 3),
        (Reply(status=400, body={"error": {"message": "too long"}}), Failure.FAILED, "refuses the request", 1),
        (Reply(status=307, body={}, headers={"Location": "http://elsewhere.test/"}), Failure.FAILED, "sends on", 1),
        (Reply(raw=b"<html>hello</html>"), Failure.CUT, "broke off", 1),
        (Reply(raw=b"data: {broken\n\n"), Failure.FAILED, "another form", 1),
        (Reply(raw=b'data: {"choices": [{"delta": {"content": 7}}]}\n\n'), Failure.FAILED, "no text", 1),
        (Reply(raw=b'data: ["list"]\n\n'), Failure.FAILED, "another form", 1),
        (Reply(raw=b"data: \xff\xfe\n\n"), Failure.FAILED, "another form", 1),
        (Reply(raw=b'data: {"error": {"message": "out of memory"}}\n\n'), Failure.CUT, "out of memory", 1),
        (Reply(["half an ans"], finish=None), Failure.CUT, "in the middle", 1),
        (Reply(["half an ans"], drop=True), Failure.CUT, "in the middle", 1),
        (Reply(["on and on"], finish="length"), Failure.CUT, "still writing", 1),
        (Reply(["on and on "] * 60), Failure.CUT, "still writing", 1),
        (Reply([""], finish="content_filter"), Failure.FAILED, "content_filter", 1),
        (Reply(["late"], stall_s=2), Failure.SLOW, "said nothing within 0.5 seconds", 1),
        (Reply(["a", "b"], pause_s=0.7), Failure.SLOW, "said nothing", 1),
    ],
)  # fmt: skip
def test_what_a_server_does_wrong_is_told_in_a_sentence(
    server: ChatServer, reply: Reply, kind: Failure, said: str, requests: int
) -> None:
    server.replies.extend([reply] * requests)
    error = failure(connect(server.model()))
    assert error.failure == kind
    assert said in str(error)
    assert len(server.requests) == requests


def test_a_wrong_key_is_told_from_a_missing_one(server: ChatServer) -> None:
    server.replies.append(Reply(status=401, body={"error": {"message": f"{KEY[:10]} is wrong"}}))
    error = failure(connect(server.model(), KEY))
    assert "refuses the key" in str(error)
    assert KEY[:10] not in str(error)


def test_nobody_listening_is_told_soon() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = failure(connect(f"http://127.0.0.1:{taken.getsockname()[1]}/v1#m"))
    assert error.failure == Failure.UNREACHABLE
    assert "no connection" in str(error)


def test_a_server_that_recovers_is_not_told_of(server: ChatServer) -> None:
    server.replies.extend([Reply(status=503, body={}), Reply(status=429, body={}, headers={"Retry-After": "0"})])
    server.replies.append(Reply(["at last"]))
    assert write(connect(server.model())) == "at last"


@pytest.mark.parametrize(("refused", "instead"), [("max_tokens", "max_completion_tokens"), ("temperature", None)])
def test_a_field_that_a_model_does_not_take_is_left_out_from_then_on(
    server: ChatServer, refused: str, instead: str | None
) -> None:
    endpoint = connect(server.model())
    server.replies.append(Reply(status=400, body={"error": {"message": f"'{refused}' is not supported"}}))
    server.replies.extend([Reply(["yes"])] * 2)
    assert write(endpoint) == write(endpoint) == "yes"
    for request in server.requests[1:]:
        assert refused not in request.body
        assert instead is None or instead in request.body


def test_a_server_that_drips_is_stopped_in_the_end(server: ChatServer) -> None:
    server.replies.append(Reply(["x"] * 100, pause_s=0.1))
    started = time.monotonic()
    error = failure(connect(server.model(), patience=ChatPatience(silence_s=0.5, total_s=0.8)))
    assert error.failure == Failure.SLOW
    assert "did not finish" in str(error)
    assert time.monotonic() - started < 2
    assert server.gone.wait(2)


@pytest.mark.parametrize(
    "reply",
    [Reply(["word "] * 500, pause_s=0.05), Reply(["late"], stall_s=20), Reply(["word", "late"], pause_s=10)],
    ids=["while it writes", "before it answers", "while it pauses"],
)
def test_closing_reaches_the_server(server: ChatServer, reply: Reply) -> None:
    patience = ChatPatience(silence_s=30, total_s=60)
    server.replies.append(reply)
    pieces = connect(server.model(), patience=patience).write("", "", tokens=5000)
    next(pieces)  # "" where nothing has come yet
    started = time.monotonic()
    pieces.close()
    assert server.gone.wait(2)
    assert time.monotonic() - started < 1


def test_who_waits_is_asked_whether_to_go_on(server: ChatServer) -> None:
    server.replies.append(Reply(["late"], stall_s=0.45))
    pieces = list(connect(server.model(), patience=ChatPatience(silence_s=2)).write("", "", tokens=9))
    assert pieces[0] == ""
    assert "".join(pieces) == "late"


def test_a_comment_that_keeps_the_connection_alive_is_no_word(server: ChatServer) -> None:
    server.replies.append(Reply(raw=b": ping\n\n" + chunk("yes") + b": ping\n\n" + chunk(None, "stop")))
    assert write(connect(server.model())) == "yes"
    assert QUICK.silence_s < ChatPatience().silence_s
