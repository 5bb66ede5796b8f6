"""Numbers in figures of every script and in words, and the dates that they are part of."""

from __future__ import annotations

import pytest

from rag.verification.dates import read_dates
from rag.verification.facts import missing_facts
from rag.verification.quantities import read_quantities, readings
from rag.verification.words import read_text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("خمسة وعشرون رجلا و300 امرأة", [25, 300]),
        ("مئة وخمسة وعشرون ألفا", [125_000]),
        ("ثلاثة آلاف وخمسمئة", [3500]),
        ("بخمسة آلاف", [5000]),
        ("خمسة عشر ألفا", [15_000]),
        ("مئتان وخمسون", [250]),
        ("ألفان", [2000]),
        ("٣٫٥ مليون", [3_500_000]),
        ("القرن التاسع عشر", [19]),
        ("الخامس والعشرين", [25]),
        ("twenty-five and one hundred and three", [25, 103]),
        ("between one hundred and two hundred", [100, 200]),
        ("three thousand two hundred and five", [3205]),
        ("two hundred thousand", [200_000]),
        ("quatre-vingt-dix-sept pour cent", [97]),
        ("soixante et onze", [71]),
        ("mille neuf cent quatre-vingt-dix-neuf", [1999]),
        ("treinta y cinco", [35]),
        ("12 000", [12_000]),
        ("6½", [6.5]),
        ("half a million", [500_000]),
        ("Louis XIV, XIXe siècle", [14, 19]),
        ("five million and 2 million million", [5_000_000, 2_000_000, 1_000_000]),
        ("5 hundred", [5, 100]),
        ("cent mille", [100_000]),
        ("5 vingt", [5, 20]),
        ("twelve hundred", [1200]),
        ("two hundred hundred", [200, 100]),
        ("الأربعاء والاثنين والأحد", []),
        ("thousands of people, one of them", []),
        ("at 04:00", [4]),
    ],
)
def test_numbers_are_read_in_figures_and_in_words(text: str, values: list[float]) -> None:
    asked = [quantity for quantity in read_quantities(read_text(text)) if quantity.is_asked]
    assert [max(quantity.values) for quantity in asked] == values


@pytest.mark.parametrize(
    ("figures", "values"),
    [
        ("1234", {1234}),
        ("1,234,567", {1234567}),
        ("1.234", {1.234, 1234}),
        ("1.234,5", {1234.5}),
        ("3,5", {3.5}),
        ("12.03.2021", {12, 3, 2021}),
    ],
)
def test_separators_are_read_as_any_country_has_them(figures: str, values: set[float]) -> None:
    assert readings(figures) == values


@pytest.mark.parametrize(
    "text", ["5%", "٪5", "5 per cent", "5 pour cent", "5 في المئة", "5 to 10 percent", "5 نقاط مئوية"]
)
def test_per_cent_is_part_of_a_number(text: str) -> None:
    assert read_quantities(read_text(text))[0].is_percent


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("في 12 سبتمبر/أيلول 2022 و3 مارس", [(12, 9, 2022), (3, 3, None)]),
        ("on September 12, 2022", [(12, 9, 2022)]),
        ("12-14 mai 2020", [(12, 5, 2020), (14, 5, 2020)]),
        ("le 1er janvier 2019", [(1, 1, 2019)]),
        ("2021-03-12", [(12, 3, 2021)]),
        ("25/12/2020", [(25, 12, 2020)]),
        ("99/99/2020 and 2020-13-40 and 2020-14-05", []),
        ("الخامس والعشرين من مايو 2021", [(25, 5, 2021)]),
        ("15 رمضان 1443 هـ", [(15, 109, 1443)]),
        ("December 2015", [(None, 12, 2015)]),
        ("نونبر الماضي", [(None, 11, None)]),
        ("he may go in May", [(None, 5, None)]),
        ("رمضان قديروف, Mars, mar", []),
    ],
)
def test_dates_are_read_as_day_month_and_year(text: str, said: list[tuple[int | None, int, int | None]]) -> None:
    assert [(date.day, date.month, date.year) for date in read_dates(read_text(text)) if date.is_asked] == said


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("سنة 2022", "في عام ٢٠٢٢"),
        ("on 12 September", "يوم 12 أيلول"),
        ("في تشرين الثاني 2021", "en novembre 2021"),
        ("في نونبر", "في نوفمبر"),
        ("on 3 April 2021", "3/4/2021"),
        ("on 12 September 2022", "In 2022 it was opened on 12 September."),
        ("two brothers", "شقيقان"),
        ("25 people", "خمسة وعشرون شخصا"),
        ("the 1990s", "في التسعينيات"),
        ("$5m", "5,000,000 dollars"),
        ("the 3rd floor", "الطابق الثالث"),
        ("5 percent", "بين 5 و10 في المئة"),
    ],
)
def test_what_is_said_in_another_way_is_there(claim: str, quote: str) -> None:
    assert list(missing_facts(read_text(claim), [read_text(quote)])) == []


@pytest.mark.parametrize(
    ("claim", "quote", "asked", "found"),
    [
        ("in 2023", "في 2022", "2023", "2022"),
        ("5 percent", "5 people and 7 percent", "5", "7"),
        ("five men", "several men", "five", ""),
        ("on 15 March", "from 12 March to 15 April", "15 March", "12 March"),
        ("on 15 March", "in spring", "15 March", ""),
        ("on 15 March 2021", "on 15 March", "15 March 2021", "15 March"),
        ("12 and 40 men", "12 and 30 men and 90 women", "40", "30"),
    ],
)
def test_what_is_not_there_is_said_with_what_stands_in_its_place(
    claim: str, quote: str, asked: str, found: str
) -> None:
    (reason,) = missing_facts(read_text(claim), [read_text(quote)])
    assert (reason.asked, reason.found) == (asked, found)
