"""Two reports, question by question: what changed, and whether that is more than noise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.contract import Json
from rag.errors import UsageError
from rag.evaluation.metrics import Metric
from rag.evaluation.record import RecordedQuestion, RecordedReport, load_report
from rag.evaluation.report import OVERALL
from rag.evaluation.scoring import Outcome
from rag.evaluation.statistics import Difference, difference

NOISE = 0.05  # p from which a difference is not told from noise
_RIGHT = (Outcome.RIGHT, Outcome.RIGHT_SILENCE)
_OF_INTEREST = (
    "questions", "model", "fingerprint", "reranker", "generation", "documents", "passages", "answerer", "k", "filters",
    "version",
)  # fmt: skip

_Pair = tuple[RecordedQuestion, RecordedQuestion]


@dataclass(frozen=True, slots=True)
class Change:
    """One metric of one group of questions in both reports."""

    group: str
    metric: Metric
    difference: Difference

    @property
    def verdict(self) -> str:
        if self.difference.p >= NOISE:
            return "same" if self.difference.change.mean == 0 else "within noise"
        return "better" if (self.difference.change.mean > 0) == self.metric.rises else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``settings`` are the facts that differ; ``gained`` are questions that went right since, ``lost`` wrong."""

    before: Path
    after: Path
    settings: Mapping[str, tuple[Any, Any]]
    paired: int
    only_before: int
    only_after: int
    reworded: int
    changes: tuple[Change, ...]
    total_ms: Difference | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def compare(before: Path, after: Path) -> Comparison:
    """Raises UsageError for files that are no reports, or that have no question in common."""
    one, other = load_report(before), load_report(after)
    shared = [question_id for question_id in one.questions if question_id in other.questions]
    same = [name for name in shared if one.questions[name].question == other.questions[name].question]
    if not same:
        raise UsageError(
            f"{before} and {after} have no question in common", hint="compare two runs of the same questions"
        )
    pairs = {question_id: (one.questions[question_id], other.questions[question_id]) for question_id in same}
    return Comparison(
        before,
        after,
        _settings(one, other),
        len(pairs),
        len(one.questions) - len(shared),
        len(other.questions) - len(shared),
        len(shared) - len(same),
        tuple(_changes(list(pairs.values()))),
        _total_ms(list(pairs.values())),
        tuple(name for name, (was, now) in pairs.items() if was.outcome not in _RIGHT and now.outcome in _RIGHT),
        tuple(name for name, (was, now) in pairs.items() if was.outcome in _RIGHT and now.outcome not in _RIGHT),
    )


def comparison_json(comparison: Comparison) -> Json:
    return {
        "before": str(comparison.before),
        "after": str(comparison.after),
        "settings": {name: list(values) for name, values in comparison.settings.items()},
        "paired": comparison.paired,
        "only_before": comparison.only_before,
        "only_after": comparison.only_after,
        "reworded": comparison.reworded,
        "changes": [
            {
                "group": change.group,
                "metric": change.metric.value,
                "verdict": change.verdict,
                **dataclasses.asdict(change.difference),
            }
            for change in comparison.changes
        ],
        "total_ms": dataclasses.asdict(comparison.total_ms) if comparison.total_ms else None,
        "gained": list(comparison.gained),
        "lost": list(comparison.lost),
    }


def _changes(pairs: Sequence[_Pair]) -> Iterator[Change]:
    """Every metric over all questions, then over those of each language pair, where both reports have it."""
    groups = {OVERALL: pairs}
    names = sorted({was.pair for was, now in pairs if was.pair == now.pair})
    groups.update({name: [(was, now) for was, now in pairs if was.pair == now.pair == name] for name in names})
    for group, members in groups.items():
        for metric in Metric:
            both = [(was, now) for was, now in members if metric in was.scores and metric in now.scores]
            if both:
                values = [was.scores[metric] for was, _ in both], [now.scores[metric] for _, now in both]
                yield Change(group, metric, difference(*values))


def _total_ms(pairs: Sequence[_Pair]) -> Difference | None:
    both = [(was.total_ms, now.total_ms) for was, now in pairs]
    timed = [(was, now) for was, now in both if was is not None and now is not None]
    return difference([was for was, _ in timed], [now for _, now in timed]) if timed else None


def _settings(one: RecordedReport, other: RecordedReport) -> dict[str, tuple[Any, Any]]:
    told = {name: (one.about.get(name), other.about.get(name)) for name in _OF_INTEREST}
    return {name: values for name, values in told.items() if values[0] != values[1]}
