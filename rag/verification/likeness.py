"""How near a claim that says nothing else than its quotes is to saying the same: by the words that are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.types import Reason, ReasonKind, Span
from rag.verification.attribution import ATTRIBUTION
from rag.verification.meeting import Meeting
from rag.verification.words import key_of

# All chosen on the first half of the pairs of benchmarks/tamper.py, on 2026-11-25. In one language nineteen of twenty
# true rewordings lie above, nineteen of twenty of what other passages say below (docs/benchmarks.md).
_RUN = 4  # content words: an invention is seldom shorter, and a synonym seldom longer
_WEAKEST_BAR, _MEAN_BAR = 0.40, 0.55
# Two words in a row that nothing meets are a detail of the claim's own: of those that were added half again as many are
# found out, for one to three true rewordings of a hundred by people that are doubted.
_PAIR, _PAIR_BAR = 2, 0.2
_FOREIGN_BAR = 0.9  # of mean + twice the weakest run + cosine, where words are met by their vectors alone
_ABOUT, _FOREIGN_ABOUT = 0.45, 0.25  # of the mean: from here on the quotes tell of the same thing


@dataclass(frozen=True, slots=True)
class Likeness:
    """``is_enough`` to say the same; ``is_about`` the same thing at least. ``weakest`` are the words least met."""

    is_enough: bool
    is_about: bool
    weakest: Reason


def likeness(meeting: Meeting) -> Likeness:
    """Weigh how far the content words of a claim are met: all of them together, and the worst run of a few."""
    rows = [row for row, word in enumerate(meeting.claim.words) if word.is_content]
    if not rows:
        return Likeness(False, False, Reason(ReasonKind.WORDING, meeting.claim.original))
    met = np.array([meeting.best(row) for row in rows])
    first, weakest = _weakest_run(met, _RUN)
    mean = float(met.mean())
    if meeting.is_foreign:
        enough = mean + 2 * weakest + meeting.cosine >= _FOREIGN_BAR
        return Likeness(enough, mean >= _FOREIGN_ABOUT, _written(meeting, rows[first : first + _RUN]))
    if weakest < _WEAKEST_BAR or mean < _MEAN_BAR:
        return Likeness(False, mean >= _ABOUT, _written(meeting, rows[first : first + _RUN]))
    own = [row for row in rows if key_of(meeting.claim.words[row].text) not in ATTRIBUTION] or rows
    first, weakest = _weakest_run(np.array([meeting.best(row) for row in own]), _PAIR)
    return Likeness(weakest >= _PAIR_BAR, mean >= _ABOUT, _written(meeting, own[first : first + _PAIR]))


def _weakest_run(met: NDArray[np.float64], size: int) -> tuple[int, float]:
    """Where the run of ``size`` words that is least met begins, and how far it is; of fewer words, all of them."""
    run = min(size, len(met))
    runs = np.convolve(met, np.ones(run) / run, mode="valid")
    return int(runs.argmin()), float(runs.min())


def _written(meeting: Meeting, rows: Sequence[int]) -> Reason:
    words = [meeting.claim.words[row].place for row in rows]
    return Reason(ReasonKind.WORDING, meeting.claim.written(Span(words[0].start, words[-1].end)))
