"""The five development articles, judged by lengths and short labels: no sentence of theirs stands here."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.corpus import find_files, read_file

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the development articles are not at {SEEDS}"),
]


@pytest.fixture(scope="module")
def articles():
    return [
        document
        for path in find_files(SEEDS)
        for document in read_file(path, source=f"seeds/{path.name}", on_skip=pytest.fail)
    ]


def outside(document):
    """The lines of the text that are not body."""
    text = list(document.text)
    for span in document.body:
        text[span.start : span.end] = " " * len(span)
    return [line.strip() for line in "".join(text).splitlines() if line.strip()]


def test_all_five_are_arabic_without_a_date_line(articles):
    assert [(a.language, a.published) for a in articles] == [("ar", None)] * 5


def test_the_list_before_the_first_article_is_left_out_up_to_its_headline(articles):
    lines = outside(articles[0])
    assert lines[:2] == ["ذات صلة", "أحدث المقالات"]
    assert [line.endswith("...") for line in lines[2:8]] == [False, True] * 3
    assert lines[8:] == ["spot_imgspot_img"]
    assert articles[0].title in articles[0].text.splitlines()
    assert articles[0].text[articles[0].body[0].start :].startswith(articles[0].title)


def test_the_paragraph_that_the_second_article_repeats_is_body_once(articles):
    (repeated,) = outside(articles[1])
    assert articles[1].text.count(repeated) == 2


def test_the_six_paragraphs_that_the_third_article_repeats_are_body_once(articles):
    repeated = outside(articles[2])
    assert len(repeated) == 6
    assert all(articles[2].text.count(line) == 2 for line in repeated)
    assert "متابعة" not in articles[2].title


def test_the_signature_of_a_tweet_is_left_out_of_the_fourth(articles):
    (signature,) = outside(articles[3])
    assert signature.endswith("January 17, 2023")


def test_labels_are_left_out_of_the_fifth_and_its_section_is_no_title(articles):
    lines = outside(articles[4])
    assert lines[0].startswith("اقرأ\\ي أيضاً|")
    assert lines[1:] == ["تابعنا على تلجرام", "مقالات ذات صلة", "زر الذهاب إلى الأعلى"]
    assert articles[4].title == articles[4].text.splitlines()[2]
