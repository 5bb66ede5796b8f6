"""A chat server, and an engine whose answers are written by the model that it plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from rag.answerers.chat_endpoint import ChatEndpoint, ChatPatience
from rag.answerers.chat_failures import KEY_VARIABLE
from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import PassageIndex
from rag.types import Document
from rag.wiring import answered_by, build_engine
from tests.answerers.chatting import ChatServer
from tests.conftest import BuildIndex

QUICK = ChatPatience(silence_s=0.5, total_s=3.0, connect_s=1.0, attempts=3, first_wait_s=0.02, longest_wait_s=2.0)
ChatEngine = Callable[..., Engine]


def connect(setting: str, key: str = "", patience: ChatPatience = QUICK) -> ChatEndpoint:
    return ChatEndpoint.open(setting, {KEY_VARIABLE: key}, patience)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.fixture
def chat_engine(build_index: BuildIndex, embedder: StaticEmbedder, server: ChatServer) -> Iterator[ChatEngine]:
    """An engine over documents, answered by the server's model; impatient unless told otherwise."""
    opened: list[PassageIndex] = []

    def build(documents: Sequence[Document], patience: ChatPatience = QUICK) -> Engine:
        opened.append(PassageIndex.open(build_index(documents), embedder))
        return answered_by(build_engine(opened[-1], embedder), connect(server.model(), patience=patience), tokens=4000)

    yield build
    for index in opened:
        index.close()
