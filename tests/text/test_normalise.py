"""Folding, and the way back from folded text to the words as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.normalise import fold, normalise
from rag.types import Span

# Every Arabic block, presentation forms, marks that combine, letters whose case folding changes length, emoji.
CHARACTERS = (
    st.characters(min_codepoint=0x0600, max_codepoint=0x08FF)
    | st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF)
    | st.characters(min_codepoint=0x0300, max_codepoint=0x036F)
    | st.characters(min_codepoint=0x1100, max_codepoint=0x11FF)
    | st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF)
    | st.characters()
    | st.sampled_from("İßςͅﷺ \u200d\u0640")
)


@settings(max_examples=400, deadline=None)
@given(st.text(CHARACTERS))
def test_folding_with_and_without_the_map_agree_and_are_stable(text: str) -> None:
    normalised = normalise(text)
    assert normalised.text == fold(text)
    assert fold(normalised.text) == normalised.text


@settings(max_examples=400, deadline=None)
@given(st.text(CHARACTERS, min_size=1), st.data())
def test_every_folded_span_leads_back_to_words_that_hold_it(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    assert list(normalised.starts) == sorted(normalised.starts)
    if not normalised.text:
        return
    start = data.draw(st.integers(0, len(normalised.text) - 1))
    end = data.draw(st.integers(start + 1, len(normalised.text)))
    original = normalised.original(Span(start, end))
    assert 0 <= original.start < original.end <= len(text)
    assert normalised.text[start:end] in fold(original.of(text))


ARABIC_BLOCKS = (
    (0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF), (0x10EC0, 0x10EFF),
    (0x1EE00, 0x1EEFF),
)  # fmt: skip
CHANGES_LENGTH = [c for c in map(chr, range(0x20000)) if len(c.casefold()) > 1 or len(c.lower()) > 1]


@pytest.mark.parametrize(
    "characters",
    [
        *([chr(code) for code in range(first, last + 1)] for first, last in ARABIC_BLOCKS),
        CHANGES_LENGTH,
        ["👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇲🇦", "1️⃣", "e\u0301\u0323", "\u0323e", "ﷺ", "\ud800"],
    ],
    ids=[*(f"U+{first:04X}" for first, _ in ARABIC_BLOCKS), "length", "clusters"],
)
def test_every_character_keeps_its_neighbours_in_place(characters: list[str]) -> None:
    for character in characters:
        text = f"دار{character}بيت {character} x"
        normalised = normalise(text)
        assert normalised.text == fold(text)
        for word in ("بيت", "x"):
            place = normalised.text.rindex(word)
            start = text.rindex(word)
            found = normalised.original(Span(place, place + len(word)))
            assert found.start == start, ascii(character)
            assert fold(found.of(text)) == word, ascii(character)


@settings(max_examples=400, deadline=None)
@given(st.text(CHARACTERS), st.text(CHARACTERS))
def test_text_behind_a_space_is_folded_as_if_it_stood_alone(one: str, other: str) -> None:
    assert fold(f"{one} | {other}").endswith(fold(f"| {other}"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("العـــراق", "العراق"),
        ("ﻻ ﷺ", "لا صلي الله عليه وسلم"),
        ("أإآٱا ىي ةه ؤو ئي", "ااااا يي هه وو يي"),
        ("کتاب ی", "كتاب ي"),
        ("١٢٣ ۴۵۶ ७८९", "123 456 789"),
        ("«قال» “said”", '"قال" "said"'),
        ("Straße İzmir ＡＢＣ", "strasse i̇zmir abc"),
        ("a\u200bb\u00adc", "abc"),
        ("one \n\t two", "one two"),
    ],
)
def test_what_folds_together(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("original", "looked_for"),
    [
        ("قَالَ الوَزِيرُ: «نَعَمْ»", "الوزير"),
        ("زار العـــراقَ أمس", "العراق"),
        ("في ﺍﻟﻤﻐﺮﺏ الآن", "المغرب"),
        ("سنة ٢٠٢٢ م", "2022"),
    ],
)
def test_a_phrase_is_found_in_the_spelling_of_the_source(original: str, looked_for: str) -> None:
    normalised = normalise(original)
    start = normalised.text.index(looked_for)
    span = normalised.original(Span(start, start + len(looked_for)))
    assert fold(span.of(original)) == looked_for
    assert span.of(original) == original.split()[1].strip(":")


def test_an_empty_span_has_no_place() -> None:
    with pytest.raises(ValueError, match="empty"):
        normalise("نص").original(Span(0, 0))
