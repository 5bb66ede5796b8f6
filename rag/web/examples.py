"""Questions to begin with, drawn from the titles of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.text.direction import text_direction
from rag.text.terms import passage_terms
from rag.types import Hit
from rag.web.markup import shorten
from rag.web.wording import Strings

_TITLE_CHARACTERS = 70  # a headline; what is longer was no title
# A title whose words its article hardly repeats gets no answer. On the starter corpus all titles above this
# got one but the one whose article has the verb for the title's noun.
_LEAST_SHARED = 0.7


# A title in the other direction must not carry the question mark off with it.
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Example:
    """A question to ask, and the same as it is shown."""

    question: str
    shown: str


def telling_titles(titles: Sequence[str], nearest: Callable[[str], Sequence[Hit]]) -> tuple[str, ...]:
    """The titles whose words stand in the passage nearest to them, the fullest match first."""
    shares = {title: _shared(title, nearest(title)) for title in titles}
    telling = [title for title in shares if shares[title] >= _LEAST_SHARED]
    return tuple(sorted(telling, key=lambda title: -shares[title]))


def _shared(title: str, hits: Sequence[Hit]) -> float:
    """The share of the title's stems that the first hit holds."""
    if not hits:
        return 0.0
    passage = hits[0].passage
    wanted = set(passage_terms(title, passage.language).stems)
    return len(wanted.intersection(passage_terms(passage.text, passage.language).stems)) / (len(wanted) or 1)


def example_questions(titles: Sequence[str], strings: Strings) -> tuple[Example, ...]:
    """One question for each of the interface's templates, over titles in its own script first."""
    own = sorted(titles, key=lambda title: text_direction(title) != strings.direction)
    return tuple(
        _example(template, shorten(title, _TITLE_CHARACTERS))
        for template, title in zip(strings.examples, own, strict=False)
    )


def _example(template: str, title: str) -> Example:
    return Example(template.format(title=title), template.format(title=f"{_ISOLATE}{title}{_END_ISOLATE}"))
