"""Claims held against their quotes, by code: verdicts, and the reasons for them."""

from rag.verification.judging import Judge, Judgement

__all__ = ["Judge", "Judgement"]
