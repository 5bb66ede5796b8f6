"""A report as JSON, and what of it a comparison reads back.

Stable, as the contract is: fields may be added, none is renamed or removed without a new ``FORMAT``.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.contract import Json
from rag.errors import UsageError
from rag.evaluation.catalogue import Entry
from rag.evaluation.metrics import Metric
from rag.evaluation.report import Report
from rag.evaluation.scoring import Outcome, Scored
from rag.evaluation.statistics import Estimate

FORMAT = 1
WORST = 20
_FOUND = 10


def report_json(report: Report) -> Json:
    calibration = report.calibration
    return {
        "format": FORMAT,
        "about": dataclasses.asdict(report.about),
        "planned": report.planned,
        "asked": report.asked,
        "complete": report.complete,
        "drafts": {"in_file": report.drafts, "counted": report.drafts_counted},
        "groups": [
            {
                "name": group.name,
                "questions": group.questions,
                "metrics": {metric.value: estimate_json(one) for metric, one in group.estimates.items()},
            }
            for group in report.groups
        ],
        "outcomes": {outcome.value: count for outcome, count in report.outcomes().items()},
        "calibration": dataclasses.asdict(calibration) if calibration else None,
        "latency_ms": {
            step: {f"p{share}": round(value, 2) for share, value in shares.items()}
            for step, shares in report.latency_ms.items()
        },
        "set_aside": [dataclasses.asdict(one) for one in report.set_aside],
        "missing_documents": {question_id: list(names) for question_id, names in report.missing().items()},
        "worst": [one.observation.judged.question_id for one in report.worst(WORST)],
        "questions": [_question_json(one) for one in report.scored],
    }


def estimate_json(estimate: Estimate) -> Json:
    return {
        "mean": round(estimate.mean, 6),
        "low": None if estimate.low is None else round(estimate.low, 6),
        "high": None if estimate.high is None else round(estimate.high, 6),
        "count": estimate.count,
    }


def _question_json(one: Scored) -> Json:
    observation, judged = one.observation, one.observation.judged
    return {
        "id": judged.question_id,
        "lang": observation.language,
        "pair": observation.pair,
        "question": judged.question,
        "answers": list(judged.answers),
        "docs": list(judged.docs),
        "draft": judged.draft,
        "outcome": one.outcome.value,
        "rank": one.rank,
        "support": None if observation.support is None else round(observation.support, 4),
        "answer": observation.answer,
        "sentences": list(observation.sentences),
        "cited": [_entry_json(entry) for entry in observation.cited],
        "found": [_entry_json(entry) for entry in observation.ranked[:_FOUND]],
        "scores": {metric.value: round(value, 6) for metric, value in one.scores.items()},
        "timings_ms": dict(observation.timings_ms),
    }


def _entry_json(entry: Entry) -> Json:
    return {"doc_id": entry.doc_id, "source": entry.source, "title": entry.title, "language": entry.language}


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """What a report says of one question."""

    question: str
    pair: str
    outcome: Outcome
    scores: Mapping[Metric, float]
    total_ms: float | None


@dataclass(frozen=True, slots=True)
class RecordedReport:
    """A report as it was written: the facts about it, and its questions by id."""

    path: Path
    about: Mapping[str, Any]
    questions: Mapping[str, RecordedQuestion]


def load_report(path: Path) -> RecordedReport:
    """Raises UsageError for what `sanad eval` did not write, or another version of it."""
    hint = "name the .json file that `sanad eval QUESTIONS.jsonl` wrote"
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint=hint) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON", hint=hint) from error
    if not isinstance(record, dict) or not isinstance(record.get("format"), int):
        raise UsageError(f"{path} is no report of an evaluation", hint=hint)
    if record["format"] != FORMAT:
        raise UsageError(
            f"{path} has format {record['format']}; this version reads format {FORMAT}", hint="evaluate again"
        )
    try:
        questions = {str(one["id"]): _recorded(one) for one in record["questions"]}
        return RecordedReport(path, dict(record["about"]), questions)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} is damaged: a part of it is missing", hint="evaluate again") from error


def _recorded(one: Mapping[str, Any]) -> RecordedQuestion:
    known = {metric.value for metric in Metric}
    scores = {Metric(name): float(value) for name, value in one["scores"].items() if name in known}
    total = one["timings_ms"].get("total")
    return RecordedQuestion(
        str(one["question"]), str(one["pair"]), Outcome(one["outcome"]), scores, None if total is None else float(total)
    )
