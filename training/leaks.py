"""Keeps the text that the model is judged on out of the text that it learns from."""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from training.pairs import Pair

# Scripts without spaces between words are compared letter by letter.
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f]")
_ENDS = re.compile(r"[.!?؟。！？।\n]+\s*")
# What a shorter text says ("Who was he?") is said everywhere: it is refused only as a whole text.
_SHORTEST_CONTAINED = 6


def words_of(text: str) -> tuple[str, ...]:
    """The words of ``text`` without case, marks, punctuation."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return tuple(_WORD.findall(folded))


class LeakGuard:
    """Knows the evaluation's questions and sentences, and refuses pairs that contain one."""

    def __init__(self, judged: Iterable[str]) -> None:
        self._whole: set[tuple[str, ...]] = set()
        self._by_start: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for text in judged:
            words = words_of(text)
            if not words:
                continue
            self._whole.add(words)
            if len(words) >= _SHORTEST_CONTAINED:
                self._by_start.setdefault(words[:_SHORTEST_CONTAINED], set()).add(words)

    @classmethod
    def from_folder(cls, eval_dir: Path) -> LeakGuard:
        """A guard over every question, context sentence and parallel sentence in the folder."""
        return cls(read_judged(eval_dir))

    def is_leak(self, text: str) -> bool:
        """Whether ``text`` is, or contains, a judged text."""
        words = words_of(text)
        if words in self._whole:
            return True
        shingles = list(zip(*(words[i:] for i in range(_SHORTEST_CONTAINED)), strict=False))
        if self._by_start.keys().isdisjoint(shingles):
            return False
        return any(
            words[start : start + len(judged)] == judged
            for start, shingle in enumerate(shingles)
            for judged in self._by_start.get(shingle, ())
        )

    def clean(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The pairs neither of whose texts is a leak. Dictionary words and names are single terms, and stay."""
        return [p for p in pairs if p.is_short or not (self.is_leak(p.source) or self.is_leak(p.target))]


def read_judged(eval_dir: Path) -> Iterator[str]:
    """Questions, sentences of the judged passages, and both sides of the judged translations."""
    for path in sorted(eval_dir.glob("qa/*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf8") as lines:
            for line in lines:
                record = json.loads(line)
                yield from (record["question"],) if "question" in record else _sentences(record["text"])
    for path in sorted(eval_dir.glob("bitext/*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf8", newline="") as lines:
            for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield from row
    for path in sorted(eval_dir.glob("*.jsonl")):
        for line in path.read_text("utf8").splitlines():
            yield json.loads(line)["question"]


def _sentences(text: str) -> Iterator[str]:
    starts = [0, *(m.end() for m in _ENDS.finditer(text)), len(text)]
    yield from (text[a:b] for a, b in pairwise(starts) if text[a:b].strip())
