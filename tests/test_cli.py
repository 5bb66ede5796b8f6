"""The command as a person and as a program meet it: real processes, exit codes, one sentence of error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ARTICLE = "افتتح الوزير سالم المهيري متحف الفنون في مدينة صحار يوم ٣ مارس ٢٠٢١، وحضر الافتتاح نحو ٤٠٠ زائر."
QUESTION = "من افتتح متحف الفنون في صحار؟"


def sanad(*arguments: str | Path, cwd: Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as installed, without a terminal."""
    return subprocess.run(
        [sys.executable, "-c", "from rag.cli import main; main()", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(environ or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and the index made from them."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "archive").mkdir()
    (folder / "archive" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    front = "---\ntitle: Bridge closed\ndate: 2020-05-05\n---\n"
    (folder / "archive" / "b.md").write_text(front + "The harbour bridge in Lund was closed for six weeks.", "utf-8")
    done = sanad("index", "archive", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def _failed(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The error, after checking that it is what a person can use."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.stderr.strip()
    return done.stderr


def test_indexing_says_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "news" / "broken.pdf").write_bytes(b"%PDF-1.4 cut")
    done = sanad("index", "news", "--index", "ix", cwd=tmp_path)
    assert done.returncode == 0
    assert "broken.pdf" in done.stdout
    assert "1 new" in done.stdout
    assert "1 skipped" in done.stdout
    again = json.loads(sanad("index", "news", "--index", "ix", "--json", cwd=tmp_path).stdout)
    assert (again["added"], again["unchanged"], again["embedded"]) == (0, 1, 0)
    assert again["skipped"][0]["path"].endswith("broken.pdf")


def test_a_question_is_answered_with_its_source(desk: Path) -> None:
    done = sanad("ask", QUESTION, cwd=desk)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{ARTICLE} [1]")
    assert "archive/a.txt" in done.stdout


def test_ask_show_and_search_speak_the_same_json(desk: Path) -> None:
    answer = json.loads(sanad("ask", QUESTION, "--json", cwd=desk).stdout)
    citation = answer["claims"][0]["citations"][0]
    shown = json.loads(sanad("show", citation["doc_id"], "--json", cwd=desk).stdout)
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    hits = json.loads(sanad("search", QUESTION, "--json", "-k", "1", cwd=desk).stdout)
    assert hits == answer["hits"][:1]
    assert shown["text"] in sanad("show", citation["doc_id"], cwd=desk).stdout


def test_a_batch_answers_one_json_a_line(desk: Path) -> None:
    lines = [{"id": "a", "question": QUESTION}, {"id": "b", "question": "سعر النفط؟"}, {"id": "c", "question": ""}]
    (desk / "q.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = sanad("ask", "--batch", "q.jsonl", cwd=desk)
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, first["abstained"], second["abstained"]) == (0, False, True)
    assert "empty" in third["error"]


def test_abstaining_is_success_and_shows_the_nearest(desk: Path) -> None:
    done = sanad("ask", "ما هو سعر النفط اليوم في صحار؟", cwd=desk)
    assert done.returncode == 0
    assert "do not hold an answer" in done.stdout
    assert "archive/a.txt" in done.stdout


def test_filters_narrow_search(desk: Path) -> None:
    for flags in (["--language", "en"], ["--from", "2020-01-01"], ["--source", "b.md"]):
        hits = json.loads(sanad("search", "متحف bridge", "--json", *flags, cwd=desk).stdout)
        assert [hit["source"] for hit in hits] == ["archive/b.md"]


def test_a_question_for_a_time_is_asked_of_all_times_on_demand(desk: Path) -> None:
    question = "When was the harbour bridge in Lund closed since 2021?"
    narrowed = json.loads(sanad("ask", question, "--json", cwd=desk).stdout)
    assert narrowed["abstained"]
    assert narrowed["narrowed_by"] == "since 2021"
    (desk / "time.jsonl").write_text(json.dumps({"question": question}), encoding="utf-8")
    for arguments in (["ask", question, "--json"], ["ask", "--batch", "time.jsonl"]):
        answer = json.loads(sanad(*arguments, "--any-time", cwd=desk).stdout)
        assert not answer["abstained"]
        assert answer["narrowed_by"] == ""


def test_settings_come_from_environment_and_file(desk: Path, tmp_path: Path) -> None:
    environ = {"SANAD_INDEX_DIR": str(desk / "index")}
    assert sanad("info", cwd=tmp_path, environ=environ).returncode == 0
    (tmp_path / "sanad.toml").write_text(f"index_dir = '{desk / 'index'}'\n")
    facts = json.loads(sanad("info", "--json", cwd=tmp_path).stdout)
    assert (facts["documents"], facts["languages"], facts["newest"]) == (2, {"ar": 1, "en": 1}, "2020-05-05")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "give one question"),
        (["ask", ""], "empty"),
        (["ask", "x" * 100_000], "100,000 characters"),
        (["ask", QUESTION, "-k", "0"], "between 1 and 100"),
        (["index"], "name the articles"),
        (["search", "x", "--from", "yesterday"], "yesterday"),
        (["index", "archive", "--fields", "headline=x"], "headline"),
        (["nonsense"], "nonsense"),
        (["ask", QUESTION, "--nonsense"], "nonsense"),
    ],
)
def test_a_usage_error_is_a_sentence_and_exit_code_2(desk: Path, arguments: list[str], said: str) -> None:
    assert said in _failed(sanad(*arguments, cwd=desk), 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", QUESTION, "--index", "nowhere"], "sanad index PATH --index nowhere"),
        (["doctor", "--index", "nowhere"], "sanad index PATH --index nowhere"),
        (["info", "--index", "archive"], "not an index of Sanad"),
        (["show", "nobody"], "no document 'nobody'"),
        (["index", "missing.txt"], "missing.txt"),
        (["ask", QUESTION, "--model", "no/such-model"], "copy the model's folder"),
    ],
)
def test_a_failure_is_a_sentence_with_the_next_command_and_exit_code_1(
    desk: Path, arguments: list[str], said: str
) -> None:
    assert said.casefold() in _failed(sanad(*arguments, cwd=desk, environ={"HF_HUB_OFFLINE": "1"}), 1).casefold()


def test_the_doctor_finds_and_mends(desk: Path, tmp_path: Path) -> None:
    assert sanad("index", desk / "archive", "--index", "ix", cwd=tmp_path).returncode == 0
    assert "whole" in sanad("doctor", "--index", "ix", cwd=tmp_path).stdout
    vectors = next((tmp_path / "ix").rglob("vectors.faiss"))
    vectors.write_bytes(vectors.read_bytes()[:-1])
    ill = sanad("doctor", "--index", "ix", cwd=tmp_path)
    assert ill.returncode == 1
    assert "sanad doctor --mend --index ix" in ill.stdout
    assert "sanad doctor --mend" in _failed(sanad("ask", QUESTION, "--index", "ix", cwd=tmp_path), 1)
    mended = sanad("doctor", "--mend", "--index", "ix", "--json", cwd=tmp_path)
    assert mended.returncode == 0
    assert json.loads(mended.stdout)["mended"] is True
    assert ARTICLE in sanad("ask", QUESTION, "--index", "ix", cwd=tmp_path).stdout


@pytest.mark.parametrize("command", ["", "index", "search", "ask", "eval", "show", "serve", "doctor", "info"])
def test_every_command_explains_itself(desk: Path, command: str) -> None:
    done = sanad(*command.split(), "--help", cwd=desk)
    assert done.returncode == 0
    assert "Usage: " in done.stdout
    assert "--help" in done.stdout


def test_the_reader_of_a_pipe_may_go_away(desk: Path) -> None:
    lines = "\n".join(json.dumps({"question": QUESTION}) for _ in range(500))
    (desk / "many.jsonl").write_text(lines, encoding="utf-8")
    script = f"{sys.executable} -c 'from rag.cli import main; main()' ask --batch many.jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=desk, capture_output=True, text=True, timeout=60, check=False)
    assert json.loads(done.stdout)["abstained"] is False
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_control_c_stops_with_one_line_and_leaves_the_index_whole(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    records = (json.dumps({"id": i, "text": f"{ARTICLE} رقم {i}."}, ensure_ascii=False) for i in range(20_000))
    (tmp_path / "news" / "all.jsonl").write_text("\n".join(records), encoding="utf-8")
    assert sanad("index", desk / "archive", "--index", "ix", cwd=tmp_path).returncode == 0
    # A process started in the background of a script would not hear Ctrl-C, nor would its children.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heard}; from rag.cli import main; main()", "index", "news", "--index", "ix"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert "Stopped" in stderr
    assert ARTICLE in sanad("ask", QUESTION, "--index", "ix", cwd=tmp_path).stdout


def test_a_title_can_neither_fill_the_screen_nor_turn_it_around(tmp_path: Path) -> None:
    record = {"title": "قصة \u202egnol " * 2000, "text": ARTICLE}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    assert sanad("index", "a.jsonl", "--index", "ix", cwd=tmp_path).returncode == 0
    shown = sanad("search", "متحف", "--index", "ix", cwd=tmp_path).stdout
    assert "قصة" in shown
    assert "\u202e" not in shown
    assert len(shown) < 1000


def test_an_answer_that_was_kept_is_held_against_the_articles_as_they_are_now(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    article = tmp_path / "news" / "a.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    sanad("index", "news", cwd=tmp_path)
    (tmp_path / "card.json").write_text(sanad("ask", QUESTION, "--json", cwd=tmp_path).stdout, encoding="utf-8")
    done = sanad("verify", "card.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "the quote stands in the article" in done.stdout
    article.write_text(ARTICLE.replace("٢٠٢١", "٢٠٢٢"), encoding="utf-8")
    sanad("index", "news", cwd=tmp_path)
    done = sanad("verify", "card.json", "--json", cwd=tmp_path)
    assert done.returncode == 1
    (claim,) = json.loads(done.stdout)
    assert (claim["holds"], claim["citations"][0]["standing"]) == (False, "not there")
    assert "sanad ask --json" in _failed(sanad("verify", "nowhere.json", cwd=tmp_path), 2)
