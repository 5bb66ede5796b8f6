"""Intervals and tests by resampling, where what must come out is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rag.evaluation.statistics import difference, estimate, percentiles


def test_an_interval_is_about_two_standard_errors_wide_on_each_side() -> None:
    values = [1.0] * 80 + [0.0] * 20
    found = estimate(values)
    error = math.sqrt(0.8 * 0.2 / 100)
    assert found.mean == pytest.approx(0.8)
    assert found.low == pytest.approx(0.8 - 1.96 * error, abs=0.02)
    assert found.high == pytest.approx(0.8 + 1.96 * error, abs=0.02)
    assert estimate(values) == found


def test_one_question_has_a_mean_and_no_interval_and_equal_ones_an_interval_of_no_width() -> None:
    alone = estimate([0.5])
    assert (alone.mean, alone.low, alone.high, alone.count) == (0.5, None, None, 1)
    alike = estimate([1.0, 1.0, 1.0])
    assert (alike.low, alike.high) == (1.0, 1.0)
    with pytest.raises(ValueError, match="nothing"):
        estimate([])


def test_a_change_in_every_pair_is_more_than_noise_and_exact_for_few() -> None:
    told = difference([0.0] * 8, [1.0] * 8)
    assert told.p == pytest.approx(2 / 2**8)
    assert told.change.mean == 1.0


def test_as_many_up_as_down_is_noise() -> None:
    told = difference([0.0] * 20 + [1.0] * 20, [1.0] * 20 + [0.0] * 20)
    assert told.change.mean == 0.0
    assert told.p == pytest.approx(1.0)
    assert difference([1.0, 0.0], [1.0, 0.0]).p == 1.0
    assert difference([0.0], [1.0]).p == 1.0


def test_what_pairs_show_is_seen_though_questions_differ_widely() -> None:
    """An unpaired test would see nothing: the spread between questions is a hundred times the change."""
    before = np.linspace(0.0, 1.0, 60)
    told = difference(list(before), list(before + 0.01))
    assert told.p < 0.001


def test_percentiles_are_of_the_values() -> None:
    assert percentiles([3.0, 1.0, 2.0], [50, 100]) == [2.0, 3.0]
