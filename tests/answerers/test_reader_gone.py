"""A reader who closes the page while a model writes: the model's server notices, through the whole of the web."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from rag.answerers.chat_endpoint import ChatPatience
from rag.engine import Engine
from rag.types import Document
from rag.web.server import create_app
from tests.answerers.chatting import ChatServer, Reply
from tests.answerers.conftest import ChatEngine
from tests.e2e.conftest import served

QUESTION = "متى افتتح متحف الفنون في صحار؟"


@pytest.fixture
def page(chat_engine: ChatEngine, documents: list[Document]) -> Iterator[httpx.Client]:
    engine: Engine = chat_engine(documents, ChatPatience())
    with (
        served(create_app(lambda: engine)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=20) as client,
    ):
        yield client


def _ask(client: httpx.Client) -> None:
    """Put the question as the page's script does."""
    config = client.get("/chat/config").json()
    box = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "question")
    asking = next(each["id"] for each in config["dependencies"] if [box, "submit"] in each["targets"])
    body = {"data": [QUESTION, []], "fn_index": asking, "session_hash": "reader"}
    client.post("/chat/gradio_api/queue/join", json=body).raise_for_status()


@pytest.mark.parametrize(
    "reply", [Reply(["كلمة "] * 2000, pause_s=0.02), Reply(["late"], stall_s=60)], ids=["writing", "silent"]
)
def test_a_closed_page_reaches_the_models_server(page: httpx.Client, server: ChatServer, reply: Reply) -> None:
    server.replies.append(reply)
    _ask(page)
    with page.stream("GET", "/chat/gradio_api/queue/data", params={"session_hash": "reader"}) as events:
        lines = events.iter_lines()
        while not server.requests:
            next(lines)
    assert server.gone.wait(10)
