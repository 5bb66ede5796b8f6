from __future__ import annotations

import pytest

from rag.corpus.languages import choose_language, detect_language, guess_language

SENTENCES = {
    "ar": "ذهب الأولاد إلى المدرسة في الصباح الباكر وعادوا مساء",
    "fa": "کودکان صبح زود به مدرسه رفتند و عصر برگشتند",
    "ur": "بچے صبح سویرے اسکول گئے اور شام کو واپس آئے ہیں",
    "ckb": "منداڵەکان بەیانی زوو چوونە قوتابخانە و ئێوارە گەڕانەوە",
    "ps": "ماشومان سهار وختي ښوونځي ته لاړل او ماښام بېرته راغلل",
    "en": "The children went to school early and came home in the evening",
    "fr": "Les enfants sont allés à l'école tôt le matin et rentrés le soir",
    "es": "Los niños fueron a la escuela temprano y volvieron por la tarde",
    "zh": "孩子们一大早就去上学了，晚上才回家。",
    "ja": "子どもたちは朝早く学校へ行き、夕方に帰ってきました。",
    "hi": "बच्चे सुबह जल्दी स्कूल गए और शाम को घर वापस आए",
    "he": "הילדים הלכו לבית הספר מוקדם בבוקר וחזרו בערב",
    "ru": "Дети рано утром пошли в школу и вечером вернулись домой",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_enough(language):
    assert detect_language(SENTENCES[language]) == language


def test_persian_from_an_arabic_keyboard_is_persian():
    assert detect_language(SENTENCES["fa"].replace("ک", "ك").replace("ی", "ي") + " گفت پدر") == "fa"


def test_a_persian_name_leaves_arabic_arabic():
    assert detect_language(SENTENCES["ar"] + " مع السيد پرويز چنگيزي") == "ar"


@pytest.mark.parametrize("text", ["", "🎉🎉", "سلام", "2022-09-08", "OK", "你好"])
def test_too_little_text_is_undetermined(text):
    assert detect_language(text) == "und"


def test_a_given_language_is_believed_and_shortened():
    assert choose_language("ar-MA", "نص") == "ar"
    assert choose_language("FRA", "Bref") == "fr"


@pytest.mark.parametrize("given", ["en-US", "", "Arabic language", "und"])
def test_a_given_language_that_the_script_refutes_or_that_is_no_code_is_not(given):
    assert choose_language(given, SENTENCES["ar"]) == "ar"


def test_arabic_is_not_written_in_latin_letters():
    assert choose_language("ar", SENTENCES["en"]) == "en"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("متى؟", "ar"),
        ("Who was it?", "en"),
        ("Où est-il allé ?", "fr"),
        ("¿Quién ganó?", "es"),
        ("X10", "und"),
        ("🙂", "und"),
    ],
)
def test_a_short_question_gets_a_guess(question, language):
    assert guess_language(question) == language
