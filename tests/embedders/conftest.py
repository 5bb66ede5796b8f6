"""A server that embeds, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.embedders.serving import EmbeddingServer


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with EmbeddingServer() as running:
        yield running
