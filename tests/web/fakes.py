"""A small engine with answers written by hand, for what a real one cannot be made to say on demand."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from rag.errors import AnswerError, DocumentMissingError
from rag.types import (
    Answer,
    Citation,
    Claim,
    CorpusOverview,
    Document,
    Filters,
    Hit,
    Leg,
    Passage,
    Reason,
    ReasonKind,
    ScorePart,
    Span,
    Turn,
    Verdict,
)

HOSTILE_SENTENCE = (
    "*bold* _under_ # head <img src=x onerror=alert(1)> [x](http://evil.test) `code` $E=mc^2$ ~~no~~ "
    "www.evil.test | a | b | &lt; \\* :smile: ${alert(1)} {{value}}"
)


def _document(doc_id: str, title: str, text: str, outside: Sequence[str] = (), **fields: object) -> Document:
    """A document whose body is everything but the words of ``outside``."""
    cuts = sorted((text.index(words), text.index(words) + len(words)) for words in outside)
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    body = tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)
    return Document(doc_id=doc_id, title=title, text=text, body=body, **fields)  # type: ignore[arg-type]


VISIT = _document(
    "visit",
    "رئيس الأركان يصل إلى الرباط",
    "ذات صلة\nوصل الجنرال أفيف كوخافي إلى الرباط يوم الاثنين 18 يوليو 2022 🌙 في زيارة رسمية.\n"
    "واستقبله الوزير المنتدب عبد اللطيف لوديي في مقر الوزارة.\n"
    "وكان وزير الدفاع بيني غانتس قد وقّع مذكرة تفاهم في الرباط في نوفمبر 2021.\n"
    "GDPR هو نظام أوروبي لحماية البيانات.\nتابعنا على تويتر",
    outside=["ذات صلة\n", "\nتابعنا على تويتر"],
    source="briefs/visit.md",
    language="ar",
    published=date(2022, 7, 19),
)
MEMO = _document(
    "memo",
    "Memorandum signed in Rabat",
    "Share this article\nDefence minister Benny Gantz signed a memorandum of understanding in Rabat on "
    "24 November 2021.\nIt covers intelligence, industry and training.",
    outside=["Share this article\n"],
    source="https://news.test/memo",
    language="en",
    published=date(2021, 11, 25),
)
HOSTILE = _document(
    "hostile <b>&\"'/..",
    "<img src=x onerror=alert(1)> *title* [x](javascript:alert(1))",
    f"<script>alert(1)</script>\n{HOSTILE_SENTENCE}\n1. not a list\n    indented\tand tabbed",
    source="javascript:alert(1)",
    language="en",
)
DOCUMENTS = {document.doc_id: document for document in (VISIT, MEMO, HOSTILE)}

SIGNED = "وكان وزير الدفاع بيني غانتس قد وقّع مذكرة تفاهم في الرباط في نوفمبر 2021."
RECEIVED = "واستقبله الوزير المنتدب عبد اللطيف لوديي في مقر الوزارة."
MEMO_QUOTE = "Defence minister Benny Gantz signed a memorandum of understanding in Rabat on 24 November 2021."


PERIODS = ("قبل 2022", "before 2022")  # words by which the small engine narrows


def cite(number: int, document: Document, words: str) -> Citation:
    start = document.text.index(words)
    return Citation(number, document.doc_id, f"{document.doc_id}#0", Span(start, start + len(words)))


def build_answer(
    question: str,
    sentences: Sequence[tuple[str, Verdict, Sequence[Citation]]],
    *,
    language: str = "ar",
    reasons: Mapping[Verdict, tuple[Reason, ...]] = MappingProxyType({}),
) -> Answer:
    text, claims = "", []
    for words, verdict, citations in sentences:
        text += " " if text else ""
        claims.append(
            Claim(Span(len(text), len(text) + len(words)), tuple(citations), verdict, reasons.get(verdict, ()))
        )
        text += words + "".join(f" [{citation.number}]" for citation in citations)
    return Answer(question, text, tuple(claims), HITS, not claims, language)


def _hit(document: Document, rank: int) -> Hit:
    span = document.body[0]
    passage = Passage(f"{document.doc_id}#0", document.doc_id, span.of(document.text), span, document.language)
    parts = (ScorePart(Leg.LEXICAL, rank, 7.5 / rank, 0.5 / rank), ScorePart(Leg.TRANSLATED, rank, 1.0))
    return Hit(passage, 0.5 / rank, rank, parts)


HITS = tuple(_hit(document, rank) for rank, document in enumerate(DOCUMENTS.values(), 1))


class FakeEngine:
    """Answers by what the question contains; see `ask`."""

    def __init__(self, *, pause_s: float = 0.0) -> None:
        self.pause_s = pause_s
        self.histories: list[tuple[Turn, ...]] = []
        self.abandoned = False

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        k: int = 8,
        any_time: bool = False,
    ) -> Answer:
        if (words := next((words for words in PERIODS if words in question), None)) and not any_time:
            answer = build_answer(question, [(SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)])])
            return replace(answer, filters=Filters(published_before=date(2022, 1, 1)), narrowed_by=words)
        if "hostile" in question:
            return build_answer(
                question, [(HOSTILE_SENTENCE, Verdict.VERBATIM, [cite(1, HOSTILE, HOSTILE_SENTENCE)])], language="en"
            )
        if "copies" in question:
            answer = build_answer(question, [(SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)])])
            return replace(answer, hits=(replace(HITS[0], also_in=(MEMO.doc_id, HOSTILE.doc_id)), *HITS[1:]))
        if "error" in question:
            raise AnswerError("the model does not answer", hint="start it")
        if "crash" in question:
            raise ZeroDivisionError(question)
        if "ذهب" in question or "gold" in question:
            return build_answer(question, [])
        if "verdict" in question:
            return build_answer(
                question,
                [
                    (SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)]),
                    ("ووقعت المذكره في الرباط.", Verdict.NORMALISED, [cite(1, VISIT, RECEIVED)]),
                    (
                        "وتشمل المذكرة الاستخبارات والصناعة والتدريب.",
                        Verdict.SUPPORTED,
                        [cite(2, MEMO, "It covers intelligence, industry and training.")],
                    ),
                    ("ووقعها غانتس في 25 نوفمبر 2020.", Verdict.CONTRADICTED, [cite(2, MEMO, MEMO_QUOTE)]),
                    ("وأثنى عليها الجميع.", Verdict.UNSUPPORTED, []),
                ],
                reasons={Verdict.CONTRADICTED: (Reason(ReasonKind.DATE, "25 نوفمبر 2020", "24 نوفمبر 2021"),)},
            )
        if "foreign" in question:
            return build_answer(question, [(SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)])], language="en")
        if "signed" in question:
            return build_answer(question, [(MEMO_QUOTE, Verdict.VERBATIM, [cite(1, MEMO, MEMO_QUOTE)])], language="en")
        return build_answer(
            question,
            [
                (SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)]),
                (RECEIVED, Verdict.VERBATIM, [cite(1, VISIT, RECEIVED)]),
            ],
        )

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        k: int = 8,
        any_time: bool = False,
    ) -> Iterator[Answer]:
        self.histories.append(tuple(history))
        answer = self.ask(question, any_time=any_time)
        words = answer.text.split(" ")
        try:
            for count in range(1, len(words)):
                time.sleep(self.pause_s)
                part = " ".join(words[:count])
                claims = tuple(claim for claim in answer.claims if claim.span.end <= len(part))
                yield replace(answer, text=part, claims=claims)
            yield answer
        except GeneratorExit:
            self.abandoned = True
            raise

    def search(self, query: str, *, k: int = 8, filters: Filters = Filters()) -> list[Hit]:
        """As if each title were its article's first words."""
        titles = {document.title: document for document in DOCUMENTS.values()}
        if query not in titles:
            return list(HITS[:k])
        document = titles[query]
        return [Hit(Passage("t#0", document.doc_id, query, Span(0, 0), document.language), 1.0, 1)]

    def document(self, doc_id: str) -> Document:
        if doc_id not in DOCUMENTS:
            raise DocumentMissingError(doc_id)
        return DOCUMENTS[doc_id]

    def overview(self) -> CorpusOverview:
        titles = tuple(document.title for document in DOCUMENTS.values())
        return CorpusOverview(len(DOCUMENTS), len(HITS), {"ar": 1, "en": 2}, titles, date(2022, 7, 19))
