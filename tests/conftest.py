"""What many tests need: documents in several scripts, an index of them, and where the shared data is."""

from __future__ import annotations

import copy
import os

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the library is imported; no test asks the network

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from rag.embedders.static import StaticEmbedder, open_bundled
from rag.index import IndexWriter
from rag.protocols import Progress, Vectors
from rag.types import Document, Span

MakeDocument = Callable[..., Document]
BuildIndex = Callable[[Sequence[Document]], Path]

# Our own sentences. Each script is an ordinary case.
TEXTS = {
    "ar": "افتتح الوزير سالم المهيري متحف الفنون في مدينة صحار يوم ٣ مارس ٢٠٢١. وحضر الافتتاح نحو ٤٠٠ زائر.\n"
    "وقالت المديرة إنَّ المتحفَ يضم ألف قطعة نادرة، بينها مخطوطات قديمة.",
    "en": "The harbour bridge in Lund was closed on 5 May 2020. Dr. Ada Berg said repairs would take six weeks.",
    "fr": "Le marché de Dakar a rouvert en janvier 2019. Les vendeurs, au nombre de 230, étaient « soulagés ».",
    "zh": "新图书馆于2018年在成都开放。馆长说，馆内有三万册书。读者非常高兴！",
    "hi": "पुस्तकालय जयपुर में खुला। वहाँ दो हज़ार किताबें हैं।",
    "th": "ห้องสมุดใหม่เปิดที่เชียงใหม่ในปี 2560 มีหนังสือสองพันเล่ม",
    "emoji": "Rain 🌧️ again 👩‍👩‍👧‍👦 in Oslo! Nobody minded 🙂.",
}


class CountingEmbedder(StaticEmbedder):
    """The model in the box, which remembers what it was asked to embed."""

    def __init__(self) -> None:
        vars(self).update(vars(open_bundled()))
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        return super().embed_passages(texts, progress=progress)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running, under which no other can be started."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the checkout; a test that needs it skips, saying so, where it is not."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared development data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def embedder() -> StaticEmbedder:
    return open_bundled()


@pytest.fixture(scope="session")
def other_embedder() -> StaticEmbedder:
    """The same model under another name."""
    other = copy.copy(open_bundled())
    other.name = other.fingerprint = "other"
    return other


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    def make(
        doc_id: str, text: str, *, language: str = "ar", published: date | None = None, source: str = ""
    ) -> Document:
        body = (Span(0, len(text)),) if text else ()
        return Document(
            doc_id, f"title of {doc_id}", text, source or f"news/{doc_id}.txt", language, published, {}, body
        )

    return make


@pytest.fixture(scope="session")
def documents(make_document: MakeDocument) -> list[Document]:
    """One document a script, published a year apart."""
    return [
        make_document(name, text, language="en" if name == "emoji" else name, published=date(2015 + year, 6, 1))
        for year, (name, text) in enumerate(TEXTS.items())
    ]


@pytest.fixture
def build_index(tmp_path: Path, embedder: StaticEmbedder) -> BuildIndex:
    """Puts documents into the index of this test and publishes; call it again to change them."""

    def build(documents: Sequence[Document]) -> Path:
        with IndexWriter.open(tmp_path / "index", embedder) as writer:
            for document in documents:
                writer.put(document, file=document.source)
            writer.embed()
            writer.publish()
        return tmp_path / "index"

    return build
