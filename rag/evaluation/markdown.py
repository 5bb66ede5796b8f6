"""A report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.evaluation.metrics import TABLES, Metric
from rag.evaluation.record import WORST
from rag.evaluation.report import PERCENTILES, Report
from rag.evaluation.wording import (
    about_facts,
    estimate_text,
    group_name,
    latency_rows,
    remarks,
    share_text,
    short,
    worst_lines,
)
from rag.evaluation.words import ENGLISH, Words

_LONGEST = 2000
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~$&])")


def report_markdown(report: Report, words: Words = ENGLISH) -> str:
    """The whole report."""
    parts = [
        f"# {words.evaluation}",
        "\n".join(f"- {_escaped(fact)}" for fact in about_facts(report, words)),
        *(f"> {literal(remark)}" for remark in remarks(report, words)),
        *_numbers(report, words),
        *_bars(report, words),
        *_latency(report, words),
        *_worst(report, words),
        f"## {words.measured}",
        "\n".join(f"- **{words.label(metric)}** (`{metric.value}`): {words.metrics[metric][1]}." for metric in Metric),
        words.method,
    ]
    if words.direction == "rtl":
        parts = [f'<div dir="rtl" lang="{words.language}">', *parts, "</div>"]
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """Text of a corpus for Markdown: nothing in it is markup, and nothing breaks a line."""
    return _escaped(short(text, _LONGEST))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _numbers(report: Report, words: Words) -> Iterator[str]:
    for title, metrics in TABLES.items():
        shown = [metric for metric in metrics if metric in report.overall.estimates]
        groups = [group for group in report.groups if any(metric in group.estimates for metric in shown)]
        rows = [
            [
                group_name(group.name, words),
                str(group.counted(shown)),
                *(estimate_text(group.estimates.get(m)) for m in shown),
            ]
            for group in groups
        ]
        if rows:
            yield f"## {words.tables[title]}"
            yield _table(["", words.questions, *map(words.label, shown)], rows, words)


def _bars(report: Report, words: Words) -> Iterator[str]:
    if report.calibration is None:
        return
    yield f"## {words.bar_title}"
    separation = report.calibration.separation
    if separation is not None:
        yield words.separation.format(share=share_text(separation))
    points = [point for point in report.calibration.points if round(point.bar * 40) % 4 == 0]
    rows = [
        [
            f"{point.bar:.1f}" + (f" {words.in_force}" if point.bar == 1.0 else ""),
            "–" if point.false_answers is None else share_text(point.false_answers),
            "–" if point.false_silence is None else share_text(point.false_silence),
        ]
        for point in points
    ]
    heads = [words.bar, words.label(Metric.FALSE_ANSWERS), words.label(Metric.FALSE_SILENCE)]
    yield _table(heads, rows, words)


def _latency(report: Report, words: Words) -> Iterator[str]:
    rows = latency_rows(report, words)
    if rows:
        yield f"## {words.time_title}"
        yield _table(["", *(f"p{share}" for share in PERCENTILES)], rows, words)


def _worst(report: Report, words: Words) -> Iterator[str]:
    worst = report.worst(WORST)
    if worst:
        yield f"## {words.worst}"
    for one in worst:
        first, *others = map(literal, worst_lines(one, words))
        yield "\n".join([f"- {first}", *(f"  - {line}" for line in others)])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], words: Words) -> str:
    told = [[first, *map(words.numbers, numbers)] for first, *numbers in rows]
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *told]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
