"""The bar that suits somebody's own questions: from what probability on an answer should be given."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from rag.errors import UsageError
from rag.evaluation.report import Report

FEWEST_ANSWERABLE, FEWEST_UNANSWERABLE = 10, 5  # with fewer a single question moves the bar
_LOWEST, _HIGHEST = 0.02, 0.98


@dataclass(frozen=True, slots=True)
class Rates:
    """What a bar lets through and what it silences, as shares of the questions that it should not."""

    bar: float
    false_answers: float
    false_silence: float


@dataclass(frozen=True, slots=True)
class FittedBar:
    """The bar with the least sum of both shares, what it gives, and what the one in force does."""

    best: Rates
    in_force: Rates
    answerable: int
    unanswerable: int


def fit_bar(report: Report, in_force: float) -> FittedBar:
    """Raises UsageError when there are too few questions of a kind, or the answerer tells no probability."""
    told = [
        (one.observation.judged.answerable, one.observation.support * in_force)
        for one in report.scored
        if one.observation.support is not None
    ]
    if not told:
        raise UsageError(f"the answerer {report.about.answerer!r} does not tell how sure it is")
    can = [chance for answerable, chance in told if answerable]
    cannot = [chance for answerable, chance in told if not answerable]
    _check_enough(can, cannot)
    best = min((_rates(bar, can, cannot) for bar in _between([*can, *cannot])), key=_cost)
    return FittedBar(best, _rates(in_force, can, cannot), len(can), len(cannot))


def _check_enough(can: Sequence[float], cannot: Sequence[float]) -> None:
    if len(cannot) < FEWEST_UNANSWERABLE:
        raise UsageError(
            f"{len(cannot) or 'none'} of the questions that count {'is' if len(cannot) == 1 else 'are'} unanswerable;"
            f" the bar needs {FEWEST_UNANSWERABLE}",
            hint='add questions that stand near the articles but are not answered by them, with "answers": []',
        )
    if len(can) < FEWEST_ANSWERABLE:
        raise UsageError(
            f"{len(can)} of the questions that count can be answered; the bar needs {FEWEST_ANSWERABLE}",
            hint="draft more with `sanad eval --draft 50 questions.jsonl`",
        )


def _between(chances: Sequence[float]) -> list[float]:
    """A bar between each two neighbouring probabilities, and one below and above all."""
    ordered = sorted({min(max(chance, _LOWEST), _HIGHEST) for chance in chances})
    middles = [round((low + high) / 2, 3) for low, high in itertools.pairwise(ordered)]
    return [_LOWEST, *middles, _HIGHEST]


def _rates(bar: float, can: Sequence[float], cannot: Sequence[float]) -> Rates:
    return Rates(
        bar,
        sum(chance >= bar for chance in cannot) / len(cannot),
        sum(chance < bar for chance in can) / len(can),
    )


def _cost(rates: Rates) -> tuple[float, float]:
    """The sum of both shares; of equal ones the bar that answers falsely less."""
    return rates.false_answers + rates.false_silence, rates.false_answers
