"""How sure a mean is, and whether two differ by more than noise: resampling, by scipy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

_RESAMPLES = 2000  # of which 50 lie beyond each end of the interval
_PERMUTATIONS = 9999  # the smallest p that can be told is 0.0001
_CONFIDENCE = 0.95
_NUMBERS_AT_ONCE = 2_000_000  # 16 MB
_SEED = 20251125  # the same file gives the same interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over ``count`` questions with its 95 % interval; None for both ends when there is only one."""

    mean: float
    low: float | None
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one run to the other, question by question: the mean difference, and ``p`` of no change."""

    before: float
    after: float
    change: Estimate
    p: float


def estimate(values: Sequence[float]) -> Estimate:
    """Percentile bootstrap over questions. Raises ValueError without values."""
    if not values:
        raise ValueError("there is no mean of nothing")
    sample = np.asarray(values, dtype=np.float64)
    mean = float(sample.mean())
    if len(sample) == 1:
        return Estimate(mean, None, None, 1)
    interval = stats.bootstrap(
        (sample,), np.mean, n_resamples=_RESAMPLES, confidence_level=_CONFIDENCE, method="percentile",
        batch=_batch(len(sample)), rng=np.random.default_rng(_SEED),
    ).confidence_interval  # fmt: skip
    return Estimate(mean, float(interval.low), float(interval.high), len(sample))


def difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Paired values of the same questions; ``p`` by exchanging the two of a pair at random (exact for few)."""
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    change = estimate(list(second - first))
    p = 1.0 if not np.any(first != second) else _p_of_no_change(first, second)
    return Difference(float(first.mean()), float(second.mean()), change, p)


def percentiles(values: Sequence[float], shares: Sequence[float]) -> list[float]:
    """What these shares of the values, in per cent, do not exceed."""
    return [float(value) for value in np.percentile(np.asarray(values, dtype=np.float64), shares)]


def _p_of_no_change(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    if len(first) == 1:
        return 1.0

    def mean_change(one: NDArray[np.float64], other: NDArray[np.float64], axis: int) -> Any:
        return np.mean(other - one, axis=axis)

    tested = stats.permutation_test(
        (first, second), mean_change, permutation_type="samples", vectorized=True, n_resamples=_PERMUTATIONS,
        batch=_batch(2 * len(first)), rng=np.random.default_rng(_SEED),
    )  # fmt: skip
    return float(tested.pvalue)


def _batch(size: int) -> int:
    return max(1, _NUMBERS_AT_ONCE // size)
