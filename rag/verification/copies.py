"""Where a claim is its quote but for a few words: what was put in the place of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.verification.words import ReadText, Word, key_of

_FRAME = 0.88  # of a claim's words must stand in the quote in order: less is a rewording
_FEWEST = 3  # words in order, and one that differs: "the minister won", "the minister lost"
_LONGEST = 3  # words that are replaced, left out or put in at one place


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of the claim and the rows of the quote that they stand for; one of the two may be empty."""

    asked: range
    found: range


@dataclass(frozen=True, slots=True)
class NearCopy:
    """The quote of which the claim is all but a copy, and in what they differ, in order.

    ``is_long`` says that the words they share are many; a short sentence with a word changed may be worded freely.
    ``figures`` are the places where both have one, and not the same.
    """

    number: int
    is_long: bool
    changes: tuple[Change, ...]
    figures: tuple[Change, ...]


def _key(word: Word) -> str:
    """All figures are one word here: what matters is where they stand."""
    return "#" if word.text.isdecimal() else key_of(word.text)


def _append(changes: list[Change], change: Change) -> None:
    """Add a change; a word put in and one left out about a word that stays are one: a name of two words for another
    whose stems have one in common."""
    if changes:
        last = changes[-1]
        one_sided = bool(last.asked) != bool(last.found) and bool(change.asked) != bool(change.found)
        near = change.asked.start - last.asked.stop == change.found.start - last.found.stop == 1
        if one_sided and near and bool(last.asked) != bool(change.asked):
            changes[-1] = Change(range(last.asked.start, change.asked.stop), range(last.found.start, change.found.stop))
            return
    changes.append(change)


def near_copy(claim: ReadText, quotes: Sequence[ReadText]) -> NearCopy | None:
    """The quote of which the claim is all but a copy; None where it is worded freely.

    What the claim leaves out at the quote's ends is no change.
    """
    mine = [_key(word) for word in claim.words]
    matchers = [SequenceMatcher(None, mine, [_key(word) for word in quote.words], autojunk=False) for quote in quotes]
    in_order = [sum(block.size for block in matcher.get_matching_blocks()) for matcher in matchers]
    nearest = max(range(len(quotes)), key=in_order.__getitem__)
    if in_order[nearest] < min(_FRAME * len(mine), len(mine) - 1) or in_order[nearest] < _FEWEST:
        return None
    changes: list[Change] = []
    for tag, start, end, first, last in matchers[nearest].get_opcodes():
        is_outside = tag == "insert" and start in (0, len(mine))
        if tag != "equal" and not is_outside and max(end - start, last - first) <= _LONGEST:
            _append(changes, Change(range(start, end), range(first, last)))
    figures = [
        Change(range(block.a + i, block.a + i + 1), range(block.b + i, block.b + i + 1))
        for block in matchers[nearest].get_matching_blocks()
        for i in range(block.size)
        if claim.words[block.a + i].text.isdecimal()
        and int(claim.words[block.a + i].text) != int(quotes[nearest].words[block.b + i].text)
    ]
    return NearCopy(nearest, in_order[nearest] >= _FRAME * len(mine), tuple(changes), tuple(figures))
