"""What a terminal shows of a report and of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.evaluation.comparing import NOISE, Change, Comparison
from rag.evaluation.metrics import Metric
from rag.evaluation.report import OVERALL, PERCENTILES, Report
from rag.evaluation.wording import (
    estimate_text,
    group_name,
    latency_rows,
    outcomes_text,
    remarks,
    share_text,
    short,
    worst_lines,
)
from rag.evaluation.words import ENGLISH, Words

_WORST = 5
_LONGEST_REMARK = 1000
_OF_PAIRS = (
    Metric.SUCCESS_1, Metric.NDCG_10, Metric.SENTENCE_1, Metric.SAID, Metric.FALSE_ANSWERS, Metric.FALSE_SILENCE,
)  # fmt: skip


def report_lines(report: Report, words: Words = ENGLISH) -> Iterator[str]:
    """The means, those of the language pairs in short, latencies, and the worst questions."""
    for remark in remarks(report, words):
        yield short(remark, _LONGEST_REMARK)
    overall = report.overall.estimates
    yield words.counted.format(count=report.asked) + outcomes_text(report, words)
    yield ""
    rows = [[words.label(metric), estimate_text(one), str(one.count)] for metric, one in overall.items()]
    yield from _table(["", words.mean, words.questions], rows, words)
    shown = [metric for metric in _OF_PAIRS if metric in overall]
    rows = []
    for group in report.groups[1:]:
        means = [share_text(group.estimates[m].mean) if m in group.estimates else "–" for m in shown]
        rows.append([group_name(group.name, words), str(group.questions), *means])
    yield ""
    yield from _table(["", words.questions, *map(words.label, shown)], rows, words)
    rows = latency_rows(report, words)
    if rows:
        yield ""
        yield from _table([words.milliseconds, *(f"p{share}" for share in PERCENTILES)], rows, words)
    yield ""
    worst = report.worst(_WORST)
    if worst:
        yield f"{words.worst}:"
    for one in worst:
        first, *others = worst_lines(one, words)
        yield f"- {first}"
        yield from (f"    {line}" for line in others)


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What changed, overall first; of the language pairs only what is more than noise."""
    yield f"{comparison.paired} questions are in both."
    for count, what in (
        (comparison.reworded, "have the same id but other words, and are left out"),
        (comparison.only_before, f"are in {comparison.before} alone"),
        (comparison.only_after, f"are in {comparison.after} alone"),
    ):
        if count:
            yield f"{count} {what}."
    for name, (was, now) in comparison.settings.items():
        yield f"{name}: {short(str(was))} → {short(str(now))}"
    overall = [change for change in comparison.changes if change.group == OVERALL]
    yield ""
    head = ["before", "after", "change (95 % interval)", "p", ""]
    yield from _table(["all questions", *head], [_change_row(change) for change in overall])
    beyond = [change for change in comparison.changes if change.group != OVERALL and change.difference.p < NOISE]
    if beyond:
        yield ""
        rows = [[f"{change.group} {label}", *row] for change in beyond for label, *row in [_change_row(change)]]
        yield from _table(["more than noise in", *head], rows)
    yield ""
    if comparison.total_ms:
        before, after = comparison.total_ms.before, comparison.total_ms.after
        sure = "" if comparison.total_ms.p < NOISE else ", within noise"
        yield f"Mean time of a question: {before:.1f} ms → {after:.1f} ms{sure}."
    for names, what in ((comparison.gained, "went right since"), (comparison.lost, "went wrong since")):
        if names:
            yield f"{len(names)} {what}: {short(', '.join(names), _LONGEST_REMARK)}"
    yield _conclusion(overall)


def _conclusion(overall: Sequence[Change]) -> str:
    told = {verdict: [c.metric.label for c in overall if c.verdict == verdict] for verdict in ("better", "worse")}
    said = "; ".join(f"{verdict}: {', '.join(labels)}" for verdict, labels in told.items() if labels)
    if not said:
        return f"Nothing differs by more than noise (paired permutation test, p < {NOISE})."
    return (
        f"More than noise (paired permutation test, p < {NOISE}): {said}."
        f" Of {len(overall)} measures about one in twenty looks like that by chance."
    )


def _change_row(change: Change) -> list[str]:
    told, by = change.difference, change.difference.change
    interval = "" if by.low is None or by.high is None else f" ({by.low:+.3f} to {by.high:+.3f})"
    return [
        change.metric.label,
        share_text(told.before),
        share_text(told.after),
        f"{by.mean:+.3f}{interval}",
        f"{told.p:.4f}",
        change.verdict,
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], words: Words = ENGLISH) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for line in (head, *rows):
        first, *others = (cell.rjust(widths[i]) if i else cell.ljust(widths[i]) for i, cell in enumerate(line))
        told = others if line is head else map(words.numbers, others)
        yield "  ".join((first, *told)).rstrip()
