"""The turns of the running server by their id: what a marker in the chat leads back to.

Ids are unguessable, because whoever knows one may read the answer. The store forgets the oldest.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass

from rag.types import Answer
from rag.web.evidence import Card

_CAPACITY = 2_000  # an answer with its cards weighs about 10 kB: 20 MB in all


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A question with its answer so far. ``answer`` is None before the first snapshot and after a failure;
    ``complete`` says that the verdicts are final. ``any_time``: its words for a time were asked to be left alone."""

    answer_id: str
    question: str
    answer: Answer | None = None
    cards: tuple[Card, ...] = ()
    complete: bool = False
    any_time: bool = False


class AnswerStore:
    """At most ``capacity`` records, the least recently used dropped first; safe to share between threads."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._records: OrderedDict[str, AnswerRecord] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, question: str, *, any_time: bool = False) -> AnswerRecord:
        """A new record under a fresh id."""
        record = AnswerRecord(secrets.token_hex(12), question, any_time=any_time)
        self.put(record)
        return record

    def put(self, record: AnswerRecord) -> None:
        with self._lock:
            self._records[record.answer_id] = record
            self._records.move_to_end(record.answer_id)
            while len(self._records) > self._capacity:
                self._records.popitem(last=False)

    def get(self, answer_id: str) -> AnswerRecord | None:
        """The record, or None when it never was or is forgotten."""
        with self._lock:
            record = self._records.get(answer_id)
            if record is not None:
                self._records.move_to_end(answer_id)
            return record
