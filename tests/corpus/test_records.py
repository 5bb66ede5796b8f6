"""JSON Lines and CSV: what holds for both, and what is particular to each."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date

import pytest

from rag.corpus import FieldNames
from rag.errors import ReadError

RECORD = {
    "title": "افتتاح المكتبة",
    "text": "افتتحت البلدية مكتبة جديدة.\nوحضر العمدة.",
    "date": "2022/09/08",
    "url": "https://city.example/a",
    "id": "a1",
    "language": "ar",
    "section": "ثقافة",
}


def as_jsonl(*records):
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)


def as_csv(*records, delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, records[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


FORMATS = pytest.mark.parametrize(
    ("name", "serialise"), [("a.jsonl", as_jsonl), ("a.ndjson", as_jsonl), ("a.csv", as_csv)]
)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@FORMATS
def test_every_field_finds_its_place(write, read_one, name, serialise):
    document = read_one(write(name, serialise(RECORD)))
    assert document.title == RECORD["title"]
    assert document.text == RECORD["text"]
    assert document.published == date(2022, 9, 8)
    assert document.source == RECORD["url"]
    assert document.doc_id == sha(RECORD["url"])
    assert document.metadata == {"section": "ثقافة"}


@FORMATS
def test_records_without_an_address_are_told_apart_by_id_or_line(write, read_all, name, serialise):
    documents, _ = read_all(write(name, serialise({"id": "x", "text": "Le premier."}, {"id": "", "text": "第二个。"})))
    line = 2 if name != "a.csv" else 3
    assert [d.source for d in documents] == [f"corpus/{name}"] * 2
    assert [d.doc_id for d in documents] == [sha(f"corpus/{name}#x"), sha(f"corpus/{name}#{line}")]


@FORMATS
def test_fields_may_have_other_names(write, read_all, name, serialise):
    fields = FieldNames(title="headline", text="body", date="when")
    path = write(name, serialise({"headline": "शीर्षक", "body": "पाठ यहाँ है।", "when": "1662595200"}))
    documents, skipped = read_all(path, fields)
    assert skipped == []
    assert (documents[0].title, documents[0].published) == ("शीर्षक", date(2022, 9, 8))


@FORMATS
def test_a_record_without_text_is_skipped_and_the_others_go_on(write, read_all, name, serialise):
    documents, skipped = read_all(write(name, serialise({"text": "أولا."}, {"text": "🎉"}, {"text": "ثالثا."})))
    assert [d.text for d in documents] == ["أولا.", "ثالثا."]
    assert [str(error).rpartition("line ")[2] for error in skipped] == [
        f"{3 if name == 'a.csv' else 2}: field 'text' holds no words"
    ]


def test_broken_lines_are_skipped_with_their_number_and_reason(write, read_all):
    lines = [
        '{"text": "un"}',
        "",
        '{"text": ',
        "[1]",
        '{"title": "x"}',
        '{"text": 5}',
        "[" * 100_000,
        '{"text": "deux"}',
    ]
    documents, skipped = read_all(write("a.jsonl", "\r\n".join(lines)))
    assert [d.text for d in documents] == ["un", "deux"]
    assert [error.reason.split(":")[0] for error in skipped] == ["line 3", "line 4", "line 5", "line 6", "line 7"]
    assert "broken JSON" in skipped[0].reason


def test_a_line_separator_within_a_json_string_breaks_nothing(write, read_one):
    assert read_one(write("a.jsonl", '{"text": "un\u2028deux"}')).text == "un\ndeux"


def test_a_file_without_one_good_record_is_refused(write, read_all):
    with pytest.raises(ReadError, match="not one record could be read; line 1: broken JSON"):
        read_all(write("a.jsonl", "this is no JSON\nnor this"))


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_other_delimiters_and_a_byte_order_mark_are_understood(write, read_one, name, delimiter):
    document = read_one(write(name, "\ufeff" + as_csv(RECORD, delimiter=delimiter)))
    assert (document.title, document.text) == (RECORD["title"], RECORD["text"])


def test_a_windows_1256_table_is_read(write, read_one):
    assert read_one(write("a.csv", as_csv(RECORD).encode("cp1256"))).text == RECORD["text"]


def test_fields_of_a_megabyte_are_read(write, read_one):
    assert len(read_one(write("a.csv", as_csv({"text": "كلمة " * 200_000}))).text) == 999_999


def test_a_row_of_another_length_is_skipped_with_the_line_it_begins_on(write, read_all):
    documents, skipped = read_all(write("a.csv", 'title,text\nA,"one\ntwo"\nonly one value\nB,three\n'))
    assert [d.text for d in documents] == ["one\ntwo", "three"]
    assert [error.reason for error in skipped] == ["line 4: 1 values for 2 columns"]


def test_a_table_without_the_column_is_refused_with_those_it_has(write, read_all):
    with pytest.raises(ReadError, match="no column is called 'text'; there are: title, body"):
        read_all(write("a.csv", "title,body\nA,B\n"))
