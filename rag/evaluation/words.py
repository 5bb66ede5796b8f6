"""The words of a report, in English; `arabic` has them in Arabic. A ``{name}`` in a text is filled by its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.evaluation.metrics import TABLES, Metric
from rag.evaluation.scoring import Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """One language in which a report is told. ``tables`` are by their English titles, ``steps`` by their names."""

    language: str
    direction: str
    comma: str
    semicolon: str
    evaluation: str
    all_questions: str
    no_answer_here: str
    stopped: str
    drafts_counted: str
    drafts_left_out: str
    set_aside: str
    missing: str
    and_more: str
    judged: str
    in_documents: str
    any_document: str
    said: str
    cited: str
    found: str
    nothing: str
    invented: str
    found_at: str
    ordinals: tuple[str, str, str]
    ordinal: str
    none_found: str
    not_answered: str
    said_uncited: str
    said_another: str
    counted: str
    mean: str
    questions: str
    milliseconds: str
    worst: str
    about_questions: str
    about_index: str
    about_model: str
    about_reranker: str
    about_filters: str
    about_outcomes: str
    bar_title: str
    separation: str
    in_force: str
    bar: str
    time_title: str
    measured: str
    method: str
    in_pictures: str
    interval: str
    time: str
    time_caption: str
    curve: tuple[str, str, str]
    wrote: str
    tables: Mapping[str, str]
    steps: Mapping[str, str]
    outcomes: Mapping[Outcome, str]
    metrics: Mapping[Metric, tuple[str, str]]

    def label(self, metric: Metric) -> str:
        return self.metrics[metric][0]

    def sentence(self, metric: Metric) -> str:
        """What a metric means, as a sentence."""
        meaning = self.metrics[metric][1]
        return f"{meaning[0].upper()}{meaning[1:]}."

    def numbers(self, text: str) -> str:
        """Numbers that run from left to right, also in a line that does not."""
        return text if self.direction == "ltr" else f"\u2066{text}\u2069"


ENGLISH = Words(
    language="en",
    direction="ltr",
    comma=", ",
    semicolon="; ",
    evaluation="Evaluation",
    all_questions="all questions",
    no_answer_here="{asked}, no answer here",
    stopped="Stopped after {asked} of {planned} questions; the numbers are of these alone.",
    drafts_counted="Drafts that nobody has judged, counted as if somebody had: {count}.",
    drafts_left_out="Drafts left out: {count}.",
    set_aside="Set aside and counted nowhere, since none of their judged documents is in the index, or they failed: ",
    missing="Judged by their other documents, since these are not in the index: ",
    and_more=", and {count} more",
    judged="judged",
    in_documents="in",
    any_document="any document",
    said="said",
    cited="cited",
    found="found",
    nothing="nothing",
    invented="answered, though the corpus holds no answer",
    found_at="a judged document is found {place}",
    ordinals=("first", "second", "third"),
    ordinal="at {rank}",
    none_found="no judged document is found",
    not_answered="not answered",
    said_uncited="a judged answer is said, but no judged document cited",
    said_another="another answer is said",
    counted="{count} questions: ",
    mean="mean (95 % interval)",
    questions="questions",
    milliseconds="milliseconds",
    worst="The worst questions, and what was found instead",
    about_questions="questions: {questions}, {asked} of {planned} asked, {created}",
    about_index="index: {index}, generation {generation}, {documents:,} documents in {passages:,} passages",
    about_model="model: {model}; answers: {answerer} from {k} passages; sanad {version}",
    about_reranker="reranker: {reranker}",
    about_filters="filters: {filters}",
    about_outcomes="outcomes: ",
    bar_title="Where the bar could stand",
    separation="An answerable question has more support than another in {share} of pairs (0.5 would be chance).",
    in_force="(in force)",
    bar="bar, as a multiple of the one in force",
    time_title="Milliseconds a question",
    measured="What is measured",
    method="Means over questions, with 95 % intervals by the percentile bootstrap over questions; ranking measures are"
    " trec_eval's. Few questions make wide intervals; one in which all questions went alike has no width, and is"
    " not surer for it.",
    in_pictures="In pictures",
    interval="Mean and 95 % interval.",
    time="Time",
    time_caption="From question to answer, one at a time.",
    curve=(
        " fall with the bar, ",
        " rises; the upright line is the bar in force.",
        "{name} at the bar in force {share}",
    ),
    wrote="Wrote {path}",
    tables={title: title for title in TABLES},
    steps={step: step for step in ("retrieve", "rerank", "answer", "total")},
    outcomes={outcome: outcome.value for outcome in Outcome},
    metrics={metric: (metric.label, metric.meaning) for metric in Metric},
)
