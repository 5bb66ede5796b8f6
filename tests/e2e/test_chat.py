"""The chat in a browser, over answers that are known word for word."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")

from playwright.sync_api import expect

from tests.e2e.conftest import Corpus
from tests.e2e.reader import (
    ask,
    chosen_card,
    has_no_horizontal_scroll,
    last_answer,
    markers,
    question_box,
    wait_for_answer,
)
from tests.web.fakes import HOSTILE, HOSTILE_SENTENCE, MEMO, MEMO_QUOTE, RECEIVED, SIGNED, VISIT, FakeEngine

WIDTHS = [1280, 380]


def test_a_marker_opens_the_card_with_the_quoted_words_marked(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "متى وقع غانتس المذكرة؟")
    markers(page).nth(1).click()
    expect(chosen_card(page).locator("mark")).to_have_text(RECEIVED)
    expect(chosen_card(page).locator("h3")).to_have_text(VISIT.title)
    expect(chosen_card(page)).to_contain_text("19 يوليو 2022")
    expect(chosen_card(page)).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_other_articles_that_a_story_stands_in_open_from_its_card(open_page, fake_url, width: int) -> None:
    page = open_page(fake_url, width=width)
    ask(page, "copies")
    markers(page).first.click()
    copies = chosen_card(page).locator(".copies")
    expect(copies.locator("li").first).to_be_hidden()
    copies.locator("summary").click()
    expect(copies.locator("summary")).to_have_text("وهو أيضًا في مقالين آخرين")
    expect(copies.locator("a")).to_have_text([MEMO.title, HOSTILE.title])
    expect(copies.locator("li").first).to_contain_text("25 نوفمبر 2021")
    assert has_no_horizontal_scroll(page)
    for number, document in enumerate((MEMO, HOSTILE)):
        with page.context.expect_page() as opened:
            copies.locator("a").nth(number).click()
        expect(opened.value.locator("h1")).to_have_text(document.title)


def test_a_card_of_a_story_that_stands_once_names_no_other(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "متى وقع غانتس المذكرة؟")
    markers(page).first.click()
    expect(chosen_card(page).locator(".copies")).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_article_opens_with_the_exact_words_marked(open_page, fake_url, width: int) -> None:
    page = open_page(fake_url, width=width)
    ask(page, "متى وقع غانتس المذكرة؟")
    markers(page).first.click()
    with page.context.expect_page() as opened:
        chosen_card(page).get_by_role("link", name="افتح في المقال").click()
    article = opened.value
    expect(article.locator("mark#quote")).to_have_text(SIGNED)
    expect(article.locator("mark#quote")).to_be_in_viewport()
    expect(article.locator(".outside").first).to_contain_text("ولا يُستعمل دليلًا")
    assert has_no_horizontal_scroll(article)
    article.get_by_role("link", name="الاقتباس السابق").click()
    expect(article.locator("mark#quote")).to_have_text(RECEIVED)


def test_every_verdict_is_a_word_beside_its_sentence(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "verdict")
    sentences = last_answer(page).locator(".sentence")
    expect(sentences).to_contain_text(["حرفي", "بعد التطبيع", "مؤيَّد", "متعارض", "غير مؤيَّد"])
    expect(last_answer(page).locator("p").first).to_have_text("في هذه الإجابة جملة يخالفها مصدرها.")
    icons = page.evaluate(
        "[...document.querySelectorAll('#chat .verdict')].map(v => getComputedStyle(v, '::before').maskImage)"
    )
    assert len(set(icons)) == 5


def test_a_sentence_that_its_source_contradicts_is_shown_beside_the_source(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "verdict")
    last_answer(page).locator(".sentence", has=page.locator(".verdict-contradicted")).locator("a.cite").click()
    expect(chosen_card(page).locator(".verdict")).to_have_text("متعارض")
    expect(chosen_card(page).locator(".claim-text")).to_have_text("ووقعها غانتس في 25 نوفمبر 2020.")
    expect(chosen_card(page).locator("mark")).to_have_text(MEMO_QUOTE)
    expect(chosen_card(page).locator(".meaning")).to_contain_text("25 نوفمبر 2020")
    chip = last_answer(page).locator(".verdict-contradicted")
    hidden = chip.locator(".why").evaluate("why => getComputedStyle(why).clipPath")
    chip.focus()
    shown = chip.locator(".why").evaluate("why => getComputedStyle(why).clipPath")
    assert (hidden, shown) == ("inset(50%)", "none")


def test_the_english_interface_is_english_throughout(open_page, fake_url) -> None:
    page = open_page(f"{fake_url}/?lang=en", locale="ar")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    ask(page, "Who signed the memorandum?")
    markers(page).first.click()
    expect(chosen_card(page).locator("mark")).to_have_text(MEMO_QUOTE)
    expect(chosen_card(page).locator(".verdict")).to_have_text("Verbatim")
    interface = page.locator("header.bar p, #ask, #below, .evidence-head")
    assert not re.search(r"[\u0600-\u06ff]", " ".join(interface.all_inner_texts()))


def test_the_arabic_interface_names_its_buttons_in_arabic(open_page, fake_url) -> None:
    page = open_page(fake_url, locale="en")
    ask(page, "متى؟")
    names = page.evaluate(
        "[...document.querySelectorAll('#chat [aria-label], #chat button')]"
        ".map(e => e.getAttribute('aria-label') || e.innerText)"
    )
    assert names
    assert all(re.fullmatch(r"[\u0600-\u06ff\s]+", name) for name in names), names


def test_the_language_can_be_switched(open_page, fake_url) -> None:
    page = open_page(fake_url)
    page.get_by_role("link", name="English").click()
    expect(page.locator("#send")).to_have_text("Ask")
    expect(question_box(page)).to_have_attribute("placeholder", "Ask about the articles…")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("#send")).to_have_text("اسأل")


def test_a_reader_can_do_it_all_by_keyboard(open_page, fake_url) -> None:
    page = open_page(fake_url)
    expect(page.locator("#chat .example").first).to_be_visible()
    expect(question_box(page)).to_be_focused()
    page.locator(".skip").focus()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(question_box(page)).to_be_focused()
    page.keyboard.type("متى وقع غانتس؟")
    page.keyboard.press("Enter")
    expect(markers(page)).to_have_count(2)
    expect(page.locator("#send")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.cite')"):
            break
    page.keyboard.press("Enter")
    expect(chosen_card(page)).to_be_focused()
    expect(chosen_card(page).locator("mark")).to_have_text(RECEIVED)
    page.keyboard.press("Tab")
    expect(chosen_card(page).locator("a.open")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#evidence .card")).to_have_count(0)
    expect(markers(page).nth(1)).to_be_focused()


def test_on_a_phone_the_evidence_is_a_sheet_that_closes(open_page, fake_url) -> None:
    page = open_page(fake_url, width=380)
    expect(page.locator("#evidence")).to_be_hidden()
    ask(page, "متى وقع غانتس؟")
    assert has_no_horizontal_scroll(page)
    markers(page).first.click()
    expect(chosen_card(page).locator("mark")).to_be_in_viewport()
    assert has_no_horizontal_scroll(page)
    page.get_by_role("button", name="أغلق").click()
    expect(page.locator("#evidence")).to_be_hidden()
    expect(markers(page).first).to_be_focused()


def test_hostile_words_are_shown_as_they_are_and_do_nothing(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "hostile <img src=x onerror=alert(1)> *q*")
    assert " ".join(last_answer(page).locator(".claim").inner_text().split()) == HOSTILE_SENTENCE
    expect(page.locator("#chat .user-row .message-content")).to_have_text("hostile <img src=x onerror=alert(1)> *q*")
    strange = page.locator("#chat .message-content").locator("img, em, strong, code, h1, a:not(.cite), iframe, svg")
    expect(strange).to_have_count(0)
    markers(page).first.click()
    expect(chosen_card(page).locator("mark")).to_have_text(HOSTILE_SENTENCE)
    expect(chosen_card(page).locator("h3")).to_have_text(HOSTILE.title)
    expect(chosen_card(page).locator(".source a")).to_have_count(0)
    with page.context.expect_page() as opened:
        chosen_card(page).locator("a.open").click()
    expect(opened.value.locator("mark#quote")).to_have_text(HOSTILE_SENTENCE)
    expect(opened.value.locator("main").locator("img, script, code, em")).to_have_count(0)


def test_a_hostile_title_among_the_examples_does_nothing(open_page, fake_url) -> None:
    page = open_page(fake_url)
    expect(page.locator("#chat .example", has_text=HOSTILE.title)).to_be_visible()
    expect(page.locator("#chat .example img")).to_have_count(0)


def test_an_example_is_asked_by_a_click(open_page, fake_url) -> None:
    page = open_page(fake_url)
    example = page.locator("#chat .example").first
    question = re.sub("[\u2068\u2069]", "", example.inner_text())
    example.click()
    expect(page.locator("#chat .user-row .message-content")).to_have_text(question)
    expect(markers(page)).to_have_count(2)


def test_copying_an_answer_gives_its_words_and_numbers(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "verdict")
    page.locator("#chat .bot-row + * button, #chat .message-buttons-left button").first.click()
    page.wait_for_timeout(200)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{SIGNED} [1]")
    assert "<" not in copied
    assert "حرفي" not in copied


def test_stopping_keeps_what_was_written_and_says_it_is_unchecked(open_page, fake_url, fake_engine: FakeEngine) -> None:
    page = open_page(fake_url)
    expect(page.locator("#chat .example").first).to_be_visible()
    fake_engine.pause_s, fake_engine.abandoned = 0.25, False
    try:
        question_box(page).fill("متى وقع غانتس؟")
        question_box(page).press("Enter")
        expect(last_answer(page)).to_contain_text("وزير الدفاع")
        page.locator("#stop").click()
        expect(last_answer(page)).to_contain_text("أُوقفت الإجابة قبل أن تكتمل")
        expect(last_answer(page)).to_contain_text("وزير الدفاع")
        expect(page.locator("#chat .verdict")).to_have_count(0)
        written = last_answer(page).inner_text()
        page.wait_for_timeout(1_200)
        assert last_answer(page).inner_text() == written
        assert fake_engine.abandoned
        expect(page.locator("#send")).to_be_visible()
    finally:
        fake_engine.pause_s = 0.01
    ask(page, "متى؟")
    expect(markers(page).last).to_be_visible()


def test_asking_again_replaces_the_answer(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "متى وقع غانتس؟")
    first = markers(page).first.get_attribute("href")
    page.get_by_role("button", name="إعادة المحاولة").click()
    expect(markers(page).first).not_to_have_attribute("href", first or "")
    expect(markers(page)).to_have_count(2)
    expect(page.locator("#chat .user-row")).to_have_count(1)


def test_a_second_question_leaves_the_first_answer_with_its_evidence(open_page, fake_url, fake_engine) -> None:
    page = open_page(fake_url)
    ask(page, "متى وقع غانتس؟")
    ask(page, "who signed")
    expect(markers(page)).to_have_count(3)
    assert fake_engine.histories[-1][0].question == "متى وقع غانتس؟"
    markers(page).first.click()
    expect(chosen_card(page).locator("mark")).to_have_text(SIGNED)
    markers(page).last.click()
    expect(chosen_card(page).locator("mark")).to_have_text(MEMO_QUOTE)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_conversation_scrolls_under_the_question_box(open_page, fake_url, width: int) -> None:
    page = open_page(fake_url, width=width)
    for question in ("verdict", "ما سعر الذهب؟", "verdict", "متى وقع غانتس؟"):
        ask(page, question)
    expect(question_box(page)).to_be_in_viewport(ratio=1)
    expect(page.locator("#new")).to_be_in_viewport(ratio=1)
    expect(markers(page).last).to_be_in_viewport()
    expect(page.locator("#chat .user-row").first).not_to_be_in_viewport()


def test_a_new_conversation_is_empty(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "متى وقع غانتس؟")
    page.locator("#new").click()
    expect(page.locator("#chat .message-row")).to_have_count(0)
    expect(page.locator("#chat .example").first).to_be_visible()


def test_an_abstention_says_so_and_links_to_the_nearest_passages(open_page, fake_url) -> None:
    page = open_page(fake_url)
    ask(page, "ما سعر الذهب؟")
    expect(last_answer(page).locator("p").first).to_have_text("لا أجد جوابًا في هذه المقالات.")
    with page.context.expect_page() as opened:
        last_answer(page).locator(".nearest a").first.click()
    expect(opened.value.locator("mark#quote")).to_contain_text("وصل الجنرال")


@pytest.mark.parametrize(("question", "hint"), [("   ", "اكتب سؤالًا أولًا."), ("س" * 2_001, "سؤالك أطول من 2000 حرف")])
def test_a_question_that_cannot_be_asked_is_answered_with_a_hint(open_page, fake_url, question, hint) -> None:
    page = open_page(fake_url)
    expect(page.locator("#chat .example").first).to_be_visible()
    question_box(page).fill(question)
    page.locator("#send").click()
    expect(page.locator("#hint")).to_contain_text(hint)
    expect(page.locator("#hint")).to_have_attribute("role", "status")
    expect(page.locator("#chat .message-row")).to_have_count(0)
    expect(question_box(page)).to_have_value(question)


@pytest.mark.parametrize(("question", "words"), [("error", "تعذّرت صياغة الإجابة"), ("crash", "حدث خطأ غير متوقع")])
def test_a_failure_is_a_friendly_turn(open_page, fake_url, question: str, words: str) -> None:
    page = open_page(fake_url)
    ask(page, question)
    expect(last_answer(page)).to_contain_text(words)
    expect(page.locator(".toast-wrap .toast-body")).to_have_count(0)


def test_without_an_index_the_page_tells_how_to_make_one_and_works_on_reload(
    open_page, empty_url, corpus: Corpus
) -> None:
    page = open_page(empty_url)
    expect(page.locator("#chat")).to_contain_text("لا توجد مقالات بعد")
    expect(page.locator("#chat code")).to_have_text("sanad index PATH… --index index")
    corpus.engine = FakeEngine()
    page.reload()
    expect(page.locator("#chat .example").first).to_be_visible()
    ask(page, "متى؟")
    expect(markers(page)).to_have_count(2)


def test_what_is_typed_runs_in_the_direction_of_its_letters(open_page, fake_url) -> None:
    page = open_page(f"{fake_url}/?lang=en", locale="en")
    expect(page.locator("#chat .example").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('#question textarea')).direction") == "ltr"
    question_box(page).fill("GDPR هو نظام")
    expect(question_box(page)).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_time_that_was_read_from_the_question_can_be_removed_by_keyboard(
    open_page, fake_url, shoot, width: int
) -> None:
    page = open_page(fake_url, width=width)
    ask(page, "متى وقع غانتس؟")
    ask(page, "متى وقع غانتس قبل 2022؟")
    chip = page.locator("#chat .option")
    expect(chip).to_have_text("قبل 2022 ×")
    expect(chip).to_have_attribute("aria-label", "ابحث في كل الأوقات، لا «قبل 2022» وحده")
    expect(chip).to_be_in_viewport(ratio=1)
    expect(last_answer(page)).to_contain_text("المنشورة قبل 1 يناير 2022 فقط")
    expect(markers(page)).to_have_count(3)
    assert has_no_horizontal_scroll(page)
    box = chip.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    shoot(page, f"chip-ar-{width}")
    chip.focus()
    page.keyboard.press("Enter")
    expect(markers(page)).to_have_count(4)
    expect(last_answer(page)).not_to_contain_text("فقط")
    expect(page.locator("#chat .option")).to_have_count(0)
    expect(page.locator("#chat .user-row")).to_have_count(2)
    page.get_by_role("button", name="إعادة المحاولة").last.click()
    wait_for_answer(page, 2)
    expect(page.locator("#chat .option")).to_have_count(0)


def test_the_chip_speaks_english_and_goes_with_the_next_question(open_page, fake_url, shoot) -> None:
    for width in WIDTHS:
        page = open_page(f"{fake_url}/?lang=en", width=width)
        ask(page, "What was signed before 2022?")
        chip = page.get_by_role("button", name="Search all times, not only “before 2022”")
        expect(chip).to_have_text("before 2022 ×")
        shoot(page, f"chip-en-{width}")
    ask(page, "who signed")
    expect(page.locator("#chat .option")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "label", "name"),
    [("ar", "لماذا هذا المقطع؟", "مفردات السؤال"), ("en", "Why this passage?", "The question's terms")],
)
def test_a_card_says_why_its_passage_was_found(
    open_page, fake_url, shoot, language: str, label: str, name: str
) -> None:
    page = open_page(f"{fake_url}/?lang={language}", width=380)
    ask(page, "متى وقع غانتس المذكرة؟")
    markers(page).first.click()
    why = chosen_card(page).locator("details.why")
    expect(why.locator("dl")).to_be_hidden()
    why.get_by_text(label).click()
    expect(why.locator("dt")).to_have_count(2)
    expect(why.locator("dt").first).to_have_text(name)
    expect(why.locator("dd").first).to_contain_text("0.50")
    assert has_no_horizontal_scroll(page)
    shoot(page, f"why-{language}-380")
