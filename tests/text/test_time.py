"""The time that a question asks for: what restricts the news, and what only names the time of an event."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.time.hijri import hijri_day, hijri_month, hijri_month_within, hijri_year
from rag.text.time.periods import Period, PeriodKind, read_period, with_period
from rag.types import Filters, Span

TODAY = date(2026, 11, 25)  # a Wednesday


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _read(question: str) -> tuple[str, date | None, date | None, str] | None:
    period = read_period(question, TODAY)
    if period is None:
        return None
    return period.kind.value, period.published_from, period.published_before, period.span.of(question)


# Question; first day and first day after (empty: no bound); the words that said so.
BOUNDS = [
    ("ماذا قال غانتس قبل 2022؟", "", "2022-01-01", "قبل 2022"),
    ("ماذا قال غانتس قبل مارس ٢٠٢٢؟", "", "2022-03-01", "قبل مارس ٢٠٢٢"),
    ("قُبَيْلَ ٢٠٢٢ ماذا قيل؟", "", "2022-01-01", "قُبَيْلَ ٢٠٢٢"),
    ("ماذا قيل قبـــل سنة 2022 م؟", "", "2022-01-01", "قبـــل سنة 2022 م"),
    ("ماذا قيل قبل كانون الثاني 2022؟", "", "2022-01-01", "قبل كانون الثاني 2022"),
    ("ماذا وقع قبل فاتح ماي 2021؟", "", "2021-05-01", "قبل فاتح ماي 2021"),
    ("ماذا قيل قبل نهاية 2021؟", "", "2022-01-01", "قبل نهاية 2021"),
    ("ماذا قيل قبل منتصف مارس 2021؟", "", "2021-03-21", "قبل منتصف مارس 2021"),
    ("ما قيل عن المغرب بعد 5 ماي 2021", "2021-05-06", "", "بعد 5 ماي 2021"),
    ("ماذا حدث بعد الخامس من ماي 2021؟", "2021-05-06", "", "بعد الخامس من ماي 2021"),
    ("ماذا حدث منذ الثاني والعشرين من نونبر 2021؟", "2021-11-22", "", "منذ الثاني والعشرين من نونبر 2021"),
    ("ماذا تغير منذ 2020؟", "2020-01-01", "", "منذ 2020"),
    ("ماذا تغير منذ عام 2020؟", "2020-01-01", "", "منذ عام 2020"),
    ("ماذا تغير ومنذ شهر مارس 2021؟", "2021-03-01", "", "منذ شهر مارس 2021"),
    ("ماذا تغير منذ كانون الأول/ديسمبر 2021؟", "2021-12-01", "", "منذ كانون الأول/ديسمبر 2021"),
    ("ماذا تغير منذ مطلع 2020؟", "2020-01-01", "", "منذ مطلع 2020"),
    ("ماذا تغير منذ أواخر 2021؟", "2021-09-01", "", "منذ أواخر 2021"),
    ("ماذا تغير ابتداء من مارس 2021؟", "2021-03-01", "", "ابتداء من مارس 2021"),
    ("ماذا تغير منذ 13/09/2022؟", "2022-09-13", "", "منذ 13/09/2022"),
    ("ماذا تغير من 2020 حتى الآن؟", "2020-01-01", "", "من 2020 حتى الآن"),
    ("ماذا جرى بين 2019 و2021؟", "2019-01-01", "2022-01-01", "بين 2019 و2021"),
    ("ماذا جرى ما بين عامي 2019 و 2021؟", "2019-01-01", "2022-01-01", "بين عامي 2019 و 2021"),
    ("ماذا جرى بين مارس وماي 2021؟", "2021-03-01", "2021-06-01", "بين مارس وماي 2021"),
    ("ماذا جرى بين يونيو/حزيران وأيلول 2021؟", "2021-06-01", "2021-10-01", "بين يونيو/حزيران وأيلول 2021"),
    ("ماذا جرى بين 3 و7 ماي 2021؟", "2021-05-03", "2021-05-08", "بين 3 و7 ماي 2021"),
    ("ماذا قيل بعد 2019 وقبل 2022؟", "2020-01-01", "2022-01-01", "بعد 2019 وقبل 2022"),
    ("What was said before 2022?", "", "2022-01-01", "before 2022"),
    ("What was said prior to 2022-03-01?", "", "2022-03-01", "prior to 2022-03-01"),
    ("What was said before the end of 2021?", "", "2022-01-01", "before the end of 2021"),
    ("What was said before the end of 5 May 2021?", "", "2021-05-06", "before the end of 5 May 2021"),
    ("What changed since March 2023?", "2023-03-01", "", "since March 2023"),
    ("What changed since mid-2021?", "2021-05-01", "", "since mid-2021"),
    ("What changed after 3 May 2021?", "2021-05-04", "", "after 3 May 2021"),
    ("What changed after May 3rd, 2021?", "2021-05-04", "", "after May 3rd, 2021"),
    ("What changed after 2021?", "2022-01-01", "", "after 2021"),
    ("What changed between 2019 and 2021?", "2019-01-01", "2022-01-01", "between 2019 and 2021"),
    ("between the years 2019 and 2021", "2019-01-01", "2022-01-01", "between the years 2019 and 2021"),
    ("between March and May 2021", "2021-03-01", "2021-06-01", "between March and May 2021"),
    ("between November and March 2022", "2021-11-01", "2022-04-01", "between November and March 2022"),
    ("between March 3 and March 7, 2021", "2021-03-03", "2021-03-08", "between March 3 and March 7, 2021"),
    ("between 2019 and last year", "2019-01-01", "2026-01-01", "between 2019 and last year"),
    ("what happened from 2020 until now?", "2020-01-01", "", "from 2020 until now"),
    ("after 2019 and before 2022", "2020-01-01", "2022-01-01", "after 2019 and before 2022"),
    ("Qu'a-t-il dit avant 2022 ?", "", "2022-01-01", "avant 2022"),
    ("Qu'a-t-il dit avant le 5 mai 2021 ?", "", "2021-05-05", "avant le 5 mai 2021"),
    ("Que s'est-il passé depuis mars 2023 ?", "2023-03-01", "", "depuis mars 2023"),
    ("Que s'est-il passé depuis le 1er mai 2021 ?", "2021-05-01", "", "depuis le 1er mai 2021"),
    ("DEPUIS AOÛT 2021", "2021-08-01", "", "DEPUIS AOÛT 2021"),
    ("Que s'est-il passé après décembre 2021 ?", "2022-01-01", "", "après décembre 2021"),
    ("entre 2019 et 2021", "2019-01-01", "2022-01-01", "entre 2019 et 2021"),
    ("entre le 3 et le 7 mai 2021", "2021-05-03", "2021-05-08", "entre le 3 et le 7 mai 2021"),
    ("desde marzo de 2023", "2023-03-01", "", "desde marzo de 2023"),
    ("antes del 5 de mayo de 2021", "", "2021-05-05", "antes del 5 de mayo de 2021"),
    ("seit März 2023", "2023-03-01", "", "seit März 2023"),
    ("zwischen 2019 und 2021", "2019-01-01", "2022-01-01", "zwischen 2019 und 2021"),
    # The month is the last of its name when no year is said.
    ("ماذا تغير منذ مارس؟", "2026-03-01", "", "منذ مارس"),
    ("What changed since December in Gaza?", "2025-12-01", "", "since December"),
    ("any news since May?", "2026-05-01", "", "since May"),
    ("between March and May", "2026-03-01", "2026-06-01", "between March and May"),
    ("Quoi de neuf depuis mai ?", "2026-05-01", "", "depuis mai"),
]
COUNTED = [
    ("ما أخبار غزة الشهر الماضي؟", "2026-10-01", "2026-11-01", "الشهر الماضي"),
    ("ماذا حدث في السنة الماضية؟", "2025-01-01", "2026-01-01", "السنة الماضية"),
    ("ماذا حدث العام الفائت؟", "2025-01-01", "2026-01-01", "العام الفائت"),
    # Weeks that begin on Saturday, Sunday and Monday are all within.
    ("ماذا حدث الأسبوع الماضي؟", "2026-11-14", "2026-11-23", "الأسبوع الماضي"),
    ("ما الجديد هذا الأسبوع؟", "2026-11-21", "2026-11-30", "هذا الأسبوع"),
    ("ما الجديد في الشهر الجاري؟", "2026-11-01", "2026-12-01", "الشهر الجاري"),
    ("ماذا حدث أمس؟", "2026-11-24", "2026-11-25", "أمس"),
    ("ماذا حدث بالأمس؟", "2026-11-24", "2026-11-25", "بالأمس"),
    ("ماذا حدث أول أمس؟", "2026-11-23", "2026-11-24", "أول أمس"),
    ("ماذا حدث ليلة البارحة؟", "2026-11-24", "2026-11-25", "ليلة البارحة"),
    ("ماذا حدث اليوم في غزة؟", "2026-11-25", "2026-11-26", "اليوم"),
    ("ماذا حدث يوم الأحد الماضي؟", "2026-11-22", "2026-11-23", "يوم الأحد الماضي"),
    ("ماذا حدث في تشرين الثاني/نوفمبر الماضي؟", "2025-11-01", "2025-12-01", "تشرين الثاني/نوفمبر الماضي"),
    ("ماذا قال قبل شهرين؟", "2026-09-01", "2026-10-01", "قبل شهرين"),
    ("ماذا قال قبل ثلاثة أشهر؟", "2026-08-01", "2026-09-01", "قبل ثلاثة أشهر"),
    ("ماذا قال قبل ٣ أيام؟", "2026-11-22", "2026-11-23", "قبل ٣ أيام"),
    ("ماذا قال قبل سنة؟", "2025-01-01", "2026-01-01", "قبل سنة"),
    ("ماذا قال الوزير قبل أيام؟", "2026-11-15", "2026-11-26", "قبل أيام"),
    ("ماذا قال قبل يومين من الآن؟", "2026-11-23", "2026-11-24", "قبل يومين"),
    ("ماذا تغير منذ أسبوعين؟", "2026-11-07", "", "منذ أسبوعين"),
    ("ماذا تغير منذ الشهر الماضي؟", "2026-10-01", "", "منذ الشهر الماضي"),
    ("ماذا تغير منذ بداية العام؟", "2026-01-01", "", "منذ بداية العام"),
    ("ماذا تغير خلال الأشهر الثلاثة الماضية؟", "2026-08-25", "2026-11-26", "الأشهر الثلاثة الماضية"),
    ("ماذا تغير خلال الشهرين الأخيرين؟", "2026-09-25", "2026-11-26", "الشهرين الأخيرين"),
    ("ماذا تغير في آخر أسبوعين؟", "2026-11-11", "2026-11-26", "آخر أسبوعين"),
    ("ماذا حدث خلال الـ24 ساعة الماضية؟", "2026-11-24", "2026-11-26", "الـ24 ساعة الماضية"),
    ("ماذا حدث في الأيام الأخيرة؟", "2026-11-15", "2026-11-26", "الأيام الأخيرة"),
    ("What did Gantz say last month?", "2026-10-01", "2026-11-01", "last month"),
    ("What happened yesterday?", "2026-11-24", "2026-11-25", "yesterday"),
    ("What happened the day before yesterday?", "2026-11-23", "2026-11-24", "the day before yesterday"),
    ("What happened this year?", "2026-01-01", "2027-01-01", "this year"),
    ("What happened today?", "2026-11-25", "2026-11-26", "today"),
    ("What happened last Monday?", "2026-11-23", "2026-11-24", "last Monday"),
    ("What happened last Wednesday?", "2026-11-18", "2026-11-19", "last Wednesday"),
    ("What happened last March?", "2026-03-01", "2026-04-01", "last March"),
    ("What did he say two months ago?", "2026-09-01", "2026-10-01", "two months ago"),
    ("What did he say a year ago?", "2025-01-01", "2026-01-01", "a year ago"),
    ("What did he say a few weeks ago?", "2026-09-16", "2026-11-26", "a few weeks ago"),
    ("What happened 48 hours ago?", "2026-11-23", "2026-11-26", "48 hours ago"),
    ("What happened over the past year?", "2025-11-25", "2026-11-26", "the past year"),
    ("What happened in the last two weeks?", "2026-11-11", "2026-11-26", "the last two weeks"),
    ("What happened since yesterday?", "2026-11-24", "", "since yesterday"),
    ("What was known before last month?", "", "2026-10-01", "before last month"),
    ("What changed since the beginning of the year?", "2026-01-01", "", "since the beginning of the year"),
    ("Que s'est-il passé le mois dernier ?", "2026-10-01", "2026-11-01", "le mois dernier"),
    ("Que s'est-il passé l’année dernière ?", "2025-01-01", "2026-01-01", "l’année dernière"),
    ("Que s'est-il passé hier à Rabat ?", "2026-11-24", "2026-11-25", "hier"),
    ("Que s'est-il passé avant-hier ?", "2026-11-23", "2026-11-24", "avant-hier"),
    ("Que s'est-il passé il y a deux mois ?", "2026-09-01", "2026-10-01", "il y a deux mois"),
    ("Que s'est-il passé ces derniers jours ?", "2026-11-15", "2026-11-26", "ces derniers jours"),
    ("Qu'est-ce qui a changé depuis deux semaines ?", "2026-11-07", "", "depuis deux semaines"),
    ("Qu'est-ce qui a changé depuis le début de l'année ?", "2026-01-01", "", "depuis le début de l'année"),
    ("¿Qué pasó el mes pasado?", "2026-10-01", "2026-11-01", "el mes pasado"),
    ("¿Qué pasó hace dos meses?", "2026-09-01", "2026-10-01", "hace dos meses"),
    ("Was geschah gestern?", "2026-11-24", "2026-11-25", "gestern"),
    ("Was geschah vor zwei Monaten?", "2026-09-01", "2026-10-01", "vor zwei Monaten"),
]
NEWS = [
    ("مقالات 2021", "2021-01-01", "2022-01-01", "2021"),
    ("أخبار مارس 2022", "2022-03-01", "2022-04-01", "مارس 2022"),
    ("أخبار المغرب في مارس 2022", "2022-03-01", "2022-04-01", "في مارس 2022"),
    ("المقالات المنشورة في مارس 2022", "2022-03-01", "2022-04-01", "المنشورة في مارس 2022"),
    ("مقالات حول غزة بتاريخ 5 ماي 2021", "2021-05-05", "2021-05-06", "بتاريخ 5 ماي 2021"),
    ("ما نُشر عن غانتس في 2021؟", "2021-01-01", "2022-01-01", "في 2021"),
    ("أخبار اليوم", "2026-11-25", "2026-11-26", "اليوم"),
    ("news from 2021", "2021-01-01", "2022-01-01", "from 2021"),
    ("articles about Gaza published in 2021", "2021-01-01", "2022-01-01", "published in 2021"),
    ("articles about Gaza from 2021", "2021-01-01", "2022-01-01", "from 2021"),
    ("the March 2022 headlines", "2022-03-01", "2022-04-01", "March 2022"),
    ("news from 2019 to 2021", "2019-01-01", "2022-01-01", "from 2019 to 2021"),
    ("les articles publiés en 2021", "2021-01-01", "2022-01-01", "publiés en 2021"),
    ("actualités d'avril 2021", "2021-04-01", "2021-05-01", "d'avril 2021"),
    ("noticias de 2021", "2021-01-01", "2022-01-01", "de 2021"),
    ("Nachrichten aus 2021", "2021-01-01", "2022-01-01", "aus 2021"),
]
HIJRI = [
    ("ماذا قيل قبل رمضان 1444؟", "", "2023-03-23", "قبل رمضان 1444"),
    ("ماذا قيل قبل 15 رمضان ١٤٤٤ هـ؟", "", "2023-04-06", "قبل 15 رمضان ١٤٤٤ هـ"),
    ("ماذا قيل منذ محرم 1445؟", "2023-07-19", "", "منذ محرم 1445"),
    ("ماذا قيل بعد عام 1444 هـ؟", "2023-07-19", "", "بعد عام 1444 هـ"),
    ("ماذا قيل بين 1440 و1444هـ؟", "2018-09-11", "2023-07-19", "بين 1440 و1444هـ"),
    ("أخبار ربيع الأول 1445", "2023-09-16", "2023-10-16", "ربيع الأول 1445"),
    ("أخبار رمضان 2021", "2021-04-13", "2021-05-13", "رمضان 2021"),
    ("What was said since Ramadan 1444?", "2023-03-23", "", "since Ramadan 1444"),
    ("What was said before 1445 AH?", "", "2023-07-19", "before 1445 AH"),
]


@pytest.mark.parametrize(("question", "start", "end", "words"), BOUNDS + COUNTED + NEWS + HIJRI)
def test_words_about_the_time_of_the_news_restrict_it(question: str, start: str, end: str, words: str) -> None:
    assert _read(question) == ("filter", _day(start), _day(end), words)


@pytest.mark.parametrize(
    ("question", "start", "end", "words"),
    [
        ("متى وقع غانتس المذكرة في نوفمبر 2021؟", "2021-11-01", "2021-12-01", "نوفمبر 2021"),
        ("ماذا حدث في عام 2021؟", "2021-01-01", "2022-01-01", "عام 2021"),
        ("ماذا حدث خلال شهر نونبر 2021؟", "2021-11-01", "2021-12-01", "شهر نونبر 2021"),
        ("ماذا حدث في 3 شتنبر 2021؟", "2021-09-03", "2021-09-04", "3 شتنبر 2021"),
        ("ماذا حدث سنة 1444 هـ؟", "2022-07-30", "2023-07-19", "سنة 1444 هـ"),
        ("كيف كان عراق ما بعد 2003؟", "2004-01-01", "", "بعد 2003"),
        ("أخبار عن الحرب في 2022", "2022-01-01", "2023-01-01", "2022"),
        ("من حكم من 2019 إلى 2021؟", "2019-01-01", "2022-01-01", "من 2019 إلى 2021"),
        ("من حكم حتى 2021؟", "", "2022-01-01", "حتى 2021"),
        ("من فاز قبل انتخابات 2022؟", "2022-01-01", "2023-01-01", "2022"),
        ("What happened in 2008?", "2008-01-01", "2009-01-01", "2008"),
        ("What did Gantz sign in November 2021?", "2021-11-01", "2021-12-01", "November 2021"),
        ("What happened in early 2021?", "2021-01-01", "2021-05-01", "early 2021"),
        ("Which book was published in 2021?", "2021-01-01", "2022-01-01", "2021"),
        ("news about the war in 2022", "2022-01-01", "2023-01-01", "2022"),
        ("Who led the polls before 2022 elections?", "2022-01-01", "2023-01-01", "2022"),
        ("Who won before the 2022 World Cup?", "2022-01-01", "2023-01-01", "2022"),
        ("What was said before March?", "", "2026-03-01", "before March"),
        ("What happened between Rabat and Paris in 2021?", "2021-01-01", "2022-01-01", "2021"),
        ("Que s'est-il passé en mars 2021 ?", "2021-03-01", "2021-04-01", "mars 2021"),
        ("¿Qué pasó en mayo de 2021?", "2021-05-01", "2021-06-01", "mayo de 2021"),
        ("Was geschah im Mai 2021?", "2021-05-01", "2021-06-01", "Mai 2021"),
    ],
)
def test_the_time_of_an_event_is_a_hint_and_no_filter(question: str, start: str, end: str, words: str) -> None:
    assert _read(question) == ("hint", _day(start), _day(end), words)


@pytest.mark.parametrize(
    "question",
    [
        # No time at all, or one that is counted from something else.
        "ماذا حدث قبل الحرب؟", "ماذا حدث بعد أسبوع من الانفجار؟", "ماذا قال من قبل الحكومة؟", "ماذا يحدث بعد شهرين؟",
        "ماذا حدث قبل شهرين من الحرب؟", "ماذا قال قبل أيام قليلة من الانتخابات؟", "ماذا حدث قبل عام الفيل؟",
        "من زار الرباط قبل يوم الجمعة؟", "ماذا يحدث قبل شهر رمضان؟", "أين عاش منذ ولادته؟", "ماذا تغير منذ الاستقلال؟",
        "كيف كانت المدينة في الماضي؟", "ماذا حدث في القرن الماضي؟", "ماذا حدث في ذلك العام؟", "ماذا حدث في نفس الشهر؟",
        "ماذا حدث في الأيام الأخيرة من الحرب؟", "ما هي كنيسة قديسي الأيام الأخيرة؟",
        "من هو في أمس الحاجة إلى المساعدة؟",
        "What happened before the war?", "What happened two months before the election?", "Who won the month before?",
        "What happened in the last year of the war?", "What was the last year he played?",
        "Where did he live in the last month of his life?", "Que s'est-il passé avant la guerre ?",
        "Que s'est-il passé cette année-là ?", "Saints des derniers jours", "Santos de los Últimos Días",
        "What happened between Rabat and Paris?", "ما المسافة بين المغرب وفرنسا؟",
        # What is still to come.
        "ماذا سيحدث العام القادم؟", "What happens next month?", "What happens tomorrow?", "What is Vision 2030?",
        "What happens after 2030?",
        # Words that are times only elsewhere.
        "ما هو اليوم العالمي للمرأة؟", "من يملك قناة روسيا اليوم؟", "Who owns USA Today?", "How is it used today?",
        "Was passiert hier?", "من خلف بوريس جونسون بعد ماي في البرلمان؟", "Who ruled before May resigned?",
        "Who may apply?", "When was the March on Washington?",
        # Days that name an event: which year is meant is not said.
        "ماذا تغير منذ 7 أكتوبر؟", "What changed since October 7?", "ما هي ثورة 25 يناير؟",
        "What changed since 5 March?",
        # Months without a year, and figures that may be either of two days.
        "ماذا حدث في مارس؟", "What happened in March?", "What changed since 05/03/2021?",
        # Numbers that are no years.
        "ماذا حدث قبل 2000 سنة؟", "What happened 2000 years ago?", "between 1500 and 2000 soldiers",
        "بين 1500 و2000 جندي", "entre 1500 et 2000 personnes", "ماذا حدث عام 2000 قبل الميلاد؟",
        "مقالات 2021-2019", "Which part has number 2.2021?",
        "What costs 2,021 dollars?",
        # Times in which no article of the web lies, or all do.
        "من حكم منذ 1967؟", "Who ruled before 1900?", "What happened in 1066?", "ماذا حدث عام 1948؟",
        "years ago", "قبل سنوات", "",
    ],
)  # fmt: skip
def test_other_words_say_nothing_about_the_time_of_the_news(question: str) -> None:
    assert _read(question) is None


@pytest.mark.parametrize(
    "name_and_month",
    [
        "كانون الثاني|1", "جانفي|1", "شباط|2", "فيفري|2", "آذار|3", "مارس|3", "نيسان|4", "أفريل|4", "إبريل|4", "أيار|5",
        "ماي|5", "مايو|5", "حزيران|6", "جوان|6", "يونيه|6", "تموز|7", "يوليوز|7", "جويلية|7", "آب|8", "غشت|8", "أوت|8",
        "أيلول|9", "شتنبر|9", "تشرين الأول|10", "تشرين الثاني|11", "نونبر|11", "كانون الأول|12", "دجنبر|12",
        "février|2", "fevrier|2", "août|8", "Sept.|9", "diciembre|12", "März|3",
    ],
)  # fmt: skip
def test_months_go_by_all_their_names(name_and_month: str) -> None:
    name, month = name_and_month.split("|")
    period = read_period(f"منذ {name} 2021", TODAY)
    assert period is not None
    assert period.published_from == date(2021, int(month), 1)


def test_a_restriction_goes_before_an_event_that_is_named_first() -> None:
    assert _read("ماذا قيل عن حرب 2006 قبل 2022؟") == ("filter", None, date(2022, 1, 1), "قبل 2022")


def test_a_corpus_that_goes_back_further_says_so() -> None:
    period = read_period("ماذا نشرت الصحف قبل 1970؟", TODAY, oldest=date(1950, 1, 1))
    assert period is not None
    assert (period.kind, period.published_before) == (PeriodKind.FILTER, date(1970, 1, 1))


def test_a_time_that_holds_every_article_of_a_young_corpus_is_of_no_use() -> None:
    assert read_period("What changed since 2019?", TODAY, oldest=date(2021, 6, 1)) is None
    assert read_period("What changed since 2022?", TODAY, oldest=date(2021, 6, 1)) is not None


@pytest.mark.parametrize(
    ("today", "start"), [(date(2024, 3, 31), date(2024, 2, 1)), (date(2026, 1, 5), date(2025, 12, 1))]
)
def test_last_month_is_the_calendars(today: date, start: date) -> None:
    period = read_period("last month", today)
    assert period is not None
    assert period.published_from == start


def test_counting_back_from_a_leap_day_ends_on_a_day_that_exists() -> None:
    period = read_period("over the past year", date(2024, 2, 29))
    assert period is not None
    assert period.published_from == date(2023, 2, 28)


@pytest.mark.parametrize("today", [TODAY + timedelta(days=more) for more in range(7)])
def test_last_week_holds_yesterdays_week_wherever_it_begins(today: date) -> None:
    period = read_period("الأسبوع الماضي", today)
    assert period is not None
    assert period.published_from is not None
    assert period.published_before is not None
    for first_weekday in (5, 6, 0):
        begin = today - timedelta(days=(today.weekday() - first_weekday) % 7)
        assert period.published_from <= begin - timedelta(days=7)
        assert begin <= period.published_before <= today


PIECES = """
قبل بعد منذ بين و من إلى حتى يوم شهر أخبار في هـ ـَ ؟ ٢٠٢٢ 2021 1444 3 31 0 999 99999999 12/2021 أشهر
2021-02-30 9999-12-31 2021-2019 before after since between and last ago years months news
avant depuis entre et İ ﷺ 🙂 — \u200f
"""
FRAGMENTS = st.sampled_from([words for *_, words in BOUNDS + COUNTED + NEWS + HIJRI] + PIECES.split())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(FRAGMENTS | st.text(max_size=6), max_size=8).map(" ".join) | st.lists(FRAGMENTS, max_size=5).map("".join),
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
)
def test_any_question_gives_a_span_of_it_and_days_in_order(question: str, today: date) -> None:
    period = read_period(question, today)
    if period is None:
        return
    assert 0 <= period.span.start < period.span.end <= len(question)
    assert period.span.of(question).strip()
    assert period.published_from or period.published_before
    if period.published_from and period.published_before:
        assert period.published_from < period.published_before


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BOUNDS + COUNTED + NEWS + HIJRI), st.text(alphabet="\u200f\u0640\u064e ", max_size=3))
def test_marks_before_it_do_not_change_what_is_read(case: tuple[str, str, str, str], noise: str) -> None:
    question, start, end, words = case
    assert _read(f"{noise} {question}") == ("filter", _day(start), _day(end), words)


PERIOD = Period(PeriodKind.FILTER, date(2021, 1, 1), date(2022, 1, 1), Span(0, 4))


def test_a_period_joins_filters_set_by_hand() -> None:
    by_hand = Filters(sources=("hespress",), languages=("ar",))
    assert with_period(by_hand, PERIOD) == Filters(("hespress",), ("ar",), date(2021, 1, 1), date(2022, 1, 1))


@pytest.mark.parametrize(
    "by_hand", [Filters(published_from=date(2023, 1, 1)), Filters(published_before=date(2020, 1, 1), languages=("ar",))]
)
def test_dates_set_by_hand_replace_the_questions(by_hand: Filters) -> None:
    assert with_period(by_hand, PERIOD) == by_hand


def test_a_hint_and_no_period_leave_the_filters_as_they_are() -> None:
    hint = Period(PeriodKind.HINT, date(2021, 1, 1), date(2022, 1, 1), Span(0, 4))
    assert with_period(Filters(languages=("ar",)), hint) == Filters(languages=("ar",))
    assert with_period(Filters(), None) == Filters()


def test_hijri_dates_follow_umm_al_qura_and_end_with_its_tables() -> None:
    assert hijri_year(1444) == (date(2022, 7, 30), date(2023, 7, 19))
    assert hijri_month(1444, 12) == (date(2023, 6, 19), date(2023, 7, 19))
    assert hijri_day(1444, 9, 29) == (date(2023, 4, 20), date(2023, 4, 21))
    assert hijri_day(1444, 9, 30) is None
    assert hijri_month_within(2030, 9) == (date(2030, 1, 5), date(2030, 2, 4))  # the first of two
    assert hijri_year(1342) is hijri_year(1500) is hijri_month(1342, 1) is None


def test_only_a_hijri_date_loads_the_library_for_it() -> None:
    script = (
        "import sys; from datetime import date; from rag.text.time.periods import read_period as read;"
        "read('قبل 2022', date(2026, 1, 1)); before = 'hijridate' in sys.modules;"
        "read('قبل 1444 هـ', date(2026, 1, 1)); print(before, 'hijridate' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]
