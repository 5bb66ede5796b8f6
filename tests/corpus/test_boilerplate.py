from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.corpus.boilerplate import find_body
from rag.types import Span

HEADLINE = "افتتاح مكتبة جديدة في وسط المدينة القديمة"
PARAGRAPH = "افتتحت البلدية صباح اليوم مكتبة جديدة في وسط المدينة القديمة بحضور عدد كبير من السكان."
SECOND = "وتضم المكتبة قاعة للأطفال وأخرى للمخطوطات، وتفتح أبوابها كل يوم حتى الثامنة مساء."


def body(*lines):
    text = "\n\n".join(lines)
    return [span.of(text) for span in find_body(text)]


@pytest.mark.parametrize(
    "label",
    [
        "ذات صلة", "أحدث المقالات", "تابعنا على تلجرام", "تابعونا عبر صفحتنا على فيسبوك وتويتر",
        "تابعنا على تويتر", "مقالات ذات صلة", "زر الذهاب إلى الأعلى", "شارك", "شارك المقال:", "فيسبوك تويتر واتساب",
        "اقرأ أيضا", "إقرأ أيضاً: سوق الكتب يعود إلى الساحة", "اقرأ\\ي أيضاً| سوق الكتب يعود", "spot_img",
        "spot_imgspot_imgspot_img", "جميع الحقوق محفوظة © 2023", "Read also: The old book market returns",
        "Lire aussi : Le marché aux livres revient", "À lire aussi", "Share this", "SHARE THIS ARTICLE",
        "Follow us on Facebook", "Suivez-nous sur Facebook et Twitter", "Related articles", "Tous droits réservés",
        "We use cookies to improve your experience on our website.", "All rights reserved.",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك", "https://example.org/a?b=c", "pic.twitter.com/AbCdEf",
        "— City Library (@citylibrary) January 17, 2023", "— مكتبة المدينة (@citylibrary)",
    ],
)  # fmt: skip
def test_labels_of_the_page_are_not_the_article(label):
    assert body(PARAGRAPH, label, SECOND) == [PARAGRAPH, SECOND]


@pytest.mark.parametrize(
    "sentence",
    [
        "تابعنا في الأسابيع الماضية أعمال الترميم التي تجري في المكتبة",
        "تابعنا على تويتر تصريحات المدير الجديد للمكتبة بعد افتتاحها.",
        "اقرأ أيضا ما كتبه الجاحظ عن فضل الكتاب على سائر الأشياء.",
        "شارك في حفل الافتتاح عشرات الكتاب والناشرين من المدينة.",
        "Readers share this building with the music school next door.",
        "Follow us on our walk through the new reading room.",
        "See also how the old roof was saved from the rain.",
        "The phrase all rights reserved stood in every book of the shop.",
        "Nous partageons cet article avec les lecteurs de la bibliothèque.",
        "انظروا إلى القاعة الجديدة pic.twitter.com/AbCdEf",
        "The address is https://example.org and anyone may visit.",
        "图书馆今天早上开放。",
        "आज सुबह पुस्तकालय खुला।",
        "🎉🎉🎉",
    ],
)
def test_sentences_with_the_words_of_labels_stay(sentence):
    assert body(PARAGRAPH, sentence, SECOND) == ["\n\n".join((PARAGRAPH, sentence, SECOND))]


def test_teasers_before_the_article_end_at_its_headline():
    teasers = ("سوق الكتب يعود إلى الساحة", "بعد غياب طويل، عاد سوق الكتب...", "من يقرأ اليوم؟", "دراسة جديدة تسأل عن…")
    assert body("ذات صلة", "أحدث المقالات", *teasers, HEADLINE, PARAGRAPH) == [f"{HEADLINE}\n\n{PARAGRAPH}"]


def test_bare_headlines_before_the_article_leave_it_the_last_one():
    assert body("Related articles", "A market returns to town", "Who still reads today?", HEADLINE, PARAGRAPH) == [
        f"{HEADLINE}\n\n{PARAGRAPH}"
    ]


def test_a_list_inside_the_article_is_left_out_and_the_article_goes_on():
    assert body(HEADLINE, PARAGRAPH, "مقالات ذات صلة", "سوق الكتب يعود إلى الساحة", "من يقرأ اليوم؟", SECOND) == [
        f"{HEADLINE}\n\n{PARAGRAPH}",
        SECOND,
    ]


def test_a_list_of_headlines_closes_the_page():
    assert body(PARAGRAPH, SECOND, "Related articles", "A market returns to town", "Who still reads today?") == [
        f"{PARAGRAPH}\n\n{SECOND}"
    ]


def test_a_list_of_teasers_closes_the_page():
    assert body(PARAGRAPH, "اقرأ أيضا", "سوق الكتب يعود إلى الساحة", "بعد غياب طويل، عاد سوق الكتب...") == [PARAGRAPH]


def test_a_paragraph_said_again_is_body_only_once():
    again = PARAGRAPH.replace("صباح", "صَبَاحَ").replace(".", " ..")
    assert body(PARAGRAPH, SECOND, again, "خاتمة المقال.") == [f"{PARAGRAPH}\n\n{SECOND}", "خاتمة المقال."]


def test_short_lines_may_recur():
    assert body("يا ليل يا عين", SECOND, "يا ليل يا عين") == [f"يا ليل يا عين\n\n{SECOND}\n\nيا ليل يا عين"]


def test_a_text_of_labels_only_is_body_as_it_is():
    assert body("شارك", "تابعنا على تلجرام") == ["شارك\n\nتابعنا على تلجرام"]


def test_a_text_without_words_has_no_body():
    assert find_body("") == find_body(" \n ") == ()


LINES = st.sampled_from(
    [
        "ذات صلة",
        "Related articles",
        "شارك",
        HEADLINE,
        PARAGRAPH,
        SECOND,
        "مقتطف...",
        "A title",
        "",
        "  ",
        "🎉",
        "2022-09-08",
    ]
)


@given(st.one_of(st.text(), st.lists(LINES | st.text(max_size=60)).map("\n".join)))
def test_spans_are_ordered_disjoint_inside_the_text_and_trimmed(text):
    spans = find_body(text)
    assert bool(spans) == bool(text.strip())
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert find_body(text) == tuple(Span(s.start, s.end) for s in spans)
