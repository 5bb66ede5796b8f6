"""What the command line says of an answer."""

from __future__ import annotations

from typing import cast

from rag.engine import Engine
from rag.reports import answer_lines
from rag.types import Reason, ReasonKind, Verdict
from tests.web.fakes import MEMO, MEMO_QUOTE, FakeEngine, build_answer, cite

REASONS = (
    Reason(ReasonKind.DATE, "25 November", "24 November"),
    Reason(ReasonKind.NAME, "Lind"),
    Reason(ReasonKind.NEGATION, "", "did not"),
)


def test_a_contradiction_is_said_first_and_its_reasons_below_the_source() -> None:
    answer = build_answer(
        "q",
        [("He signed it.", Verdict.CONTRADICTED, [cite(1, MEMO, MEMO_QUOTE)]), ("All did.", Verdict.UNSUPPORTED, [])],
        reasons={Verdict.CONTRADICTED: REASONS},
    )
    lines = list(answer_lines(cast(Engine, FakeEngine()), answer))
    assert lines[0] == "✗ A sentence of this answer disagrees with its source."
    assert "    date: the answer has “25 November”, the source “24 November”" in lines
    assert "    name: “Lind” is not in the source" in lines
    assert "    negation: the source has “did not”, the answer does not" in lines
    assert lines[-1] == "[-] ? unsupported: All did."
