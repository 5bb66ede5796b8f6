"""What a reader does on the page, in words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def question_box(page: Page) -> Locator:
    return page.locator("#question textarea")


def ask(page: Page, question: str) -> None:
    """Ask and wait until the answer is complete: the stop button has gone again."""
    expect(page.locator("#chat .placeholder-content, #chat .message-row").first).to_be_visible()
    turns = page.locator("#chat .bot-row").count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    wait_for_answer(page, turns + 1)


def wait_for_answer(page: Page, turns: int) -> None:
    expect(page.locator("#chat .bot-row")).to_have_count(turns)
    expect(page.locator("#chat .searching")).to_have_count(0)
    expect(page.locator("#send")).to_be_visible()


def last_answer(page: Page) -> Locator:
    return page.locator("#chat .bot-row").last.locator(".message-content")


def markers(page: Page) -> Locator:
    return page.locator("#chat a.cite")


def chosen_card(page: Page) -> Locator:
    return page.locator("#evidence .card.chosen")


def has_no_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
