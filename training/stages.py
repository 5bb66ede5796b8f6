"""The stages of training: sentence against sentence, among its neighbours, and word against word."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch

from training.mixing import MixingConfig, draw, quotas
from training.pairs import Pair, is_short
from training.prepare import Column
from training.table import RowAdam, Rows, Table, contrast, drop_tokens, late_scores
from training.words import WordMap, embed_words

logger = logging.getLogger(__name__)
_OWN = ("news_lexicon", "news_sentences", "own_lexicon", "own_sentences")
# Of the third stage: sentences that fit word scores, and sentences in a batch of sentence scores.
_FEWEST_TOKENS, _MOST_TOKENS, _SENTENCES = 4, 24, 1024
_NEIGHBOURS_SEED, _WORDS_SEED = 1001, 1002  # these stages are run once, over what the first stage's seeds gave


@dataclass(frozen=True, slots=True)
class TableConfig:
    """One table is learned for each of ``seeds``; ``scale`` multiplies cosines before the softmax."""

    dim: int
    seeds: tuple[int, ...]
    scale: float
    token_dropout: float


@dataclass(frozen=True, slots=True)
class SentenceConfig:
    """First stage."""

    epochs: int
    batch: int
    lr: float


@dataclass(frozen=True, slots=True)
class NeighbourConfig:
    """Second stage; each epoch begins at ``lr`` anew."""

    epochs: int
    batch: int
    lr: float


@dataclass(frozen=True, slots=True)
class WordConfig:
    """Third stage; ``scale`` is that of word-by-word scores."""

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
        pools = self._pools(config, rng)
        return _shuffled((b for rows in pools.values() for b in _cut(rng.permutation(rows), size)), rng)

    def near_batches(self, config: MixingConfig, size: int, rng: np.random.Generator, table: Table) -> list[np.ndarray]:
        """One epoch whose batches of sentences hold neighbours by ``table``, which are the hardest to tell apart.

        Each sentence goes to the nearest of as many sentences, drawn at random, as there are batches. A pair comes
        once, since beside itself it would be its own rival. Names and dictionary words are mixed as ever.
        """
        batches: list[np.ndarray] = []
        for (_, short), rows in self._pools(config, rng).items():
            mixed = rng.permutation(rows)
            if not short:
                mixed = rng.permutation(np.unique(rows))
                vectors = table.embed(*self.source.gather(mixed)) + table.embed(*self.target.gather(mixed))
                centres = vectors[torch.from_numpy(rng.permutation(len(mixed))[: max(1, len(mixed) // size)])]
                mixed = mixed[(vectors @ centres.T).argmax(1).argsort(stable=True).numpy()]
            batches += _cut(mixed, size)
        return _shuffled(batches, rng)

    def _pools(self, config: MixingConfig, rng: np.random.Generator) -> dict[tuple[str, bool], np.ndarray]:
        """The rows of an epoch by languages and by whether they are names or dictionary words."""
        pools: dict[tuple[str, bool], list[np.ndarray]] = {}
        for (name, languages), count in quotas({g: len(m) for g, m in self.members.items()}, config).items():
            pools.setdefault((languages, is_short(name)), []).append(draw(self.members[name, languages], count, rng))
        return {kind: np.concatenate(parts) for kind, parts in pools.items()}

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


def _cut(rows: np.ndarray, size: int) -> list[np.ndarray]:
    """Batches of ``size``; what is left over is one too if it is at least half of that, or all there is."""
    return [rows[i : i + size] for i in range(0, max(1, len(rows) - size // 2), size)]


def _shuffled(batches: Iterable[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    in_order = list(batches)
    return [in_order[i] for i in rng.permutation(len(in_order))]


def train_sentences(
    table: Table, corpus: Corpus, mixing: MixingConfig, config: SentenceConfig, shape: TableConfig, seed: int
) -> None:
    """First stage: a sentence and its translation among the other sentences of a batch."""
    rng = np.random.default_rng(seed)
    batches = [b for _ in range(config.epochs) for b in corpus.batches(mixing, config.batch, rng)]
    _descend(table, (_sentence_task(corpus, rows, shape, rng) for rows in batches), len(batches), config.lr)


def train_neighbours(
    table: Table, corpus: Corpus, mixing: MixingConfig, config: NeighbourConfig, shape: TableConfig
) -> None:
    """Second stage: the same among sentences that the table, when an epoch begins, takes for alike."""
    rng = np.random.default_rng(_NEIGHBOURS_SEED)
    for _ in range(config.epochs):
        batches = corpus.near_batches(mixing, config.batch, rng, table)
        _descend(table, (_sentence_task(corpus, rows, shape, rng) for rows in batches), len(batches), config.lr)


def train_words(
    table: Table,
    corpus: Corpus,
    words: WordMap,
    mixing: MixingConfig,
    config: WordConfig,
    shape: TableConfig,
) -> None:
    """Third stage: by turns words against words, our own lexicon, and sentences."""
    rng = np.random.default_rng(_WORDS_SEED)
    by_word = corpus.sentences(_FEWEST_TOKENS, _MOST_TOKENS).endless_batches(mixing, config.batch, rng)
    own = corpus.own_batches(_SENTENCES, rng)
    whole = corpus.endless_batches(mixing, _SENTENCES, rng)

    def tasks() -> Iterator[_Task]:
        while True:
            yield _word_task(corpus, next(by_word), words, config.scale)
            yield _sentence_task(corpus, next(own), shape, rng)
            yield _word_task(corpus, next(by_word), words, config.scale)
            yield _sentence_task(corpus, next(whole), shape, rng)

    _descend(table, tasks(), config.steps, config.lr)


class _Task(NamedTuple):
    """The token ids that a step needs, and its loss from their vectors."""

    ids: np.ndarray
    loss: Callable[[Rows], torch.Tensor]


def _sentence_task(corpus: Corpus, pairs: np.ndarray, shape: TableConfig, rng: np.random.Generator) -> _Task:
    keep = 1 - shape.token_dropout
    source, target = (drop_tokens(*side.gather(pairs), keep, rng) for side in (corpus.source, corpus.target))
    return _Task(
        np.concatenate([source[0], target[0]]),
        lambda rows: contrast(rows.embed(*source) @ rows.embed(*target).T * shape.scale),
    )


def _word_task(corpus: Corpus, pairs: np.ndarray, words: WordMap, scale: float) -> _Task:
    source, target = corpus.source.gather(pairs), corpus.target.gather(pairs)

    def loss(rows: Rows) -> torch.Tensor:
        forth, back = late_scores(embed_words(rows, words, *source), embed_words(rows, words, *target))
        return (contrast(forth * scale) + contrast(back * scale)) / 2

    return _Task(np.concatenate([source[0], target[0]]), loss)


def _descend(table: Table, tasks: Iterator[_Task], steps: int, lr: float) -> None:
    begun, optimizer = time.monotonic(), RowAdam(table)
    for step, task in enumerate(itertools.islice(tasks, steps)):
        rows = table.rows(task.ids)
        loss = task.loss(rows)
        (gradient,) = torch.autograd.grad(loss, rows.vectors)
        optimizer.step(rows, gradient, lr * min(1.0, (step + 1) / 50) * max(0.02, 1 - step / steps))
        if step % 200 == 0:
            logger.info("step %d of %d: loss %.3f, %.0f s", step, steps, loss.item(), time.monotonic() - begun)
