from __future__ import annotations

import pytest

from rag.corpus.visual_order import Glyph, has_right_to_left, join_split_lines, read_line


def laid_out(visual, left=0.0, baseline=0.0):
    """Glyphs of 5 points side by side, as ``visual`` shows them from left to right."""
    return [Glyph(c, left + 5 * i, left + 5 * i + 5, baseline, height=7) for i, c in enumerate(visual)]


def shown(text):
    """``text`` turned around, as a right-to-left line of letters alone shows it from left to right."""
    return text[::-1]


@pytest.mark.parametrize("text", ["مكتبة المدينة", "ספריית העיר", "لا تزال"])
def test_letters_are_read_from_the_right(text):
    assert read_line(laid_out(shown(text))) == text


def test_the_order_of_drawing_within_a_word_does_not_matter():
    glyphs = laid_out(shown("مكتبة"))
    assert read_line(glyphs[::-1]) == read_line(glyphs[2:] + glyphs[:2]) == "مكتبة"


def test_numbers_and_latin_words_are_read_from_the_left():
    assert read_line(laid_out("2022" + shown("عام "))) == "عام 2022"
    assert read_line(laid_out("1,250.5" + shown("نحو "))) == "نحو 1,250.5"
    assert read_line(laid_out(shown(" اليوم") + "Sanad News" + shown("موقع "))) == "موقع Sanad News اليوم"


def test_two_numbers_apart_are_read_from_the_right():
    assert read_line(laid_out("2023 2022" + shown("عامي "))) == "عامي 2022 2023"


def test_brackets_are_what_they_mean_not_what_they_look_like():
    assert read_line(laid_out("(" + shown("كبيرة") + ")" + shown("قاعة "))) == "قاعة (كبيرة)"
    assert read_line(laid_out(")" + shown("كبيرة") + "(" + shown("قاعة "))) == "قاعة (كبيرة)"


def test_an_arabic_word_in_an_english_line_is_turned_alone():
    assert read_line(laid_out("The word " + shown("سند") + " means support")) == "The word سند means support"


def test_a_ligature_keeps_lam_before_alef():
    place = {"left": 0.0, "right": 5.0, "baseline": 0.0, "height": 7.0}
    assert read_line([Glyph("ا", **place), Glyph("ل", **place)]) == "لا"


def test_a_vowel_sign_goes_with_the_letter_below_it():
    glyphs = laid_out(shown("كتب"))
    assert read_line([*glyphs, Glyph("\u064e", 11, 14, 6, height=2)]) == "كَتب"


def test_words_far_apart_are_two():
    assert read_line(laid_out(shown("بيت")) + laid_out(shown("هذا"), left=40)) == "هذا بيت"


def test_pieces_on_one_baseline_are_one_line():
    pieces = [laid_out("ab"), laid_out("c", baseline=1), laid_out("d", baseline=-12), []]
    assert ["".join(g.text for g in line) for line in join_split_lines(pieces)] == ["abc", "d"]


def test_scripts_are_told_by_direction():
    assert has_right_to_left("a ب")
    assert not has_right_to_left("图书馆 किताब 123 🎉")
