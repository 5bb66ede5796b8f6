from __future__ import annotations

from datetime import date, datetime

import pytest

from rag.corpus.dates import find_published, parse_date, read_date_line

DAY = date(2022, 9, 8)


@pytest.mark.parametrize(
    "line",
    [
        "8 سبتمبر 2022",
        "٨ سبتمبر ٢٠٢٢",
        "8 أيلول 2022",
        "8 شتنبر 2022",
        "8 سبتمبر/أيلول 2022",
        "8 أيلول/ سبتمبر 2022",
        "8 سبتمبر – أيلول 2022",
        "الخميس 8 سبتمبر 2022 - 14:30",
        "نُشر في: 8 سبتمبر 2022",
        "September 8, 2022",
        "Published on Thursday, 8th September 2022 at 10:30 GMT",
        "Sept. 8, 2022",
        "8 septembre 2022",
        "Publié le jeudi 8 septembre 2022 à 10h30",
        "2022-09-08",
        "2022/09/08",
        "2022年9月8日",
        "Rabat, 8 septembre 2022",
    ],
)
def test_a_line_that_is_mainly_a_date_gives_it(line):
    assert read_date_line(line) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "وصل الوفد إلى المدينة يوم 8 سبتمبر 2022 صباحا",
        "The bridge was opened on September 8, 2022 by the mayor",
        "Le pont a été ouvert le 8 septembre 2022",
        "2022",
        "08/09/2022",  # either of two days
        "31 سبتمبر 2022",
        "version 12022-09-081",
        "",
    ],
)
def test_running_text_and_doubtful_dates_give_none(line):
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    ("line", "month"),
    [
        ("3 كانون الثاني 2021", 1), ("3 يناير/كانون الثاني 2021", 1), ("3 جانفي 2021", 1), ("3 شباط 2021", 2),
        ("3 فيفري 2021", 2), ("3 آذار 2021", 3), ("3 نيسان 2021", 4), ("3 أفريل 2021", 4), ("3 إبريل 2021", 4),
        ("3 أيار 2021", 5), ("3 ماي 2021", 5), ("3 حزيران 2021", 6), ("3 جوان 2021", 6), ("3 تموز 2021", 7),
        ("3 يوليوز 2021", 7), ("3 جويلية 2021", 7), ("3 آب 2021", 8), ("3 غشت 2021", 8), ("3 أوت 2021", 8),
        ("3 تشرين الأول 2021", 10), ("3 نونبر 2021", 11), ("3 تشرين الثاني 2021", 11), ("3 دجنبر 2021", 12),
        ("3 كانون الأول 2021", 12), ("1er août 2021", 8), ("3 déc. 2021", 12), ("3 Feb 2021", 2),
        ("3 März 2021", 3), ("3 mayo 2021", 5),
    ],
)  # fmt: skip
def test_months_go_by_all_their_names(line, month):
    found = read_date_line(line)
    assert found is not None
    assert found.month == month


def test_day_and_month_are_told_apart_where_only_one_reading_is_possible():
    assert parse_date("13/09/2022") == parse_date("09/13/2022") == date(2022, 9, 13)


@pytest.mark.parametrize(
    "value",
    [
        "2022-09-08T23:00:00Z",
        "2022-09-08 10:00",
        "2022/09/08",
        1662595200,
        "1662595200",
        "Thu, 08 Sep 2022 10:00:00 GMT",
        DAY,
        datetime(2022, 9, 8, 12),
    ],
)
def test_fields_hold_dates_in_many_forms(value):
    assert parse_date(value) == DAY


@pytest.mark.parametrize("value", [None, "", "yesterday", True, 2022, [2022, 9, 8], float("nan")])
def test_a_field_without_a_date_gives_none(value):
    assert parse_date(value) is None


def test_the_date_is_looked_for_near_the_head_only():
    assert find_published(["عنوان", "سامي", "8 سبتمبر 2022"]) == DAY
    assert find_published(["فقرة."] * 20 + ["8 سبتمبر 2022"]) is None
