"""What denies, what only looks like it, and how far two sentences deny the same."""

from __future__ import annotations

import pytest

from rag.types import ReasonKind, Verdict
from rag.verification import Judge
from rag.verification.negation import read_cues, read_polarity
from rag.verification.words import read_text


def _cues(text: str) -> list[str]:
    read = read_text(text)
    return [read.written(cue.place) for cue in read_cues(read)]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("لم يوقّع الوزير ولن يوقّع", ["لم", "ولن"]),
        ("ليس هذا صحيحا، وهو غير قانوني", ["ليس", "غير"]),
        ("نفى الوزير ذلك دون تعليق", ["نفى", "دون"]),
        ("ما كان ليوافق", ["ما"]),
        ("He didn't go, and nobody denied it", ["didn't", "nobody", "denied"]),
        ("Il n'a pas signé, sans explication", ["pas", "sans"]),
        ("Il ne viendra plus", ["plus"]),
        ("Nunca firmó", ["Nunca"]),
    ],
)
def test_words_that_negate_are_found(text: str, cues: list[str]) -> None:
    assert _cues(text) == cues


@pytest.mark.parametrize(
    "text",
    [
        "لا يزال الجسر مغلقا، ولا بد من إصلاحه",
        "ما لا يقل عن 40 شخصا، لا سيما الأطفال",
        "قال ما قاله الوزير عما حدث",
        "بيد أن الجسر مغلق، غير أن الطريق مفتوح",
        "Not only the bridge but also the road in No. 5, no doubt",
        "No, he said.",
        "Il ne reste que deux ponts, et plus de routes, un pas en avant, non seulement",
        "Sin embargo, el puente",
    ],
)
def test_what_only_looks_like_negation_is_none(text: str) -> None:
    assert _cues(text) == []


def test_two_negations_of_one_word_cancel() -> None:
    text = read_text("He did not deny the attack.")
    assert text.words[-1].text == "attack"
    assert len(text.words) - 1 not in read_polarity(text).denied


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        # near copies
        ("The minister did sign the trade agreement in Lund on Monday.",
         "The minister did not sign the trade agreement in Lund on Monday."),
        ("وافق المجلس غير المنتخب على الميزانية الجديدة بعد نقاش طويل.",
         "وافق المجلس المنتخب على الميزانية الجديدة بعد نقاش طويل."),
        # free wordings
        ("In Lund, the trade agreement was never signed by the minister.",
         "The minister signed the trade agreement in Lund."),
        ("In Lund, the trade agreement was signed by the minister.",
         "The minister never signed the trade agreement in Lund."),
        ("Prices will not rise, said the bank in its report.", "According to its report the bank expects inflation."),
        # across languages
        ("The minister did not sign the agreement with the hospital.", "وقّع الوزير الاتفاق مع المستشفى."),
        ("The minister signed the agreement with the hospital.", "لم يوقّع الوزير الاتفاق مع المستشفى."),
    ],
)  # fmt: skip
def test_a_negation_on_one_side_alone_is_a_reason(judge: Judge, claim: str, quote: str) -> None:
    judgement = judge.judge(claim, [quote])
    assert judgement.verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)
    assert ReasonKind.NEGATION in {reason.kind for reason in judgement.reasons}


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The trade agreement was not signed by the minister.", "The minister did not sign the trade agreement."),
        ("The minister failed to sign it in Lund.", "In Lund the minister did not sign it."),
        ("The minister did not sign it in Lund.", "In Lund the minister refused to sign it."),
        ("He is unsure about the vote in Lund.", "In Lund he is not sure about the vote."),
        ("He is not sure about the vote in Lund.", "In Lund he is unsure about the vote."),
        (
            "The bridge was closed.",
            "The bridge was closed in May; nobody had asked the sailors of another town for money.",
        ),
        ("He resigned in Lund after the vote.", "After the vote in Lund he resigned. He had not resigned before."),
        ("The unlawful order was signed.", "وقّع الأمر غير القانوني."),
        ("The minister did not sign the agreement.", "لم يوقّع الوزير الاتفاق."),
    ],
)
def test_the_same_denied_in_another_way_is_no_reason(judge: Judge, claim: str, quote: str) -> None:
    assert ReasonKind.NEGATION not in {reason.kind for reason in judge.judge(claim, [quote]).reasons}
