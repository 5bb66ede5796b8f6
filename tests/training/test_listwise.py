"""Weights that can be told by hand, or that the data was made with."""

from __future__ import annotations

import numpy as np
import pytest

from training.listwise import Choice, fit_choices, fit_logistic

TRUE = np.array([2.0, -1.0, 0.0])


def test_choices_give_back_the_weights_that_made_them() -> None:
    draws = np.random.default_rng(0)
    choices = []
    for _ in range(3000):
        features = draws.normal(size=(5, 3))
        odds = np.exp(features @ TRUE)
        right = np.zeros(5, dtype=bool)
        right[draws.choice(5, p=odds / odds.sum())] = True
        choices.append(Choice(features, right))
    assert fit_choices(choices, penalty=0.0) == pytest.approx(TRUE, abs=0.1)


def test_a_feature_that_never_differs_within_a_question_gets_no_weight() -> None:
    choices = [Choice(np.array([[1.0, i], [0.0, i]]), np.array([True, False])) for i in range(10)]
    weights = fit_choices(choices, penalty=1.0)
    assert weights[0] > 0.5
    assert weights[1] == pytest.approx(0.0, abs=1e-6)


def test_logistic_weights_and_intercept_are_those_that_made_the_answers() -> None:
    draws = np.random.default_rng(1)
    features = draws.normal(loc=3.0, size=(20_000, 3))
    positive = draws.random(20_000) < 1 / (1 + np.exp(-(features @ TRUE - 1.5)))
    weights, intercept = fit_logistic(features, positive, np.ones(20_000), penalty=0.0)
    assert weights == pytest.approx(TRUE, abs=0.1)
    assert intercept == pytest.approx(-1.5, abs=0.25)


def test_a_row_counts_as_often_as_it_is_said_to() -> None:
    features = np.zeros((2, 1))
    _, intercept = fit_logistic(features, np.array([True, False]), np.array([3.0, 1.0]), penalty=0.0)
    assert intercept == pytest.approx(np.log(3.0), abs=1e-3)
