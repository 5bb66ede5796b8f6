"""Plots as inline SVG, drawn for a narrow screen and left to right in every language. Colours are the page's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from rag.evaluation.calibration import Calibration
from rag.evaluation.metrics import Metric
from rag.evaluation.report import Group
from rag.evaluation.statistics import Estimate
from rag.evaluation.wording import estimate_text, group_name, share_text
from rag.evaluation.words import Words
from rag.web.markup import Html, element

_WIDTH = 360.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 12.0, 10.0, 40.0
_LABELS = 92.0  # room for names of language pairs
_ROW = 30.0
_HEIGHT = 230.0
_BINS = 24
_Scale = Callable[[float], float]
_TEXT_ABOVE = 3.5  # half the height of a letter: text is set on its baseline


def intervals_plot(groups: Sequence[Group], metric: Metric, words: Words) -> Html:
    """One row a group: the mean of a metric and its interval, from 0 to 1."""
    rows = [(group_name(group.name, words), group.estimates[metric]) for group in groups if metric in group.estimates]
    bottom = _TOP + _ROW * len(rows)
    height = bottom + _BOTTOM / 2

    def x(share: float) -> float:
        return _LABELS + share * (_WIDTH - _LABELS - _RIGHT)

    parts = [_line(x(tick / 4), _TOP, x(tick / 4), bottom, "grid") for tick in range(5)]
    parts += [_text(x(tick / 4), bottom + 16, f"{tick / 4:.2f}", "middle") for tick in range(5)]
    for i, (name, estimate) in enumerate(rows):
        y = _TOP + _ROW * (i + 0.5)
        parts.append(_text(_LABELS - 10, y + _TEXT_ABOVE, name, "end"))
        parts.extend(_whisker(x, y, estimate))
    told = words.semicolon.join(f"{name} {estimate_text(estimate)}" for name, estimate in rows)
    return _svg(height, f"{words.label(metric)}: {told}", parts)


def calibration_plot(calibration: Calibration, words: Words) -> Html:
    """False answers and false silence over the bar; a line where the bar stands."""
    top = max(calibration.points[-1].bar, 1.0)
    bottom = _HEIGHT - _BOTTOM

    def x(bar: float) -> float:
        return _LEFT + bar / top * (_WIDTH - _LEFT - _RIGHT)

    def y(share: float) -> float:
        return bottom - share * (bottom - _TOP)

    parts = _share_axis(y)
    parts += [_text(x(bar), bottom + 16, f"{bar:g}", "middle") for bar in _ticks(top)]
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, bottom + 33, words.bar, "middle", "axis"))
    parts.append(_line(x(1.0), _TOP, x(1.0), bottom, "now"))
    at_bar = next(point for point in calibration.points if point.bar == 1.0)
    told = []
    for metric, class_ in ((Metric.FALSE_ANSWERS, "answers"), (Metric.FALSE_SILENCE, "silence")):
        values = [(point.bar, getattr(point, metric.value)) for point in calibration.points]
        known = [(bar, value) for bar, value in values if value is not None]
        if known:
            points = " ".join(f"{x(bar):.1f},{y(value):.1f}" for bar, value in known)
            parts.append(element("polyline", points=points, class_=f"curve {class_}"))
            share = share_text(getattr(at_bar, metric.value))
            told.append(words.curve[2].format(name=words.label(metric), share=share))
    return _svg(_HEIGHT, words.semicolon.join(told), parts)


def latency_plot(values_ms: Sequence[float], marks: Sequence[tuple[str, float]], words: Words) -> Html:
    """How many questions took how long; marks name percentiles."""
    top = max(*values_ms, *(at for _, at in marks)) * 1.02 or 1.0
    counts, edges = np.histogram(values_ms, bins=_BINS, range=(0.0, top))
    bottom = _HEIGHT - _BOTTOM
    most = int(counts.max())

    def x(at: float) -> float:
        return _LEFT + at / top * (_WIDTH - _LEFT - _RIGHT)

    def y(count: float) -> float:
        return bottom - count / most * (bottom - _TOP - 14)

    parts = [_line(_LEFT, y(count), _WIDTH - _RIGHT, y(count), "grid") for count in (0, most)]
    parts += [_text(_LEFT - 6, y(count) + _TEXT_ABOVE, str(count), "end") for count in (0, most)]
    for count, start, end in zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if count:
            parts.append(_bar(x(start), y(count), x(end) - x(start) - 1, bottom - y(count)))
    parts += [_text(x(at), bottom + 16, f"{at:g}", "middle") for at in _ticks(top)]
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, bottom + 33, words.time_title, "middle", "axis"))
    for i, (name, at) in enumerate(marks):
        parts.append(_line(x(at), _TOP, x(at), bottom, "now"))
        anchor = "end" if x(at) > _WIDTH / 2 else "start"
        parts.append(_text(x(at) + (-4 if anchor == "end" else 4), _TOP + 9 + 13 * i, f"{name} {at:.0f}", anchor))
    told = words.comma.join(f"{name} {at:.1f}" for name, at in marks)
    return _svg(_HEIGHT, f"{words.time_title}: {told}", parts)


def _share_axis(y: _Scale) -> list[Html]:
    parts = [_line(_LEFT, y(tick / 4), _WIDTH - _RIGHT, y(tick / 4), "grid") for tick in range(5)]
    return parts + [_text(_LEFT - 6, y(tick / 4) + _TEXT_ABOVE, f"{tick / 4:.2f}", "end") for tick in range(5)]


def _whisker(x: _Scale, y: float, estimate: Estimate) -> list[Html]:
    parts = []
    if estimate.low is not None and estimate.high is not None:
        parts.append(_line(x(estimate.low), y, x(estimate.high), y, "interval"))
    parts.append(element("circle", cx=f"{x(estimate.mean):.1f}", cy=f"{y:.1f}", r="4.5", class_="mean"))
    return parts


def _ticks(top: float) -> list[float]:
    """Four to eight round numbers from 0 to ``top``."""
    rough = top / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * one) for one in (1, 2, 2.5, 5, 10) if power * one >= rough)
    return [round(i * step, 6) for i in range(int(top / step) + 1)]


def _svg(height: float, told: str, parts: Sequence[Html]) -> Html:
    return element(
        "svg", element("title", told), *parts,
        viewBox=f"0 0 {_WIDTH:g} {height:g}", role="img", aria_label=told, direction="ltr",
    )  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Html:
    return element("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=class_)


def _bar(x: float, y: float, width: float, height: float) -> Html:
    return element("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}", class_="bar")


def _text(x: float, y: float, words: str, anchor: str, class_: str | None = None) -> Html:
    return element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=class_)
