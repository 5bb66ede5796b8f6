"""Names of a claim in its quotes, in the same script and in another."""

from __future__ import annotations

import pytest

from rag.embedders.static import StaticEmbedder
from rag.verification.meeting import meet
from rag.verification.names import missing_names
from rag.verification.words import read_text, same_word


def _missing(claim: str, quote: str, embedder: StaticEmbedder) -> list[tuple[str, str]]:
    meeting = meet(read_text(claim), [read_text(quote)], embedder)
    return [(reason.asked, reason.found) for reason in missing_names(meeting)]


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("yesterday Kochavi came", "استقبل الوزير كوخافي أمس"),
        ("the town of Palu", "مدينة بالو"),
        ("with President Obama", "مع الرئيس أوباما"),
        ("from Germany and France", "من ألمانيا وفرنسا"),
        ("the Israeli army", "the army of Israel"),
        ("at the UN on Monday", "at the United Nations"),
        ("at the United Nations", "at the UN"),
        ("The New Bridge Was Closed Again", "bridge closed"),  # a heading
        ("Der Minister hat die Brücke und das Tor nicht gesehen", "anything"),
        ("in May, and World War II", "anything of world and war"),
        ("met with Sturridge", "مع ستوريدج"),
        ("met with Zudo", "مع زودو"),
        ("met with Zibrodmel", "مع زبردمن"),
        ("met with Vurmostik", "مع فرمستكل"),
    ],
)
def test_a_name_is_met_in_its_other_forms(claim: str, quote: str, embedder: StaticEmbedder) -> None:
    assert _missing(claim, quote, embedder) == []


@pytest.mark.parametrize(
    ("claim", "quote", "missing"),
    [
        ("yesterday Kochavi came", "yesterday Gantz came", [("Kochavi", "Gantz")]),
        ("yesterday Kochavi came", "The minister met Gantz", [("Kochavi", "Gantz")]),
        ("the city of London", "مدينة باريس", [("London", "")]),
        ("met with Drovnak", "مع قشبيلم", [("Drovnak", "")]),
        ("met with Drovnak", "مع بلغسمز", [("Drovnak", "")]),
        ("the KLM flight", "the Air France flight", [("KLM", "")]),
        ("Ada Lindqvist came", "Somebody came", [("Ada", ""), ("Lindqvist", "")]),
    ],
)
def test_a_name_that_is_not_there_is_said(
    claim: str, quote: str, missing: list[tuple[str, str]], embedder: StaticEmbedder
) -> None:
    assert _missing(claim, quote, embedder) == missing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("israel", "israeli", True),
        ("austria", "australia", False),
        ("iran", "iraq", False),
        ("والمتحف", "متحف", True),
        ("2021", "2022", False),
        ("sign", "signing", True),
    ],
)
def test_forms_of_one_word_are_one_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
