"""The curve of the bar on supports that can be counted by hand."""

from __future__ import annotations

import pytest

from rag.evaluation.calibration import BarPoint, calibrate


def test_a_sentence_is_said_from_the_bar_on() -> None:
    found = calibrate([0.5, 1.0, 1.5, 2.0], [0.25, 1.0])
    by_bar = {point.bar: point for point in found.points}
    assert by_bar[0.0] == BarPoint(0.0, 1.0, 0.0)
    assert by_bar[1.0] == BarPoint(1.0, 0.5, 0.25)
    assert by_bar[1.025] == BarPoint(1.025, 0.0, 0.5)
    assert found.points[-1].false_silence == 1.0
    assert found.separation == pytest.approx((0.5 * 2 + 1.5 + 2 + 2 + 0.0) / 8, abs=0.07)


def test_separation_is_one_when_all_answerable_have_more_and_half_when_all_are_equal() -> None:
    assert calibrate([2.0, 3.0], [1.0]).separation == 1.0
    assert calibrate([1.0], [2.0]).separation == 0.0
    assert calibrate([1.0, 1.0], [1.0]).separation == 0.5


def test_one_line_is_left_out_where_there_are_no_such_questions() -> None:
    found = calibrate([1.0], [])
    assert found.separation is None
    assert {point.false_answers for point in found.points} == {None}
    assert any(point.bar == 1.0 for point in calibrate([0.1], []).points)
