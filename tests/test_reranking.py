"""What is found, in the order of a reranker: scores, parts, time, and what happens when it fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.contract import answer_json
from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.errors import RerankerError
from rag.index import PassageIndex
from rag.rerankers.remote import RemoteReranker
from rag.timing import Clock
from rag.types import Document, Filters, Leg
from rag.wiring import build_engine, with_reranker
from tests.conftest import BuildIndex
from tests.embedders.serving import Reply
from tests.rerankers.serving import RerankServer
from tests.test_cli import ARTICLE, QUESTION, sanad


class ShortestFirst:
    """A reranker that holds the shorter text to be more relevant."""

    name = "shortest"

    def __init__(self) -> None:
        self.read: list[int] = []

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        self.read.append(len(texts))
        return np.array([-float(len(text)) for text in texts])


@pytest.fixture
def engine(build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder) -> Iterator[Engine]:
    with PassageIndex.open(build_index(documents), embedder) as index:
        yield build_engine(index, embedder)


def test_hits_stand_in_the_rerankers_order_with_its_scores(engine: Engine) -> None:
    hits = with_reranker(engine, ShortestFirst(), depth=30).search("متحف bridge 图书馆", k=3)
    lengths = [len(hit.passage.text) for hit in hits]
    assert lengths == sorted(lengths)
    assert [hit.score for hit in hits] == [-float(length) for length in lengths]
    assert [hit.rank for hit in hits] == [1, 2, 3]


def test_a_hit_tells_what_found_it_and_where_the_reranker_put_it(engine: Engine) -> None:
    plain = {hit.passage.passage_id: hit for hit in engine.search("متحف bridge", k=30)}
    for hit in with_reranker(engine, ShortestFirst(), depth=30).search("متحف bridge", k=30):
        *before, last = hit.parts
        assert tuple(before) == plain[hit.passage.passage_id].parts
        assert (last.leg, last.rank, last.score) == (Leg.RERANKED, hit.rank, hit.score)


def test_as_many_are_read_as_set_and_more_where_more_are_asked_for(engine: Engine) -> None:
    reranker = ShortestFirst()
    reranking = with_reranker(engine, reranker, depth=3)
    assert len(reranking.search("متحف bridge 图书馆 marché", k=2)) == 2
    assert len(reranking.search("متحف bridge 图书馆 marché", k=5)) == 5
    assert reranker.read == [3, 5]


def test_where_nothing_is_found_nothing_is_read(engine: Engine) -> None:
    reranker = ShortestFirst()
    reranking = with_reranker(engine, reranker, depth=3)
    assert reranking.search("متحف", filters=Filters(languages=("fi",))) == []
    assert reranker.read == []


def test_an_answer_tells_the_time_of_reranking_apart_and_its_name(engine: Engine) -> None:
    plain = engine.ask(QUESTION)
    assert "rerank" not in plain.timings_ms
    assert answer_json(engine, plain, "1")["model"]["reranker"] == "none"
    reranking = with_reranker(engine, ShortestFirst(), depth=30)
    reranking.search(QUESTION)  # whose time is no part of the next answer's
    answer = reranking.ask(QUESTION)
    times = dict(answer.timings_ms)
    total = times.pop("total")
    assert list(times) == ["retrieve", "rerank", "answer"]
    assert all(time > 0 for time in times.values())
    assert sum(times.values()) == pytest.approx(total, abs=0.05)
    assert answer_json(reranking, answer, "1")["model"]["reranker"] == "shortest"


def test_each_thread_has_its_own_time() -> None:
    clock = Clock()
    with clock.step("rerank"):
        thread = threading.Thread(target=lambda: clock.step("other").__enter__())
        thread.start()
        thread.join()
    assert list(clock.take_ms()) == ["rerank"]
    assert clock.take_ms() == {}


def test_a_reranker_that_fails_fails_the_question_and_not_the_next(engine: Engine) -> None:
    with RerankServer() as server:
        reranking = with_reranker(engine, RemoteReranker.open(server.model(), environ={}), depth=30)
        server.replies.append(Reply(401))
        with pytest.raises(RerankerError, match="asks for a key"):
            reranking.ask(QUESTION)
        answer = reranking.ask(QUESTION)
    assert answer.hits[0].passage.doc_id == "ar"
    assert answer.hits[0].parts[-1].leg is Leg.RERANKED


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "news" / "b.txt").write_text("The harbour bridge in Lund was closed for six weeks.", encoding="utf-8")
    assert sanad("index", "news", cwd=tmp_path).returncode == 0
    return tmp_path


def test_one_setting_reranks_search_ask_and_eval_and_none_switches_it_off(desk: Path) -> None:
    question = {"id": "q", "question": QUESTION, "answers": ["سالم المهيري"], "docs": ["a.txt"]}
    (desk / "q.jsonl").write_text(json.dumps(question), encoding="utf-8")
    with RerankServer() as server:
        (desk / "sanad.toml").write_text(f"reranker = '{server.model('bge')}'\nrerank_depth = 5\n")
        (best, *_) = json.loads(sanad("search", "harbour bridge", "--json", cwd=desk).stdout)
        assert best["parts"][-1]["leg"] == "reranked"
        answer = json.loads(sanad("ask", QUESTION, "--json", cwd=desk).stdout)
        assert answer["timings_ms"]["rerank"] > 0
        report = sanad("eval", "q.jsonl", cwd=desk)
        assert report.returncode == 0, report.stderr
        assert "rerank " in report.stdout
        (record,) = (desk / "evaluation").glob("*.json")
        assert json.loads(record.read_text(encoding="utf-8"))["about"]["reranker"] == server.model("bge")
        asked = len(server.requests)
        plain = json.loads(sanad("ask", QUESTION, "--reranker", "none", "--json", cwd=desk).stdout)
        assert "rerank" not in plain["timings_ms"]
        assert len(server.requests) == asked
    failed = sanad("ask", QUESTION, cwd=desk)
    assert failed.returncode == 1
    assert "no connection" in failed.stderr
    assert "--reranker none" in failed.stderr
