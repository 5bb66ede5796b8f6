"""The only place where text becomes HTML.

`element` escapes every child that is not already `Html`, so text from a corpus, a model or a reader
cannot become markup by being forgotten. What goes into the chat passes through a Markdown renderer
as well: there each message is one HTML block (no blank line, so Markdown never looks inside), and
every punctuation mark is a character reference on top of that (docs/decisions.md#chat-markup).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote as quote_url

from rag.text.direction import text_direction
from rag.types import Answer, Claim, Hit, Span, Verdict
from rag.web.wording import Strings, reason_sentence

_MARKER = re.compile(r"\s*\[(\d{1,3})\]")
_SPACES = re.compile(r"[^\S\n]+|[\x00-\x08\x0e-\x1f\x7f]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SHOWN_NEAREST = 3
_NEAREST_CHARACTERS = 180


class Html(str):
    """Markup that was made here; anything else is text."""

    __slots__ = ()


_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


def element(tag: str, *children: str, **attributes: str | None) -> Html:
    """One element. Children that are not `Html` are escaped; an attribute that is None is left out.

    A trailing underscore in an attribute's name is dropped and the others become hyphens: ``class_``,
    ``aria_label``.
    """
    pairs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Html(f"<{tag}{pairs}>")
    return Html(f"<{tag}{pairs}>{join(*children)}</{tag}>")


def join(*children: str) -> Html:
    """Children one after the other, escaped where they are text."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))


def literal(text: str) -> Html:
    """Text for the chat: every ASCII punctuation mark a reference, line breaks as elements."""
    flat = _SPACES.sub(" ", text.replace("\r\n", "\n"))
    lines = re.split(r"\s*\n\s*", flat)
    return Html("<br>".join(_PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", line) for line in lines))


def document_url(doc_id: str, **query: str | int | None) -> str:
    """The viewer's address of a document; a part of the query that is None is left out."""
    parts = "&".join(f"{key}={quote_url(str(value))}" for key, value in query.items() if value is not None)
    return f"/documents/{quote_url(doc_id, safe='')}" + (f"?{parts}" if parts else "")


def shorten(text: str, characters: int) -> str:
    """At most so many characters on one line, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= characters:
        return flat
    return flat[:characters].rsplit(" ", 1)[0].rstrip(" ،,;؛:.") + "…"


def paragraph(text: str, *, class_: str | None = None) -> Html:
    """A paragraph of the chat in the direction of its own letters."""
    return element("p", literal(text), class_=class_, dir=text_direction(text))


def question_html(question: str) -> Html:
    return paragraph(question, class_="question")


def note_html(*sentences: str, strings: Strings, class_: str = "note") -> Html:
    """Something the interface says in the place of an answer."""
    lines = [
        element("p", literal(sentence), class_=class_, dir=strings.direction) for sentence in sentences if sentence
    ]
    return Html("".join(lines))


def hint_html(sentence: str, strings: Strings) -> Html:
    """The line under the question box: a sentence to heed, or else how the keys work."""
    if sentence:
        return note_html(sentence, strings=strings, class_="heed")
    return note_html(strings.hint_idle, strings=strings, class_="idle")


def command_html(command: str) -> Html:
    """A command line to copy, left to right in every language."""
    return element("p", element("code", literal(command), dir="ltr"), class_="command", dir="ltr")


def answer_html(answer: Answer, answer_id: str, *, strings: Strings, checked: bool = False) -> Html:
    """The answer as the chat shows it: each sentence with its markers and, once ``checked``, its verdict."""
    if answer.abstained:
        return _abstention_html(answer.hits, strings)
    parts = [_worst_html(answer.claims, strings)] if checked else []
    shown = strings if checked else None
    parts.extend(_line_html(answer, line, answer_id, shown) for line in _lines(answer.text))
    return Html("".join(parts))


def _worst_html(claims: Sequence[Claim], strings: Strings) -> Html:
    verdicts = {claim.verdict for claim in claims}
    if Verdict.CONTRADICTED in verdicts:
        return note_html(strings.worst_contradicted, strings=strings, class_="warning")
    if Verdict.UNSUPPORTED in verdicts:
        return note_html(strings.worst_unsupported, strings=strings, class_="warning")
    return Html("")


def _lines(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _line_html(answer: Answer, line: Span, answer_id: str, strings: Strings | None) -> Html:
    """One line of the answer: its claims in order, and whatever stands between them."""
    text = answer.text
    parts: list[Html] = []
    position = line.start
    for row, claim in enumerate(answer.claims):
        if not line.overlaps(claim.span):
            continue
        start, end = max(claim.span.start, line.start), min(claim.span.end, line.end)
        parts.append(literal(text[position:start]))
        sentence = [_claim_html(text[start:end], claim)]
        position = end
        if claim.span.end <= line.end:
            markers, position = _markers_html(text, end, claim, f"#c-{answer_id}-{row}")
            sentence.append(markers)
            sentence.append(verdict_html(claim, strings) if strings else Html(""))
        parts.append(element("span", *sentence, class_="sentence"))
    parts.append(literal(text[position : line.end]))
    return element("p", *parts, dir=text_direction(line.of(text)))


def _claim_html(text: str, claim: Claim) -> Html:
    return element("span", literal(text), class_=f"claim claim-{claim.verdict}", dir=text_direction(text))


def _markers_html(text: str, position: int, claim: Claim, href: str) -> tuple[Html, int]:
    """The claim's markers behind its words as links to its evidence, and where they end.

    Only as many as it has citations: a [1] that opens the next sentence is that sentence's own.
    """
    parts: list[Html] = []
    for _citation in claim.citations:
        marker = _MARKER.match(text, position)
        if marker is None:
            break
        parts.append(Html(" "))
        parts.append(element("a", literal(f"[{marker[1]}]"), href=f"{href}-{marker[1]}", class_="cite"))
        position = marker.end()
    return Html("".join(parts)), position


def verdict_html(claim: Claim, strings: Strings) -> Html:
    """The verdict as icon and word; the icon is the style sheet's. Its reasons show on hover and on focus."""
    verdict = claim.verdict
    meaning = strings.verdict_meanings[verdict]
    reasons = [element("span", literal(reason_sentence(reason, strings))) for reason in claim.reasons]
    why = [element("span", *reasons, class_="why")] if reasons else []
    chip = element(
        "span",
        strings.verdicts[verdict],
        *why,
        class_=f"verdict verdict-{verdict}",
        title=None if why else meaning,
        tabindex="0" if why else None,
        dir=strings.direction,
    )
    return Html(f" {chip}")


def _abstention_html(hits: Sequence[Hit], strings: Strings) -> Html:
    parts = [note_html(strings.abstained, strings=strings, class_="abstained")]
    nearest = hits[:_SHOWN_NEAREST]
    if nearest:
        parts.append(note_html(strings.nearest, strings=strings))
        parts.append(
            element("ul", *(_nearest_html(hit, strings) for hit in nearest), class_="nearest", dir=strings.direction)
        )
    return Html("".join(parts))


def _nearest_html(hit: Hit, strings: Strings) -> Html:
    span = hit.passage.span
    address = document_url(hit.passage.doc_id, start=span.start, end=span.end, lang=strings.language) + "#quote"
    excerpt = shorten(hit.passage.text, _NEAREST_CHARACTERS)
    return element("li", element("a", literal(excerpt), href=address, dir=text_direction(excerpt)))
