"""Light stemming of Arabic: the article and one-letter clitics off the front, pronouns and inflection off the end.

The family of light10 (Larkey et al., 2007) with attached pronouns. Measured best of nine analysers on
3,102 Arabic questions; roots lose to it, and no stemmer at all loses more (docs/decisions.md#arabic-terms).
A stem need not be a word; it need only be the same for the forms of one word.
"""

from __future__ import annotations

_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_PRONOUNS = ("هما", "كما", "هم", "هن", "كم", "كن", "نا", "ها", "ه", "ك")
_ENDINGS = ("ات", "ون", "ين", "ان", "وا", "يه", "ت", "ه", "ي")
_AFTER_FA = ("ال", "لل", "بال", "كال", "ب", "ل", "ي", "ت", "س")
_CLITICS = "وفبلك"
_SHORTEST = 3  # letters that must remain: what is shorter joins words that have nothing in common


def without_clitic(word: str) -> str:
    """The other reading of a folded word that begins with a one-letter clitic: «بقطر» may be «قطر».

    Light stemming leaves the letter on short words, where it is as often the word's own.
    """
    return word[1:] if len(word) > _SHORTEST - 1 and word[0] in _CLITICS else word


def light_stem(word: str) -> str:
    """The light stem of one folded Arabic word (see ``text.normalise.fold``)."""
    return _without_ending(_without_clitics(word))


def _without_clitics(word: str) -> str:
    if len(word) > _SHORTEST + 1 and (word[0] == "و" or (word[0] == "ف" and word[1:].startswith(_AFTER_FA))):
        word = word[1:]
    for article in _ARTICLES if word.startswith(_ARTICLES) else ():
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            return word[len(article) :]
    return word[1:] if len(word) >= 2 * _SHORTEST and word[0] in "بلك" else word


def _without_ending(word: str) -> str:
    for endings in (_PRONOUNS, _ENDINGS):
        for ending in endings if word.endswith(endings) else ():
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word[: -len(ending)]
                break
    return word
