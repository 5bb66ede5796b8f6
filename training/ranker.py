"""``python -m training.ranker``: learns the weights of the extractive answerer and says what they are worth.

Every figure is cross-validated in five folds by article: the weights that order a question's sentences have seen
neither its paragraph nor another of its article, in any language. The weights that are written have seen all.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answerers.features import ANSWERING, answering_features
from rag.answerers.weights import WEIGHTS_FILE, Weights
from training.judging import FOLDS, Case, Source, View, gather
from training.listwise import Choice, Matrix, fit_choices, fit_logistic

_LEARNED = (
    Source("arcd_train", "ar", "ar"), Source("xquad_dev", "ar", "ar"), Source("xquad_dev", "en", "en"),
    Source("xquad_dev", "en", "ar"), Source("xquad_dev", "ar", "en"),
)  # fmt: skip
_OTHER_LANGUAGES = (
    Source("xquad_dev", "es", "es"), Source("xquad_dev", "de", "de"), Source("xquad_dev", "zh", "zh"),
    Source("xquad_dev", "es", "ar"), Source("xquad_dev", "de", "ar"), Source("xquad_dev", "zh", "ar"),
)  # fmt: skip
_OFF_TOPIC = (
    Source("xquad_dev", "ar", "ar", "arcd_train"), Source("arcd_train", "ar", "ar", "xquad_dev"),
    Source("xquad_dev", "en", "ar", "arcd_train"), Source("arcd_train", "ar", "en", "xquad_dev"),
)  # fmt: skip
_OFF_TOPIC_OTHER = (Source("xquad_dev", "es", "ar", "arcd_train"),)
_RANKING_PENALTY, _ANSWERING_PENALTY = 30.0, 10.0  # of 10 to 100 none differs by more than noise
_BARS = tuple(round(0.05 * i, 2) for i in range(4, 18))
_BAR = 0.5  # over the sets learned from, false answers (.17) and false silence (.18) are about alike

Gathered = Mapping[Source, Sequence[Case]]


def main() -> None:
    """Gather, cross-validate, report, learn from everything, write."""
    parser = argparse.ArgumentParser(prog="python -m training.ranker", description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    every = {source: gather(source) for source in (*_LEARNED, *_OTHER_LANGUAGES, *_OFF_TOPIC, *_OFF_TOPIC_OTHER)}
    learned = [case for source in (*_LEARNED, *_OFF_TOPIC) for case in every[source]]
    folds = [_learn([case for case in learned if case.fold != fold]) for fold in range(FOLDS)]
    _report_order(every, folds)
    _report_bars(every, folds)
    _learn(learned).save(options.out)
    print(f"\nWrote {options.out}")


def _learn(cases: Sequence[Case]) -> Weights:
    ranking = fit_choices([choice for case in cases for choice in _choices(case)], _RANKING_PENALTY)
    ordering = Weights(ranking, np.zeros(0), 0.0, _BAR)
    counted = [case for case in cases if case.view is not View.GIVEN and not _is_answered_elsewhere(case)]
    rows = [(row, case.view is View.FOUND) for case in counted if (row := _best_row(case, ordering)) is not None]
    features, positive = np.stack([row for row, _ in rows]), np.array([is_positive for _, is_positive in rows])
    answering, intercept = fit_logistic(features, positive, _balanced(features, positive), _ANSWERING_PENALTY)
    return Weights(ranking, answering, intercept, _BAR)


def _balanced(features: Matrix, positive: NDArray[np.bool_]) -> Matrix:
    """How often each row counts: as many answerable questions as others, in one language and across languages."""
    foreign = features[:, ANSWERING.index("foreign")] > 0
    counts = np.ones(len(positive))
    for group in (foreign, ~foreign):
        for kind in (positive, ~positive):
            counts[group & kind] = group.sum() / (2 * (group & kind).sum())
    return counts


def _choices(case: Case) -> list[Choice]:
    """What to learn the order from; a right sentence outside the judged paragraph is neither right nor wrong."""
    if case.view not in (View.GIVEN, View.FOUND) or case.shown is None:
        return []
    kept = case.sayable & ~(case.right & ~case.gold)
    right = case.right[kept]
    return [Choice(case.features[kept], right)] if right.any() and not right.all() else []


def _is_answered_elsewhere(case: Case) -> bool:
    """Whether a judged answer stands in what is left when its paragraph is taken out: then it can be answered."""
    return case.view is View.NEAR and bool(case.right.any())


def _order(case: Case, weights: Weights) -> list[int]:
    scores = weights.scores(case.features)
    return sorted(np.flatnonzero(case.sayable).tolist(), key=lambda i: -scores[i])


def _best_row(case: Case, weights: Weights) -> Matrix | None:
    """The answering features of the best sentence; None where there is none."""
    if case.shown is None or not (order := _order(case, weights)):
        return None
    row: Matrix = answering_features(case.shown, case.features, weights.scores(case.features))[order[0]]
    return row


def _report_order(every: Gathered, folds: Sequence[Weights]) -> None:
    print("\n| cross-validated | first / within three, given the paragraph | from the whole index |\n|---|---|---|")
    for source in (*_LEARNED, *_OTHER_LANGUAGES):
        cells = []
        for view in (View.GIVEN, View.FOUND):
            cases = [case for case in every[source] if case.view is view]
            places = np.array([_place(case, folds[case.fold]) for case in cases])
            parts = np.array([case.fold for case in cases])
            spread = np.std([(places[parts == fold] == 1).mean() for fold in range(FOLDS)])
            cells.append(f"{(places == 1).mean():.3f} ± {spread:.3f} / {(places <= 3).mean():.3f}")
        print(f"| {source} | " + " | ".join(cells) + " |")
    print("\n± is the standard deviation over the folds.")


def _place(case: Case, weights: Weights) -> int:
    """From 1, of the first sentence that holds an answer; 4 where none of the first three does."""
    right = [bool(case.right[i]) for i in (_order(case, weights) if case.shown else [])[:3]]
    return right.index(True) + 1 if True in right else 4


def _report_bars(every: Gathered, folds: Sequence[Weights]) -> None:
    chances = {
        (source, view): np.array([_chance(c, folds[c.fold]) for c in cases if c.view is view and _counts(c)])
        for source, cases in every.items()
        for view in (View.FOUND, View.NEAR, View.OFF)
    }
    columns = [key for key in chances if len(chances[key])]
    print("\n| bar | " + " | ".join(f"{source} {view}" for source, view in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for bar in _BARS:
        cells = []
        for key in columns:
            answered = float((chances[key] >= bar).mean())
            cells.append(f"{1 - answered if key[1] is View.FOUND else answered:.3f}")
        print(f"| {bar:.2f} | " + " | ".join(cells) + " |")
    print("\nfound: silent though answerable; near, off: answered though not.")


def _counts(case: Case) -> bool:
    return not _is_answered_elsewhere(case)


def _chance(case: Case, weights: Weights) -> float:
    row = _best_row(case, weights)
    return 0.0 if row is None else float(weights.probabilities(row[None, :])[0])


if __name__ == "__main__":
    main()
