"""The whole path, as a user starts it: `sanad index`, `sanad serve`, a question, the words in their article."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")

from playwright.sync_api import Page, expect

from tests.e2e.reader import ask, chosen_card, last_answer, markers

QUESTIONS = {
    "ar": "متى وقع بيني غانتس مذكرة التفاهم في الرباط؟",
    "en": "When did Benny Gantz sign the memorandum of understanding in Rabat?",
}
NOT_THERE = "ما هو سعر الذهب اليوم؟"
VERBATIM = {"ar": "حرفي", "en": "Verbatim"}


def open_article(page: Page) -> Page:
    with page.context.expect_page() as opened:
        chosen_card(page).locator("a.open").click()
    return opened.value


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("width", [1280, 380])
def test_from_a_question_to_the_marked_words_in_the_article(
    open_page, seeds_url, shoot, language: str, width: int
) -> None:
    page = open_page(f"{seeds_url}/?lang={language}", width=width)
    expect(page.locator("#chat .example").first).to_be_visible()
    shoot(page, f"seeds-{language}-{width}-1-welcome")
    ask(page, QUESTIONS[language])
    sentence = last_answer(page).locator(".sentence", has=page.locator(".verdict-verbatim")).first
    expect(sentence.locator(".verdict")).to_have_text(VERBATIM[language])
    said = sentence.locator(".claim").inner_text()
    sentence.locator("a.cite").first.click()
    expect(chosen_card(page).locator("mark")).to_have_text(said)
    shoot(page, f"seeds-{language}-{width}-2-card")
    article = open_article(page)
    expect(article.locator("mark#quote")).to_have_text(said)
    expect(article.locator("mark#quote")).to_be_in_viewport()
    shoot(article, f"seeds-{language}-{width}-3-article")


def test_what_the_articles_do_not_say_is_not_answered(open_page, seeds_url) -> None:
    page = open_page(seeds_url)
    ask(page, NOT_THERE)
    expect(last_answer(page)).to_contain_text("لا أجد جوابًا في هذه المقالات.")
    expect(markers(page)).to_have_count(0)


def test_an_example_question_gets_an_answer_with_evidence(open_page, seeds_url) -> None:
    page = open_page(seeds_url)
    page.locator("#chat .example").first.click()
    expect(markers(page).first).to_be_visible()
    markers(page).first.click()
    quote = chosen_card(page).locator("mark").inner_text()
    expect(open_article(page).locator("mark#quote")).to_have_text(quote, use_inner_text=True)


def test_hostile_words_of_a_real_corpus_are_shown_and_do_nothing(open_page, hostile_url) -> None:
    page = open_page(f"{hostile_url}/?lang=en")
    ask(page, "How many tonnes was the saffron harvest of Taliouine?")
    said = "*rose* to 6.8 tonnes <img src=x onerror=alert(1)> [see](http://evil.test) `now` $5$."
    expect(last_answer(page)).to_contain_text(said)
    expect(last_answer(page).locator("img, em, code, strong, a:not(.cite)")).to_have_count(0)
    markers(page).first.click()
    expect(chosen_card(page).locator("mark")).to_contain_text(said)
    article = open_article(page)
    expect(article.locator("mark#quote")).to_contain_text(said)
    expect(article.locator("main").locator("img, em, code, script, b")).to_have_count(0)
