"""The text that the transformer learns from: prepared once, kept on disk, the same whenever a run goes on.

The trainer of the unigram model gives its pieces in another order every time, so that a run which is taken up
again needs the very tokenizer that it began with.
"""

from __future__ import annotations

import json
import logging
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, processors

from training.build import DataConfig
from training.pairs import read_pairs
from training.prepare import Column, cap, clean_pairs
from training.stages import Corpus
from training.vocabulary import VocabularyConfig, build_tokenizer

logger = logging.getLogger(__name__)
PAD, START, END, MASK = "<pad>", "<s>", "</s>", "<mask>"
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Special:
    """Token ids of the special tokens. They come behind all ordinary ones, ``pad`` first."""

    pad: int
    start: int
    end: int
    mask: int


@dataclass(frozen=True, slots=True)
class Text:
    """Encoded pairs, without special tokens, and the tokenizer that encoded them."""

    tokenizer: Tokenizer
    corpus: Corpus

    @property
    def special(self) -> Special:
        """The ids of the special tokens."""
        return Special(*(self.tokenizer.token_to_id(token) for token in (PAD, START, END, MASK)))

    @classmethod
    def prepare(cls, data: DataConfig, vocabulary: VocabularyConfig, max_tokens: int) -> Text:
        """The pairs of the static model, refused by the same leak check, in a vocabulary of their own."""
        pairs = read_pairs(Path(data.train_dir), Path(data.lexicon_dir), data.pivot_languages)
        pairs = clean_pairs(cap(pairs, data.most_per_group), Path(data.eval_dir))
        tokenizer = add_special_tokens(build_tokenizer(pairs, vocabulary))
        logger.info("%d tokens; %d pairs to learn from", tokenizer.get_vocab_size(), len(pairs))
        most = max_tokens - 2  # the text stands between two special tokens
        source, target = (encode_whole(tokenizer, [pair[side] for pair in pairs], most) for side in (2, 3))
        return cls(tokenizer, Corpus.build(pairs, source, target))

    def save(self, folder: Path) -> None:
        """Write everything to ``folder``; ``text.npz`` comes last, and is there only when it is whole."""
        self.tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        corpus = self.corpus
        arrays = {f"rows_{i}": rows for i, rows in enumerate(corpus.members.values())}
        for name, column in (("source", corpus.source), ("target", corpus.target)):
            arrays |= {f"{name}_ids": column.ids, f"{name}_offsets": column.offsets}
        groups = np.array(json.dumps(list(corpus.members)))
        with (folder / "text.part").open("wb") as file:
            np.savez(file, groups=groups, **arrays)
        (folder / "text.part").replace(folder / "text.npz")

    @classmethod
    def load(cls, folder: Path) -> Text:
        """Read what ``save`` wrote."""
        with np.load(folder / "text.npz") as arrays:
            source, target = (Column(arrays[f"{n}_ids"], arrays[f"{n}_offsets"]) for n in ("source", "target"))
            groups = json.loads(str(arrays["groups"]))
            members = {(name, languages): arrays[f"rows_{i}"] for i, (name, languages) in enumerate(groups)}
        return cls(Tokenizer.from_file(str(folder / "tokenizer.json")), Corpus(source, target, members))


def add_special_tokens(tokenizer: Tokenizer) -> Tokenizer:
    """The same tokenizer with the special tokens of an encoder, which puts a text between start and end."""
    tokenizer.add_special_tokens([PAD, START, END, MASK])
    around = [(token, tokenizer.token_to_id(token)) for token in (START, END)]
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{START} $A {END}", special_tokens=around)
    return tokenizer


def encode_whole(tokenizer: Tokenizer, texts: Sequence[str], most: int) -> Column:
    """Up to ``most`` token ids of each text, all that the tokenizer gives.

    Unlike ``training.prepare.encode`` this leaves in the tokens that a table has no vector for: whoever opens the
    finished folder has the tokenizer's own output go through the encoder, and that is what it has to learn from.
    """
    flat, offsets = array("i"), array("q", [0])
    for begin in range(0, len(texts), _MANY):
        some = list(texts[begin : begin + _MANY])
        for encoding in tokenizer.encode_batch_fast(some, add_special_tokens=False):
            flat.extend(encoding.ids[:most])
            offsets.append(len(flat))
    return Column(np.array(flat, dtype=np.int32), np.array(offsets, dtype=np.int64))
