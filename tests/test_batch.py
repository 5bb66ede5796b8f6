"""A file of questions, and what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.batch import BatchQuestion, answer_batch, load_questions
from rag.embedders.static import StaticEmbedder
from rag.errors import UsageError
from rag.index import PassageIndex
from rag.types import Document, Filters, Turn
from rag.wiring import build_engine
from tests.conftest import BuildIndex


def test_lines_are_read_with_their_ids_and_histories(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "question": "متى؟", "history": [{"question": "من؟", "answer": "سالم"}]},
        {
            "question": "When?",
            "history": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "Ada"}],
        },
        {"id": 3, "question": "Où ?", "history": [{"role": "user", "content": "Qui ?"}]},
    ]
    path = tmp_path / "q.jsonl"
    path.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8-sig")
    assert load_questions(path) == [
        BatchQuestion("a", "متى؟", (Turn("من؟", "سالم"),)),
        BatchQuestion("3", "When?", (Turn("Who?", "Ada"),)),
        BatchQuestion("3", "Où ?", (Turn("Qui ?", ""),)),
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"question": "q", "history": [1]}'])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": "ok"}\n' + line, encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        load_questions(path)


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere") as raised:
        load_questions(tmp_path / "nowhere.jsonl")
    assert "Errno" not in str(raised.value)
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(UsageError, match="UTF-8"):
        load_questions(tmp_path / "latin.jsonl")


def test_a_question_that_cannot_be_asked_does_not_stop_the_others(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    questions = [BatchQuestion("1", " ", ()), BatchQuestion("2", "متى افتتح متحف الفنون في صحار؟", ())]
    with PassageIndex.open(build_index(documents)) as index:
        first, second = answer_batch(build_engine(index, embedder), questions, filters=Filters(), k=4)
    assert (first["id"], first["error"]) == ("1", "the question is empty")
    assert (second["id"], second["abstained"]) == ("2", False)
