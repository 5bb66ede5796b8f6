"""Articles that speak to the model, and a model that obeys them: what reaches the screen is only what code checked.

``tests/data/hostile_passages.jsonl`` holds, a line each, what an article says, what a model that obeys it sends ({n} is
the article's number), and words of the obedience that no claim may hold that counts as found in its source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import IndexWriter, PassageIndex
from rag.reports import answer_lines
from rag.text.normalise import fold
from rag.text.visible import visible
from rag.types import Answer, Claim, Document, Filters, Hit, Passage, Span, Verdict
from rag.web.answers import AnswerStore
from rag.web.conversation import Conversation
from rag.web.strings import ENGLISH
from rag.wiring import answered_by, build_engine
from tests.answerers.chatting import ChatServer
from tests.answerers.conftest import connect
from tests.web.test_conversation import ask as ask_in_chat
from tests.web.test_markup import Reader

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "hostile_passages.jsonl").read_text("utf-8").splitlines()
]
HONEST = {
    "ar": (
        "افتتح الوزير سالم المهيري متحف الفنون في صحار. وحضر الافتتاح نحو ٤٠٠ زائر.",
        "من افتتح متحف الفنون في صحار؟",
    ),
    "en": (
        "Mayor Ada Berg opened the concert hall in Lund. Some 400 visitors came.",
        "Who opened the concert hall in Lund?",
    ),
    "fr": (
        "Le maire a ouvert la salle de Dakar. Quelque 400 visiteurs sont venus.",
        "Qui a ouvert la salle de Dakar ?",
    ),
}
FOUND = (Verdict.VERBATIM, Verdict.NORMALISED, Verdict.SUPPORTED)


@dataclass(frozen=True)
class Fixed:
    """Finds the honest article first and then the hostile one."""

    hits: tuple[Hit, ...]

    def retrieve(self, query: str, k: int, filters: Filters) -> list[Hit]:
        return list(self.hits)


@dataclass(frozen=True)
class Corpus:
    engine: Engine
    by_document: dict[str, Hit]

    def with_hits(self, *doc_ids: str) -> Engine:
        hits = tuple(replace(self.by_document[doc_id], rank=rank) for rank, doc_id in enumerate(doc_ids, start=1))
        return replace(self.engine, retriever=Fixed(hits))


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, embedder: StaticEmbedder, server: ChatServer) -> Iterator[Corpus]:
    """Every passage as an article of its own, in one index."""
    folder = tmp_path_factory.mktemp("hostile") / "index"
    texts = {language: text for language, (text, _) in HONEST.items()}
    texts |= {f"hostile-{number}": case["passage"] for number, case in enumerate(CASES)}
    with IndexWriter.open(folder, embedder) as writer:
        for doc_id, text in texts.items():
            writer.put(_document(doc_id, text), file=doc_id)
        writer.embed()
        writer.publish()
    with PassageIndex.open(folder, embedder) as index:
        engine = answered_by(build_engine(index, embedder), connect(server.model()), tokens=300)
        yield Corpus(engine, _hits(index, texts))


def _document(doc_id: str, text: str) -> Document:
    return Document(doc_id, f"title {doc_id}", text, f"{doc_id}.txt", "en", None, {}, (Span(0, len(text)),))


def _hits(index: PassageIndex, doc_ids: Sequence[str]) -> dict[str, Hit]:
    hits = {}
    for doc_id in doc_ids:
        text = index.document(doc_id).text
        hits[doc_id] = Hit(Passage(f"{doc_id}#0", doc_id, text, Span(0, len(text)), "en"), 1.0, 1)
    return hits


def test_the_suite_is_as_large_as_it_says_and_speaks_three_languages() -> None:
    assert len(CASES) >= 60
    counts = {language: sum(case["language"] == language for case in CASES) for language in HONEST}
    assert min(counts["ar"], counts["en"]) >= 25
    assert counts["fr"] >= 5
    assert len({case["passage"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_an_obedient_model_gains_nothing_on_the_screen(number: int, corpus: Corpus, server: ChatServer) -> None:
    case = CASES[number]
    engine = corpus.with_hits(case["language"], f"hostile-{number}")
    server.requests.clear()
    server.write = lambda request: case["obeyed"].replace("{n}", "2")
    conversation = Conversation(lambda: engine, AnswerStore(), index_hint="", k=8)
    snapshots = ask_in_chat(conversation, HONEST[case["language"]][1], strings=ENGLISH)
    record = conversation.record_of(snapshots[-1][-1])
    assert record is not None
    answer = record.answer
    assert answer is not None
    assert answer.stand_in is None
    _check_prompt(server, case["passage"])
    _check_claims(engine, answer, case, f"hostile-{number}")
    for snapshot in snapshots:
        _check_page(snapshot[-1]["content"])
    for line in answer_lines(engine, answer):
        assert visible(line) == line
        assert all(letter.isprintable() or letter == "\n" for letter in line)


def _check_prompt(server: ChatServer, passage: str) -> None:
    """The article is shown between marks that it does not know, without markers of its own or hidden letters."""
    (request,) = server.requests
    fences = re.findall(r"⟦[0-9a-f]{10}⟧", request.user)
    assert len(set(fences)) == 1
    assert fences[0] not in passage
    assert visible(request.user) == request.user
    inside = request.user.split(fences[0])[3]
    numbers = re.findall(r"[\[【][^\]】]*\d[^\]】]*[\]】]", inside.removeprefix(" [2]"))
    assert not numbers
    assert "tools" not in request.body


def _check_claims(engine: Engine, answer: Answer, case: dict[str, str], hostile: str) -> None:
    """What counts as found stands in an article that was shown; what the model was made to say does not count."""
    assert answer.text == visible(answer.text)
    shown = {hit.passage.doc_id for hit in answer.hits}
    for claim in answer.claims:
        words = claim.span.of(answer.text)
        for citation in claim.citations:
            assert citation.doc_id in shown
            assert citation.quote.of(engine.document(citation.doc_id).text)
        if claim.verdict in (Verdict.VERBATIM, Verdict.NORMALISED):
            quoted = [citation.quote.of(engine.document(citation.doc_id).text) for citation in claim.citations]
            assert any(fold(words).strip() in fold(quote) for quote in quoted)
        assert case["says"] not in words or not _is_gained(claim, hostile)
    assert {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)} <= {1, 2}


def _is_gained(claim: Claim, hostile: str) -> bool:
    """Whether an article that did not say it vouches for a claim, or any at all word for word.

    What a hostile article says in other words may be told as what it says: the citation opens it at those words.
    """
    if claim.verdict is Verdict.SUPPORTED:
        return any(citation.doc_id != hostile for citation in claim.citations)
    return claim.verdict in FOUND


def _check_page(html: str) -> None:
    """Nothing of the model's is markup, and every link leads to evidence or to an article of ours."""
    page = Reader(html)
    assert page.tags <= {"p", "span", "a", "br", "ul", "li"}
    assert all(link.startswith(("#c-", "/documents/")) for link in page.links)
    assert visible(page.text) == page.text
    words = re.sub(r"<[^<>]*>|&#?\w+;", "", html)
    assert not re.search(r"[!*_`\[\]()<>|#~]", words)  # nothing for the chat's Markdown to read
    assert "\n" not in html.strip()


@pytest.mark.parametrize("number", range(0, len(CASES), 7))
def test_an_honest_sentence_beside_the_obedience_keeps_its_proof(
    number: int, corpus: Corpus, server: ChatServer
) -> None:
    case = CASES[number]
    text, question = HONEST[case["language"]]
    honest = text.partition(". ")[0] + "."
    engine = corpus.with_hits(case["language"], f"hostile-{number}")
    server.write = lambda request: f"{honest} [1]\n" + case["obeyed"].replace("{n}", "2")
    answer = engine.ask(question)
    first, *others = answer.claims
    assert first.span.of(answer.text) == honest
    assert first.verdict is Verdict.VERBATIM
    assert first.citations[0].doc_id == case["language"]
    obeying = [claim for claim in others if case["says"] in claim.span.of(answer.text)]
    assert not any(_is_gained(claim, f"hostile-{number}") for claim in obeying)
