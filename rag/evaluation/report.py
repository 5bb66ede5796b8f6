"""Observations → report: means with intervals, overall and per language pair, the curve, latencies, the worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.contract import Json
from rag.evaluation.calibration import Calibration, calibrate
from rag.evaluation.metrics import Metric
from rag.evaluation.observing import Run, SetAside
from rag.evaluation.scoring import Outcome, Scored, score
from rag.evaluation.statistics import Estimate, estimate, percentiles

OVERALL = "all"
STEPS = ("retrieve", "rerank", "answer", "total")
PERCENTILES = (50, 90, 95, 99)
_WORST_ORDER = (Outcome.FALSE_ANSWER, Outcome.WRONG, Outcome.FALSE_SILENCE)
_NOT_FOUND = 10_000  # behind every rank


@dataclass(frozen=True, slots=True)
class About:
    """What was evaluated, and on what. ``filters`` are those of the contract, empty where all may answer."""

    questions: str
    index: str
    created: str
    generation: int
    documents: int
    passages: int
    model: str
    fingerprint: str
    reranker: str
    answerer: str
    k: int
    filters: Json
    version: str


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one pair, "en→ar" ("en→none" where unanswerable), or all; a metric of none is left out."""

    name: str
    questions: int
    estimates: Mapping[Metric, Estimate]

    def counted(self, metrics: Sequence[Metric]) -> int:
        """How many of the questions these metrics say something of: one of two, where they exclude each other."""
        counts = {metric: self.estimates[metric].count for metric in metrics if metric in self.estimates}
        unanswerable = counts.pop(Metric.FALSE_ANSWERS, 0)
        return unanswerable + max(counts.values(), default=0)


@dataclass(frozen=True, slots=True)
class Report:
    about: About
    planned: int
    asked: int
    drafts: int
    drafts_counted: bool
    scored: tuple[Scored, ...]
    set_aside: tuple[SetAside, ...]
    groups: tuple[Group, ...]
    calibration: Calibration | None
    latency_ms: Mapping[str, Mapping[int, float]]

    @property
    def complete(self) -> bool:
        return self.asked == self.planned

    @property
    def overall(self) -> Group:
        return self.groups[0]

    def worst(self, count: int) -> list[Scored]:
        """Questions that went wrong: answers where there is none first, then wrong ones, then silence.

        Among those of a kind, what was ranked worst first.
        """
        wrong = [one for one in self.scored if one.outcome in _WORST_ORDER]
        wrong.sort(key=lambda one: (_WORST_ORDER.index(one.outcome), -(one.rank or _NOT_FOUND), -_support(one)))
        return wrong[:count]

    def outcomes(self) -> dict[Outcome, int]:
        counts = dict.fromkeys(Outcome, 0)
        for one in self.scored:
            counts[one.outcome] += 1
        return counts

    def missing(self) -> dict[str, tuple[str, ...]]:
        """The judged documents that are not in the index, by question: those of questions that count all the same."""
        found = {one.observation.judged.question_id: one.observation.missing for one in self.scored}
        return {question_id: names for question_id, names in found.items() if names}


def summarise(run: Run, about: About, *, drafts: int, drafts_counted: bool) -> Report:
    scored = tuple(score(observation) for observation in run.observations)
    pairs = sorted({one.observation.pair for one in scored})
    groups = [_group(OVERALL, scored)]
    groups.extend(_group(pair, [one for one in scored if one.observation.pair == pair]) for pair in pairs)
    return Report(
        about, run.planned, run.asked, drafts, drafts_counted, scored, run.set_aside, tuple(groups),
        _calibration(scored), _latency(scored),
    )  # fmt: skip


def _group(name: str, scored: Sequence[Scored]) -> Group:
    values = {metric: [one.scores[metric] for one in scored if metric in one.scores] for metric in Metric}
    estimates = {metric: estimate(found) for metric, found in values.items() if found}
    return Group(name, len(scored), estimates)


def _calibration(scored: Sequence[Scored]) -> Calibration | None:
    """None when the answerer does not tell the support of what it finds."""
    told = [(one.observation.judged.answerable, one.observation.support) for one in scored]
    supports = [(answerable, support) for answerable, support in told if support is not None]
    if not supports:
        return None
    return calibrate(
        [s for answerable, s in supports if answerable], [s for answerable, s in supports if not answerable]
    )


def _latency(scored: Sequence[Scored]) -> dict[str, dict[int, float]]:
    latency = {}
    for step in STEPS:
        values = [one.observation.timings_ms[step] for one in scored if step in one.observation.timings_ms]
        if values:
            latency[step] = dict(zip(PERCENTILES, percentiles(values, PERCENTILES), strict=True))
    return latency


def _support(one: Scored) -> float:
    return one.observation.support or 0.0
