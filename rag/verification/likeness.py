"""How near a claim that says nothing else than its quotes is to saying the same: by the words that are met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rag.types import Reason, ReasonKind, Span
from rag.verification.meeting import Meeting

# All chosen on the first half of the pairs of benchmarks/tamper.py, on 2026-11-25. In one language nineteen of twenty
# true rewordings lie above, nineteen of twenty of what other passages say below (docs/benchmarks.md).
_RUN = 4  # content words: an invention is seldom shorter, and a synonym seldom longer
_WEAKEST_BAR, _MEAN_BAR = 0.40, 0.55
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
    run = min(_RUN, len(met))
    runs = np.convolve(met, np.ones(run) / run, mode="valid")
    first, mean, weakest = int(runs.argmin()), float(met.mean()), float(runs.min())
    words = [meeting.claim.words[row].place for row in rows[first : first + run]]
    reason = Reason(ReasonKind.WORDING, meeting.claim.written(Span(words[0].start, words[-1].end)))
    if meeting.is_foreign:
        return Likeness(mean + 2 * weakest + meeting.cosine >= _FOREIGN_BAR, mean >= _FOREIGN_ABOUT, reason)
    return Likeness(weakest >= _WEAKEST_BAR and mean >= _MEAN_BAR, mean >= _ABOUT, reason)
