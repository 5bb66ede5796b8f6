"""What every text goes through before it becomes a document: one line ending, nothing invisible that lies.

The result is what the viewer shows and what all spans point into, so only what cannot be shown, or shows
the words in another order than they stand in, is taken out.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
# Controls but for newline and tab, and lone surrogates (JSON can hold them; no file can).
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff"
# Embeddings, overrides and isolates reorder what is shown ("Trojan Source"); zero-width space, word joiner
# and stray byte order marks split words unseen. ZWNJ and ZWJ spell words in Persian, Hindi and emoji.
_DECEIVERS = "\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff"
_REMOVED = re.compile(f"[{_CONTROLS}{_DECEIVERS}]")


def clean_text(text: str) -> str:
    """``text`` as a document holds it: NFC, newlines only, trimmed, without controls and bidi overrides."""
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text.replace("\r\n", "\n")))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """``text`` cleaned and on one line, for titles and metadata."""
    return " ".join(clean_text(text).split())
