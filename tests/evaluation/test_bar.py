"""The bar fitted on somebody's own questions: by hand, and as a person meets `sanad calibrate`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import SETTINGS_FILE, Settings, write_setting
from rag.errors import UsageError
from rag.evaluation.bar import fit_bar
from rag.evaluation.report import Report
from tests.evaluation.conftest import QUESTIONS
from tests.test_cli import sanad


def _with_supports(report: Report, answerable: list[float], unanswerable: list[float]) -> Report:
    """A report of as many questions, whose supports are these."""
    can = next(one for one in report.scored if one.observation.judged.answerable)
    cannot = next(one for one in report.scored if not one.observation.judged.answerable)
    scored = [
        replace(one, observation=replace(one.observation, support=support))
        for one, supports in ((can, answerable), (cannot, unanswerable))
        for support in supports
    ]
    return replace(report, scored=tuple(scored))


def test_the_bar_stands_where_both_mistakes_together_are_fewest(report: Report) -> None:
    # Supports are multiples of the bar in force, here ½: these are the probabilities 0.3, 0.8, 0.9 and 0.4, 0.6.
    found = fit_bar(_with_supports(report, [0.6, 1.6, *[1.8] * 8], [0.8, 0.8, 0.8, 0.8, 1.2]), in_force=0.5)
    assert found.best.bar == pytest.approx(0.7)
    assert (found.best.false_answers, found.best.false_silence) == (0.0, pytest.approx(0.1))
    assert (found.in_force.false_answers, found.in_force.false_silence) == (pytest.approx(0.2), pytest.approx(0.1))
    assert (found.answerable, found.unanswerable) == (10, 5)


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "said"),
    [
        ([1.0] * 10, [], "none of the questions that count are unanswerable"),
        ([1.0] * 10, [0.5], "1 of the questions that count is unanswerable"),
        ([1.0] * 3, [0.5] * 5, "3 of the questions that count can be answered"),
    ],
)
def test_too_few_questions_of_a_kind_are_refused(
    report: Report, answerable: list[float], unanswerable: list[float], said: str
) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        fit_bar(_with_supports(report, answerable, unanswerable), in_force=0.5)
    assert refused.value.hint


def test_an_answerer_that_tells_no_probability_has_no_bar_to_fit(report: Report) -> None:
    mute = [replace(one, observation=replace(one.observation, support=None)) for one in report.scored]
    with pytest.raises(UsageError, match="does not tell how sure it is"):
        fit_bar(replace(report, scored=tuple(mute)), in_force=0.5)


def test_a_setting_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_FILE
    path.write_text('# ours\nbar = 0.9\nlanguage = "en"\n', encoding="utf-8")
    write_setting(path, "bar", 0.41)
    assert path.read_text(encoding="utf-8") == '# ours\nlanguage = "en"\nbar = 0.41\n'
    assert Settings.load({}, {}, tmp_path) == Settings(bar=0.41, language="en")


def test_calibrating_writes_the_bar_that_the_next_command_reads(seeds_index: Path, tmp_path: Path) -> None:
    refused = sanad("calibrate", QUESTIONS, "--index", seeds_index, cwd=tmp_path)
    assert refused.returncode == 2
    assert "unanswerable" in refused.stderr
    assert not (tmp_path / SETTINGS_FILE).exists()
    more = {"question": "كم ثمن تذكرة القطار إلى مراكش؟", "answers": []}
    lines = [QUESTIONS.read_text(encoding="utf-8").strip(), json.dumps(more)]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = sanad("calibrate", "questions.jsonl", "--index", seeds_index, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "20 questions that the articles answer, 5 that they do not." in done.stdout
    bar = Settings.load({}, {}, tmp_path).bar
    assert bar is not None
    assert f"Wrote bar = {bar:g}" in done.stdout
    again = json.loads(sanad("calibrate", "questions.jsonl", "--index", seeds_index, "--json", cwd=tmp_path).stdout)
    assert again["best"] == again["in_force"]
