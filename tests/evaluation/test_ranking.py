"""The measures of trec_eval on rankings that were worked out by hand."""

from __future__ import annotations

import math

import pytest

from rag.evaluation.metrics import Metric
from rag.evaluation.ranking import ranking_scores


def test_one_judged_document_at_the_third_place() -> None:
    scores = ranking_scores(["c"], ["a", "b", "c", "d"])
    assert scores[Metric.SUCCESS_1] == scores[Metric.RECALL_1] == 0.0
    assert scores[Metric.SUCCESS_5] == scores[Metric.RECALL_5] == 1.0
    assert scores[Metric.MRR] == pytest.approx(1 / 3)
    assert scores[Metric.NDCG_10] == pytest.approx(1 / math.log2(4))


def test_two_judged_documents_of_which_one_is_found_first() -> None:
    scores = ranking_scores(["a", "z"], ["a", "b", "c"])
    assert scores[Metric.SUCCESS_1] == scores[Metric.MRR] == 1.0
    assert scores[Metric.RECALL_1] == scores[Metric.RECALL_10] == 0.5
    assert scores[Metric.NDCG_10] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_the_eleventh_place_counts_for_the_reciprocal_rank_alone() -> None:
    scores = ranking_scores(["gold"], [*map(str, range(10)), "gold"])
    assert scores[Metric.SUCCESS_10] == scores[Metric.RECALL_10] == scores[Metric.NDCG_10] == 0.0
    assert scores[Metric.MRR] == pytest.approx(1 / 11)


def test_nothing_found_is_nothing_everywhere() -> None:
    assert set(ranking_scores(["a"], []).values()) == {0.0}
    assert set(ranking_scores(["a"], ["b"]).values()) == {0.0}
