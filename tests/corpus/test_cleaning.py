from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.corpus.cleaning import clean_line, clean_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("  \n نص \t نص \n ", "نص \t نص"),
        ("a\0b\x07c\x9f", "abc"),
        ("\ufeffa\u202eb\u2066c\u200bd", "abcd"),
        ("e\u0301te\u0301", "été"),
        ("a\ud800b", "ab"),
    ],
)
def test_only_what_cannot_be_shown_or_lies_is_changed(dirty, clean):
    assert clean_text(dirty) == clean


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👩‍👩‍👧", "كِتابـــٌ", "א\u200fב", "上海  北京"])
def test_joiners_marks_and_spacing_of_the_author_stay(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_a_line_has_no_line_breaks():
    assert clean_line(" Un titre\r\n sur  deux lignes ") == "Un titre sur deux lignes"


@given(st.text(st.characters()))
def test_cleaning_gives_nfc_and_is_stable(text):
    once = clean_text(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean_text(once) == once
