"""A static model read word by word: the tokens of each word are found once, whatever text it stands in.

A tokenizer spends its time in normalising, and news say the same words again: of 8.7 million words of SaudiNewsNet one
in 17 is new. Where the rules of a tokenizer let no token depend on what lies beyond white space, the tokens of a text
are those of its words (docs/decisions.md#word-by-word).
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from rag.protocols import Tokens, Vectors

# Of the rules by which a tokenizer normalises and cuts, as ``_rules`` hashes them: those of the model in the box, and
# so of every table that ``training/`` makes.
_WORD_BY_WORD = frozenset({"eeef8bb7f0a0d8be"})
_UNKNOWN = "<unk>"
_ID_BYTES = 4
_AT_ONCE = 256  # words joined for one call of the tokenizer: almost half of the time of a call each
_MOST_LETTERS = 1_500_000  # of words that are remembered: about 60 MB with their tokens
_PUNCTUATION = '.,،؛:؟!"«»()'  # at a word's edges it is part of no token and composes with nothing


class WordTokens:
    """Remembers the tokens of words, for a tokenizer whose tokens never depend on what lies beyond white space."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, bytes] = {}
        self._letters = 0

    def count(self, text: str) -> int:
        """How many tokens a text has, unknown ones included."""
        words = text.split()
        known = self._knowing(words)
        return sum(map(len, map(known.__getitem__, words))) // _ID_BYTES

    def ids(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, unknown ones included."""
        texts_words = [text.split() for text in texts]
        known = self._knowing(itertools.chain.from_iterable(texts_words))
        return [np.frombuffer(b"".join(map(known.__getitem__, words)), dtype=np.int32) for words in texts_words]

    def _knowing(self, words: Iterable[str]) -> dict[str, bytes]:
        """Tokens by word, those of ``words`` among them. What another thread holds of it is never emptied."""
        if self._letters > _MOST_LETTERS:
            self._known, self._letters = {}, 0
        known = self._known
        new = set(words).difference(known)
        if new:
            bare = {word: word.strip(_PUNCTUATION) for word in new}
            self._learn(known, sorted(set(bare.values()).difference(known)))
            known.update((word, known[inner]) for word, inner in bare.items())
            self._letters += sum(map(len, new))
        return known

    def _learn(self, known: dict[str, bytes], words: Sequence[str]) -> None:
        for start in range(0, len(words), _AT_ONCE):
            some = words[start : start + _AT_ONCE]
            encoding = self._tokenizer.encode("\n".join(some), add_special_tokens=False)
            ids = np.array(encoding.ids, dtype=np.int32).tobytes()
            token_starts = [token_start for token_start, _ in encoding.offsets]
            word_ends = np.cumsum([len(word) + 1 for word in some])
            bounds = [0, *(_ID_BYTES * np.searchsorted(token_starts, word_ends)).tolist()]
            known.update((word, ids[a:b]) for word, (a, b) in zip(some, itertools.pairwise(bounds), strict=True))


class WordByWordModel:
    """A table of token vectors under a tokenizer that reads word by word; gives what model2vec gives for it."""

    def __init__(self, table: NDArray[Any], weights: NDArray[np.float32] | None, tokenizer: Tokenizer) -> None:
        if tokenizer.get_vocab_size() != len(table):
            raise ValueError(f"{tokenizer.get_vocab_size()} tokens for {len(table)} vectors")
        self.table = table
        self.tokenizer = tokenizer
        self._weights = weights
        self._tokens = WordTokens(tokenizer)
        self._unknown = tokenizer.token_to_id(_UNKNOWN)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The model in a folder; None where it is not told by word, or laid out otherwise than ours."""
        paths = [folder / name for name in ("config.json", "model.safetensors", "tokenizer.json")]
        if not all(path.is_file() for path in paths):
            return None
        with safe_open(paths[1], framework="numpy") as tensors:
            names = set(tensors.keys())
            if not {"embeddings"} <= names <= {"embeddings", "weights"}:
                return None
            table = tensors.get_tensor("embeddings")
            weights = tensors.get_tensor("weights") if "weights" in names else None
        if (table.dtype, weights is None) not in ((np.int8, False), (np.float32, True), (np.float32, False)):
            return None
        tokenizer = Tokenizer.from_file(str(paths[2]))
        return cls(table, weights, tokenizer) if _rules(tokenizer) in _WORD_BY_WORD else None

    def count_tokens(self, text: str) -> int:
        return self._tokens.count(text)

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The known tokens of each text."""
        return [ids[ids != self._unknown] for ids in self._tokens.ids(texts)]

    def token_vectors(self, tokens: Tokens) -> Vectors:
        """The vectors of tokens as they are added, shape (len(tokens), dim)."""
        vectors: Vectors = self.table[tokens].astype(np.float32)
        return vectors if self._weights is None else vectors * self._weights[tokens, None]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, dim); zeros where no token is known."""
        vectors = np.zeros((len(texts), self.table.shape[1]), dtype=np.float32)
        for row, known in enumerate(self.tokenize(texts)):
            if known.size:
                vectors[row] = self.token_vectors(known).mean(axis=0)
        unit: Vectors = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + np.finfo(np.float32).tiny)
        return unit


def _rules(tokenizer: Tokenizer) -> str:
    """A hash of how a tokenizer normalises and cuts, without its vocabulary."""
    parts = (tokenizer.normalizer, tokenizer.pre_tokenizer)
    states = (b"" if part is None else bytes(part.__getstate__()) for part in parts)
    return hashlib.sha256(b"\n".join(states)).hexdigest()[:16]
