"""Sentences in every script, not broken at abbreviations, never across lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.sentences import sentence_spans
from tests.conftest import TEXTS


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("هل وصل؟ نعم، وصل. ثم غادر!", ["هل وصل؟", "نعم، وصل.", "ثم غادر!"]),
        ("قال د. سالم إن النسبة 3.5 في المئة. وأضاف م. علي.", ["قال د. سالم إن النسبة 3.5 في المئة.", "وأضاف م. علي."]),
        ("Dr. Berg spoke. J. R. Smith left.", ["Dr. Berg spoke.", "J. R. Smith left."]),
        ("M. Diop est venu. Il a dit non !", ["M. Diop est venu.", "Il a dit non !"]),
        ("新图书馆开放。读者很高兴！", ["新图书馆开放。", "读者很高兴！"]),
        ("पुस्तकालय खुला। वहाँ किताबें हैं।", ["पुस्तकालय खुला।", "वहाँ किताबें हैं।"]),
        ("عنوان بلا نقطة\nجملة أولى.\n\nجملة ثانية", ["عنوان بلا نقطة", "جملة أولى.", "جملة ثانية"]),
        ("Rain 🌧️ fell. 👩‍👩‍👧‍👦 All came. Done.", ["Rain 🌧️ fell.", "👩‍👩‍👧‍👦 All came.", "Done."]),
        (
            "The answer was no. He left in 2020. Many came.",
            ["The answer was no.", "He left in 2020.", "Many came."],
        ),
        ("See art. 3 and no. 5. Then stop.", ["See art. 3 and no. 5.", "Then stop."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_are_told_apart(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("اب. ؟!\n«»د a.B😀。１3")))
def test_sentences_are_ordered_disjoint_and_leave_only_space_out(text: str) -> None:
    spans = sentence_spans(text)
    outside = ""
    position = 0
    for span in spans:
        assert position <= span.start < span.end
        assert not span.of(text)[0].isspace()
        assert not span.of(text)[-1].isspace()
        assert "\n" not in span.of(text)
        outside += text[position : span.start]
        position = span.end
    assert (outside + text[position:]).strip() == ""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_sentence_split_again_is_itself(text: str) -> None:
    for sentence in _sentences(text):
        assert _sentences(sentence) == [sentence]
