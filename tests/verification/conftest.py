from __future__ import annotations

import pytest

from rag.embedders.static import StaticEmbedder
from rag.verification import Judge


@pytest.fixture(scope="session")
def judge(embedder: StaticEmbedder) -> Judge:
    return Judge(embedder)
