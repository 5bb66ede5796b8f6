"""What a model sends → the draft that it is."""

from __future__ import annotations

import pytest

from rag.answerers.draft_text import NO_ANSWER, draft_pieces, readable
from rag.protocols import AFRESH
from rag.text.visible import visible


def drafted(*sent: str) -> str:
    """The draft that remains when all pieces have come."""
    draft = ""
    for piece in draft_pieces(sent):
        draft = "" if piece is AFRESH else draft + str(piece)
    return draft


def letters(text: str) -> list[str]:
    return list(text)


@pytest.mark.parametrize(
    ("sent", "draft"),
    [
        ("<think>أفكر [1] في هذا…</think>\n\nافتتحه الوزير. [1]", "افتتحه الوزير. [1]"),
        ("<thinking>\nhm\n</thinking>It was closed. [2]", "It was closed. [2]"),
        ('<reasoning depth="2">a < b</reasoning>Yes. [1]', "Yes. [1]"),
        ("I was told to think.</think>Yes. [1]", "Yes. [1]"),
        ("<think>never ends [1]", ""),
        ("Yes. [1]<|im_end|>", "Yes. [1]"),
        ("**Yes**, it _was_. [1]", "Yes, it _was_. [1]"),
        ("- Yes. [1]\n- No. [2]", "Yes. [1]\nNo. [2]"),
        (NO_ANSWER, ""),
        (f"  **{NO_ANSWER}**. I looked everywhere.", ""),
        (f"<think>{NO_ANSWER}? no</think>Yes. [1]", "Yes. [1]"),
        (f"Yes. [1] {NO_ANSWER}", "Yes. [1] "),
        ("2 < 3 and 4 > 3. [1]", "2 < 3 and 4 > 3. [1]"),
        ("a\u202eb\u200bc\U000e0041\U000e0042d\ufeff", "abcd"),
    ],
)
def test_a_draft_is_the_same_in_one_piece_and_letter_by_letter(sent: str, draft: str) -> None:
    assert drafted(sent) == drafted(*letters(sent)) == draft


def test_nothing_of_a_thought_or_of_the_token_is_written_while_it_comes() -> None:
    for sent in ("<think>secret</think>Yes.", NO_ANSWER):
        written = "".join(str(piece) for piece in draft_pieces(letters(sent)))
        assert written in ("Yes.", "")


def test_what_turns_out_to_be_a_thought_is_taken_back() -> None:
    pieces = list(draft_pieces(["Let me see. ", "It may be 3. ", "</think>", "It is 4. [1]"]))
    assert AFRESH in pieces
    assert drafted("Let me see. ", "It may be 3. ", "</think>", "It is 4. [1]") == "It is 4. [1]"


def test_waiting_is_handed_on() -> None:
    assert list(draft_pieces(["", "", "Yes."]))[:2] == ["", ""]


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍👩‍👧‍👦", "🌧️", "إنَّ المتحفَ", "ไม้", "a\tb\nc"])
def test_what_shapes_letters_stays(text: str) -> None:
    assert visible(text) == text


def test_an_empty_answer_is_no_draft() -> None:
    assert readable("", is_whole=True) == ""
