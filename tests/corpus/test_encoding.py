from __future__ import annotations

from pathlib import Path

import pytest

from rag.corpus.encoding import decode_text
from rag.errors import ReadError

PATH = Path("article.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["مرحبا بالعالم", "L'été à Fès", "你好，世界", "नमस्ते दुनिया", "👩‍👩‍👧 🎉"])
def test_unicode_encodings_prove_themselves(encoding, text):
    assert decode_text(text.encode(encoding), PATH) == text


def test_utf_16_of_either_byte_order_is_told_by_its_mark():
    assert decode_text(b"\xfe\xff" + "سلام".encode("utf-16-be"), PATH) == "سلام"


@pytest.mark.parametrize(
    "text",
    [
        "خبر",
        "مرحبا",
        "محمد",
        "أين الكتاب؟",
        "إعادة انتخاب الرئيس",
        "اشترى سامي جهاز Sanad الجديد بمبلغ 200 درهم.",
        "«الميناء القديم» – قصة المدينة",
        "كَتَبَ الوَلَدُ دَرْسَهُ",
    ],
)
def test_even_a_word_of_arabic_is_told_as_windows_1256(text):
    assert decode_text(text.encode("cp1256"), PATH) == text


def test_iso_8859_6_is_told_from_windows_1256_by_its_words():
    text = "قال المدير إن المكتبة مفتوحة في المساء"
    assert decode_text(text.encode("iso8859_6"), PATH) == text


@pytest.mark.parametrize(
    "text",
    [
        "été",
        "À bientôt",
        "L’élève a mangé à l’École, où le cœur bat…",
        "Größe und Übermut",
        "El niño está aquí",
        "Une voisine, Inés Zárate, était déjà arrivée",
        "Prix : 100 € – « soldé »",
    ],
)
def test_western_text_comes_out_of_windows_1252(text):
    assert decode_text(text.encode("cp1252"), PATH) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Сегодня хорошая погода, и мы идём гулять в парк вместе с друзьями."),
        ("gb18030", "今天天气很好，我们去公园散步。这是一个测试文件。"),
        ("shift_jis", "今日は天気がいいので公園へ散歩に行きました。"),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
    ],
)
def test_other_code_pages_are_taken_for_neither_arabic_nor_french(encoding, text):
    assert decode_text(text.encode(encoding), PATH) == text


def test_a_declared_encoding_is_believed_when_it_can_be_true():
    assert decode_text("Καλημέρα".encode("cp1253"), PATH, declared="windows-1253") == "Καλημέρα"
    assert decode_text("مرحبا بكم".encode(), PATH, declared="windows-1252") == "مرحبا بكم"
    assert decode_text("مرحبا بكم".encode("cp1256"), PATH, declared="no-such-encoding") == "مرحبا بكم"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\r", "ا\0ب".encode(), bytes(range(1, 256)) * 4])
def test_binary_data_is_refused(data):
    with pytest.raises(ReadError, match="binary"):
        decode_text(data, PATH)


def test_utf_8_that_was_cut_inside_a_letter_is_refused_with_the_place():
    with pytest.raises(ReadError, match="mostly UTF-8, but not at byte 23"):
        decode_text("مرحبا بالعالم".encode()[:-1], PATH)


def test_utf_16_that_was_cut_is_refused():
    with pytest.raises(ReadError, match="wrongly encoded"):
        decode_text("سلام".encode("utf-16")[:-1], PATH)
