"""Words inside the token ids of a text, for training on word-by-word matching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import regex
import torch
from tokenizers import Tokenizer

from training.prepare import Column
from training.table import Rows, Words
from training.vocabulary import WORD_START

_SPACELESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_LETTER = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class WordMap:
    """Which tokens begin a word, which carry letters, and how much a word weighs by its rarest token."""

    starts: np.ndarray
    carries: np.ndarray
    idf: np.ndarray

    @classmethod
    def build(cls, tokenizer: Tokenizer, columns: list[Column]) -> WordMap:
        """From the pieces of the vocabulary and the texts that they occur in."""
        size = tokenizer.get_vocab_size()
        pieces = [tokenizer.id_to_token(i) for i in range(size)]
        starts = np.array([p.startswith(WORD_START) or bool(_SPACELESS.search(p)) for p in pieces])
        carries = np.array([bool(_LETTER.search(p)) for p in pieces])
        seen = sum(np.bincount(c.ids, minlength=size) for c in columns)
        texts = sum(len(c) for c in columns)
        return cls(starts, carries, np.log(1 + texts / (seen + 1.0)))


def embed_words(rows: Rows, words: WordMap, ids: np.ndarray, lengths: np.ndarray) -> Words:
    """The words of texts whose ids stand one after the other. Pieces that carry no letter are left out."""
    text_of_id = np.repeat(np.arange(len(lengths)), lengths)
    begins = words.starts[ids].copy()
    begins[np.concatenate([[0], np.cumsum(lengths)[:-1]])] = True
    word_of_id = np.cumsum(begins) - 1
    carries = np.zeros(word_of_id[-1] + 1, dtype=bool)
    np.logical_or.at(carries, word_of_id, words.carries[ids])
    kept = carries[word_of_id]
    pieces_of_word = np.bincount(word_of_id[kept], minlength=len(carries))[carries]
    idf = np.zeros(len(carries))
    np.maximum.at(idf, word_of_id, words.idf[ids])
    return _pad(rows.embed(ids[kept], pieces_of_word), text_of_id[begins][carries], idf[carries], len(lengths))


def _pad(vectors: torch.Tensor, text: np.ndarray, weight: np.ndarray, texts: int) -> Words:
    counts = np.bincount(text, minlength=texts)
    longest = int(counts.max())
    first = np.cumsum(counts) - counts
    flat = torch.from_numpy(text * longest + np.arange(len(text)) - first[text])
    size = texts * longest
    shares = torch.from_numpy(weight / np.bincount(text, weights=weight, minlength=texts)[text]).float()
    return Words(
        torch.zeros(size, vectors.shape[1]).index_copy(0, flat, vectors).view(texts, longest, -1),
        torch.zeros(size, dtype=torch.bool).index_fill(0, flat, True).view(texts, longest),
        torch.zeros(size).index_copy(0, flat, shares).view(texts, longest),
    )
