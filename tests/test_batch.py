"""A file of questions, and what is wrong with one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rag.batch import BatchQuestion, answer_batch, load_questions
from rag.contract import filters_json, load_filters
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


def test_a_line_may_have_filters_of_its_own(tmp_path: Path) -> None:
    own = {"languages": ["ar"], "published_before": "2022-01-01"}
    lines = [{"question": "متى؟", "filters": own}, {"question": "When?"}, {"question": "Où ?", "filters": {}}]
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    read = [question.filters for question in load_questions(path)]
    assert read == [Filters(languages=("ar",), published_before=date(2022, 1, 1)), None, Filters()]
    assert load_filters(filters_json(read[0] or Filters())) == read[0]


@pytest.mark.parametrize(
    "filters", ['["ar"]', '{"language": ["ar"]}', '{"languages": "ar"}', '{"published_from": "2022"}',
                '{"published_from": 2022}'],
)  # fmt: skip
def test_filters_that_are_none_are_named_with_their_line(tmp_path: Path, filters: str) -> None:
    (tmp_path / "q.jsonl").write_text(f'{{"question": "q", "filters": {filters}}}', encoding="utf-8")
    with pytest.raises(UsageError, match="line 1"):
        load_questions(tmp_path / "q.jsonl")


def test_filters_of_a_line_go_before_those_of_the_batch(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    question = "متى افتتح متحف الفنون في صحار؟"
    asked = [BatchQuestion("a", question, ()), BatchQuestion("b", question, (), Filters(languages=("ar",)))]
    with PassageIndex.open(build_index(documents), embedder) as index:
        engine = build_engine(index, embedder)
        one, other = answer_batch(engine, asked, filters=Filters(languages=("fr",)), k=8)
    assert (one["abstained"], other["abstained"]) == (True, False)
    assert other["filters"]["languages"] == ["ar"]
