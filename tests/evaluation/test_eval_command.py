"""`sanad eval` as a person and as a program meet it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evaluation.conftest import QUESTIONS
from tests.test_cli import sanad


def test_questions_are_drafted_asked_and_two_runs_compared(seeds_index: Path, tmp_path: Path) -> None:
    drafted = sanad("eval", "--draft", "5", "--index", seeds_index, cwd=tmp_path)
    assert drafted.returncode == 0, drafted.stderr
    assert "questions-draft.jsonl" in drafted.stdout
    refused = sanad("eval", "questions-draft.jsonl", "--index", seeds_index, cwd=tmp_path)
    assert refused.returncode == 2
    assert "--accept-drafts" in refused.stderr
    for folder in ("a", "b"):
        done = sanad(
            "eval", "questions-draft.jsonl", "--accept-drafts", "--index", seeds_index, "--out", folder, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        assert "Drafts that nobody has judged, counted as if somebody had: 5." in done.stdout
        assert "found first" in done.stdout
        assert sorted(path.suffix for path in (tmp_path / folder).iterdir()) == [".html", ".json", ".md"]
    (before,), (after,) = ((tmp_path / folder).glob("*.json") for folder in ("a", "b"))
    told = sanad("eval", "--compare", before, after, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "5 questions are in both" in told.stdout
    assert json.loads(sanad("eval", "--compare", before, after, "--json", cwd=tmp_path).stdout)["paired"] == 5


def test_programs_get_the_report_as_json(seeds_index: Path, tmp_path: Path) -> None:
    done = sanad("eval", QUESTIONS, "--index", seeds_index, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    (written,) = (tmp_path / "evaluation").glob("*.json")
    assert printed == json.loads(written.read_text(encoding="utf-8"))
    assert printed["complete"] is True


def test_the_report_speaks_arabic_on_demand_and_filters_hold(seeds_index: Path, tmp_path: Path) -> None:
    done = sanad("eval", QUESTIONS, "--index", seeds_index, "--language", "ar", "--only", "ar", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "عدد الأسئلة 24" in done.stdout
    assert "found" not in done.stdout
    (page,) = (tmp_path / "evaluation").glob("*.html")
    assert '<html lang="ar" dir="rtl">' in page.read_text(encoding="utf-8")
    (record,) = (tmp_path / "evaluation").glob("*.json")
    assert json.loads(record.read_text(encoding="utf-8"))["about"]["filters"]["languages"] == ["ar"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bad.jsonl", "--language", "fr"], "reports speak en and ar"),
        ([], "name a file of judged questions"),
        (["empty.jsonl"], "holds no question"),
        (["bad.jsonl"], "line 2 of bad.jsonl"),
        (["nowhere.jsonl"], "cannot be read"),
        (["bad.jsonl", "--compare", "a.json", "b.json"], "--compare takes two reports"),
        (["--compare", "a.json", "b.json"], "a.json cannot be read"),
        (["--draft", "0"], "--draft"),
    ],
)
def test_a_usage_error_is_a_sentence(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "bad.jsonl").write_text('{"question": "q", "answers": []}\n{"question": "q"}\n')
    done = sanad("eval", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# Ctrl-C while the fifth question is asked.
INTERRUPTED = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a script runs this in the background
from rag.cli import main
from rag.evaluation import observing
observe, asked = observing._observe, []
def observe_four(*arguments, **options):
    asked.append(arguments)
    if len(asked) == 5:
        os.kill(os.getpid(), signal.SIGINT)
    return observe(*arguments, **options)
observing._observe = observe_four
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_control_c_says_and_writes_what_was_done(seeds_index: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "eval", QUESTIONS, "--index", seeds_index],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
    assert "Stopped after 4 of 24 questions" in done.stderr
    assert "the numbers are of these alone" in done.stdout
    (written,) = (tmp_path / "evaluation").glob("*.json")
    record = json.loads(written.read_text(encoding="utf-8"))
    assert (record["complete"], record["asked"], len(record["questions"])) == (False, 4, 4)
