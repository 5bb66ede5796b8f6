"""Text becomes HTML in one place, and stays text there."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Claim, Reason, ReasonKind, Span, Verdict
from rag.web.markup import Html, answer_html, document_url, element, literal, shorten
from rag.web.strings import ARABIC, ENGLISH
from rag.web.wording import Strings, reason_sentence
from tests.web.fakes import HITS, HOSTILE, HOSTILE_SENTENCE, MEMO, MEMO_QUOTE, SIGNED, VISIT, build_answer, cite


class Reader(HTMLParser):
    """The text, the links and the verdicts of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.classes: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        fields = dict(attrs)
        self.classes += (fields.get("class") or "").split()
        if tag == "a":
            self.links.append(fields.get("href") or "")
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def test_children_and_attributes_are_escaped_unless_they_are_html() -> None:
    made = element("p", "<b>", Html("<i></i>"), title='"><script>')
    assert made == '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;<i></i></p>'


@given(st.text())
def test_literal_text_holds_nothing_that_markdown_reads(text: str) -> None:
    made = re.sub(r"&#\d+;|<br>", "", literal(text))
    assert not re.search(r"[!-/:-@\[-`{-~\n\r\t]", made)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_no_word_of_literal_text_is_lost(text: str) -> None:
    assert Reader(element("p", literal(text))).text.split() == text.split()


def test_hostile_words_stay_words() -> None:
    answer = build_answer("q", [(HOSTILE_SENTENCE, Verdict.VERBATIM, [cite(1, HOSTILE, HOSTILE_SENTENCE)])])
    page = Reader(answer_html(answer, "a1", strings=ENGLISH, checked=True))
    assert HOSTILE_SENTENCE in page.text
    assert page.tags == {"p", "span", "a"}
    assert page.links == ["#c-a1-0-1"]


def test_a_message_for_the_chat_has_no_line_break_where_markdown_would_begin_again() -> None:
    answer = build_answer("q", [("one\n\n# two\n\n- three", Verdict.UNSUPPORTED, [])])
    assert "\n" not in answer_html(answer, "a1", strings=ENGLISH, checked=True)


def test_each_sentence_has_its_own_markers_and_verdict() -> None:
    answer = build_answer(
        "q",
        [
            (SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)]),
            ("Reworded.", Verdict.SUPPORTED, [cite(2, MEMO, MEMO_QUOTE), cite(1, VISIT, SIGNED)]),
            ("Said by none.", Verdict.UNSUPPORTED, []),
        ],
    )
    page = Reader(answer_html(answer, "a1", strings=ARABIC, checked=True))
    assert page.links == ["#c-a1-0-1", "#c-a1-1-2", "#c-a1-1-1"]
    verdicts = [name for name in page.classes if name.startswith("verdict-")]
    assert verdicts == ["verdict-verbatim", "verdict-supported", "verdict-unsupported"]
    assert page.text.index("[1]") < page.text.index("حرفي") < page.text.index("Reworded")


def test_the_reasons_for_a_verdict_are_said_beside_it_and_reached_by_the_keyboard() -> None:
    reasons = (
        Reason(ReasonKind.NUMBER, "<b>14</b>", "12"),
        Reason(ReasonKind.NAME, "Lind"),
        Reason(ReasonKind.NEGATION, "", "did not"),
    )
    answer = build_answer("q", [(SIGNED, Verdict.CONTRADICTED, [])], reasons={Verdict.CONTRADICTED: reasons})
    html = answer_html(answer, "a1", strings=ENGLISH, checked=True)
    page = Reader(html)
    assert "Number: the answer has “<b>14</b>”, the source “12”." in page.text
    assert "Name: “Lind” is not in the source." in page.text
    assert "Negation: the source has “did not”, the answer does not." in page.text
    assert "b" not in page.tags
    assert 'tabindex="0"' in html


@pytest.mark.parametrize("strings", [ARABIC, ENGLISH], ids=["ar", "en"])
def test_every_reason_has_words(strings: Strings) -> None:
    for kind in ReasonKind:
        for asked, found in (("x", "y"), ("x", ""), ("", "y")):
            assert "{" not in reason_sentence(Reason(kind, asked, found), strings)


def test_verdicts_are_not_shown_before_they_are_final() -> None:
    answer = build_answer("q", [(SIGNED, Verdict.VERBATIM, [cite(1, VISIT, SIGNED)])])
    assert "verdict" not in Reader(answer_html(answer, "a1", strings=ARABIC)).classes


@pytest.mark.parametrize(
    ("verdicts", "warning"),
    [
        ([Verdict.VERBATIM, Verdict.SUPPORTED], ""),
        ([Verdict.VERBATIM, Verdict.UNSUPPORTED], ENGLISH.worst_unsupported),
        ([Verdict.UNSUPPORTED, Verdict.CONTRADICTED], ENGLISH.worst_contradicted),
    ],
)
def test_the_worst_verdict_is_said_first(verdicts: list[Verdict], warning: str) -> None:
    answer = build_answer("q", [(f"Sentence {verdict}.", verdict, []) for verdict in verdicts])
    assert Reader(answer_html(answer, "a1", strings=ENGLISH, checked=True)).text.startswith(warning or "Sentence")


def test_brackets_that_belong_to_a_sentence_are_not_markers() -> None:
    text = "As list [1] says. [1] [1] Footnotes begin lines."
    first, second = "As list [1] says.", "[1] Footnotes begin lines."
    claims = (
        Claim(Span(0, len(first)), (cite(1, MEMO, MEMO_QUOTE),), Verdict.VERBATIM),
        Claim(Span(text.index(second, 18 + 3), len(text)), (), Verdict.UNSUPPORTED),
    )
    page = Reader(answer_html(Answer("q", text, claims, (), False, "en"), "a1", strings=ENGLISH))
    assert page.links == ["#c-a1-0-1"]
    assert " ".join(page.text.split()) == text


def test_a_sentence_runs_in_its_own_direction() -> None:
    answer = build_answer("q", [("GDPR هو نظام أوروبي.", Verdict.UNSUPPORTED, [])])
    assert 'class="claim claim-unsupported" dir="rtl"' in answer_html(answer, "a1", strings=ENGLISH)


def test_an_abstention_is_a_statement_with_the_nearest_passages() -> None:
    page = Reader(answer_html(build_answer("q", []), "a1", strings=ARABIC, checked=True))
    assert page.text.startswith("لا أجد جوابًا في هذه المقالات.")
    span = HITS[0].passage.span
    assert page.links[0] == f"/documents/visit?start={span.start}&end={span.end}&lang=ar#quote"
    assert "verdict" not in page.classes


def test_a_document_id_is_safe_in_an_address() -> None:
    assert document_url("a/b?c#d <é>", n=1, claim=None) == "/documents/a%2Fb%3Fc%23d%20%3C%C3%A9%3E?n=1"


def test_shortening_cuts_between_words() -> None:
    assert shorten("one  two\nthree", 100) == "one two three"
    assert shorten("one two three", 9) == "one two…"
