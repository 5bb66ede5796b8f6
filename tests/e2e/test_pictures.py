"""Pictures of every state of the page, for a person to look at."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")

from playwright.sync_api import expect

from tests.e2e.reader import ask, chosen_card, markers


@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_language_scheme_and_width_can_be_looked_at(
    open_page, fake_url, shoot, language: str, dark: bool, width: int
) -> None:
    name = f"{language}-{width}-{'dark' if dark else 'light'}"
    page = open_page(f"{fake_url}/chat/?lang={language}", width=width, dark=dark)
    expect(page.locator("#chat .example").first).to_be_visible()
    shoot(page, f"{name}-1-welcome")
    ask(page, "متى وقع غانتس المذكرة؟ verdict" if language == "ar" else "verdict: who signed it?")
    shoot(page, f"{name}-2-answer")
    markers(page).nth(2).click()
    expect(chosen_card(page)).to_be_visible()
    shoot(page, f"{name}-3-card")
    with page.context.expect_page() as opened:
        chosen_card(page).locator("a.open").click()
    shoot(opened.value, f"{name}-4-article")
