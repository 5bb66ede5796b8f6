"""The online use case: a question in, an answer with its proof out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.citations import hold_back, resolve
from rag.errors import UsageError
from rag.index import Manifest, PassageIndex
from rag.protocols import Answerer, Retriever
from rag.text.terms import query_words
from rag.text.time.periods import read_period, with_period
from rag.types import Answer, CorpusOverview, Document, Filters, Hit, Span, Turn
from rag.verification import Judge

LONGEST_QUESTION = 2000  # characters; what is longer is a document, not a question
_OVERVIEW_TITLES = 12
_NOWHERE = Span(0, 0)
_FOLLOW_UP_WORDS = 2  # a question with so few subject words leans on the one before it


@dataclass(frozen=True, slots=True)
class Engine:
    """Search, ask and stream over one open index; safe to share between threads."""

    index: PassageIndex
    retriever: Retriever
    answerer: Answerer
    detect_language: Callable[[str], str]
    judge: Judge
    today: Callable[[], date] = date.today

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters(), k: int = 8) -> Answer:
        """The answer, or the statement that the corpus holds none. Raises UsageError for no question."""
        *_, answer = self.stream(question, history=history, filters=filters, k=k)
        return answer

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters(), k: int = 8
    ) -> Iterator[Answer]:
        """Growing snapshots of one answer; the last one is the answer."""
        question = checked_question(question)
        started = time.perf_counter()
        narrowed, narrowed_by = self._narrowed(question, filters)
        standalone = self._standalone(_without(question, narrowed_by), history)
        hits = tuple(self.retriever.retrieve(standalone, k, narrowed))
        retrieved = time.perf_counter()
        documents = {doc_id: self.index.document(doc_id) for doc_id in {hit.passage.doc_id for hit in hits}}
        language = self.detect_language(question)

        def snapshot(draft: str) -> Answer:
            resolved = resolve(draft, hits, documents, self.judge)
            now = time.perf_counter()
            timings = {
                "retrieve": 1000 * (retrieved - started),
                "answer": 1000 * (now - retrieved),
                "total": 1000 * (now - started),
            }
            return Answer(
                question, resolved.text, resolved.claims, hits, not resolved.claims, language,
                {step: round(duration, 2) for step, duration in timings.items()},
                narrowed, narrowed_by.of(question),
            )  # fmt: skip

        draft = ""
        for piece in self.answerer.draft(standalone, hits, history):
            draft += piece
            partial = hold_back(draft)
            if partial.strip():
                yield snapshot(partial)
        yield snapshot(draft)

    def search(self, query: str, *, k: int = 8, filters: Filters = Filters()) -> list[Hit]:
        """The k best passages. Raises UsageError for no query."""
        return self.retriever.retrieve(checked_question(query), k, filters)

    def document(self, doc_id: str) -> Document:
        """Raises DocumentMissingError."""
        return self.index.document(doc_id)

    def overview(self) -> CorpusOverview:
        """Counts, languages, and titles spread over the whole corpus."""
        manifest = self.manifest
        titles = [title for title in self.index.titles() if title]
        spread = titles[:: max(1, len(titles) // _OVERVIEW_TITLES)][:_OVERVIEW_TITLES]
        newest = self.index.published[1] if self.index.published else None
        return CorpusOverview(manifest.documents, manifest.passages, self.index.languages, tuple(spread), newest)

    @property
    def manifest(self) -> Manifest:
        return self.index.manifest

    def _narrowed(self, question: str, filters: Filters) -> tuple[Filters, Span]:
        """The filters with the time of publication that the question asks for, and its words that do."""
        if self.index.published is None:
            return filters, _NOWHERE
        oldest, _ = self.index.published
        period = read_period(question, self.today(), oldest=oldest)
        narrowed = with_period(filters, period)
        return (filters, _NOWHERE) if period is None or narrowed == filters else (narrowed, period.span)

    def _standalone(self, question: str, history: Sequence[Turn]) -> str:
        """The question as it can be understood alone: one that leans on the last takes it along."""
        if not history or len(query_words(question, self.index.languages, self.index.knows)) > _FOLLOW_UP_WORDS:
            return question
        return f"{history[-1].question}\n{question}"


def _without(question: str, words: Span) -> str:
    """The question without some of its words, unless they are all that it asks."""
    rest = f"{question[: words.start]} {question[words.end :]}".strip()
    return rest if words and query_words(rest, (), lambda _: False) else question


def checked_question(question: str) -> str:
    """The question without the space around it. Raises UsageError if it is empty or longer than a question is."""
    question = question.encode("utf-8", "replace").decode().strip()  # a terminal may hand over half a character
    if not question:
        raise UsageError("the question is empty", hint="write what you want to know, in any language")
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are read",
            hint="ask for one thing at a time, and index long texts instead of pasting them",
        )
    return question
