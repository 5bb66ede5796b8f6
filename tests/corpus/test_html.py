from __future__ import annotations

from datetime import date

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="{charset}">
<title>افتتاح المكتبة - المدينة بريس</title>
<meta property="og:title" content="افتتاح المكتبة الجديدة"><link rel="canonical" href="https://city.example/library">
<meta property="article:published_time" content="2022-09-08T10:00:00Z"></head><body>
<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/s">رياضة</a></li></ul></nav>
<article><h1>افتتاح المكتبة الجديدة</h1>
<p>افتتحت البلدية صباح اليوم مكتبة جديدة في وسط المدينة القديمة بحضور عدد كبير من السكان، وحضر العمدة كذلك.</p>
<p>وتضم المكتبة قاعة للأطفال وأخرى للمخطوطات، وتفتح أبوابها كل يوم حتى الثامنة مساء، عدا يوم الجمعة.</p>
<table><tr><td>السبت</td><td>9–20</td></tr></table></article>
<footer>جميع الحقوق محفوظة</footer><script>var nothing = 1;</script></body></html>"""


def page(lang="ar-MA", charset="utf-8"):
    return PAGE.format(lang=lang, charset=charset)


def test_an_article_comes_with_what_its_page_says_of_it(write, read_one):
    document = read_one(write("a.html", page()))
    assert document.title == "افتتاح المكتبة الجديدة"
    assert document.language == "ar"
    assert document.published == date(2022, 9, 8)
    assert document.metadata["url"] == "https://city.example/library"
    assert document.source == "corpus/a.html"
    assert "قاعة للأطفال" in document.text
    assert "nothing" not in document.text


def test_menu_and_footer_are_no_evidence(write, read_one):
    document = read_one(write("a.htm", page()))
    evidence = "\n".join(span.of(document.text) for span in document.body)
    assert "الرئيسية" not in evidence
    assert "الحقوق" not in evidence


def test_a_template_in_english_leaves_the_article_arabic(write, read_one):
    assert read_one(write("a.html", page(lang="en-US"))).language == "ar"


def test_a_declared_code_page_is_used(write, read_one):
    document = read_one(write("a.html", page(charset="windows-1256").encode("cp1256")))
    assert document.title == "افتتاح المكتبة الجديدة"


def test_a_page_that_declares_the_wrong_code_page_is_read_for_what_it_is(write, read_one):
    assert read_one(write("a.html", page(charset="iso-8859-1"))).title == "افتتاح المكتبة الجديدة"


def test_a_page_without_an_article_gives_its_words(write, read_one):
    document = read_one(write("a.html", "<title>Menu &amp; prix</title><div>Thé à la menthe</div>"))
    assert document.title == "Menu & prix"
    assert document.text == "Thé à la menthe"


def test_xhtml_with_an_encoding_in_its_declaration_is_read(write, read_one):
    document = read_one(
        write("a.html", '<?xml version="1.0" encoding="utf-8"?><html><body><p>图书馆开放。</p></body></html>')
    )
    assert document.text == "图书馆开放。"


def test_a_date_in_running_text_is_not_taken(write, read_one):
    text = "<p>The bridge was opened on September 8, 2022 by the mayor, and many people came to see it that day.</p>"
    assert read_one(write("a.html", f"<html><body><article>{text * 3}</article></body></html>")).published is None
