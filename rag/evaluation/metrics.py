"""The names of what is measured, each with its meaning. All lie in [0, 1]."""

from __future__ import annotations

from enum import StrEnum


class Metric(StrEnum):
    SUCCESS_1 = "success@1"
    SUCCESS_5 = "success@5"
    SUCCESS_10 = "success@10"
    RECALL_1 = "recall@1"
    RECALL_5 = "recall@5"
    RECALL_10 = "recall@10"
    MRR = "mrr"
    NDCG_10 = "ndcg@10"
    SENTENCE_1 = "right_sentence@1"
    SENTENCE_3 = "right_sentence@3"
    SAID = "answer_said"
    EXACT_MATCH = "exact_match"
    TOKEN_F1 = "token_f1"  # noqa: S105 - a token is a word here
    CITATION_PRECISION = "citation_precision"
    CITATION_RECALL = "citation_recall"
    FALSE_ANSWERS = "false_answers"
    FALSE_SILENCE = "false_silence"

    @property
    def label(self) -> str:
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        return _WORDS[self][1]

    @property
    def rises(self) -> bool:
        """Whether more is better."""
        return self not in (Metric.FALSE_ANSWERS, Metric.FALSE_SILENCE)


_WORDS = {
    Metric.SUCCESS_1: ("found first", "a judged document is the first found"),
    Metric.SUCCESS_5: ("found in 5", "a judged document is among the first five"),
    Metric.SUCCESS_10: ("found in 10", "a judged document is among the first ten"),
    Metric.RECALL_1: ("recall@1", "the share of a question's judged documents that the first one is"),
    Metric.RECALL_5: ("recall@5", "the share of a question's judged documents among the first five"),
    Metric.RECALL_10: ("recall@10", "the share of a question's judged documents among the first ten"),
    Metric.MRR: ("MRR", "1 / the rank of the first judged document, 0 where none was found"),
    Metric.NDCG_10: ("nDCG@10", "the judged documents among the first ten, the earlier the more, of the best order"),
    Metric.SENTENCE_1: ("right sentence", "a judged answer stands in the best sentence, said or not"),
    Metric.SENTENCE_3: ("… within three", "a judged answer stands in one of the best three sentences, said or not"),
    Metric.SAID: ("answer said", "a judged answer stands in the answer given"),
    Metric.EXACT_MATCH: ("exact match", "the answer, or one of its sentences, is a judged answer and nothing else"),
    Metric.TOKEN_F1: ("token F1", "words that the answer, or one of its sentences, shares with a judged answer"),
    Metric.CITATION_PRECISION: (
        "citation precision",
        "the share of an answer's citations that open a judged document; silence has none",
    ),
    Metric.CITATION_RECALL: (
        "citation recall",
        "the share of a question's judged documents that its answer cites; any one is enough for an answer",
    ),
    Metric.FALSE_ANSWERS: ("false answers", "questions that the corpus cannot answer and that were answered"),
    Metric.FALSE_SILENCE: ("false silence", "questions that the corpus can answer and that were not"),
}
TABLES = {
    "Documents found": (
        Metric.SUCCESS_1, Metric.SUCCESS_5, Metric.SUCCESS_10, Metric.RECALL_1, Metric.RECALL_5, Metric.RECALL_10,
        Metric.MRR, Metric.NDCG_10,
    ),
    "Answers": (Metric.SENTENCE_1, Metric.SENTENCE_3, Metric.SAID, Metric.EXACT_MATCH, Metric.TOKEN_F1),
    "Citations": (Metric.CITATION_PRECISION, Metric.CITATION_RECALL),
    "Answers that should not be, and silence that should not be": (Metric.FALSE_ANSWERS, Metric.FALSE_SILENCE),
}  # fmt: skip
"""Which metrics stand in one table."""
