"""A claim and its quotes → a verdict with its reasons.

What can be decided by comparing words is decided first: the same words, then numbers, dates, names and negation. Only
what passes is weighed by how near its words and the quotes' are to each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.protocols import Embedder
from rag.text.normalise import fold
from rag.text.search import find_words
from rag.types import Reason, ReasonKind, Verdict
from rag.verification.copies import near_copy
from rag.verification.facts import missing_facts
from rag.verification.likeness import likeness
from rag.verification.meeting import meet
from rag.verification.names import missing_names
from rag.verification.polarity import compare_polarity
from rag.verification.replaced import exchanged_figures, replaced_words
from rag.verification.words import read_text

# An address or a piece of code says nothing that words near to it could carry: it is quoted as it stands, or doubted.
_ADDRESS = re.compile(r"\w+://[^\s]*|www\.[^\s]+|[^\s@]+@[^\s@]+\.\w+|\]\(|[<>{}]|&#?\w+;|javascript:")
_LONGEST_RUN = 3
_SENTENCE_COST = 0.1  # of a claim's words: a further sentence is quoted only for more than one in ten of them
_KEPT = 1024  # judgements: while a model writes, the claims before the last are judged again with every word


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why it is not better."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


class Judge:
    """Judges claims with an embedder whose words compare; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._judged = lru_cache(maxsize=_KEPT)(self._judge)
        self._nearest = lru_cache(maxsize=_KEPT)(self._best_run)

    def judge(self, claim: str, quotes: Sequence[str]) -> Judgement:
        """What code finds when it holds a claim against all of its quotes: what one lacks another may carry."""
        return same_words(claim, quotes) or self._judged(claim, tuple(quotes))

    def best_run(self, claim: str, sentences: Sequence[str]) -> tuple[int, int]:
        """The first and last of the fewest consecutive sentences (one is given at least) that best carry a claim."""
        return self._nearest(claim, tuple(sentences))

    def _best_run(self, claim: str, sentences: tuple[str, ...]) -> tuple[int, int]:
        meeting = meet(read_text(claim), [read_text(sentence) for sentence in sentences], self._embedder)
        met = meeting.met_by_quote()
        runs = [
            (first, last)
            for size in range(1, _LONGEST_RUN + 1)
            for first in range(len(sentences) - size + 1)
            for last in [first + size - 1]
        ]
        return max(runs, key=lambda run: (_worth(met[:, run[0] : run[1] + 1]), -run[0]))

    def _judge(self, claim: str, quotes: tuple[str, ...]) -> Judgement:
        if not quotes:
            return Judgement(Verdict.UNSUPPORTED, (Reason(ReasonKind.NOT_CITED, claim),))
        if (address := _ADDRESS.search(claim)) is not None:
            return Judgement(Verdict.UNSUPPORTED, (Reason(ReasonKind.WORDING, address[0]),))
        meeting = meet(read_text(claim), [read_text(quote) for quote in quotes], self._embedder)
        copy = near_copy(meeting.claim, meeting.quotes)
        said = tuple(missing_facts(meeting.claim, meeting.quotes))
        if copy and not said:
            said = tuple(exchanged_figures(meeting, copy))
        facts = (
            *said,
            *missing_names(meeting),
            *compare_polarity(meeting, copy),
        )
        replaced = tuple(replaced_words(meeting, copy)) if copy else ()
        like = likeness(meeting)
        reasons = tuple(dict.fromkeys((*facts, *replaced)))
        if like.is_about and any(reason.found and reason.kind is not ReasonKind.WORDING for reason in reasons):
            return Judgement(Verdict.CONTRADICTED, reasons)
        if not like.is_enough:
            reasons = (*reasons, like.weakest)
        return Judgement(Verdict.UNSUPPORTED if reasons else Verdict.SUPPORTED, reasons)


def _worth(met: NDArray[np.float64]) -> float:
    """How much of a claim some sentences carry, less what each sentence beyond the first must be worth."""
    carried: float = met.max(axis=1).mean() if len(met) else 0.0
    return carried - _SENTENCE_COST * (int(met.shape[1]) - 1)


def same_words(claim: str, quotes: Sequence[str]) -> Judgement | None:
    """The judgement where the claim's words stand in a quote as whole words, as they are or after folding."""
    words = claim.strip()
    if any(find_words(quote, words) is not None for quote in quotes):
        return Judgement(Verdict.VERBATIM)
    folded = fold(words).strip()
    if any(find_words(fold(quote), folded) is not None for quote in quotes):
        return Judgement(Verdict.NORMALISED)
    return None
