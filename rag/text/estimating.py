"""How many tokens a text is to a model whose tokenizer is elsewhere: an estimate, rather too high than too low.

One token for three letters: common multilingual vocabularies have four to five letters of English and three to
four of Arabic in a token.
"""

from __future__ import annotations

import re

# A digit; a character of a script without spaces, of Hangul, or beyond the basic plane; else up to three characters
# of a word, or of what is no letter.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00010000-\U0010ffff"
_TOKEN = re.compile(rf"\d|[{_UNSPACED}]|[^\s\d{_UNSPACED}]{{1,3}}")


def count_tokens(text: str) -> int:
    """The estimated tokens of a text; 0 for none."""
    return sum(1 for _ in _TOKEN.finditer(text))


def cut(text: str, most: int) -> str:
    """The beginning of a text, up to ``most`` estimated tokens."""
    end = 0
    for number, token in enumerate(_TOKEN.finditer(text), start=1):
        if number > most:
            return text[:end]
        end = token.end()
    return text.strip()
