"""How the kit says numbers and names, alike on the terminal, in Markdown and on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evaluation.metrics import Metric
from rag.evaluation.observing import NO_DOCUMENT
from rag.evaluation.report import OVERALL, Report
from rag.evaluation.scoring import Outcome, Scored
from rag.evaluation.statistics import Estimate

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


def group_name(name: str) -> str:
    """ "en→none" as what it is: English questions that the corpus cannot answer."""
    if name == OVERALL:
        return "all questions"
    asked, _, found = name.partition("→")
    return f"{asked}, no answer here" if found == NO_DOCUMENT else name


def short(text: str, characters: int = _SHOWN) -> str:
    """Text of a corpus on one line, cut between words, without what could turn the line around."""
    flat = " ".join(_CONTROLS.sub(" ", text).split())
    if len(flat) <= characters:
        return flat
    return flat[:characters].rsplit(" ", 1)[0] + " …"


def remarks(report: Report) -> Iterator[str]:
    """What a reader must know before the numbers: what was left out, and why."""
    if not report.complete:
        yield f"Stopped after {report.asked} of {report.planned} questions; the numbers are of these alone."
    if report.drafts:
        counted = "that nobody has judged, counted as if somebody had" if report.drafts_counted else "left out"
        yield f"Drafts {counted}: {report.drafts}."
    if report.set_aside:
        told = [f"{one.question_id} ({one.reason})" for one in report.set_aside]
        yield (
            "Set aside and counted nowhere, since none of their judged documents is in the index, or they failed: "
            + _listed(told)
        )
    missing = report.missing()
    if missing:
        told = [f"{question_id} ({', '.join(names)})" for question_id, names in missing.items()]
        yield "Judged by their other documents, since these are not in the index: " + _listed(told)


def worst_lines(one: Scored) -> Iterator[str]:
    """A question that went wrong: what was asked, what is right, and what was said and found instead."""
    observation, judged = one.observation, one.observation.judged
    yield f"{short(judged.question_id)} [{observation.pair}] {short(judged.question)}"
    yield what_went_wrong(one)
    if judged.answerable:
        yield short("judged: " + " | ".join(judged.answers) + " in " + (", ".join(judged.docs) or "any document"))
    if observation.answered:
        yield short(f"said: {observation.answer}")
        yield short("cited: " + ", ".join(dict.fromkeys(entry.name for entry in observation.cited)))
    yield short("found: " + (", ".join(entry.name for entry in observation.ranked[:FOUND_SHOWN]) or "nothing"))


def what_went_wrong(one: Scored) -> str:
    """One clause on a question that went wrong."""
    if one.outcome is Outcome.FALSE_ANSWER:
        return "answered, though the corpus holds no answer"
    where = ""
    if one.observation.gold:
        where = f"a judged document is found {_ordinal(one.rank)}" if one.rank else "no judged document is found"
    if one.outcome is Outcome.FALSE_SILENCE:
        return f"not answered; {where}" if where else "not answered"
    said = (
        "a judged answer is said, but no judged document cited" if one.scores[Metric.SAID] else "another answer is said"
    )
    return f"{said}; {where}" if where else said


def _ordinal(rank: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(rank, f"at {rank}")


def _listed(items: list[str], shown: int = 10) -> str:
    more = len(items) - shown
    return ", ".join(short(item) for item in items[:shown]) + (f", and {more} more." if more > 0 else ".")
