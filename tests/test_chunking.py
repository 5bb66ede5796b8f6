"""Passages: exact spans in every script, whatever the measure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.chunking import chunk_document
from rag.types import Document, Span
from tests.conftest import TEXTS


def _document(text: str, *body: Span) -> Document:
    return Document("d", "t", text, "s", "ar", body=body or ((Span(0, len(text)),) if text else ()))


def _words(text: str) -> int:
    return len(text.split()) or 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("اب .؟\n،؛。中a😀é\u0301ﷺ")), st.integers(1, 12), st.sampled_from([len, _words]))
def test_passages_are_exact_ordered_within_the_limit_and_leave_only_space_out(
    text: str, limit: int, measure: type[len]
) -> None:
    passages = chunk_document(_document(text), max_tokens=limit, measure=measure)
    position, outside = 0, ""
    for passage in passages:
        assert passage.span.of(text) == passage.text
        assert passage.passage_id == f"d:{passage.span.start}-{passage.span.end}"
        assert position <= passage.span.start
        assert measure(passage.text) <= limit or len(passage.text) == 1
        outside += text[position : passage.span.start]
        position = passage.span.end
    assert (outside + text[position:]).strip() == ""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_short_article_is_one_passage(text: str) -> None:
    (passage,) = chunk_document(_document(text), max_tokens=500, measure=len)
    assert passage.text == text


def test_only_the_body_is_cut() -> None:
    text = "ذات صلة\nالنص الأول هنا.\nإعلان\nالنص الثاني هنا."
    body = (Span(8, 23), Span(30, 46))
    passages = chunk_document(_document(text, *body), max_tokens=100, measure=len)
    assert [passage.text for passage in passages] == ["النص الأول هنا.", "النص الثاني هنا."]


@pytest.mark.parametrize(
    ("text", "limit", "first"),
    [
        ("فقرة أولى قصيرة.\n\nفقرة ثانية أطول من الأولى بقليل.", 40, "فقرة أولى قصيرة."),
        ("هذه جملة أولى؟ وهذه جملة ثانية أطول منها.", 30, "هذه جملة أولى؟"),
        ("新图书馆开放。馆长说馆内有三万册书。", 12, "新图书馆开放。"),
        ("هذا قسم أول، وهذا قسم ثان أطول منه", 25, "هذا قسم أول،"),
    ],
)
def test_the_strongest_boundary_that_fits_is_taken(text: str, limit: int, first: str) -> None:
    assert chunk_document(_document(text), max_tokens=limit, measure=len)[0].text == first
