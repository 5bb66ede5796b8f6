"""Drafts become claims whose quotes stand in the stored document."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.citations import Resolved, find_quote, resolve
from rag.embedders.static import open_bundled
from rag.markers import disarm_markers, escape_markers, hold_back, marked_numbers
from rag.types import Document, Hit, Passage, Span, Verdict
from rag.verification import Judge

ARABIC = "إعلان\nافتتح الوزير متحف الفنون في صحار. وقالت المديرة إنَّ المتحفَ كبير.\nوحضر ٤٠٠ زائر."
ENGLISH = "The bridge in Lund was closed. Repairs [1] take six weeks 🙂. It reopens in June."
DOCUMENTS = {
    "ar": Document("ar", "t", ARABIC, "s", "ar", body=(Span(6, len(ARABIC)),)),
    "en": Document("en", "t", ENGLISH, "s", "en", body=(Span(0, len(ENGLISH)),)),
}

JUDGE = Judge(open_bundled())


def _hit(rank: int, doc_id: str, start: int, end: int) -> Hit:
    text = DOCUMENTS[doc_id].text[start:end]
    return Hit(Passage(f"{doc_id}:{start}-{end}", doc_id, text, Span(start, end), doc_id), 1.0, rank)


HITS = [_hit(1, "ar", 6, ARABIC.index("\nوحضر")), _hit(2, "en", 0, len(ENGLISH))]


def _resolve(draft: str) -> Resolved:
    return resolve(draft, HITS, DOCUMENTS, JUDGE)


@pytest.mark.parametrize(
    "marker",
    [
        "[1]",
        " [1]",
        "[١]",
        "[ 1 ]",
        "【1】",
        "[۱]",
        "[[1]]",
        "[^1]",
        "[#1]",
        "[source 1]",
        "[Source: 1]",
        "[المصدر ١]",
        "[مصدر 1]",
        "【1†L3-L9】",
    ],
)
def test_a_marker_is_read_in_any_script_and_form(marker: str) -> None:
    resolved = _resolve(f"افتتح الوزير متحف الفنون في صحار.{marker}")
    assert resolved.text == "افتتح الوزير متحف الفنون في صحار. [1]"
    (claim,) = resolved.claims
    assert claim.verdict is Verdict.VERBATIM
    assert claim.citations[0].quote.of(ARABIC) == claim.span.of(resolved.text)


@pytest.mark.parametrize(
    "draft", ["The bridge (1) stands.", "See figure [a].", "From [1990-1995] on.", "An [open source] text."]
)
def test_other_brackets_are_words(draft: str) -> None:
    assert _resolve(draft).text == draft


@pytest.mark.parametrize(
    "markers",
    [
        "[1, 2]",
        "[1][2]",
        "[1]، [2]",
        "[1؛2]",
        "[1-2]",
        "[١–٢]",
        "[1 and 2]",
        "[١ و٢]",
        "[Source 1, Source 2]",
        "[[1, 2]]",
    ],
)
def test_several_sources_of_one_claim_are_all_cited(markers: str) -> None:
    (claim,) = [claim for claim in _resolve(f"قال شيئا {markers}").claims if claim.citations]
    assert [citation.doc_id for citation in claim.citations] == ["ar", "en"]


def test_quotes_are_numbered_by_first_use() -> None:
    resolved = _resolve("It reopens in June. [2]\nوحضر ٤٠٠ زائر. [1]\nIt reopens in June. [2]")
    assert re.findall(r"\[(\d)\]", resolved.text) == ["1", "2", "1"]


def test_two_sentences_of_one_passage_have_a_number_each() -> None:
    resolved = _resolve("The bridge in Lund was closed. [2]\nIt reopens in June. [2]")
    assert re.findall(r"\[(\d)\]", resolved.text) == ["1", "2"]


@pytest.mark.parametrize("marker", ["[9]", "[0]", "[1, 9]"])
def test_a_marker_that_names_nothing_is_removed_and_its_claim_says_so(marker: str) -> None:
    resolved = _resolve(f"افتتح الوزير متحف الفنون في صحار. {marker}")
    assert "9" not in resolved.text
    assert "0" not in resolved.text
    assert resolved.claims[0].verdict is Verdict.UNSUPPORTED


def test_a_sentence_that_cites_nothing_is_unsupported() -> None:
    first, second = _resolve("افتتح الوزير متحف الفنون في صحار. كلام آخر. [1]").claims
    assert (first.citations, first.verdict) == ((), Verdict.UNSUPPORTED)
    assert second.verdict is Verdict.UNSUPPORTED


def test_part_of_a_sentence_is_shown_in_the_whole_sentence() -> None:
    (claim,) = _resolve("The bridge in Lund [2]").claims
    assert claim.verdict is Verdict.VERBATIM
    assert claim.citations[0].quote.of(ENGLISH) == "The bridge in Lund was closed."


def test_two_passages_that_hold_the_same_words_make_one_marker() -> None:
    overlapping = [*HITS, _hit(3, "en", 0, ENGLISH.index(" It reopens"))]
    resolved = resolve("The bridge in Lund was closed. [2][3]", overlapping, DOCUMENTS, JUDGE)
    assert resolved.text == "The bridge in Lund was closed. [1]"


@pytest.mark.parametrize("draft", ["It grew [" + "9" * 5000 + "].", "It grew [1234]."])
def test_a_number_no_hit_could_have_is_a_word(draft: str) -> None:
    assert _resolve(draft).text == draft


def test_a_marker_between_two_words_leaves_them_apart() -> None:
    assert _resolve("The firm[9]hired.").text == "The firm hired."


def test_brackets_of_another_form_are_escaped_too() -> None:
    assert _resolve(escape_markers("他说【1】很好。")).text == "他说【1】很好。"
    assert _resolve(escape_markers("A list \\[x] of [12] things.")).text == "A list \\[x] of [12] things."


def test_a_bracketed_number_of_the_source_is_no_marker() -> None:
    sentence = "Repairs [1] take six weeks 🙂."
    resolved = _resolve(f"{escape_markers(sentence)} [2]")
    assert resolved.text == f"{sentence} [1]"
    assert resolved.claims[0].citations[0].quote.of(ENGLISH) == sentence


def test_another_spelling_is_quoted_as_it_stands() -> None:
    (claim,) = _resolve("وقالت المديرة ان المتحف كبير. [1]").claims
    assert claim.verdict is Verdict.NORMALISED
    assert claim.citations[0].quote.of(ARABIC) == "وقالت المديرة إنَّ المتحفَ كبير."


def test_a_sentence_elsewhere_in_the_body_is_found_and_what_is_not_body_never() -> None:
    passage = HITS[0].passage.span
    found = find_quote("وحضر ٤٠٠ زائر.", DOCUMENTS["ar"], passage, JUDGE)
    assert found.of(ARABIC) == "وحضر ٤٠٠ زائر."
    assert find_quote("وحضر 400 زائر.", DOCUMENTS["ar"], passage, JUDGE) == found
    assert find_quote("إعلان", DOCUMENTS["ar"], passage, JUDGE).of(ARABIC) != "إعلان"


def test_a_paraphrase_is_shown_beside_the_sentence_that_carries_it() -> None:
    (claim,) = _resolve("The Lund bridge is closed. [2]").claims
    assert claim.verdict is Verdict.SUPPORTED
    assert claim.citations[0].quote.of(ENGLISH) == "The bridge in Lund was closed."


@pytest.mark.parametrize(
    "half",
    [
        "نص [",
        "نص [1",
        "نص [1,",
        "نص 【١",
        "نص \\",
        "نص [[1]",
        "نص [sour",
        "نص [Source 1",
        "نص [المصد",
        "نص [^",
        "نص [1-",
        "نص 【1†L",
        "نص \\[1",
    ],
)
def test_half_a_marker_is_held_back(half: str) -> None:
    assert hold_back(half) == "نص"


@pytest.mark.parametrize("words", ["نص [كلمة", "A [list", "It [sourdough", "٢٠٢١", "نص [1] و"])
def test_what_cannot_become_a_marker_is_not_held_back(words: str) -> None:
    assert hold_back(words) == words


@pytest.mark.parametrize("form", ["[1]", "[[2]]", "[source 3]", "【١】", "[1-3]", "[^1]"])
def test_every_form_can_be_escaped_and_disarmed(form: str) -> None:
    sentence = f"Fans sang {form} twice."
    assert _resolve(escape_markers(sentence)).text == sentence
    assert hold_back(escape_markers(sentence)) == escape_markers(sentence)
    assert not any(claim.citations for claim in _resolve(disarm_markers(sentence)).claims)


@pytest.mark.parametrize("next_words", ["<b>and</b> more", "iPhones sell well.", "وغيره"])
def test_a_marker_behind_a_full_stop_ends_its_sentence(next_words: str) -> None:
    first, second = _resolve(f"It reopens in June. [2] {next_words} [1]").claims
    assert first.verdict is Verdict.VERBATIM
    assert second.verdict is Verdict.UNSUPPORTED
    assert [citation.doc_id for citation in second.citations] == ["ar"]


def test_a_range_names_all_that_lie_in_it_and_a_score_no_more_than_it_says() -> None:
    assert marked_numbers("[2-4]") == [2, 3, 4]
    assert marked_numbers("[3-1]") == [3, 1]
    assert marked_numbers("[1-999]") == [1, 999]
    assert marked_numbers("【1†7 lines】") == [1]


def test_an_empty_draft_makes_no_claim() -> None:
    assert _resolve(" \n") == Resolved("", ())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "[1]",
                " [2]",
                "[3]",
                "[1, 2]",
                "【٢】",
                "[[1]]",
                "[source 2]",
                "[1-3]",
                "[",
                "]",
                "\\[1]",
                " قال.",
                " It reopens in June.",
                "\n",
                "؟",
                "1",
            ]
        ),
        max_size=14,
    )
)
def test_markers_and_citations_are_always_the_same_set(pieces: list[str]) -> None:
    resolved = _resolve("".join(pieces))
    position = 0
    for claim in resolved.claims:
        assert claim.span.start >= position
        markers = "".join(f" [{citation.number}]" for citation in claim.citations)
        position = claim.span.end + len(markers)
        assert resolved.text[claim.span.end : position] == markers
        for citation in claim.citations:
            assert citation.quote.of(DOCUMENTS[citation.doc_id].text)
    numbers = sorted({citation.number for claim in resolved.claims for citation in claim.citations})
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("run", ["src", "refref", "[", "[1,", " ", "1-"])
def test_no_run_of_letters_makes_the_markers_slow(run: str) -> None:
    started = time.perf_counter()
    draft = "[" + run * 2000 + "x"
    hold_back(draft)
    escape_markers(draft)
    assert time.perf_counter() - started < 2
