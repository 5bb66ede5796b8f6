"""What each feature says of sentences that can be read at a glance."""

from __future__ import annotations

import numpy as np
import pytest

from rag.alignment import Matches
from rag.answerers.features import ANSWERING, RANKING, Shown, answering_features, ranking_features
from rag.answerers.sentence_facts import read_sentence
from rag.answerers.weights import Weights

# Two passages of two sentences and one; the question has two words, the second of them three times the weight.
TEXTS = ("افتتح الوزير المتحف في صحار.", "حضر الحفل ٤٠٠ زائر.", "أغلق الجسر قبل عام.")
MET = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.0]])


def _shown(question: str = "كم زائرا حضر الحفل؟", asked: frozenset[str] = frozenset()) -> Shown:
    matches = Matches(np.array([1.0, 3.0]), 1.0, MET)
    facts = [read_sentence(text, "ar") for text in TEXTS]
    return Shown(question, asked, matches, facts, np.array([0.2, 0.6, -0.1]), [2, 1], [1, 2], np.zeros(3, dtype=bool))


def _column(shown: Shown, name: str) -> list[float]:
    return [round(value, 3) for value in ranking_features(shown)[:, RANKING.index(name)].tolist()]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("coverage", [0.25, 0.75, 0.125]),
        ("context", [1.0, 1.0, 0.125]),  # the passage meets both words, each in a sentence of its own
        ("with_previous", [0.0, 0.25, 0.0]),  # the first sentence of a passage has none before it
        ("with_next", [0.75, 0.0, 0.0]),
        ("with_opening", [0.0, 0.25, 0.0]),
        ("best_for", [0.25, 0.75, 0.25]),
        ("similarity", [0.2, 0.6, 0.0]),
        ("similarity_above", [-0.2, 0.2, 0.0]),
        ("position", [0.0, 0.693, 0.0]),
        ("rank", [0.0, 0.0, 0.693]),
        ("heaviest_missing", [0.75, 0.25, 0.75]),
    ],
)
def test_a_feature_is_what_its_formula_says(name: str, values: list[float]) -> None:
    assert _column(_shown(), name) == values


def test_a_number_counts_where_one_is_asked_for_and_is_new() -> None:
    assert _column(_shown(), "count") == [0.0, 1.0, 0.0]
    assert _column(_shown(), "new_number") == [0.0, 0.5, 0.0]
    assert _column(_shown("كم كان ثمن ٤٠٠ كتاب؟"), "new_number") == [0.0, 0.0, 0.0]
    assert _column(_shown("من افتتح المتحف؟"), "count") == [0.0, 0.0, 0.0]


def test_words_met_as_they_stand_tell_where_they_stand() -> None:
    asked = frozenset(read_sentence("الحفل", "ar").stems)
    facts = read_sentence(TEXTS[1], "ar")
    place = [stem in asked for stem in facts.stems].index(True)
    assert _column(_shown(asked=asked), "early") == [0.0, pytest.approx(1 - place / len(facts.stems)), 0.0]


def test_an_answer_is_likelier_the_more_of_the_question_is_met() -> None:
    weights = Weights.load()
    shown = _shown()
    ranking = ranking_features(shown)
    rows = answering_features(shown, ranking, weights.scores(ranking))
    assert rows.shape == (3, len(ANSWERING))
    chances = weights.probabilities(rows)
    assert chances[1] > chances[0] > chances[2]
    assert all(0 < chance < 1 for chance in chances)


def test_weights_are_read_as_they_were_written(tmp_path) -> None:
    weights = Weights.load()
    weights.save(tmp_path / "weights.json")
    again = Weights.load(tmp_path / "weights.json")
    assert again.ranking == pytest.approx(weights.ranking)
    assert again.answering == pytest.approx(weights.answering)
    assert (again.intercept, again.bar) == (weights.intercept, weights.bar)
