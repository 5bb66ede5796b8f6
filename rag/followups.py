"""A question that leans on the one before it, as one that stands alone: by rule, where there is no model.

The rule adds words and never takes one away. It carries over the subject of the last question, in the order in which
it stood there, when the new question opens with a pronoun or a connective, or has hardly a subject of its own. What
it made is shown to the reader, since it may have carried over too much.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

from rag.text.normalise import fold
from rag.text.stopwords import STOP_WORDS
from rag.text.terms import query_words
from rag.types import Turn

_OPENING = 3  # words in which a pronoun or a connective is looked for
_SHORT = 4  # words; in so short a question an attached pronoun has nothing in it to stand for
_POINTERS = """
هو هي هم هن هما هذا هذه ذلك تلك هؤلاء أولئك له لها لهم عنه عنها عنهم منه منها فيه فيها به بها ومتى وأين وكيف ولماذا
ومن وكم وهل وماذا وما وفي وعن وبعد وقبل
he she it they him them her his its their this that these those and but then also there
il elle ils elles lui leur cela ça ceci celui celle ceux celles son sa ses et mais puis alors y
"""
_POINTS_BACK = frozenset(fold(word) for word in _POINTERS.split())
# «من هو كوخافي؟», "what is it that…": here the pronoun stands for what follows.
_DEFINES = re.compile(r"^و?(?:من|ما)\s+(?:هو|هي|هم)\s+(?=\w)")
_ASKS_ALIKE = re.compile(r"^(?:what|how) about\b|^و?ماذا عن\b|^qu'en est-il\b|^et pour\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ATTACHED_PRONOUN = re.compile(r"^(?!ال).{3,}(?:ه|ها|هم|هما|هن)$")  # «زارها», «استقبله»; not «المياه»


class RuleRewriter:
    """Carries the last question's subject over."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> Generator[str]:
        yield standalone(question, [turn.question for turn in history])


def standalone(question: str, earlier: Sequence[str]) -> str:
    """The question as it can be understood alone, given those asked before, oldest first.

    One that does not lean is returned as it is; where the last one leant too, its own subject is carried along.
    """
    if not earlier or not leans(question):
        return question
    last = standalone(earlier[-1], earlier[:-1])
    own = {fold(word) for word in _subject(question)}
    carried = dict.fromkeys(word for word in _subject(last) if fold(word) not in own)
    return f"{question} ({' '.join(carried)})" if carried else question


def leans(question: str) -> bool:
    """Whether a question can hardly be understood alone."""
    said = _DEFINES.sub("", question.strip())
    words = _WORD.findall(said)
    if any(fold(word) in _POINTS_BACK for word in words[:_OPENING]) or _ASKS_ALIKE.match(said):
        return True
    if len(words) <= _SHORT and any(map(_ATTACHED_PRONOUN.match, words)):
        return True
    return said == question.strip() and len(query_words(said, (), lambda _: False)) <= 1


def _subject(question: str) -> list[str]:
    """The words that carry a subject, as they are written."""
    return [word for word in _WORD.findall(question) if fold(word) not in STOP_WORDS | _POINTS_BACK]
