"""The online use case: a question in, an answer with its proof out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date

from rag.citations import Resolved, resolve
from rag.errors import AnswerError, UsageError
from rag.followups import RuleRewriter
from rag.index import Manifest, PassageIndex
from rag.markers import hold_back
from rag.protocols import Answerer, Restart, Retriever, Rewriter
from rag.recency import LOOKED_AT, prefer_newer
from rag.text.terms import query_words
from rag.text.time.latest import latest_words
from rag.text.time.periods import read_period, with_period
from rag.timing import Clock
from rag.types import Answer, CorpusOverview, Document, Failure, Filters, Hit, Span, StandIn, Turn, Verdict
from rag.verification import Judge

logger = logging.getLogger(__name__)

LONGEST_QUESTION = 2000  # characters; what is longer is a document, not a question
_OVERVIEW_TITLES = 12
_NOWHERE = Span(0, 0)
_FOUND = (Verdict.VERBATIM, Verdict.NORMALISED, Verdict.SUPPORTED)


@dataclass(frozen=True, slots=True)
class Engine:
    """Search, ask and stream over one open index; safe to share between threads.

    ``clock`` tells of steps that the retriever counts apart; ``reranker`` is the name of the model that orders its
    hits, "none" where none does. ``stand_in`` answers where ``answerer`` fails, and says what may be answered at all:
    None where ``answerer`` is extractive itself.
    """

    index: PassageIndex
    retriever: Retriever
    answerer: Answerer
    detect_language: Callable[[str], str]
    judge: Judge
    today: Callable[[], date] = date.today
    clock: Clock = field(default_factory=Clock)
    reranker: str = "none"
    rewriter: Rewriter = field(default_factory=RuleRewriter)
    stand_in: Answerer | None = None

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        k: int = 8,
        any_time: bool = False,
    ) -> Answer:
        """The answer, or the statement that the corpus holds none. Raises UsageError for no question."""
        *_, answer = self.stream(question, history=history, filters=filters, k=k, any_time=any_time)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        k: int = 8,
        any_time: bool = False,
    ) -> Generator[Answer]:
        """Growing snapshots of one answer; the last one is the answer.

        A time of publication that the question asks for sets the filters, unless ``any_time`` leaves it alone.
        A snapshot without text that does not abstain says that a model is waited for: there the stream can be
        closed, which stops the model too. Where the answerer fails, ``stand_in`` writes, and the answer says so.
        """
        question = checked_question(question)
        asked = _Asked(question, self.detect_language(question), self.judge, time.perf_counter())
        asked.filters, narrowed = (filters, _NOWHERE) if any_time else self._narrowed(question, filters)
        newest = self._newest_by(question)
        asked.narrowed_by, asked.newest_by = narrowed.of(question), newest.of(question)
        own = _without(question, narrowed, newest)
        standalone = own
        if history:
            with closing(self.rewriter.rewrite(own, history)) as readings:
                for standalone in readings:
                    if not standalone:
                        yield asked.pending()
        asked.understood = standalone if standalone != own else ""
        self._find(asked, standalone, k)
        try:
            yield from self._written(self.answerer, asked, standalone, history)
        except AnswerError as error:
            if self.stand_in is None:
                raise
            logger.warning("%s; %s answers instead", error, self.stand_in.name)
            asked.stand_in = StandIn(self.answerer.name, Failure(error.failure), str(error))
            yield from self._written(self.stand_in, asked, standalone, history)

    def _find(self, asked: _Asked, standalone: str, k: int) -> None:
        """Add what is found to what is known of a question, and how long it took."""
        self.clock.take_ms()  # of a question that failed before
        asked.hits = tuple(self._retrieve(standalone, k, asked.filters, newest_first=bool(asked.newest_by)))
        asked.retrieved = time.perf_counter()
        asked.apart_ms = self.clock.take_ms()
        asked.documents = {doc_id: self.index.document(doc_id) for doc_id in {hit.passage.doc_id for hit in asked.hits}}

    def _written(
        self, answerer: Answerer, asked: _Asked, standalone: str, history: Sequence[Turn]
    ) -> Generator[Answer]:
        draft = ""
        with closing(answerer.draft(standalone, asked.hits, history)) as pieces:
            for piece in pieces:
                if isinstance(piece, Restart):
                    draft = ""
                    continue
                draft += piece
                partial = hold_back(draft)
                if not partial.strip():
                    yield asked.pending()
                else:
                    yield asked.snapshot(partial)
        answer = asked.snapshot(draft)
        if self.stand_in is not None and answerer is not self.stand_in and not self._holds(answer, standalone):
            answer = replace(answer, text="", claims=(), abstained=True)
        yield answer

    def _holds(self, answer: Answer, standalone: str) -> bool:
        """Whether what a model wrote may stand as an answer (docs/decisions.md#model-answers).

        It must cite. Where no claim was found in its source, the stand-in must have something to say too: then the
        claims are shown, as unsupported; else the articles hold no answer.
        """
        if not any(claim.citations for claim in answer.claims):
            return False
        if any(claim.citations and claim.verdict in _FOUND for claim in answer.claims):
            return True
        assert self.stand_in is not None
        return any(self.stand_in.draft(standalone, answer.hits, ()))

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

    def _newest_by(self, question: str) -> Span:
        """The words of the question for which newer articles are preferred, where the corpus has dates that differ."""
        has_dates = self.index.published is not None and len(set(self.index.published)) > 1
        return (latest_words(question) if has_dates else None) or _NOWHERE

    def _retrieve(self, query: str, k: int, filters: Filters, *, newest_first: bool) -> list[Hit]:
        if not newest_first:
            return self.retriever.retrieve(query, k, filters)
        found = self.retriever.retrieve(query, LOOKED_AT * k, filters)
        return prefer_newer(found, lambda doc_id: self.index.document(doc_id).published)[:k]


@dataclass(slots=True)
class _Asked:
    """One question on its way: what is known of it so far, and the answers that this makes of drafts."""

    question: str
    language: str
    judge: Judge
    started: float
    retrieved: float = 0.0
    apart_ms: Mapping[str, float] = field(default_factory=dict)
    filters: Filters = Filters()
    narrowed_by: str = ""
    newest_by: str = ""
    understood: str = ""
    hits: tuple[Hit, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    stand_in: StandIn | None = None

    def pending(self) -> Answer:
        """The answer before its first word."""
        return self._answer(Resolved("", ()), abstained=False)

    def snapshot(self, draft: str) -> Answer:
        resolved = resolve(draft, self.hits, self.documents, self.judge)
        return self._answer(resolved, abstained=not resolved.claims)

    def _answer(self, resolved: Resolved, *, abstained: bool) -> Answer:
        now = time.perf_counter()
        retrieved = self.retrieved or now
        timings = {
            "retrieve": 1000 * (retrieved - self.started) - sum(self.apart_ms.values()),
            **self.apart_ms,
            "answer": 1000 * (now - retrieved),
            "total": 1000 * (now - self.started),
        }
        return Answer(
            self.question, resolved.text, resolved.claims, self.hits, abstained, self.language,
            {step: round(duration, 2) for step, duration in timings.items()},
            self.filters, self.narrowed_by, self.newest_by, self.understood, self.stand_in,
        )  # fmt: skip


def _without(question: str, *said: Span) -> str:
    """The question without some of its words, unless they are all that it asks."""
    rest = "".join(
        " " if any(words.start <= i < words.end for words in said) else letter for i, letter in enumerate(question)
    ).strip()
    return rest if query_words(rest, (), lambda _: False) else question


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
