"""A whole document as a page, with the exact words of a quote marked in it.

The text is shown as it is stored, line by line, each in its own direction. `segments` decides what each
stretch of it is; the rest only writes that down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rag.text.direction import text_direction
from rag.types import Document, Span
from rag.web.answers import AnswerRecord
from rag.web.evidence import Card
from rag.web.markup import Html, document_url, element, join
from rag.web.schemas import web_address
from rag.web.wording import Strings, format_date, language_name


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote of an answer in this document; ``card`` is None for a bare span."""

    span: Span
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What to show of a document: the quote in focus (None when there is none, or it has moved), the
    answer's other quotes in it, and a sentence to the reader."""

    focus: Quote | None = None
    quotes: tuple[Quote, ...] = ()
    notice: str = ""
    answer_id: str = ""


def view_of_answer(document: Document, record: AnswerRecord, number: int, claim: int | None) -> View | None:
    """The view that a marker leads to; None when the answer cites no such thing in this document."""
    quotes = tuple(
        Quote(card.quote, card)
        for card in record.cards
        if card.doc_id == document.doc_id and card.quote.of(document.text) == card.match
    )
    wanted = [
        quote
        for quote in quotes
        if quote.card and quote.card.number == number and (claim is None or quote.card.claim == claim)
    ]
    if not wanted:
        return None
    return View(focus=wanted[0], quotes=quotes, answer_id=record.answer_id)


def view_of_span(document: Document, start: int, end: int) -> View | None:
    """The view of a bare span; None when the document has no such words."""
    if not 0 <= start < end <= len(document.text):
        return None
    return View(focus=Quote(Span(start, end)), quotes=(Quote(Span(start, end)),))


def document_html(document: Document, view: View, strings: Strings) -> Html:
    """The article: its head, the way from quote to quote, its text."""
    title = document.title or strings.untitled
    return element(
        "article",
        element("h1", title, dir=text_direction(title)),
        _facts_html(document, strings),
        element("p", view.notice, class_="notice", role="status") if view.notice else "",
        _quotes_html(document, view, strings),
        element("div", *_blocks_html(document, view, strings), class_="text", lang=_lang(document)),
        class_="document",
    )


def _lang(document: Document) -> str | None:
    return None if document.language == "und" else document.language


def _facts_html(document: Document, strings: Strings) -> Html:
    day = format_date(document.published, strings)
    address = web_address(document.source)
    facts: list[Html] = [
        element("time", day, datetime=document.published.isoformat()) if document.published else element("span", day)
    ]
    if document.language != "und":
        facts.append(element("span", language_name(document.language, strings)))
    source: str = document.source
    if address:
        source = element("a", source, href=address, rel="noopener noreferrer", target="_blank")
    facts.append(element("bdi", source, class_="source", dir="ltr"))
    return element("p", *facts, class_="facts")


def _quotes_html(document: Document, view: View, strings: Strings) -> Html:
    """Previous and next quote of the same answer, in the order of the text."""
    ordered = sorted({quote.span: quote for quote in view.quotes}.values(), key=lambda quote: quote.span)
    spans = [quote.span for quote in ordered]
    if view.focus is None or len(ordered) < 2:
        return Html("")
    place = spans.index(view.focus.span)
    links = [element("span", strings.quote_n_of.format(rank=place + 1, total=len(ordered)))]
    for label, other, rel in ((strings.previous_quote, place - 1, "prev"), (strings.next_quote, place + 1, "next")):
        if 0 <= other < len(ordered):
            links.append(element("a", label, href=_quote_url(document, view, ordered[other], strings), rel=rel))
    return element("nav", *links, class_="quotes", aria_label=strings.quotes)


def _quote_url(document: Document, view: View, quote: Quote, strings: Strings) -> str:
    card = quote.card
    address = document_url(
        document.doc_id,
        answer=view.answer_id or None,
        n=card.number if card else None,
        claim=card.claim if card else None,
        start=quote.span.start,
        end=quote.span.end,
        lang=strings.language,
    )
    return address + "#quote"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text that is all of one kind."""

    span: Span
    focus: bool
    quoted: bool
    body: bool


def segments(document: Document, focus: Span | None, quotes: Sequence[Span]) -> list[Segment]:
    """The whole text in order, cut wherever its kind changes; a document without ``body`` is all body."""
    length = len(document.text)
    body = document.body or (Span(0, length),)
    marks = [*body, *quotes, *([focus] if focus else [])]
    edges = sorted({0, length, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces = (Span(start, end) for start, end in pairwise(edges))
    return [
        Segment(
            span=piece,
            focus=focus is not None and focus.contains(piece),
            quoted=any(quote.contains(piece) for quote in quotes),
            body=any(part.contains(piece) for part in body),
        )
        for piece in pieces
    ]


def _blocks_html(document: Document, view: View, strings: Strings) -> list[Html]:
    """The text's lines as paragraphs; lines outside the body are gathered under a label."""
    focus = view.focus.span if view.focus else None
    parts = segments(document, focus, [quote.span for quote in view.quotes])
    paragraphs = [_paragraph(document.text, line, parts) for line in _lines(document.text, focus)]
    blocks: list[Html] = []
    for outside, group in groupby(paragraphs, key=lambda made: made.outside):
        lines = [made.html for made in group]
        if not outside:
            blocks.extend(lines)
            continue
        label = element("p", strings.outside_body, class_="label", dir=strings.direction, lang=strings.language)
        blocks.append(element("section", label, *lines, class_="outside"))
    return blocks


def _lines(text: str, focus: Span | None) -> list[Span]:
    """The lines that say something; those that the quote in focus runs across stay together."""
    lines: list[Span] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        while focus and end >= 0 and focus.start <= end < focus.end:
            end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            lines.append(Span(start, end))
        start = end + 1
    return lines


@dataclass(frozen=True, slots=True)
class _Paragraph:
    html: Html
    outside: bool


def _paragraph(text: str, line: Span, parts: Sequence[Segment]) -> _Paragraph:
    pieces = [
        Segment(
            Span(max(part.span.start, line.start), min(part.span.end, line.end)), part.focus, part.quoted, part.body
        )
        for part in parts
        if part.span.overlaps(line)
    ]
    outside = not any(piece.body for piece in pieces if piece.span.of(text).strip())
    content = [
        _focused_html(text, list(group)) if focus else join(*(_piece_html(text, piece, outside) for piece in group))
        for focus, group in groupby(pieces, key=lambda piece: piece.focus)
    ]
    return _Paragraph(element("p", *content, dir=text_direction(line.of(text))), outside)


def _focused_html(text: str, pieces: Sequence[Segment]) -> Html:
    """The quote in focus as one mark, whatever else its pieces are."""
    return element("mark", text[pieces[0].span.start : pieces[-1].span.end], id="quote", tabindex="-1")


def _piece_html(text: str, piece: Segment, outside: bool) -> Html:
    words = piece.span.of(text)
    if piece.quoted:
        return element("mark", words, class_="also")
    if not piece.body and not outside and words.strip():
        return element("span", words, class_="unused")
    return join(words)
