"""Each judged question through the engine, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from rag.engine import Engine
from rag.errors import RagError
from rag.evaluation.catalogue import Catalogue, Entry
from rag.evaluation.questions import JudgedQuestion
from rag.protocols import Progress, SentenceRanker
from rag.types import Answer, Filters

# Passages whose documents are ranked: the most for which retrieval reads no more candidates than for an answer,
# so that the order is the one that a reader gets.
_DEPTH = 30
_SENTENCES = 3
_UNKNOWN = "und"
NO_DOCUMENT = "none"
_MARKERS = re.compile(r"\s*\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Observation:
    """What the engine found and said.

    ``gold`` are the judged documents that are in the index, ``missing`` the names of others. ``ranked`` are the
    documents found, best first, ``sentences`` the best three, whether or not they were said. ``said`` are the
    claims of the answer, ``cited`` the document of each of its citations. ``support`` is that of the best
    sentence, as a multiple of what an answer must have; None when the answerer does not tell.
    """

    judged: JudgedQuestion
    language: str
    pair: str
    gold: tuple[Entry, ...]
    missing: tuple[str, ...]
    ranked: tuple[Entry, ...]
    sentences: tuple[str, ...]
    answer: str
    said: tuple[str, ...]
    cited: tuple[Entry, ...]
    support: float | None
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        return bool(self.said)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A question that does not count, and why."""

    question_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked; fewer than ``planned`` when it was stopped."""

    observations: tuple[Observation, ...]
    set_aside: tuple[SetAside, ...]
    planned: int

    @property
    def asked(self) -> int:
        return len(self.observations) + len(self.set_aside)


def run_questions(
    engine: Engine,
    questions: Sequence[JudgedQuestion],
    *,
    k: int,
    progress: Progress,
    filters: Filters = Filters(),
) -> Run:
    """Ask every question, answering from ``k`` passages of the documents that ``filters`` admit.

    An interrupt ends the run with what was done so far.
    A question none of whose judged documents is in the index, or that the engine cannot answer for an error,
    is set aside and counts nowhere.
    """
    observations: list[Observation] = []
    aside: list[SetAside] = []
    try:
        catalogue = Catalogue(engine.index.documents())
        # What is loaded once, for all or for a language, is no one question's latency.
        for first in {judged.language: judged for judged in reversed(questions)}.values():
            with suppress(RagError):  # it is told when the question itself is asked
                engine.ask(first.question, filters=filters, k=k)
        for done, judged in enumerate(questions, start=1):
            named = catalogue.find(judged.docs)
            if judged.answerable and judged.docs and not named.entries:
                aside.append(SetAside(judged.question_id, f"not in the index: {', '.join(named.missing)}"))
            else:
                try:
                    observations.append(_observe(engine, catalogue, judged, k=k, filters=filters))
                except RagError as error:
                    aside.append(SetAside(judged.question_id, str(error)))
            progress(done, len(questions))
    except KeyboardInterrupt:
        pass
    return Run(tuple(observations), tuple(aside), len(questions))


def _observe(engine: Engine, catalogue: Catalogue, judged: JudgedQuestion, *, k: int, filters: Filters) -> Observation:
    answer = engine.ask(judged.question, filters=filters, k=k)
    hits = engine.search(judged.question, k=max(k, _DEPTH), filters=filters)
    named = catalogue.find(judged.docs)
    gold = {entry.doc_id for entry in named.entries}
    ranked = [
        catalogue[doc_id]
        for doc_id in dict.fromkeys(_judged_copy(hit.passage.doc_id, hit.also_in, gold) for hit in hits)
    ]
    cited = [
        catalogue[_judged_copy(citation.doc_id, answer.also_in(citation.doc_id), gold)]
        for claim in answer.claims
        for citation in claim.citations
    ]
    said = [claim.span.of(answer.text) for claim in answer.claims]
    sentences, support = _weighed(engine, judged.question, answer)
    language = judged.language or answer.language
    return Observation(
        judged,
        language,
        f"{language}→{_other_end(judged, language, [named.entries, cited, ranked])}",
        named.entries,
        named.missing,
        tuple(ranked),
        tuple(said[:_SENTENCES]) if sentences is None else sentences,
        _MARKERS.sub("", answer.text).strip(),
        tuple(said),
        tuple(cited),
        support,
        answer.timings_ms,
    )


def _judged_copy(doc_id: str, also_in: Sequence[str], gold: Collection[str]) -> str:
    """The judged one among an article and its copies, where there is one: who shows a copy has found the story."""
    return next((one for one in (doc_id, *also_in) if one in gold), doc_id)


def _weighed(engine: Engine, question: str, answer: Answer) -> tuple[tuple[str, ...] | None, float | None]:
    """The best sentences of the hits and the support of the first; None for an answerer that does not tell."""
    if not isinstance(engine.answerer, SentenceRanker):
        return None, None
    ranked = engine.answerer.rank(question, answer.hits)
    return tuple(one.text for one in ranked[:_SENTENCES]), ranked[0].support if ranked else 0.0


def _other_end(judged: JudgedQuestion, language: str, documents: Sequence[Sequence[Entry]]) -> str:
    """The language of the judged document, else of the cited one, else of the first found.

    Where judged documents differ, it is the question's own if one of them is written in it.
    """
    if not judged.answerable:
        return NO_DOCUMENT
    languages = next(([entry.language for entry in entries] for entries in documents if entries), [_UNKNOWN])
    return language if language in languages else languages[0]
