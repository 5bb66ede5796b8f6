"""False answers against false silence as the bar moves, from the support of every question's best sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_STEP = 0.025
_HIGHEST = 4.0


@dataclass(frozen=True, slots=True)
class BarPoint:
    """At ``bar``, a multiple of the one in force: the shares of false answers and of false silence.

    None where there is no question that the corpus cannot answer, or none that it can.
    """

    bar: float
    false_answers: float | None
    false_silence: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """``separation`` is the chance that an answerable question has more support than another (0.5 is a coin)."""

    points: tuple[BarPoint, ...]
    separation: float | None


def calibrate(answerable: Sequence[float], unanswerable: Sequence[float]) -> Calibration:
    """The curve over bars from 0 to the greatest support; a sentence is said from the bar on."""
    top = min(_HIGHEST, max((1.0, *answerable, *unanswerable)) + _STEP)
    bars = [round(i * _STEP, 3) for i in range(math.ceil(top / _STEP) + 1)]
    can, cannot = np.sort(np.asarray(answerable)), np.sort(np.asarray(unanswerable))
    points = tuple(
        BarPoint(
            bar,
            1.0 - int(np.searchsorted(cannot, bar, side="left")) / len(cannot) if len(cannot) else None,
            int(np.searchsorted(can, bar, side="left")) / len(can) if len(can) else None,
        )
        for bar in bars
    )
    return Calibration(points, _separation(can, cannot) if len(can) and len(cannot) else None)


def _separation(can: np.ndarray, cannot: np.ndarray) -> float:
    """The area under the curve of rates: for each pair 1 if the answerable one has more, ½ if they are equal."""
    below = np.searchsorted(cannot, can, side="left")
    equal = np.searchsorted(cannot, can, side="right") - below
    return float((below + equal / 2).sum() / (len(can) * len(cannot)))
