"""The chat model on the command line: real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.answerers.chatting import ChatServer, Reply
from tests.test_cli import ARTICLE, QUESTION, sanad

_HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from rag.cli import main; main()"
KEY = "sk-very-secret-0123456789"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = sanad("index", "a.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_an_answer_of_a_model_is_proved_and_its_endpoint_named(desk: Path, server: ChatServer) -> None:
    server.write = lambda request: f"{ARTICLE} [1]"
    done = sanad("ask", QUESTION, "--chat-model", server.model(), "--json", cwd=desk)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["claims"][0]["verdict"] == "verbatim"
    assert told["model"]["answerer"] == server.model()
    assert told["stand_in"] is None


def test_the_setting_of_the_folder_and_the_key_of_the_environment_are_used(desk: Path, server: ChatServer) -> None:
    (desk / "sanad.toml").write_text(f'chat_model = "{server.model()}"\nchat_silence_s = 2\n')
    try:
        server.replies.append(Reply(status=401, body={"error": {"message": KEY}}))
        done = sanad("ask", QUESTION, cwd=desk, environ={"SANAD_CHAT_KEY": KEY})
    finally:
        (desk / "sanad.toml").unlink()
    assert done.returncode == 0
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert "رفض المفتاح" in done.stdout
    assert ARTICLE[:40] in done.stdout
    assert KEY not in done.stdout + done.stderr


def test_a_setting_of_another_form_is_told_before_anything_is_loaded(desk: Path) -> None:
    done = sanad("ask", QUESTION, "--chat-model", "gpt-5", cwd=desk)
    assert done.returncode == 2
    assert "the chat model is set to" in done.stderr
    assert "http://localhost:11434/v1#" in done.stderr


def test_the_doctor_asks_the_model_for_a_word(desk: Path, server: ChatServer) -> None:
    server.write = lambda request: "yes"
    well = sanad("doctor", "--chat-model", server.model(), cwd=desk)
    assert well.returncode == 0
    assert f"The chat model {server.model()} answers" in well.stdout
    server.replies.append(Reply(status=404, body={}))
    ill = sanad("doctor", "--chat-model", server.model(), "--json", cwd=desk)
    assert ill.returncode == 1
    assert "404" in json.loads(ill.stdout)["chat_model"]["error"]


def test_an_interrupt_reaches_the_server(desk: Path, server: ChatServer) -> None:
    server.replies.append(Reply(["late"], stall_s=60))
    process = subprocess.Popen(
        [sys.executable, "-c", _HEARS, "ask", QUESTION, "--chat-model", server.model()],
        cwd=desk, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not server.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert server.gone.wait(5)
    _, said = process.communicate(timeout=20)
    assert process.returncode != 0
    assert b"Traceback" not in said
