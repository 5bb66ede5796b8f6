from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest

from rag.errors import ReadError


def word_bytes(word):
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.fixture
def word():
    word = docx.Document()
    word.add_paragraph("افتتحت البلدية مكتبة جديدة.")
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("السبت", "9", "20", "图书馆", "किताब", "🎉"), strict=True
    ):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    word.add_paragraph("La bibliothèque est ouverte.")
    return word


def test_paragraphs_and_tables_come_in_reading_order(write, read_one, word):
    assert read_one(write("a.docx", word_bytes(word))).text == (
        "افتتحت البلدية مكتبة جديدة.\nالسبت\t9\t20\n图书馆 किताब\t🎉\nLa bibliothèque est ouverte."
    )


def test_core_properties_give_title_date_and_author(write, read_one, word):
    word.core_properties.title = "مكتبة المدينة"
    word.core_properties.author = "سامي"
    word.core_properties.created = datetime(2022, 9, 8, tzinfo=UTC)
    document = read_one(write("a.docx", word_bytes(word)))
    assert (document.title, document.published, document.metadata["author"]) == (
        "مكتبة المدينة",
        date(2022, 9, 8),
        "سامي",
    )


def test_the_date_of_the_template_is_none(write, read_one, word):
    assert read_one(write("a.docx", word_bytes(word))).published is None


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_truncated_file_is_refused(write, read_all, word, kept):
    data = word_bytes(word)
    with pytest.raises(ReadError, match="damaged or truncated"):
        read_all(write("a.docx", data[: int(len(data) * kept)]))


def test_a_file_with_a_broken_part_is_refused(write, read_all, word):
    data = bytearray(word_bytes(word))
    start = data.index(b"word/document.xml") + 60
    data[start : start + 40] = bytes(40)
    with pytest.raises(ReadError, match="damaged or truncated"):
        read_all(write("a.docx", bytes(data)))


def test_a_file_without_properties_is_titled_by_its_text(write, read_one, word):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_bytes(word))) as whole, zipfile.ZipFile(out, "w") as bare:
        for name in whole.namelist():
            part = whole.read(name)
            if name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", part)
            if name != "docProps/core.xml":
                bare.writestr(name, part)
    document = read_one(write("a.docx", out.getvalue()))
    assert document.title == "افتتحت البلدية مكتبة جديدة."
    assert document.published is None


def test_an_encrypted_file_is_refused_with_the_remedy(write, read_all):
    with pytest.raises(ReadError, match=r"encrypted.*without a password"):
        read_all(write("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)))


def test_another_kind_of_file_is_refused(write, read_all):
    with pytest.raises(ReadError, match="no Word document"):
        read_all(write("a.docx", "just text"))


def test_a_document_without_words_is_refused(write, read_all):
    with pytest.raises(ReadError, match="no text was found"):
        read_all(write("a.docx", word_bytes(docx.Document())))
