"""An answer that was kept is held against the articles as they are now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag.cards import Standing, all_hold, check_card
from rag.contract import answer_json
from rag.embedders.static import StaticEmbedder
from rag.errors import UsageError
from rag.index import IndexWriter, PassageIndex
from rag.reports import checked_lines
from rag.types import Verdict
from rag.verification import Judge
from rag.wiring import build_engine
from tests.conftest import TEXTS, MakeDocument

QUESTION = "متى افتتح الوزير سالم المهيري متحف الفنون في صحار؟"


@pytest.fixture
def folder(tmp_path: Path, embedder: StaticEmbedder, make_document: MakeDocument) -> Path:
    _put(tmp_path, embedder, make_document, TEXTS["ar"])
    return tmp_path


@pytest.fixture
def card(folder: Path, embedder: StaticEmbedder) -> dict[str, Any]:
    with PassageIndex.open(folder, embedder) as index:
        engine = build_engine(index, embedder)
        told: dict[str, Any] = json.loads(json.dumps(answer_json(engine, engine.ask(QUESTION), "a1")))
    assert told["claims"]
    return told


@pytest.fixture
def judge(embedder: StaticEmbedder) -> Judge:
    return Judge(embedder)


def _put(folder: Path, embedder: StaticEmbedder, make_document: MakeDocument, text: str | None) -> None:
    with IndexWriter.open(folder, embedder) as writer:
        if text is None:
            writer.remove(["museum"])
            text = "خبر آخر."
            writer.put(make_document("other", text), file="other")
        else:
            writer.put(make_document("museum", text), file="museum")
        writer.embed()
        writer.publish()


def _check(folder: Path, judge: Judge, card: dict[str, Any]) -> Any:
    with PassageIndex.open(folder) as index:
        return check_card(index, judge, json.dumps(card, ensure_ascii=False))


def test_an_answer_holds_while_its_article_is_as_it_was(folder: Path, judge: Judge, card: dict[str, Any]) -> None:
    claims = _check(folder, judge, card)
    assert all_hold(claims)
    assert {quote.standing for claim in claims for quote in claim.quotes} == {Standing.HOLDS}
    assert {claim.verdict for claim in claims} == {Verdict.VERBATIM}
    assert next(iter(checked_lines(claims))).startswith("✓ ")


@pytest.mark.parametrize(
    ("text", "standing", "holds"),
    [
        ("مقدمة جديدة للمقال. " + TEXTS["ar"], Standing.MOVED, True),
        (TEXTS["ar"].replace("٢٠٢١", "٢٠٢٢"), Standing.NOT_THERE, False),
        (None, Standing.NO_ARTICLE, False),
    ],
)
def test_what_has_become_of_a_quote_is_told(
    folder: Path, judge: Judge, card: dict[str, Any], embedder: StaticEmbedder, make_document: MakeDocument,
    text: str | None, standing: Standing, holds: bool,
) -> None:  # fmt: skip
    _put(folder, embedder, make_document, text)
    claim = next(claim for claim in _check(folder, judge, card) if "٢٠٢١" in claim.text)
    assert claim.quotes[0].standing is standing
    assert claim.holds is holds
    assert claim.verdict is (Verdict.VERBATIM if holds else Verdict.UNSUPPORTED)
    assert next(iter(checked_lines([claim]))).startswith("✓" if holds else "✗")


def test_a_sentence_that_was_altered_in_the_card_is_found(folder: Path, judge: Judge, card: dict[str, Any]) -> None:
    card["claims"][0]["text"] = card["claims"][0]["text"].replace("٢٠٢١", "٢٠٢٥")
    claim = _check(folder, judge, card)[0]
    assert (claim.holds, claim.told, claim.verdict) == (False, Verdict.VERBATIM, Verdict.CONTRADICTED)
    lines = "\n".join(checked_lines([claim]))
    assert "when it was kept, now ✗ contradicted" in lines
    assert "٢٠٢٥" in lines


def test_an_empty_quote_is_no_evidence(folder: Path, judge: Judge, card: dict[str, Any]) -> None:
    card["claims"][0]["citations"][0].update(quote="", start=0)
    assert _check(folder, judge, card)[0].quotes[0].standing is Standing.NOT_THERE


def test_an_abstention_holds(folder: Path, judge: Judge, card: dict[str, Any]) -> None:
    claims = _check(folder, judge, card | {"claims": []})
    assert all_hold(claims)
    assert list(checked_lines(claims)) == ["The answer says nothing: there is nothing to check."]


@pytest.mark.parametrize(
    "text",
    [
        "not json", "[]", "{}", '{"claims": {}}', '{"claims": [1]}', '{"claims": [{"text": "t"}]}',
        '{"claims": [{"text": "t", "verdict": "true", "citations": []}]}',
        '{"claims": [{"text": "t", "verdict": "verbatim", "citations": [{"doc_id": "d", "quote": "q"}]}]}',
    ],
)  # fmt: skip
def test_what_is_no_card_is_refused_in_one_sentence(folder: Path, judge: Judge, text: str) -> None:
    with PassageIndex.open(folder) as index, pytest.raises(UsageError, match="not an answer of Sanad as JSON"):
        check_card(index, judge, text)
