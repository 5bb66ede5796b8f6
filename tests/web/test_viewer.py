"""The exact words are marked in the whole article, whatever leads there."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from rag.types import Document, Span, Verdict
from rag.web.answers import AnswerRecord
from rag.web.evidence import cards_of
from rag.web.strings import ARABIC, ENGLISH
from rag.web.viewer import View, document_html, segments, view_of_answer, view_of_span
from tests.web.fakes import HOSTILE, RECEIVED, SIGNED, VISIT, FakeEngine, build_answer, cite


def marked(html: str) -> list[str]:
    """The words of the mark in focus."""
    return [unescape(words) for words in re.findall(r'<mark id="quote"[^>]*>(.*?)</mark>', html, re.S)]


def record_of(*quotes: str) -> AnswerRecord:
    answer = build_answer(
        "q", [(quote, Verdict.VERBATIM, [cite(number, VISIT, quote)]) for number, quote in enumerate(quotes, 1)]
    )
    return AnswerRecord("a1", "q", answer, cards_of(answer, FakeEngine().document), complete=True)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("quote", [RECEIVED, SIGNED, "🌙", "GDPR", "وزارة.\nوكان", VISIT.text])
def test_a_span_is_marked_exactly(quote: str) -> None:
    start = VISIT.text.index(quote)
    view = view_of_span(VISIT, start, start + len(quote))
    assert view is not None
    assert marked(document_html(VISIT, view, ARABIC)) == [quote]


def test_every_span_of_a_document_can_be_marked() -> None:
    text = "A\n\nb 🌙 <c>\nd"
    document = Document("d", "t", text, "s", body=(Span(3, 8), Span(10, 12)))
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            view = view_of_span(document, start, end)
            assert view is not None
            shown = document_html(document, view, ENGLISH)
            assert "".join(marked(shown)).strip() == text[start:end].strip(), (start, end)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (0, 10**6), (10**6, 10**6 + 1)])
def test_a_span_that_is_not_there_is_no_view(start: int, end: int) -> None:
    assert view_of_span(VISIT, start, end) is None


def test_a_marker_leads_to_its_quote_and_the_others_are_marked_too() -> None:
    view = view_of_answer(VISIT, record_of(RECEIVED, SIGNED), 2, None)
    assert view is not None
    shown = document_html(VISIT, view, ENGLISH)
    assert marked(shown) == [SIGNED]
    assert f'<mark class="also">{RECEIVED}</mark>' in shown


def test_the_quotes_of_an_answer_are_walked_in_the_order_of_the_text() -> None:
    record = record_of(SIGNED, RECEIVED)
    first, last = (view_of_answer(VISIT, record, number, None) for number in (2, 1))
    assert first is not None
    assert last is not None
    shown_first, shown_last = document_html(VISIT, first, ENGLISH), document_html(VISIT, last, ENGLISH)
    assert "Quote 1 of 2" in shown_first
    assert "Next quote" in shown_first
    assert "Previous quote" not in shown_first
    assert "Quote 2 of 2" in shown_last
    assert "Previous quote" in shown_last
    assert "Next quote" not in shown_last
    assert re.search(r'href="/documents/visit\?answer=a1&amp;n=1&amp;[^"]*#quote"[^>]*>Next', shown_first)


def test_a_single_quote_has_nowhere_to_walk() -> None:
    view = view_of_answer(VISIT, record_of(SIGNED), 1, 0)
    assert view is not None
    assert "<nav" not in document_html(VISIT, view, ENGLISH)


def test_a_quote_whose_words_have_moved_is_not_shown_elsewhere() -> None:
    changed = Document("visit", "t", "Something else. " + VISIT.text, "s")
    assert view_of_answer(changed, record_of(SIGNED), 1, None) is None


def test_what_is_not_the_body_is_labelled_and_the_body_is_not() -> None:
    shown = document_html(VISIT, View(), ENGLISH)
    outside = "".join(re.findall(r'<section class="outside">.*?</section>', shown))
    assert "ذات صلة" in outside
    assert "تابعنا على تويتر" in outside
    assert unescape(outside).count(ENGLISH.outside_body) == 2
    assert SIGNED not in outside


def test_each_line_runs_in_its_own_direction() -> None:
    shown = document_html(VISIT, View(), ENGLISH)
    assert '<p dir="rtl">GDPR هو نظام' in shown


def test_hostile_text_is_shown_and_does_nothing() -> None:
    shown = document_html(HOSTILE, View(), ENGLISH)
    assert "<script" not in shown
    assert "<img" not in shown
    for line in HOSTILE.text.split("\n"):
        assert line in text_of(shown)


def test_segments_cover_the_text_once_and_in_order() -> None:
    parts = segments(VISIT, Span(20, 40), [Span(30, 60)])
    assert "".join(part.span.of(VISIT.text) for part in parts) == VISIT.text


@pytest.mark.parametrize("query", ["start=x&end=y", "start=-1&end=5", "start=5&end=1", "start=0&end=99999999999999999"])
def test_a_mistyped_span_shows_the_article_and_marks_nothing(client: TestClient, query: str) -> None:
    reply = client.get(f"/documents/visit?{query}")
    assert reply.status_code == 200
    assert marked(reply.text) == []
    assert SIGNED in reply.text


def test_a_link_outlives_the_answer_that_it_came_from(client: TestClient) -> None:
    start = VISIT.text.index(SIGNED)
    reply = client.get(f"/documents/visit?answer=forgotten&n=1&claim=0&start={start}&end={start + len(SIGNED)}")
    assert marked(reply.text) == [SIGNED]


def test_a_link_to_a_forgotten_answer_without_a_span_says_so(client: TestClient) -> None:
    reply = client.get("/documents/visit?answer=forgotten&n=1&lang=en")
    assert ENGLISH.answer_forgotten in unescape(reply.text)
