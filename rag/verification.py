"""Claim + quote → verdict, by code.

Only what can be decided by comparing the words is decided here; a paraphrase is not recognised and
counts as unsupported.
"""

from __future__ import annotations

from rag.text.normalise import fold
from rag.types import Verdict

_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


def judge(claim: str, quote: str) -> Verdict:
    """Whether the claim's words stand in the quote: as they are, or after folding."""
    words = claim.strip()
    if not words:
        return Verdict.UNSUPPORTED
    if words in quote:
        return Verdict.VERBATIM
    folded = fold(words)
    return Verdict.NORMALISED if folded and folded in fold(quote) else Verdict.UNSUPPORTED


def best(*verdicts: Verdict) -> Verdict:
    """The best of several; of none, UNSUPPORTED."""
    return min(verdicts, key=_RANK.__getitem__, default=Verdict.UNSUPPORTED)
