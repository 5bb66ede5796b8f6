"""From the shared sets to clean pairs, a vocabulary and token ids: the part of a run that no seed changes."""

from __future__ import annotations

import itertools
import logging
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import regex
from tokenizers import Tokenizer

from training.leaks import LeakGuard
from training.pairs import Pair
from training.vocabulary import SILENT

logger = logging.getLogger(__name__)
_LONGEST = 96  # tokens; what lies behind adds time and no meaning
_MANY = 100_000
_RUN = regex.compile(r"[\p{L}\p{M}\p{N}\p{Cf}%$€£#+]+")  # what the vocabulary's own folding leaves in one piece


@dataclass(frozen=True, slots=True)
class Column:
    """Token ids of many texts: text i is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: np.ndarray
    offsets: np.ndarray

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def gather(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The ids of the texts in ``rows`` one after the other, and how many each has."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        places = np.repeat(self.offsets[rows] - starts, lengths) + np.arange(lengths.sum())
        return self.ids[places].astype(np.int64), lengths


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> Column:
    """Token ids of ``texts`` without those that mean nothing; an empty text has none.

    The vocabulary looks at no more than a word at a time, so each word is encoded once: five times as fast.
    """
    silent = [tokenizer.token_to_id(token) for token in SILENT]
    words = list({word for text in texts for word in _RUN.findall(text)})
    ids_of: dict[str, list[int]] = {}
    for start in range(0, len(words), _MANY):
        some = words[start : start + _MANY]
        for word, encoding in zip(some, tokenizer.encode_batch_fast(some, add_special_tokens=False), strict=True):
            ids_of[word] = [i for i in encoding.ids if i not in silent]
    flat, offsets = array("i"), array("q", [0])
    for text in texts:
        ids = list(itertools.chain.from_iterable(ids_of[word] for word in _RUN.findall(text)))
        flat.extend(ids[:_LONGEST])
        offsets.append(len(flat))
    return Column(np.array(flat, dtype=np.int32), np.array(offsets, dtype=np.int64))


def clean_pairs(pairs: list[Pair], eval_dir: Path) -> list[Pair]:
    """The pairs without those that hold text of ``eval_dir``, and a line in the log for each set that lost some."""
    kept = LeakGuard.from_folder(eval_dir).clean(pairs)
    lost = Counter(p.set for p in pairs) - Counter(p.set for p in kept)
    for name, count in lost.most_common():
        logger.info("refused %d pairs of %s: they hold evaluation text", count, name)
    return kept


def cap(pairs: list[Pair], most: int) -> list[Pair]:
    """At most ``most`` pairs of each set and language pair, chosen at random but always the same; in order."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        groups[pair.set, pair.languages].append(row)
    rng = np.random.default_rng(0)
    chosen = [rng.permutation(rows)[:most] for rows in groups.values()]
    return [pairs[row] for row in np.sort(np.concatenate(chosen))]
