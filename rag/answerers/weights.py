"""The weights of the features, as ``python -m training.ranker`` writes them to ``weights.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rag.answerers.features import ANSWERING, RANKING

WEIGHTS_FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """``ranking`` and ``answering`` have a weight for each feature of these names; ``bar`` is a probability.

    The score of a sentence is Σ weight · feature: sentences of one question compare by the differences of their
    scores, which are log odds. The probability that the hits answer is the logistic of intercept + Σ weight · feature.
    """

    ranking: NDArray[np.float64]
    answering: NDArray[np.float64]
    intercept: float
    bar: float

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self:
        """Raises KeyError for a file that lacks a feature."""
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            np.array([told["ranking"][name] for name in RANKING]),
            np.array([told["answering"][name] for name in ANSWERING]),
            told["intercept"],
            told["bar"],
        )

    def save(self, path: Path) -> None:
        told = {
            "ranking": _named(RANKING, self.ranking),
            "answering": _named(ANSWERING, self.answering),
            "intercept": round(self.intercept, 4),
            "bar": round(self.bar, 3),
        }
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")

    def scores(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of sentences, from their ranking features; they rise with relevance and compare within one question."""
        scores: NDArray[np.float64] = features @ self.ranking
        return scores

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """That the hits answer, in (0, 1), from answering features."""
        chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.intercept + features @ self.answering)))
        return chances


def _named(names: tuple[str, ...], values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}
