"""What meets in the term index and what does not."""

from __future__ import annotations

import pytest

from rag.text.arabic import light_stem
from rag.text.direction import text_direction
from rag.text.normalise import fold
from rag.text.terms import count_words, passage_terms, query_terms, query_words

FAMILIES = [
    "المغرب للمغرب بالمغرب والمغرب مغرب",
    "القوات قوات قواته قواتها وقواتهم بقواته",
    "التعاون بالتعاون تعاون تعاونهما وتعاونهم",
    "الجامعة جامعة جامعات بالجامعة جامعته",
    "إسلام اسلام الإسلام والإسلام",
    "العـــراق العراق بالعراق",
    "مُحَمَّد محمد محمّد",
]
STRANGERS = [("كتاب", "كتب"), ("والد", "لد"), ("فندق", "ندق"), ("كلام", "لام"), ("تعاون", "تعارف"), ("عمل", "عامل")]


def _known(stem: str) -> bool:
    return True


def _stems(text: str, language: str = "und") -> tuple[str, ...]:
    return passage_terms(text, language).stems


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_an_arabic_word_meet(family: str) -> None:
    assert len(set(_stems(family))) == 1


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert light_stem(fold(one)) != light_stem(fold(other))


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("图书馆", ("图", "书", "馆", "图书", "书馆")),
        ("서울시", ("서울", "울시")),
        ("ห้องสมุด", ("ห้อ", "้อง", "องส", "งสม", "สมุ", "มุด")),
        ("WTO成员", ("wto", "成", "员", "成员")),
        ("किताबें", ("किताबें",)),
        ("٢٠٢٢ 2022 २०२२", ("2022", "2022", "2022")),
        ("1,500 3.5 3,5 ١٬٥٠٠ ٣٫٥", ("1500", "3.5", "3.5", "1500", "3.5")),
        ("_", ()),
    ],
)
def test_the_script_decides_what_a_term_is(text: str, stems: tuple[str, ...]) -> None:
    assert _stems(text) == stems


def test_language_picks_the_stemmer_and_accents_do_not_matter() -> None:
    assert _stems("elections", "en") == _stems("election", "en")
    assert _stems("élections", "fr") == _stems("election", "fr")
    assert _stems("Algérie") == _stems("Algerie")


def test_the_exact_words_are_kept_beside_the_stems() -> None:
    assert passage_terms("وقواته 中国", "ar").exact == ("وقواته",)


def test_words_without_a_subject_are_left_out_of_a_question_unless_nothing_else_remains() -> None:
    assert query_terms("متى وقع الوزير على المذكرة؟", ("ar",), _known).exact == ("وقع", "الوزير", "المذكره")
    assert query_terms("馆内有多少书？", (), _known).stems == ("馆", "内", "有", "馆内", "内有", "书")
    assert query_terms("When was it?", ("en",), _known).exact == ("when", "was", "it")


def test_a_question_meets_passages_of_every_language_of_the_corpus() -> None:
    stems = query_terms("elections", ("en", "fr", "de"), _known).stems
    for language in ("en", "fr", "de"):
        assert set(_stems("elections", language)) <= set(stems)


def test_a_short_word_is_read_without_its_clitic_only_when_the_corpus_does_not_know_it() -> None:
    def stems(known: set[str]) -> list[frozenset[str]]:
        return [word.stems for word in query_words("بقطر", (), known.__contains__)]

    assert stems({"قطر"}) == [{"قطر"}]
    assert stems({"قطر", "بقطر"}) == [{"بقطر"}]
    assert stems(set()) == [{"بقطر"}]


def test_what_looks_like_a_name_is_asked_for_in_other_scripts_too() -> None:
    asked = query_words("Where did Kochavi speak?", ("ar", "en"), {"anything"}.__contains__)
    assert {word.text: bool(word.names) for word in asked} == {"kochavi": True, "speak": False}
    said = passage_terms("تحدث كوخافي", "ar").names
    assert not asked[0].names.isdisjoint(said)
    assert set(query_terms("Where did Kochavi speak?", ("ar",), {"x"}.__contains__).names) == asked[0].names


def test_words_are_counted_without_spaces_too() -> None:
    assert count_words("ثلاث كلمات هنا 图书馆") == 6


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("GDPR هو نظام حماية البيانات", "rtl"),
        ("The word سند means support in Arabic", "ltr"),
        ("新图书馆", "ltr"),
        ("123", "ltr"),
        ("שלום", "rtl"),
    ],
)
def test_direction_follows_most_letters_and_not_the_first(text: str, direction: str) -> None:
    assert text_direction(text) == direction
