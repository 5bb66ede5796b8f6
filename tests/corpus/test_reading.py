"""What holds for every format, and the import rule."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.corpus import read_file
from rag.corpus.assembling import assemble_document
from rag.corpus.raw import RawDocument
from rag.errors import ReadError

ARTICLE = "افتتاح مكتبة جديدة في المدينة\n\n8 سبتمبر 2022\n\nافتتحت البلدية مكتبة جديدة في المدينة.\n\nشارك"


def test_importing_the_package_loads_no_library_of_a_format():
    heavy = ("trafilatura", "lxml", "docx", "pypdfium2", "frontmatter", "yaml", "py3langid", "charset_normalizer")
    code = f"import sys, rag.corpus; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_text_file_becomes_a_document(write, read_one):
    document = read_one(write("مقال.txt", ARTICLE.replace("\n", "\r\n")))
    assert document.text == ARTICLE
    assert document.title == "افتتاح مكتبة جديدة في المدينة"
    assert document.language == "ar"
    assert document.published == date(2022, 9, 8)
    assert document.source == "corpus/مقال.txt"
    assert document.doc_id == hashlib.sha256("corpus/مقال.txt".encode()).hexdigest()[:16]
    assert [span.of(document.text) for span in document.body] == [ARTICLE.removesuffix("\n\nشارك")]


def test_a_windows_1256_file_is_read_as_arabic(write, read_one):
    assert read_one(write("old.txt", ARTICLE.encode("cp1256"))).text == ARTICLE


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.pdf", "a.docx"])
def test_an_empty_file_is_refused(write, read_all, name):
    with pytest.raises(ReadError, match="empty"):
        read_all(write(name, b""))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl"])
def test_a_file_without_words_is_refused(write, read_all, name):
    with pytest.raises(ReadError, match="no text was found"):
        read_all(write(name, b" \n \n"))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv"])
def test_binary_data_under_a_text_suffix_is_refused(write, read_all, name):
    with pytest.raises(ReadError, match="binary"):
        read_all(write(name, b"\x89PNG\0\0\0\r\n"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path, read_all):
    with pytest.raises(ReadError, match="no such file"):
        read_all(tmp_path / "nowhere.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ReadError, match="cannot be opened"):
        read_all(tmp_path / "folder.txt")


def test_an_unsupported_format_is_refused_with_the_list(tmp_path):
    with pytest.raises(ReadError, match=r"the formats are \.txt"):
        list(read_file(tmp_path / "picture.png", source="picture.png", on_skip=print))


@given(st.text(), st.text())
def test_documents_are_nfc_and_their_body_lies_in_order_inside(text, title):
    document = assemble_document(RawDocument(text, title=title), "corpus/a.txt")
    if document is None:
        assert not any(character.isalnum() for character in unicodedata.normalize("NFC", text))
        return
    assert unicodedata.is_normalized("NFC", document.text)
    assert document.title
    assert document.body
    assert all(a.end < b.start for a, b in zip(document.body, document.body[1:], strict=False))
    assert document.body[-1].end <= len(document.text)
