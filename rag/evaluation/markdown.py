"""A report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.evaluation.metrics import TABLES, Metric
from rag.evaluation.record import WORST
from rag.evaluation.report import PERCENTILES, Report
from rag.evaluation.wording import estimate_text, group_name, remarks, share_text, short, worst_lines

_LONGEST = 2000
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~$&])")


def report_markdown(report: Report) -> str:
    """The whole report."""
    parts = [
        "# Evaluation",
        "\n".join(_about(report)),
        *(f"> {literal(remark)}" for remark in remarks(report)),
        *_numbers(report),
        *_bars(report),
        *_latency(report),
        *_worst(report),
        "## What is measured",
        "\n".join(f"- **{metric.label}** (`{metric.value}`): {metric.meaning}." for metric in Metric),
        "Means over questions, with 95 % intervals by the percentile bootstrap over questions; ranking measures are"
        " trec_eval's. Few questions make wide intervals; one in which all questions went alike has no width, and is"
        " not surer for it.",
    ]
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """Text of a corpus for Markdown: nothing in it is markup, and nothing breaks a line."""
    return _MARKUP.sub(r"\\\1", short(text, _LONGEST))


def _about(report: Report) -> Iterator[str]:
    about = report.about
    yield f"- questions: {literal(about.questions)}, {report.asked} of {report.planned} asked, {about.created}"
    held = f"generation {about.generation}, {about.documents:,} documents in {about.passages:,} passages"
    yield f"- index: {literal(about.index)}, {held}"
    yield f"- model: {literal(about.model)}; answers: {about.answerer} from {about.k} passages; sanad {about.version}"
    yield "- outcomes: " + ", ".join(f"{count} × {outcome}" for outcome, count in report.outcomes().items() if count)


def _numbers(report: Report) -> Iterator[str]:
    for title, metrics in TABLES.items():
        shown = [metric for metric in metrics if metric in report.overall.estimates]
        groups = [group for group in report.groups if any(metric in group.estimates for metric in shown)]
        rows = [
            [group_name(group.name), str(group.counted(shown)), *(estimate_text(group.estimates.get(m)) for m in shown)]
            for group in groups
        ]
        if rows:
            yield f"## {title}"
            yield _table(["", "questions", *(metric.label for metric in shown)], rows)


def _bars(report: Report) -> Iterator[str]:
    if report.calibration is None:
        return
    yield "## Where the bar could stand"
    separation = report.calibration.separation
    if separation is not None:
        yield (
            f"An answerable question has more support than another in {separation:.3f} of pairs (0.5 would be chance)."
        )
    points = [point for point in report.calibration.points if round(point.bar * 40) % 4 == 0]
    rows = [
        [
            f"{point.bar:.1f}" + (" (in force)" if point.bar == 1.0 else ""),
            "–" if point.false_answers is None else share_text(point.false_answers),
            "–" if point.false_silence is None else share_text(point.false_silence),
        ]
        for point in points
    ]
    yield _table(["bar, as a multiple of the one in force", "false answers", "false silence"], rows)


def _latency(report: Report) -> Iterator[str]:
    rows = [[step, *(f"{of[share]:.1f}" for share in PERCENTILES)] for step, of in report.latency_ms.items()]
    if rows:
        yield "## Milliseconds a question"
        yield _table(["", *(f"p{share}" for share in PERCENTILES)], rows)


def _worst(report: Report) -> Iterator[str]:
    worst = report.worst(WORST)
    if worst:
        yield "## The worst questions, and what was found instead"
    for one in worst:
        first, *others = map(literal, worst_lines(one))
        yield "\n".join([f"- {first}", *(f"  - {line}" for line in others)])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
