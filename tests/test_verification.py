"""Verdicts by code."""

from __future__ import annotations

import pytest

from rag.types import Verdict
from rag.verification import best, judge


@pytest.mark.parametrize(
    ("claim", "quote", "verdict"),
    [
        ("وقّع الوزير المذكرة.", "وقّع الوزير المذكرة.", Verdict.VERBATIM),
        ("the bridge was closed", "On Monday the bridge was closed again.", Verdict.VERBATIM),
        ("وقع الوزير المذكره", "وقّعَ الوزيرُ المذكرةَ", Verdict.NORMALISED),
        ("في 12 سبتمبر 2022", "في ١٢ سبتمبر ٢٠٢٢", Verdict.NORMALISED),
        ('قال "نعم"', "قال «نعم»", Verdict.NORMALISED),
        ("The BRIDGE", "the  bridge", Verdict.NORMALISED),
        ("The bank will not raise prices", "The bank will raise prices", Verdict.UNSUPPORTED),
        ("حضر 400 زائر", "حضر ٤٠١ زائر", Verdict.UNSUPPORTED),
        ("The firm hired 40", "The firm hired 400 people", Verdict.UNSUPPORTED),
        ("وحضر ٤٠", "وحضر ٤٠٠ زائر", Verdict.UNSUPPORTED),
        ("5 percent", "about 3.5 percent", Verdict.UNSUPPORTED),
        ("about 3", "about 3.5 percent", Verdict.UNSUPPORTED),
        ("legal action", "illegal action", Verdict.UNSUPPORTED),
        ("in 400", "not 4000 but in 400", Verdict.VERBATIM),
        ("馆内有三万册书", "馆长说，馆内有三万册书。", Verdict.VERBATIM),
        (".", "Anything.", Verdict.UNSUPPORTED),
        ("", "anything", Verdict.UNSUPPORTED),
        (" \u200b ", "anything", Verdict.UNSUPPORTED),
    ],
)
def test_words_are_held_against_words(claim: str, quote: str, verdict: Verdict) -> None:
    assert judge(claim, quote) is verdict


def test_the_best_of_several_verdicts_counts() -> None:
    assert best(Verdict.UNSUPPORTED, Verdict.NORMALISED) is Verdict.NORMALISED
    assert best(Verdict.CONTRADICTED, Verdict.UNSUPPORTED) is Verdict.CONTRADICTED
    assert best() is Verdict.UNSUPPORTED
