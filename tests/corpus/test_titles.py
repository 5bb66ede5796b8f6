from __future__ import annotations

import pytest

from rag.corpus.boilerplate import find_body
from rag.corpus.titles import choose_title

HEADLINE = "افتتاح مكتبة جديدة في وسط المدينة القديمة"
PARAGRAPH = "افتتحت البلدية صباح اليوم مكتبة جديدة في وسط المدينة القديمة بحضور عدد كبير من السكان. وحضر العمدة."


def title(*lines):
    text = "\n\n".join(lines)
    return choose_title(text, find_body(text))


@pytest.mark.parametrize(
    "above", ["شؤون ثقافية", "Culture", "المدينة بريس: متابعة", "بقلم: سامي", "8 سبتمبر 2022", "شارك"]
)
def test_what_stands_above_the_headline_is_no_title(above):
    assert title(above, HEADLINE, PARAGRAPH) == HEADLINE


def test_a_section_label_and_a_credit_together_are_no_title():
    assert title("شؤون ثقافية", "وكالات", HEADLINE, "8 سبتمبر 2022", PARAGRAPH) == HEADLINE


def test_a_short_headline_right_above_the_text_is_the_title():
    assert title("المكتبة الجديدة", PARAGRAPH) == "المكتبة الجديدة"


@pytest.mark.parametrize(
    "headline", ["新图书馆今天在市中心开放", "A new library opens: who will come?", "नया पुस्तकालय खुला", "🎉 Enfin !"]
)
def test_headlines_of_other_languages(headline):
    assert title(headline, PARAGRAPH) == headline


def test_without_a_headline_the_first_sentence_serves():
    assert title("Dr. Salem opened the library. Many people came.") == "Dr. Salem opened the library."


def test_a_long_first_sentence_is_cut_at_a_word():
    long = PARAGRAPH.replace(". وحضر", " وحضر معهم")
    cut = title(long)
    assert len(cut) <= 101
    assert cut.endswith("…")
    assert long.startswith(cut[:-1] + " ")


def test_a_text_without_words_has_no_title():
    assert title("") == ""
