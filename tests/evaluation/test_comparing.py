"""What changed between two reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag.errors import UsageError
from rag.evaluation.comparing import Comparison, compare, comparison_json
from rag.evaluation.lines import comparison_lines
from rag.evaluation.metrics import Metric
from rag.evaluation.record import report_json
from rag.evaluation.report import Report

Json = dict[str, Any]


@pytest.fixture
def written(report: Report) -> Json:
    copied: Json = json.loads(json.dumps(report_json(report)))
    return copied


def _compared(folder: Path, before: Json, after: Json) -> Comparison:
    paths = folder / "a.json", folder / "b.json"
    for path, record in zip(paths, (before, after), strict=True):
        path.write_text(json.dumps(record), encoding="utf-8")
    return compare(*paths)


def _verdicts(comparison: Comparison) -> dict[Metric, str]:
    return {change.metric: change.verdict for change in comparison.changes if change.group == "all"}


def _without(record: Json, metric: str, value: float, count: int) -> Json:
    """The same report with this value in the first ``count`` questions that have the metric."""
    changed: Json = json.loads(json.dumps(record))
    having = [one for one in changed["questions"] if metric in one["scores"]]
    for one in having[:count]:
        one["scores"][metric] = value
    return changed


def test_a_report_beside_itself_is_the_same(written: Json, tmp_path: Path) -> None:
    comparison = _compared(tmp_path, written, written)
    assert comparison.paired == 24
    assert set(_verdicts(comparison).values()) == {"same"}
    assert comparison.settings == {}
    assert list(comparison_lines(comparison))[-1].startswith("Nothing differs by more than noise")


def test_much_is_told_from_noise_and_its_direction_from_the_metric(written: Json, tmp_path: Path) -> None:
    worse = _without(_without(written, "ndcg@10", 0.0, 12), "false_silence", 1.0, 12)
    verdicts = _verdicts(_compared(tmp_path, written, worse))
    assert verdicts[Metric.NDCG_10] == verdicts[Metric.FALSE_SILENCE] == "worse"
    verdicts = _verdicts(_compared(tmp_path, worse, written))
    assert verdicts[Metric.NDCG_10] == verdicts[Metric.FALSE_SILENCE] == "better"
    one = _without(written, "ndcg@10", 0.0, 1)
    assert _verdicts(_compared(tmp_path, written, one))[Metric.NDCG_10] == "within noise"


def test_only_questions_that_both_have_in_the_same_words_are_paired(written: Json, tmp_path: Path) -> None:
    other: Json = json.loads(json.dumps(written))
    other["questions"][0]["question"] = "سؤال آخر"
    other["questions"][1]["id"] = "new"
    other["questions"][2]["outcome"] = "wrong answer"
    other["about"]["k"] = 20
    comparison = _compared(tmp_path, written, other)
    assert (comparison.paired, comparison.reworded, comparison.only_before, comparison.only_after) == (22, 1, 1, 1)
    assert comparison.lost == ("s03",)
    assert comparison.settings == {"k": (8, 20)}
    assert json.loads(json.dumps(comparison_json(comparison)))["lost"] == ["s03"]
    assert any("s03" in line for line in comparison_lines(comparison))


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "not JSON"), ("[]", "no report"), ('{"format": 99}', "format 99"), ('{"format": 1}', "damaged")],
)
def test_what_is_no_report_is_refused(written: Json, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps(written))
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(UsageError, match=said) as raised:
        compare(tmp_path / "a.json", tmp_path / "b.json")
    assert raised.value.hint
    with pytest.raises(UsageError, match="cannot be read"):
        compare(tmp_path / "a.json", tmp_path / "nowhere.json")


def test_reports_of_other_questions_have_nothing_in_common(written: Json, tmp_path: Path) -> None:
    other: Json = json.loads(json.dumps(written))
    for one in other["questions"]:
        one["id"] = f"x{one['id']}"
    with pytest.raises(UsageError, match="no question in common"):
        _compared(tmp_path, written, other)
