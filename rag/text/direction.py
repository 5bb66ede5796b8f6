"""Which way a text runs, by the majority of its letters and not by its first.

The first strong letter misleads: «GDPR هو نظام …» is an Arabic sentence (docs/decisions.md#direction).
"""

from __future__ import annotations

import unicodedata
from typing import Literal

_RTL_SHARE = 0.3  # Latin names are long: a third of Arabic letters makes an Arabic sentence


def text_direction(text: str) -> Literal["rtl", "ltr"]:
    """ "rtl" when at least three in ten strong letters run right to left; "ltr" for text without letters."""
    rtl = ltr = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            rtl += 1
        elif kind == "L":
            ltr += 1
    return "rtl" if rtl and rtl >= _RTL_SHARE * (rtl + ltr) else "ltr"
