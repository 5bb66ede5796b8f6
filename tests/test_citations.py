"""Drafts become claims whose quotes stand in the stored document."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.citations import Resolved, escape_markers, find_quote, hold_back, resolve
from rag.embedders.static import open_bundled
from rag.types import Document, Hit, Passage, Reason, ReasonKind, Span, Verdict
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


@pytest.mark.parametrize("marker", ["[1]", " [1]", "[١]", "[ 1 ]", "【1】", "[۱]"])
def test_a_marker_is_read_in_any_script_and_form(marker: str) -> None:
    resolved = _resolve(f"افتتح الوزير متحف الفنون في صحار.{marker}")
    assert resolved.text == "افتتح الوزير متحف الفنون في صحار. [1]"
    (claim,) = resolved.claims
    assert claim.verdict is Verdict.VERBATIM
    assert claim.citations[0].quote.of(ARABIC) == claim.span.of(resolved.text)


@pytest.mark.parametrize("draft", ["The bridge (1) stands.", "See figure [a]."])
def test_other_brackets_are_words(draft: str) -> None:
    assert _resolve(draft).text == draft


@pytest.mark.parametrize("markers", ["[1, 2]", "[1][2]", "[1]، [2]", "[1؛2]"])
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


def test_a_claim_of_two_sentences_is_shown_beside_both() -> None:
    (claim,) = _resolve("Repairs take six weeks and it reopens in June. [2]").claims
    assert claim.verdict is Verdict.SUPPORTED
    assert claim.citations[0].quote.of(ENGLISH) == "Repairs [1] take six weeks 🙂. It reopens in June."


def test_a_claim_that_differs_says_in_what() -> None:
    (claim,) = _resolve("It reopens in July. [2]").claims
    assert (claim.verdict, claim.reasons) == (Verdict.CONTRADICTED, (Reason(ReasonKind.DATE, "July", "June"),))


def test_what_one_cited_passage_lacks_another_may_carry() -> None:
    (claim,) = _resolve("حضر ٤٠٠ زائر ووقالت المديرة إن المتحف كبير [1][2]").claims
    assert [citation.doc_id for citation in claim.citations] == ["ar", "en"]


def test_a_passage_without_a_sentence_is_quoted_whole() -> None:
    blank = Document("b", "t", "   ", "s", "en", body=(Span(0, 3),))
    assert find_quote("Anything.", blank, Span(0, 3), JUDGE) == Span(0, 3)


@pytest.mark.parametrize("half", ["نص [", "نص [1", "نص [1,", "نص 【١", "نص \\"])
def test_half_a_marker_is_held_back(half: str) -> None:
    assert hold_back(half) == "نص"


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
