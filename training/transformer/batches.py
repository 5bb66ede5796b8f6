"""Token ids as the encoder takes them: blocks with masked tokens, and padded texts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from training.stages import Corpus
from training.transformer.text import Special

_MASKED, _SWAPPED = 0.8, 0.1  # of the tokens to be told, as in BERT; the rest stand as they are


class Padded(NamedTuple):
    """Texts as rows of ``ids``; ``mask`` is true where a token stands and no padding."""

    ids: np.ndarray
    mask: np.ndarray


class Masked(NamedTuple):
    """Blocks in which tokens were hidden: the flat ``places`` of those to be told, and what stood there."""

    ids: np.ndarray
    places: np.ndarray
    labels: np.ndarray


def pad(ids: np.ndarray, lengths: np.ndarray, special: Special) -> Padded:
    """Texts whose ids stand one after the other, each between start and end and filled up to the longest."""
    columns, ends = np.arange(lengths.max() + 2), lengths[:, None] + 1
    padded = np.full((len(lengths), len(columns)), special.pad, dtype=np.int64)
    padded[(columns > 0) & (columns < ends)] = ids
    padded[:, 0] = special.start
    np.put_along_axis(padded, ends, special.end, axis=1)
    return Padded(padded, columns <= ends)


def pack(corpus: Corpus, rows: np.ndarray, special: Special, length: int) -> np.ndarray:
    """Blocks of ``length`` tokens filled with the pairs in ``rows``, each text beside its translation.

    Nothing is padding, every position is used however short the texts are, and a hidden word can be told from the
    other language. What does not fill the last block is left out.
    """
    parts: list[np.ndarray] = []
    end = np.array([special.end])
    for row in rows.tolist():
        for side in (corpus.source, corpus.target):
            parts += (side.ids[side.offsets[row] : side.offsets[row + 1]], end)
    flat = np.concatenate(parts).astype(np.int64)
    inner = min(length - 1, len(flat))
    blocks = flat[: len(flat) // inner * inner].reshape(-1, inner)
    return np.insert(blocks, 0, special.start, axis=1)


def hide_tokens(blocks: np.ndarray, special: Special, share: float, rng: np.random.Generator) -> Masked:
    """``blocks`` with ``share`` of their ordinary tokens to be told: masked, swapped for another, or left."""
    flat = blocks.flatten()
    ordinary = np.flatnonzero(flat < special.pad)
    places = rng.choice(ordinary, max(1, round(share * len(ordinary))), replace=False)
    labels = flat[places]
    lot = rng.random(len(places))
    flat[places[lot < _MASKED]] = special.mask
    swapped = places[(lot >= _MASKED) & (lot < _MASKED + _SWAPPED)]
    flat[swapped] = rng.integers(0, special.pad, len(swapped))
    return Masked(flat.reshape(blocks.shape), places, labels)
