"""What a reader can see of a text: nothing may reach a screen, or a model, that is there without being seen."""

from __future__ import annotations

import re

# Invisible: soft hyphens, zero widths but for the joiners of Persian and emoji, direction controls, tags in which
# words can be hidden, variation selectors beyond those of emoji, and control characters.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def visible(text: str) -> str:
    """Text without the characters that are there but not seen."""
    return _HIDDEN.sub("", text)
