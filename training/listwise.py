"""Linear weights by maximum likelihood: which of a question's sentences is right, and whether any is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """The features of a question's sentences, a row each, and which of them are right: some, and not all."""

    features: Matrix
    right: NDArray[np.bool_]


def fit_choices(choices: Sequence[Choice], penalty: float) -> Matrix:
    """Weights w that maximise Σ log P(a right sentence is chosen), P(i) ∝ exp(w · xᵢ), less penalty · |w|².

    The penalty is on weights of standardised features; the weights returned are of the features as they are.
    """
    features = np.concatenate([choice.features for choice in choices])
    right = np.concatenate([choice.right for choice in choices])
    sizes = np.array([len(choice.right) for choice in choices])
    starts = np.cumsum([0, *sizes[:-1]])
    spread = _spread(features)
    scaled = features / spread

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = scaled @ weights
        best = np.repeat(np.maximum.reduceat(scores, starts), sizes)
        parts = np.exp(scores - best)
        all_parts, right_parts = np.add.reduceat(parts, starts), np.add.reduceat(parts * right, starts)
        chosen = parts / np.repeat(all_parts, sizes) - parts * right / np.repeat(right_parts, sizes)
        value = float((np.log(all_parts) - np.log(right_parts)).sum() + penalty * (weights @ weights))
        return value, chosen @ scaled + 2 * penalty * weights

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights: Matrix = found.x / spread
    return weights


def fit_logistic(features: Matrix, positive: NDArray[np.bool_], counts: Matrix, penalty: float) -> tuple[Matrix, float]:
    """Weights and intercept of a logistic regression in which each row counts ``counts`` times."""
    mean, spread = features.mean(axis=0), _spread(features)
    scaled = (features - mean) / spread
    signs = np.where(positive, 1.0, -1.0)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        margins = signs * (scaled @ weights[:-1] + weights[-1])
        slopes = -counts * signs / (1.0 + np.exp(margins))
        gradient = np.append(slopes @ scaled + 2 * penalty * weights[:-1], slopes.sum())
        return float((counts * np.logaddexp(0.0, -margins)).sum() + penalty * (weights[:-1] @ weights[:-1])), gradient

    found = minimize(loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = found.x[:-1] / spread
    return weights, float(found.x[-1] - weights @ mean)


def _spread(features: Matrix) -> Matrix:
    spread = features.std(axis=0)
    return np.where(spread > 0, spread, 1.0)
