"""Words that stand in a claim where its quote has others: "won" for "lost", one name for another.

A claim that is its quote but for a word or two is no free rewording, and there each replaced word must mean what it
replaces. Scripts without capitals show their names in no other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.types import Reason, ReasonKind, Span
from rag.verification.attribution import REPORTING
from rag.verification.copies import NearCopy
from rag.verification.meeting import Meeting
from rag.verification.words import ReadText, Word, key_of

# From here on one word may stand for another: synonyms lie above ("rose", "increased" .34), opposites and other names
# below ("rose", "fell" -.01; "won", "lost" .03).
_MEANS = 0.3
_MEANS_IN_SHORT = 0.06  # of two words of a short sentence, in which people exchange synonyms that vectors hold apart
_SAME = 0.9  # and from here on it is the word itself


def replaced_words(meeting: Meeting, copy: NearCopy) -> Iterator[Reason]:
    """A reason for each word of a near copy that stands in the place of one with another meaning."""
    quote = meeting.quotes[copy.number]
    bar = _MEANS if copy.is_long else _MEANS_IN_SHORT
    for change in copy.changes:
        found = [row for row in change.found if quote.words[row].is_content]
        columns = [meeting.column(copy.number, row) for row in found]
        asked = [row for row in change.asked if _is_new(row, columns, meeting, bar)]
        if asked and not _both_report(
            [meeting.claim.words[row] for row in change.asked], [quote.words[row] for row in change.found]
        ):
            kind = _kind(meeting.claim, asked, quote, found)
            yield Reason(kind, _written(meeting.claim, asked), _written(quote, found))


def exchanged_figures(meeting: Meeting, copy: NearCopy) -> Iterator[Reason]:
    """A reason for each figure of a near copy that stands where the quote has another: "3 killed, 5 hurt"."""
    quote = meeting.quotes[copy.number]
    for change in copy.figures:
        yield Reason(ReasonKind.NUMBER, _written(meeting.claim, change.asked), _written(quote, change.found))


def _is_new(row: int, columns: Sequence[int], meeting: Meeting, bar: float) -> bool:
    """Whether a word of the claim means none of the words that it replaces, and stands nowhere else in the quotes."""
    if not meeting.claim.words[row].is_content or meeting.best(row) >= _SAME:
        return False
    return bool(columns) and float(meeting.met[row, columns].max()) < bar


def _both_report(asked: Sequence[Word], found: Sequence[Word]) -> bool:
    return all(any(key_of(word.text) in REPORTING for word in words) for words in (asked, found))


def _kind(claim: ReadText, asked: Sequence[int], quote: ReadText, found: Sequence[int]) -> ReasonKind:
    capital = claim.words[asked[0]].is_capital and quote.words[found[0]].is_capital
    return ReasonKind.NAME if capital else ReasonKind.WORDING


def _written(text: ReadText, rows: Sequence[int]) -> str:
    return text.written(Span(text.words[rows[0]].place.start, text.words[rows[-1]].place.end))
