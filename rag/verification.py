"""Claim + quote → verdict, by code.

Only what can be decided by comparing the words is decided here; a paraphrase is not recognised and
counts as unsupported.
"""

from __future__ import annotations

from rag.text.normalise import fold
from rag.text.search import find_words
from rag.types import Verdict

_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


def judge(claim: str, quote: str) -> Verdict:
    """Whether the claim's words stand in the quote as whole words: as they are, or after folding."""
    words = claim.strip()
    if find_words(quote, words) is not None:
        return Verdict.VERBATIM
    return Verdict.UNSUPPORTED if find_words(fold(quote), fold(words).strip()) is None else Verdict.NORMALISED


def best(*verdicts: Verdict) -> Verdict:
    """The best of several; of none, UNSUPPORTED."""
    return min(verdicts, key=_RANK.__getitem__, default=Verdict.UNSUPPORTED)
