"""How well documents are ranked: trec_eval's own measures, through pytrec_eval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytrec_eval

from rag.evaluation.metrics import Metric

_MEASURES = {
    Metric.SUCCESS_1: "success_1",
    Metric.SUCCESS_5: "success_5",
    Metric.SUCCESS_10: "success_10",
    Metric.RECALL_1: "recall_1",
    Metric.RECALL_5: "recall_5",
    Metric.RECALL_10: "recall_10",
    Metric.MRR: "recip_rank",
    Metric.NDCG_10: "ndcg_cut_10",
}


def ranking_scores(gold: Sequence[str], ranked: Sequence[str]) -> Mapping[Metric, float]:
    """The measures of one question: its judged documents, and those found, best first."""
    # trec_eval orders by score, so ranks become scores that fall; a question that found nothing is all zeros.
    run = {doc_id: float(-rank) for rank, doc_id in enumerate(ranked)}
    if not run:
        return dict.fromkeys(_MEASURES, 0.0)
    evaluator = pytrec_eval.RelevanceEvaluator({"q": dict.fromkeys(gold, 1)}, set(_MEASURES.values()))
    found = evaluator.evaluate({"q": run})["q"]
    return {metric: float(found[name]) for metric, name in _MEASURES.items()}
