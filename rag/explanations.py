"""Why a passage was found, as a table for a terminal, in Arabic and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from rag.explaining import Explanation
from rag.types import Leg

_WIDTH, _INDENT = 78, 3


@dataclass(frozen=True, slots=True)
class _Words:
    heads: tuple[str, ...]
    score: str
    score_handed: str
    terms: str
    comma: str
    legs: Mapping[Leg, str]


_ENGLISH = _Words(
    heads=("found by", "rank there", "score there", "gives"),
    score="score",
    score_handed="score before reranking",
    terms="Words of yours in it: ",
    comma=", ",
    legs={
        Leg.LEXICAL: "terms",
        Leg.TRANSLATED: "translated terms",
        Leg.NAMES: "names in another script",
        Leg.DENSE: "nearness of the passage",
        Leg.WORDS: "words, one by one",
        Leg.SENTENCE: "its nearest sentence",
        Leg.RERANKED: "reranker",
    },
)
_ARABIC = _Words(
    heads=("ما وجده", "رتبته هناك", "درجته هناك", "ما أعطاه"),
    score="الدرجة",
    score_handed="الدرجة قبل إعادة الترتيب",
    terms="من كلماتك فيه: ",
    comma="، ",
    legs={
        Leg.LEXICAL: "المفردات",
        Leg.TRANSLATED: "مفردات مترجمة",
        Leg.NAMES: "أسماء بخط آخر",
        Leg.DENSE: "قرب المقطع",
        Leg.WORDS: "كلمة كلمة",
        Leg.SENTENCE: "أقرب جملة فيه",
        Leg.RERANKED: "إعادة الترتيب",
    },
)


def explanation_lines(explanation: Explanation, language: str) -> Iterator[str]:
    """Which parts found a hit, with rank and score there and what each gives to the score; the words it holds.

    In Arabic for "ar", else in English.
    """
    words = _ARABIC if language == "ar" else _ENGLISH
    console = Console(width=_WIDTH, color_system=None)
    with console.capture() as captured:
        console.print(Padding(_table(explanation, words), (0, 0, 0, _INDENT), expand=False))
    yield from (line.rstrip() for line in captured.get().splitlines() if line.strip())
    if explanation.terms:
        told = (
            pair.asked if pair.asked == pair.found else f"{pair.asked} ↔ {pair.found}" for pair in explanation.terms
        )
        yield " " * _INDENT + words.terms + words.comma.join(told)


def _table(explanation: Explanation, words: _Words) -> Table:
    parts = explanation.hit.parts
    is_reranked = any(part.leg is Leg.RERANKED for part in parts)
    table = Table(box=box.SIMPLE, show_footer=True, pad_edge=False)
    score = words.score_handed if is_reranked else words.score
    footers = (score, "", "", f"{sum(part.given for part in parts):.3f}")
    for i, (head, footer) in enumerate(zip(words.heads, footers, strict=True)):
        table.add_column(head, footer, justify="right" if i else "left", no_wrap=True)
    for part in parts:
        table.add_row(
            words.legs[part.leg], str(part.rank), f"{part.score:.3f}", f"{part.given:.3f}" if part.given else ""
        )
    return table
