"""Which articles are copies of one another: wire copies, re-posts, a story with a paragraph more or less.

An article's signature (MinHash) is a sample of the runs of three words in its body, folded as for search, so that
vowel signs, hamza and punctuation make no difference; where words are not spaced, letters stand for words. The
share of places in which two signatures agree estimates the share of runs that the articles have in common. The
title and what lies outside the body do not count.

A signature is the same in every process and on every machine: words are hashed by CRC-32, and the permutations
come from a fixed seed by datasketch's scheme "affine32". Whoever changes any of it must raise the index's FORMAT.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.text.terms import folded_words
from rag.types import Document

if TYPE_CHECKING:
    from datasketch import MinHash

Signature = NDArray[np.uint16]
"""Shape (128,): the low halves of datasketch's 32-bit minima, which chance makes equal once in 65,536."""

_LENGTH = 128
_SEED = 1
_RUN_OF_WORDS = 3
_MIN_SHARED = 0.7  # of the runs of words; read by eye on an archive of news (docs/decisions.md#copies)
# Articles that agree on four places running, from any of 32 on, are compared: at 0.7 all but one pair in 5,000.
_BAND = 4
_MIX = np.uint64(0x9E3779B97F4A7C15)
_COMPARED_AT_ONCE = 65_536


def sign(document: Document) -> Signature | None:
    """What tells a document's copies; None if its body has no words."""
    words = np.fromiter(
        chain.from_iterable(_hashes(token) for span in document.body for token in span.of(document.text).split()),
        dtype=np.uint64,
    )
    if not len(words):
        return None
    sketch = _blank_sketch().copy()
    sketch.update_batch(_runs(words).tolist())
    signature: Signature = sketch.hashvalues.astype(np.uint16)
    return signature


def group_copies(signatures: Sequence[Signature]) -> list[tuple[int, ...]]:
    """The groups of two and more copies, as places in ``signatures``; groups and members in ascending order.

    A copy of a copy belongs to the group, though it may share less than the others do with the first.
    """
    if len(signatures) < 2:
        return []
    table = np.stack(signatures)
    pairs = _likely_pairs(table)
    parts = np.array_split(pairs, len(pairs) // _COMPARED_AT_ONCE + 1)
    shared = np.concatenate([(table[part[:, 0]] == table[part[:, 1]]).mean(axis=1) for part in parts])
    return _connected(pairs[shared >= _MIN_SHARED])


@lru_cache(maxsize=262_144)
def _hashes(token: str) -> tuple[int, ...]:
    """The hash of each word in what stands between two spaces; folding a token again would cost half of all."""
    return tuple(zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in folded_words(token))


def _runs(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """One hash for each run of words, once each; a text that is shorter than a run is one."""
    size = min(_RUN_OF_WORDS, len(words))
    count = len(words) - size + 1
    runs = words[:count]
    for step in range(1, size):
        runs = runs * _MIX + words[step : step + count]
    return np.unique((runs ^ (runs >> np.uint64(32))).astype(np.uint32))


@cache
def _blank_sketch() -> MinHash:
    from datasketch import MinHash  # noqa: PLC0415 - it brings scipy, 0.4 s that only a writer should wait

    return MinHash(num_perm=_LENGTH, seed=_SEED, hashfunc=int, scheme="affine32")


def _likely_pairs(table: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Pairs (n, 2) that agree on a band, the smaller place first, once each.

    Of those that share one band, each is paired with the one before it and with the first, so that a thousand
    equal articles make two thousand pairs and not half a million.
    """
    places = np.arange(len(table))
    found = []
    for start in range(0, _LENGTH, _BAND):
        keys = np.ascontiguousarray(table[:, start : start + _BAND]).view(np.uint64)[:, 0]
        order = np.argsort(keys, kind="stable")
        is_same = np.diff(keys[order]) == 0
        first = np.maximum.accumulate(np.where(np.concatenate([[True], ~is_same]), places, 0))
        found += [np.stack([order[before][is_same], order[1:][is_same]], axis=1) for before in (places[:-1], first[1:])]
    return np.unique(np.concatenate(found), axis=0)


def _connected(pairs: NDArray[np.int64]) -> list[tuple[int, ...]]:
    """Who is connected with whom, by union and find."""
    parents = {place: place for place in np.unique(pairs).tolist()}

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = place = parents[parents[place]]
        return place

    for one, other in pairs.tolist():
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    groups: dict[int, list[int]] = {}
    for place in parents:
        groups.setdefault(root(place), []).append(place)
    return [tuple(members) for members in groups.values()]
