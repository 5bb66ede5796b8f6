"""An embedder without weights: words and their pieces, hashed into a fixed number of dimensions.

Deterministic on every machine, needs no model, knows no meaning: two texts are near when they share word
stems or parts of words. It serves the tests, and answers within one language where nothing better is at hand.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from rag.protocols import Progress, Vectors
from rag.text.stopwords import STOP_WORDS
from rag.text.terms import ANALYSIS_VERSION, count_words, passage_terms

_DIM = 512
_GRAM = 4  # letters: the size that did best inside Arabic words (docs/decisions.md#arabic-terms)
_GRAM_WEIGHT = 0.3  # of a whole stem; a word of eight letters has five grams
_MAX_WORDS = 512
_REPORT_EVERY = 256


class HashingEmbedder:
    """Signed feature hashing (Weinberger et al., 2009) of stems and of 4-letter pieces of words."""

    name = "hashing"
    fingerprint = f"hashing-{_DIM}-{_GRAM}-{_GRAM_WEIGHT}-{ANALYSIS_VERSION}"
    dim = _DIM
    max_tokens = _MAX_WORDS

    def count_tokens(self, text: str) -> int:
        """Words, or letters where words are not spaced."""
        return max(1, count_words(text))

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), _DIM), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self.embed_query(text)
            if progress and (row + 1) % _REPORT_EVERY == 0:
                progress(row + 1, len(texts))
        if progress:
            progress(len(texts), len(texts))
        return vectors

    def embed_query(self, query: str) -> Vectors:
        vector = np.zeros(_DIM, dtype=np.float32)
        for feature, weight in self._features(query):
            code = zlib.crc32(feature.encode())
            vector[code % _DIM] += weight if code & 0x8000_0000 else -weight
        length = float(np.linalg.norm(vector))
        if length == 0.0:  # no word at all, or features that cancel: the text as a whole is its only feature
            vector[zlib.crc32(query.encode()) % _DIM] = length = 1.0
        return vector / np.float32(length)

    def _features(self, text: str) -> Iterator[tuple[str, float]]:
        terms = passage_terms(text, "und")
        for stem, count in Counter(terms.stems).items():
            if stem not in STOP_WORDS:
                yield stem, 1.0 + math.log(count)
        for word in set(terms.exact) - STOP_WORDS:
            for i in range(len(word) - _GRAM + 1):
                yield "#" + word[i : i + _GRAM], _GRAM_WEIGHT
