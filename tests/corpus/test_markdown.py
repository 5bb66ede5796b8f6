from __future__ import annotations

from datetime import date

import pytest

from rag.errors import ReadError


def test_front_matter_names_title_date_language_and_the_rest(write, read_one):
    document = read_one(
        write(
            "a.md",
            "---\ntitle: مكتبة المدينة\ndate: 2022-09-08\nlang: ar\nsource: https://city.example/a\n"
            "tags: [كتب, مدينة]\nviews: 12\nnested: {a: {b: 1}}\n---\n# عنوان آخر\n\nنص المقال.\n",
        )
    )
    assert document.title == "مكتبة المدينة"
    assert document.published == date(2022, 9, 8)
    assert document.language == "ar"
    assert document.text == "# عنوان آخر\n\nنص المقال."
    assert document.metadata == {
        "source": "https://city.example/a",
        "url": "https://city.example/a",
        "tags": "كتب, مدينة",
        "views": "12",
    }


@pytest.mark.parametrize("heading", ["# La bibliothèque", "# La bibliothèque #", "Préface\n\n# La bibliothèque"])
def test_without_front_matter_the_first_heading_is_the_title(write, read_one, heading):
    assert read_one(write("a.markdown", f"{heading}\n\nElle est ouverte.")).title == "La bibliothèque"


def test_a_title_with_a_colon_and_no_quotes_is_understood(write, read_one):
    document = read_one(write("a.md", "---\ntitle: صحيفة: متحف جديد في صحار\ndate: 2021-03-03\n---\nنص المقال.\n"))
    assert document.title == "صحيفة: متحف جديد في صحار"
    assert document.published == date(2021, 3, 3)
    assert document.text == "نص المقال."


def test_a_source_that_is_no_address_is_no_url(write, read_one):
    assert "url" not in read_one(write("a.md", "---\nsource: Reuters\n---\nArticle text.\n")).metadata


def test_a_comment_in_a_code_block_is_no_heading(write, read_one):
    assert read_one(write("a.md", "```sh\n# not this\n```\n\n## 图书馆\n\n开放。")).title == "图书馆"


def test_markup_stays_in_the_text(write, read_one):
    text = "# पुस्तकालय\n\n- **नई** [किताबें](https://city.example)\n- 🎉"
    assert read_one(write("a.md", text)).text == text


@pytest.mark.parametrize("front", ["title: [open\n  - more", "{a: b: c"])
def test_broken_front_matter_is_refused(write, read_all, front):
    with pytest.raises(ReadError, match="front matter"):
        read_all(write("a.md", f"---\n{front}\n---\ntext"))


def test_a_text_that_opens_with_a_rule_is_kept_whole(write, read_one):
    text = "---\nFirst words\n---\nSecond words"
    assert read_one(write("a.md", text)).text == text


def test_aliases_that_multiply_stay_small(write, read_one):
    bomb = "a: &a [x, x, x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]\n"
        for old, new in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
    )
    assert len(str(read_one(write("a.md", f"---\n{bomb}---\ntext")).metadata)) < 1000
