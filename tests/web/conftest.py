"""The application over the small engine, and over no index at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from starlette.testclient import TestClient

from rag.errors import IndexMissingError
from rag.web.server import create_app
from tests.web.fakes import FakeEngine

HOME = "http://localhost"


@pytest.fixture(scope="session")
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture(scope="session")
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with TestClient(
        create_app(lambda: engine, hosts=("reader.test",)), base_url=HOME, follow_redirects=False
    ) as client:
        yield client


@pytest.fixture(scope="session")
def empty_client() -> Iterator[TestClient]:
    def open_engine() -> NoReturn:
        raise IndexMissingError(Path("nowhere"))

    app = create_app(open_engine, language="en", index_hint="sanad index PATH… --index nowhere")
    with TestClient(app, base_url=HOME) as client:
        yield client
