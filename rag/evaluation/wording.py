"""How the kit says numbers and names, alike on the terminal, in Markdown and on the page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from rag.config import NO_RERANKER
from rag.evaluation.metrics import Metric
from rag.evaluation.observing import NO_DOCUMENT
from rag.evaluation.report import OVERALL, PERCENTILES, Report
from rag.evaluation.scoring import Outcome, Scored
from rag.evaluation.statistics import Estimate
from rag.evaluation.words import ENGLISH, Words

_CONTROLS = re.compile("[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+")
_SHOWN = 280
FOUND_SHOWN = 3


def estimate_text(estimate: Estimate | None) -> str:
    """ ".846 (.80–.89)", and a dash for a metric without questions."""
    if estimate is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return share_text(estimate.mean)
    return f"{share_text(estimate.mean)} ({share_text(estimate.low)}–{share_text(estimate.high)})"


def share_text(value: float) -> str:
    return f"{value:.3f}"


def group_name(name: str, words: Words = ENGLISH) -> str:
    """ "en→none" as what it is: English questions that the corpus cannot answer."""
    if name == OVERALL:
        return words.all_questions
    asked, _, found = name.partition("→")
    return words.no_answer_here.format(asked=asked) if found == NO_DOCUMENT else name


def short(text: str, characters: int = _SHOWN) -> str:
    """Text of a corpus on one line, cut between words, without what could turn the line around."""
    flat = " ".join(_CONTROLS.sub(" ", text).split())
    if len(flat) <= characters:
        return flat
    return flat[:characters].rsplit(" ", 1)[0] + " …"


def remarks(report: Report, words: Words = ENGLISH) -> Iterator[str]:
    """What a reader must know before the numbers: what was left out, and why."""
    if not report.complete:
        yield words.stopped.format(asked=report.asked, planned=report.planned)
    if report.drafts:
        told = words.drafts_counted if report.drafts_counted else words.drafts_left_out
        yield told.format(count=report.drafts)
    if report.set_aside:
        yield words.set_aside + _listed([f"{one.question_id} ({one.reason})" for one in report.set_aside], words)
    missing = report.missing()
    if missing:
        named = [f"{question_id} ({words.comma.join(names)})" for question_id, names in missing.items()]
        yield words.missing + _listed(named, words)


def outcomes_text(report: Report, words: Words = ENGLISH) -> str:
    """How often each outcome came, those that did."""
    return words.comma.join(
        f"{count} × {words.outcomes[outcome]}" for outcome, count in report.outcomes().items() if count
    )


def latency_rows(report: Report, words: Words = ENGLISH) -> list[list[str]]:
    """A row a step: its name, and its percentiles in milliseconds."""
    return [
        [words.steps[step], *(f"{of[share]:.1f}" for share in PERCENTILES)] for step, of in report.latency_ms.items()
    ]


def about_facts(report: Report, words: Words = ENGLISH) -> Iterator[str]:
    """What was evaluated, and on what, a line each."""
    told = dataclasses.asdict(report.about).items()
    # A path or a time would be turned around piece by piece in a line that runs from right to left.
    about = {name: words.numbers(short(value)) if isinstance(value, str) else value for name, value in told}
    yield words.about_questions.format(asked=report.asked, planned=report.planned, **about)
    yield words.about_index.format(**about)
    yield words.about_model.format(**about)
    if report.about.reranker != NO_RERANKER:
        yield words.about_reranker.format(**about)
    if report.about.filters:
        yield words.about_filters.format(filters=words.numbers(short(filters_text(report, words))))
    yield words.about_outcomes + outcomes_text(report, words)


def filters_text(report: Report, words: Words = ENGLISH) -> str:
    """The filters that held, as `--json` names them; "" for none."""
    told = ((name, value) for name, value in report.about.filters.items() if value)
    return words.comma.join(f"{name} {' '.join(value) if isinstance(value, list) else value}" for name, value in told)


def worst_lines(one: Scored, words: Words = ENGLISH) -> Iterator[str]:
    """A question that went wrong: what was asked, what is right, and what was said and found instead."""
    observation, judged = one.observation, one.observation.judged
    yield f"{short(judged.question_id)} [{observation.pair}] {short(judged.question)}"
    yield what_went_wrong(one, words)
    if judged.answerable:
        docs = words.comma.join(judged.docs) or words.any_document
        yield short(f"{words.judged}: {' | '.join(judged.answers)} {words.in_documents} {docs}")
    if observation.answered:
        yield short(f"{words.said}: {observation.answer}")
        cited = words.comma.join(dict.fromkeys(entry.name for entry in observation.cited))
        yield short(f"{words.cited}: {cited}")
    found = words.comma.join(entry.name for entry in observation.ranked[:FOUND_SHOWN])
    yield short(f"{words.found}: {found or words.nothing}")


def what_went_wrong(one: Scored, words: Words = ENGLISH) -> str:
    """One clause on a question that went wrong."""
    if one.outcome is Outcome.FALSE_ANSWER:
        return words.invented
    clauses = [words.not_answered]
    if one.outcome is not Outcome.FALSE_SILENCE:
        clauses = [words.said_uncited if one.scores[Metric.SAID] else words.said_another]
    if one.observation.gold:
        place = _ordinal(one.rank, words) if one.rank else ""
        clauses.append(words.found_at.format(place=place) if place else words.none_found)
    return words.semicolon.join(clauses)


def _ordinal(rank: int, words: Words) -> str:
    if rank <= len(words.ordinals):
        return words.ordinals[rank - 1]
    return words.ordinal.format(rank=rank)


def _listed(items: list[str], words: Words, shown: int = 10) -> str:
    more = len(items) - shown
    told = words.comma.join(short(item) for item in items[:shown])
    return told + (words.and_more.format(count=more) if more > 0 else "") + "."
