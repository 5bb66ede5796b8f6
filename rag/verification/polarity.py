"""Whether a claim and its quotes deny the same: compared for the words that both have, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rag.types import Reason, ReasonKind, Span
from rag.verification.copies import NearCopy
from rag.verification.meeting import Meeting
from rag.verification.negation import Cue, Polarity, is_soft, may_be_negated, read_polarity
from rag.verification.words import ReadText, Word

_ALIGNED = 0.45  # from here on a word of the quote is taken for the claim's
_SURE = 0.95  # and from here on without doubt
_SOFT_REACH = 3  # words
_TRANSLATED = 0.6  # a word that is met so well says no more than its translation
_AROUND = 4  # words on either side of a negation that say whether its clause is in the claim at all
_CLAUSE_MET = 0.6  # the share of them that then is


def compare_polarity(meeting: Meeting, copy: NearCopy | None) -> list[Reason]:
    """What one side denies and the other does not; of a ``copy`` only what was changed is looked at."""
    claim = read_polarity(meeting.claim)
    quotes = [read_polarity(quote) for quote in meeting.quotes]
    if not claim.cues and not any(quote.cues for quote in quotes):
        return []
    if copy is not None:
        return list(_changed(meeting, copy, claim, quotes[copy.number]))
    if meeting.is_foreign:
        return list(_counted(meeting, claim, quotes))
    return [*_denied_by_the_claim(meeting, claim, quotes), *_denied_by_a_quote(meeting, claim, quotes)]


def _changed(meeting: Meeting, copy: NearCopy, claim: Polarity, quote: Polarity) -> Iterator[Reason]:
    """Where a negation was put in, taken out, or replaced by something else."""
    theirs = meeting.quotes[copy.number]
    for change in copy.changes:
        mine = _cues_in(meeting.claim, change.asked, claim)
        others = _cues_in(theirs, change.found, quote)
        if (len(mine) - len(others)) % 2:
            yield Reason(
                ReasonKind.NEGATION,
                _rows_written(meeting.claim, change.asked),
                _rows_written(theirs, change.found)
                or _rows_written(theirs, range(change.found.start, change.found.start + 1)),
            )


def _counted(meeting: Meeting, claim: Polarity, quotes: list[Polarity]) -> Iterator[Reason]:
    """Across languages negations can only be counted: the words that they deny are met too seldom to be paired."""
    theirs = [(quote, cue) for quote, polarity in zip(meeting.quotes, quotes, strict=True) for cue in polarity.cues]
    more = len(theirs) - len(claim.cues)
    if more < 0:
        cue, rows = claim.cues[-1], claim.reached[-1]
        yield Reason(ReasonKind.NEGATION, _said(meeting.claim, cue, rows), "")
    affixes = sum(cue.is_affix for _, cue in theirs)
    negated = any(
        may_be_negated(word.text) and meeting.best(row) < _TRANSLATED for row, word in enumerate(meeting.claim.words)
    )
    if more > 0 and not (negated and affixes >= more):
        quote, cue = theirs[-1]
        yield Reason(ReasonKind.NEGATION, "", quote.written(cue.place))


def _cues_in(text: ReadText, rows: range, polarity: Polarity) -> list[Cue]:
    return [cue for cue in polarity.cues if any(text.words[row].place.overlaps(cue.place) for row in rows)]


def _rows_written(text: ReadText, rows: range) -> str:
    rows = rows[: max(0, len(text.words) - rows.start)]
    return text.written(Span(text.words[rows[0]].place.start, text.words[rows[-1]].place.end)) if rows else ""


def _denied_by_the_claim(meeting: Meeting, claim: Polarity, quotes: list[Polarity]) -> Iterator[Reason]:
    held = [word for quote in meeting.quotes for word in quote.words]
    for cue, rows in zip(claim.cues, claim.reached, strict=True):
        denied = [row for row in rows if row in claim.denied]
        pairs = [(row, column) for row in denied for column in _counterparts(meeting, row)]
        if any(_is_denied(meeting, quotes, column) or _is_softened(meeting, column) for _, column in pairs):
            continue
        if _holds_negated(held, [meeting.claim.words[row] for row in denied]):
            continue
        if pairs or not any(quote.cues for quote in quotes):
            found = _word(meeting, pairs[0][1]).written if pairs else ""
            yield Reason(ReasonKind.NEGATION, _said(meeting.claim, cue, rows), found)


def _denied_by_a_quote(meeting: Meeting, claim: Polarity, quotes: list[Polarity]) -> Iterator[Reason]:
    for number, polarity in enumerate(quotes):
        quote = meeting.quotes[number]
        for cue, rows in zip(polarity.cues, polarity.reached, strict=True):
            denied = [row for row in rows if row in polarity.denied]
            met = [row for other in denied for row in _met_by(meeting, meeting.column(number, other))]
            if any(
                row in claim.denied or _follows_soft(meeting.claim, row) or _stands_undenied(meeting, quotes, row)
                for row in met
            ):
                continue
            if _holds_negated(meeting.claim.words, [quote.words[row] for row in denied]):
                continue
            if _clause_is_claimed(meeting, number, cue) and (met or not claim.cues):
                asked = meeting.claim.words[met[0]].written if met else ""
                yield Reason(ReasonKind.NEGATION, asked, _said(quote, cue, rows))


def _met_by(meeting: Meeting, column: int) -> list[int]:
    rows = np.flatnonzero(meeting.met[:, column] >= _ALIGNED)
    return [int(row) for row in rows if meeting.claim.words[int(row)].is_content]


def _is_softened(meeting: Meeting, column: int) -> bool:
    number, row = meeting.columns[column]
    return _follows_soft(meeting.quotes[number], row)


def _follows_soft(text: ReadText, row: int) -> bool:
    """Whether a word such as "failed" or "refused" stands before a word."""
    return any(is_soft(word.text) for word in text.words[max(0, row - _SOFT_REACH) : row])


def _holds_negated(words: Sequence[Word], denied: Sequence[Word]) -> bool:
    """Whether what one side denies stands in the other with a syllable that does: "not sure", "unsure"."""
    return any(
        may_be_negated(word.text) and word.text != other.text and word.text.endswith(other.text)
        for word in words
        for other in denied
    )


def _counterparts(meeting: Meeting, row: int) -> list[int]:
    return [int(column) for column in np.flatnonzero(meeting.met[row] >= _ALIGNED)]


def _word(meeting: Meeting, column: int) -> Word:
    number, row = meeting.columns[column]
    return meeting.quotes[number].words[row]


def _is_denied(meeting: Meeting, quotes: list[Polarity], column: int) -> bool:
    number, row = meeting.columns[column]
    return row in quotes[number].denied


def _stands_undenied(meeting: Meeting, quotes: list[Polarity], row: int) -> bool:
    """Whether the quotes say a word of the claim without denying it too."""
    return any(
        not _is_denied(meeting, quotes, column) and meeting.met[row, column] >= _SURE
        for column in _counterparts(meeting, row)
    )


def _clause_is_claimed(meeting: Meeting, number: int, cue: Cue) -> bool:
    """Whether the claim says what stands around a negation of the quote."""
    words = meeting.quotes[number].words
    content = [row for row, word in enumerate(words) if word.is_content and not cue.place.contains(word.place)]
    before = [row for row in content if words[row].place.start < cue.place.start][-_AROUND:]
    after = [row for row in content if words[row].place.start > cue.place.start][:_AROUND]
    around = before + after
    met = [meeting.met[:, meeting.column(number, row)].max(initial=0.0) >= _ALIGNED for row in around]
    return bool(around) and sum(met) >= _CLAUSE_MET * len(around)


def _said(text: ReadText, cue: Cue, rows: tuple[int, ...]) -> str:
    """A negation with the first word that it denies, as written."""
    places = [cue.place, *(text.words[row].place for row in rows[:1])]
    return text.written(Span(min(place.start for place in places), max(place.end for place in places)))
