"""A citation as the reader meets it: the quoted words in their surroundings, and where they come from.

Cards carry strings and never offsets: a browser counts UTF-16 units, we count code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rag.errors import DocumentMissingError
from rag.text.search import find_words
from rag.types import Answer, Citation, Claim, Document, Hit, Reason, ScorePart, Span, Verdict, WordPair

_SURROUNDING_CHARACTERS = 160  # a sentence or two on either side: on a phone the quote stays on the screen

_WINDOW = 4 * _SURROUNDING_CHARACTERS  # what is looked at, so that empty lines may be dropped


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article with nearly the same text as the one that is cited."""

    doc_id: str
    title: str
    source: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """One citation of one claim; ``claim`` is the claim's place in the answer, from 0.

    ``pairs`` are the words of the question that the quote says in other words, ``parts`` what found its passage,
    ``copies`` the other articles that the story stands in.
    """

    claim: int
    number: int
    claim_text: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    doc_id: str
    title: str
    source: str
    published: date | None
    language: str
    quote: Span
    before: str
    match: str
    after: str
    pairs: tuple[WordPair, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    copies: tuple[Copy, ...] = ()


def cards_of(answer: Answer, document_of: Callable[[str], Document]) -> tuple[Card, ...]:
    """A card for each citation, in the answer's order; one whose document has gone is left out."""

    @cache
    def document_or_none(doc_id: str) -> Document | None:
        """None when the index lost the document while the answer was being written."""
        try:
            return document_of(doc_id)
        except DocumentMissingError:
            return None

    cards: list[Card] = []
    for row, claim in enumerate(answer.claims):
        for citation in claim.citations:
            document = document_or_none(citation.doc_id)
            if document is not None:
                copies = tuple(filter(None, map(document_or_none, answer.also_in(citation.doc_id))))
                cards.append(_card(answer, row, claim, citation, document, copies))
    return tuple(cards)


def _card(
    answer: Answer, row: int, claim: Claim, citation: Citation, document: Document, copies: Sequence[Document]
) -> Card:
    quote = citation.quote
    whole = Span(0, len(document.text))
    around = next((part for part in document.body if part.contains(quote)), whole)
    hit = next((hit for hit in answer.hits if hit.passage.passage_id == citation.passage_id), None)
    return Card(
        claim=row,
        number=citation.number,
        claim_text=claim.span.of(answer.text),
        verdict=claim.verdict,
        reasons=claim.reasons,
        doc_id=document.doc_id,
        title=document.title,
        source=document.source,
        published=document.published,
        language=document.language,
        quote=quote,
        before=text_before(document.text, around.start, quote.start),
        match=quote.of(document.text),
        after=text_after(document.text, quote.end, around.end),
        pairs=_pairs(hit, quote.of(document.text)) if hit else (),
        parts=hit.parts if hit else (),
        copies=tuple(Copy(copy.doc_id, copy.title, copy.source, copy.published) for copy in copies),
    )


def _pairs(hit: Hit, quoted: str) -> tuple[WordPair, ...]:
    """Those of the cited passage whose words stand in the quote."""
    return tuple(pair for pair in hit.pairs if find_words(quoted, pair.found) is not None)


def text_before(text: str, start: int, position: int) -> str:
    """What stands between ``start`` and ``position``, from a word's beginning; "…" where more was left out."""
    piece = _without_gaps(text[max(start, position - _WINDOW) : position])
    if len(piece) <= _SURROUNDING_CHARACTERS:
        return piece.lstrip()
    piece = piece[-_SURROUNDING_CHARACTERS:]
    return "…" + piece[_first_space(piece) :].lstrip()


def text_after(text: str, position: int, end: int) -> str:
    """What stands between ``position`` and ``end``, to a word's end; "…" where more was left out."""
    piece = _without_gaps(text[position : min(end, position + _WINDOW)])
    if len(piece) <= _SURROUNDING_CHARACTERS:
        return piece.rstrip()
    piece = piece[:_SURROUNDING_CHARACTERS]
    return piece[: len(piece) - _first_space(piece[::-1])].rstrip() + "…"


def _without_gaps(text: str) -> str:
    """Lines without the empty ones between them."""
    return re.sub(r"\s*\n\s*", "\n", text)


def _first_space(piece: str) -> int:
    """Where the first white space is; 0 in text that sets none between words."""
    return next((place for place, character in enumerate(piece) if character.isspace()), 0)
