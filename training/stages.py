"""The stages of training: sentence against sentence, then word against word."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch

from training.mixing import MixingConfig, draw, quotas
from training.pairs import Pair, is_short
from training.prepare import Column
from training.table import Table, contrast, late_scores
from training.words import WordMap, embed_words

logger = logging.getLogger(__name__)
_OWN = ("news_lexicon", "news_sentences", "own_lexicon", "own_sentences")
# Of the second stage: sentences that fit word scores, and sentences in a batch of sentence scores.
_FEWEST_TOKENS, _MOST_TOKENS, _SENTENCES = 4, 24, 1024


@dataclass(frozen=True, slots=True)
class TableConfig:
    """``scale`` multiplies cosines before the softmax."""

    dim: int
    seed: int
    scale: float
    token_dropout: float


@dataclass(frozen=True, slots=True)
class SentenceConfig:
    """First stage."""

    epochs: int
    batch: int
    lr: float


@dataclass(frozen=True, slots=True)
class WordConfig:
    """Second stage; ``scale`` is that of word-by-word scores."""

    steps: int
    batch: int
    lr: float
    scale: float


@dataclass(frozen=True, slots=True)
class Corpus:
    """Encoded pairs, and the rows of each (set, languages) that batches are drawn from."""

    source: Column
    target: Column
    members: Mapping[tuple[str, str], np.ndarray]

    @classmethod
    def build(cls, pairs: list[Pair], source: Column, target: Column) -> Corpus:
        """Group ``pairs``, whose texts are ``source`` and ``target``; pairs with an empty text are left out."""
        usable = (np.diff(source.offsets) > 0) & (np.diff(target.offsets) > 0)
        rows_of: dict[tuple[str, str], list[int]] = {}
        for row in np.flatnonzero(usable).tolist():
            rows_of.setdefault((pairs[row].set, pairs[row].languages), []).append(row)
        return cls(source, target, {group: np.array(rows) for group, rows in sorted(rows_of.items())})

    def sentences(self, fewest: int, most: int) -> Corpus:
        """Only the pairs of sentences, both of ``fewest`` to ``most`` tokens."""
        lengths = np.stack([np.diff(self.source.offsets), np.diff(self.target.offsets)])
        fits = (lengths.min(0) >= fewest) & (lengths.max(0) <= most)
        members = {group: rows[fits[rows]] for group, rows in self.members.items() if not is_short(group[0])}
        return replace(self, members={group: rows for group, rows in members.items() if len(rows)})

    def batches(self, config: MixingConfig, size: int, rng: np.random.Generator) -> list[np.ndarray]:
        """One epoch: batches of one language pair each, names and dictionary words apart, in random order."""
        pools: dict[tuple[str, bool], list[np.ndarray]] = {}
        for (name, languages), count in quotas({g: len(m) for g, m in self.members.items()}, config).items():
            rows = draw(self.members[name, languages], count, rng)
            pools.setdefault((languages, is_short(name)), []).append(rows)
        batches = []
        for parts in pools.values():
            rows = rng.permutation(np.concatenate(parts))
            batches += [rows[i : i + size] for i in range(0, max(1, len(rows) - size // 2), size)]
        return [batches[i] for i in rng.permutation(len(batches))]

    def endless_batches(self, config: MixingConfig, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        """One epoch after the other, without the batches that fall short of ``size``."""
        while True:
            yield from (rows for rows in self.batches(config, size, rng) if len(rows) == size)

    def own_batches(self, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        """Without end: batches of what we wrote ourselves, one language pair each."""
        pools: dict[str, list[np.ndarray]] = {}
        for (name, languages), rows in self.members.items():
            if name in _OWN:
                pools.setdefault(languages, []).append(rows)
        rows = [np.concatenate(parts) for parts in pools.values()]
        share = np.array([len(r) for r in rows]) ** 0.5
        while True:
            pool = rows[rng.choice(len(rows), p=share / share.sum())]
            yield rng.permutation(pool)[:size]


def train_sentences(
    table: Table, corpus: Corpus, mixing: MixingConfig, config: SentenceConfig, shape: TableConfig
) -> None:
    """First stage: a sentence and its translation among the other sentences of a batch."""
    rng = np.random.default_rng(shape.seed)
    batches = [b for _ in range(config.epochs) for b in corpus.batches(mixing, config.batch, rng)]
    keep = 1 - shape.token_dropout

    def loss_of(step: int) -> torch.Tensor:
        rows = batches[step]
        source = table.embed_rows(corpus.source, rows, keep, rng)
        target = table.embed_rows(corpus.target, rows, keep, rng)
        return contrast(source @ target.T * shape.scale)

    _descend(table, loss_of, len(batches), config.lr)


def train_words(
    table: Table, corpus: Corpus, words: WordMap, mixing: MixingConfig, config: WordConfig, shape: TableConfig
) -> None:
    """Second stage: by turns words against words, our own lexicon, and sentences."""
    rng = np.random.default_rng(shape.seed + 1)
    sentences = corpus.sentences(_FEWEST_TOKENS, _MOST_TOKENS)
    by_word = sentences.endless_batches(mixing, config.batch, rng)
    own = corpus.own_batches(_SENTENCES, rng)
    whole = corpus.endless_batches(mixing, _SENTENCES, rng)

    def word_loss() -> torch.Tensor:
        rows = next(by_word)
        source = embed_words(table, words, *corpus.source.gather(rows))
        target = embed_words(table, words, *corpus.target.gather(rows))
        forth, back = late_scores(source, target)
        return (contrast(forth * config.scale) + contrast(back * config.scale)) / 2

    def sentence_loss(rows: np.ndarray) -> torch.Tensor:
        keep = 1 - shape.token_dropout
        source = table.embed_rows(corpus.source, rows, keep, rng)
        target = table.embed_rows(corpus.target, rows, keep, rng)
        return contrast(source @ target.T * shape.scale)

    turns: list[Callable[[], torch.Tensor]] = [
        word_loss,
        lambda: sentence_loss(next(own)),
        word_loss,
        lambda: sentence_loss(next(whole)),
    ]
    _descend(table, lambda step: turns[step % len(turns)](), config.steps, config.lr)


def _descend(table: Table, loss_of: Callable[[int], torch.Tensor], steps: int, lr: float) -> None:
    optimizer = torch.optim.SparseAdam(list(table.parameters()), lr=lr)
    begun = time.monotonic()
    for step in range(steps):
        loss = loss_of(step)
        for group in optimizer.param_groups:
            group["lr"] = lr * min(1.0, (step + 1) / 50) * max(0.02, 1 - step / steps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 200 == 0:
            logger.info("step %d of %d: loss %.3f, %.0f s", step, steps, loss.item(), time.monotonic() - begun)
