"""A file of judged questions, and what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluation.questions import JudgedQuestion, load_judged

ASKED = {"id": "a", "question": "من افتتح المتحف؟", "answers": ["سالم المهيري"], "docs": ["a.txt"]}


def _write(folder: Path, *lines: str) -> Path:
    path = folder / "q.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_a_line_is_read_and_one_without_an_id_takes_its_number(tmp_path: Path) -> None:
    silent = {"question": " What does gold cost? ", "lang": "en", "answers": [], "docs": [], "evidence": ""}
    path = _write(tmp_path, json.dumps(ASKED), "", json.dumps(silent))
    asked, unanswerable = load_judged(path).questions
    assert asked == JudgedQuestion("a", "من افتتح المتحف؟", ("سالم المهيري",), ("a.txt",))
    assert asked.answerable
    assert unanswerable == JudgedQuestion("3", "What does gold cost?", (), (), "en")
    assert not unanswerable.answerable


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"answers": []}', "has no `question`"),
        ('{"question": 3, "answers": []}', "has no `question`"),
        ('{"question": " ", "answers": []}', "empty"),
        ('{"question": "q"}', "has no `answers`"),
        ('{"question": "q", "answers": "a"}', "no list of texts"),
        ('{"question": "q", "answers": [" "]}', "no list of texts"),
        ('{"question": "q", "answers": ["a"], "docs": [1]}', "`docs`"),
        ('{"question": "q", "answers": [], "lang": "Arabic"}', "Arabic"),
        ('{"question": "q", "answers": [], "draft": "no"}', "`draft`"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_a_hint(tmp_path: Path, line: str, said: str) -> None:
    path = _write(tmp_path, json.dumps(ASKED), line)
    with pytest.raises(UsageError) as raised:
        load_judged(path)
    assert f"line 2 of {path}" in str(raised.value)
    assert said in str(raised.value)
    assert '"answers"' in raised.value.hint


def test_a_file_without_questions_or_with_one_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no question") as raised:
        load_judged(_write(tmp_path, "", " "))
    assert "--draft" in raised.value.hint
    with pytest.raises(UsageError, match="two questions of the id 'a'"):
        load_judged(_write(tmp_path, json.dumps(ASKED), json.dumps(ASKED)))
    with pytest.raises(UsageError, match="cannot be read"):
        load_judged(tmp_path / "nowhere.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(UsageError, match="UTF-8"):
        load_judged(tmp_path / "latin.jsonl")


def test_drafts_count_only_when_they_are_accepted(tmp_path: Path) -> None:
    draft = {**ASKED, "id": "d", "draft": True}
    path = _write(tmp_path, json.dumps(ASKED), json.dumps(draft))
    kept = load_judged(path)
    assert [one.question_id for one in kept.questions] == ["a"]
    assert (kept.drafts, kept.drafts_counted) == (1, False)
    assert [one.question_id for one in load_judged(path, accept_drafts=True).questions] == ["a", "d"]
    with pytest.raises(UsageError, match="are drafts") as raised:
        load_judged(_write(tmp_path, json.dumps(draft)))
    assert "--accept-drafts" in raised.value.hint
