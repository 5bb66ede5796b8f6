"""Evidence that can be checked later: an answer as JSON, held against the corpus as it is now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from rag.errors import DocumentMissingError, UsageError
from rag.index import PassageIndex
from rag.types import Document, Reason, Verdict
from rag.verification import Judge


class Standing(StrEnum):
    """What has become of a quote."""

    HOLDS = "holds"
    MOVED = "moved"
    NOT_THERE = "not there"
    NO_ARTICLE = "no article"


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quote as the card has it, and whether it still stands in its article."""

    number: int
    doc_id: str
    quote: str
    standing: Standing

    @property
    def stands(self) -> bool:
        return self.standing in (Standing.HOLDS, Standing.MOVED)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A sentence of the answer: the verdict that the card tells, and that of the quotes that still stand."""

    text: str
    told: Verdict
    verdict: Verdict
    reasons: tuple[Reason, ...]
    quotes: tuple[CheckedQuote, ...]

    @property
    def holds(self) -> bool:
        """Whether every quote stands, and carries the sentence as the card says."""
        return self.verdict is self.told and all(quote.stands for quote in self.quotes)


def check_card(index: PassageIndex, judge: Judge, text: str) -> list[CheckedClaim]:
    """Each sentence of an answer that `sanad ask --json` printed. Raises UsageError for something else."""
    try:
        card = json.loads(text)
    except ValueError as error:
        raise _no_card(f"it is no JSON ({error})") from error
    claims = _field(card, "claims", list)
    return [_checked(index, judge, claim) for claim in claims]


def _checked(index: PassageIndex, judge: Judge, claim: object) -> CheckedClaim:
    words, told = _field(claim, "text", str), _field(claim, "verdict", str)
    if told not in set(Verdict):
        raise _no_card(f"{told!r} is no verdict")
    quotes = tuple(_checked_quote(index, citation) for citation in _field(claim, "citations", list))
    judgement = judge.judge(words, [quote.quote for quote in quotes if quote.stands])
    return CheckedClaim(words, Verdict(told), judgement.verdict, judgement.reasons, quotes)


def _checked_quote(index: PassageIndex, citation: object) -> CheckedQuote:
    doc_id, quote = _field(citation, "doc_id", str), _field(citation, "quote", str)
    number, start = _field(citation, "number", int), _field(citation, "start", int)
    try:
        standing = _standing(index.document(doc_id), quote, start)
    except DocumentMissingError:
        standing = Standing.NO_ARTICLE
    return CheckedQuote(number, doc_id, quote, standing)


def _standing(document: Document, quote: str, start: int) -> Standing:
    body = [part for part in document.body if quote and quote in part.of(document.text)]
    if not body:
        return Standing.NOT_THERE
    here = any(part.start <= start and start + len(quote) <= part.end for part in body)
    return Standing.HOLDS if here and document.text.startswith(quote, start) else Standing.MOVED


T = TypeVar("T")


def _field(record: object, name: str, kind: type[T]) -> T:
    value: Any = record.get(name) if isinstance(record, dict) else None
    if not isinstance(value, kind):
        raise _no_card(f"{name!r} is missing, or not what it should be")
    return value


def _no_card(why: str) -> UsageError:
    return UsageError(
        f"this is not an answer of Sanad as JSON: {why}",
        hint="keep one with `sanad ask --json QUESTION > card.json`, and name that file",
    )


def all_hold(claims: Sequence[CheckedClaim]) -> bool:
    return all(claim.holds for claim in claims)
