"""The markers by which a draft cites: [n], in any script, and in the forms that language models give it.

``[1]``, ``【1】``, ``[1, 2]``, ``[1-3]``, ``[[1]]``, ``[^1]``, ``[source 1]``, ``【1†L3】``, in any digits.
What a text has of its own in that form is escaped with a backslash before it goes into a draft.
"""

from __future__ import annotations

import re
import unicodedata

# What a model writes before the number, in the languages of the prompts.
_LABELS = """
sources source src documents document doc passages passage references reference ref citation cite
المصادر المصدر مصدر المراجع المرجع مرجع المستند مستند الوثيقة وثيقة référence fuente quelle
""".split()  # noqa: SIM905
_LONGEST_RANGE = 20  # [1-3] names three hits; a longer one is a score or a page
_LONGEST_TAIL = 24  # of 【1†source】

# Numbers of at most three digits: no answerer is shown a thousand hits.
_LABEL = rf"(?:(?:{'|'.join(_LABELS)})\s*[:#.]?\s*)?"
_ITEM = rf"{_LABEL}#?\d{{1,3}}(?:\s*[-‐‑–—]\s*\d{{1,3}})?"
_NUMBERS = rf"\s*\^?{_ITEM}(?:\s*(?:[,،;؛、&]|and|et|و)\s*{_ITEM})*\s*(?:†[^\[\]【】\n]{{0,{_LONGEST_TAIL}}})?"
_WHOLE = rf"\[\[{_NUMBERS}\]\]|[\[【]{_NUMBERS}[\]】]"
# Possessive: «src» may be read in four ways, and a hostile draft could hold a hundred of them.
_BEGUN_LABELS = sorted({label[:end] for label in _LABELS for end in range(1, len(label) + 1)}, key=len, reverse=True)
_BEGUN = rf"(?:[\[【]|\[\[)(?:[\d\s,،;؛、&^#:.\-‐‑–—]|{'|'.join(_BEGUN_LABELS)}|and|et|و)*+"

MARKER = re.compile(rf"\\(?P<escaped>{_WHOLE})|[ \t]*(?P<marker>{_WHOLE})", re.IGNORECASE)
_HALF_MARKER = re.compile(
    rf"[ \t]*(?:\\?(?:{_BEGUN}(?:†[^\[\]【】\n]{{0,{_LONGEST_TAIL}}})?|\[\[{_NUMBERS}\])|\\)$", re.IGNORECASE
)
_LITERAL = re.compile(_WHOLE, re.IGNORECASE)
_RANGE = re.compile(r"(\d+)(?:\s*[-‐‑–—]\s*(\d+))?")


def escape_markers(text: str) -> str:
    """Text that an answerer may put in a draft as it is: a [1] of the source's own is no marker."""
    return _LITERAL.sub(r"\\\g<0>", text)


def disarm_markers(text: str) -> str:
    """Text for a model to read, in which no marker of the source's own can be taken over: (1) for [1]."""
    return _LITERAL.sub(lambda found: f"({found[0].strip('[]【】 ')})", text)


def hold_back(draft: str) -> str:
    """A draft that is still being written, without a marker that is not yet whole."""
    return _HALF_MARKER.sub("", draft)


def marked_numbers(marker: str) -> list[int]:
    """The numbers that a marker names, in order; of a range all that lie in it."""
    numbers: list[int] = []
    for found in _RANGE.finditer(marker.partition("†")[0]):
        first, last = _number(found[1]), _number(found[2] or found[1])
        numbers += range(first, last + 1) if first <= last <= first + _LONGEST_RANGE else (first, last)
    return numbers


def _number(digits: str) -> int:
    return int("".join(str(unicodedata.decimal(digit)) for digit in digits))
