"""Sentences survive the printer's line breaks."""

from __future__ import annotations

from rag.corpus.wrapping import unwrap_lines


def test_the_lines_of_a_paragraph_become_one_and_a_heading_stays_apart() -> None:
    page = (
        "افتتاح متحف الفنون\n"
        "افتتح الوزير سالم المهيري متحف الفنون في مدينة\n"
        "صحار يوم الثلاثاء وحضر الافتتاح نحو أربعمئة زائر\n"
        "من أنحاء البلاد.\n"
        "وقالت المديرة إن المتحف يضم ألف قطعة نادرة بينها\n"
        "مخطوطات قديمة."
    )
    assert unwrap_lines(page).split("\n") == [
        "افتتاح متحف الفنون",
        "افتتح الوزير سالم المهيري متحف الفنون في مدينة "
        "صحار يوم الثلاثاء وحضر الافتتاح نحو أربعمئة زائر من أنحاء البلاد.",
        "وقالت المديرة إن المتحف يضم ألف قطعة نادرة بينها مخطوطات قديمة.",
    ]


def test_a_hyphen_at_the_end_of_a_line_stays_the_authors() -> None:
    page = "The two ministries agreed on closer co-\noperation in the harbour of Lund next year."
    assert unwrap_lines(page) == "The two ministries agreed on closer co-operation in the harbour of Lund next year."


def test_blank_lines_and_bullets_end_a_paragraph() -> None:
    page = "The committee met in the old town hall\n\n• first item of the long list of points\n• second item of it"
    assert unwrap_lines(page) == page


def test_a_page_of_short_lines_is_a_list_and_is_left_alone() -> None:
    page = "خبز\nحليب\nبيض"
    assert unwrap_lines(page) == page
