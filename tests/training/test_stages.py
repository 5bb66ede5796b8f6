"""Batches are of one kind, sentences beside their neighbours; and rows learn as torch's SparseAdam has them learn."""

import numpy as np
import pytest
import torch

from training.mixing import MixingConfig
from training.pairs import Pair
from training.prepare import Column
from training.stages import Corpus
from training.table import RowAdam, Table, contrast

MIXING = MixingConfig(alpha=1.0, most_repeats=2.0, pairs_per_epoch=10_000, arabic_boost=1.0, set_weights={})


def column(texts):
    return Column(np.concatenate(texts).astype(np.int32), np.cumsum([0, *map(len, texts)]))


@pytest.fixture
def corpus():
    """Sentences of four topics, ten tokens a topic, and names."""
    rng = np.random.default_rng(0)
    topics = np.arange(64) % 4
    texts = [10 * topic + rng.permutation(10)[:5] for topic in topics] + [np.array([i % 40]) for i in range(32)]
    pairs = [Pair("news_sentences", "en-ar", "", "")] * 64 + [Pair("names_cldr", "en-ar", "", "")] * 32
    return Corpus.build(pairs, column(texts), column(texts))


@pytest.fixture
def table():
    """Tokens of one topic share a direction."""
    table = Table.random(40, 4, seed=0)
    table.vectors += torch.eye(4).repeat_interleave(10, dim=0)
    return table


def test_names_and_sentences_are_never_in_one_batch(corpus, table):
    rng = np.random.default_rng(1)
    for batches in (corpus.batches(MIXING, 16, rng), corpus.near_batches(MIXING, 16, rng, table)):
        assert {len({row < 64 for row in batch}) for batch in batches} == {1}


def test_near_batches_hold_fewer_topics_and_every_sentence_once(corpus, table):
    def topics_per_batch(batches):
        return np.mean([len(set(batch % 4)) for batch in batches if batch[0] < 64])

    rng = np.random.default_rng(2)
    near = corpus.near_batches(MIXING, 16, rng, table)
    assert topics_per_batch(near) < topics_per_batch(corpus.batches(MIXING, 16, rng))
    assert sorted(row for batch in near for row in batch if row < 64) == list(range(64))


def test_learning_by_rows_is_sparse_adam():
    table = Table.random(12, 8, seed=0)
    bag = torch.nn.EmbeddingBag.from_pretrained(table.vectors.clone(), freeze=False, mode="sum", sparse=True)
    ours, theirs = RowAdam(table), torch.optim.SparseAdam(bag.parameters(), lr=0.01)
    rng = np.random.default_rng(3)
    for _ in range(20):
        ids, lengths = rng.integers(0, 12, 20), np.full(8, 2) + np.array([4, 0, 0, 0, 0, 0, 0, 0])
        rows = table.rows(ids)
        vectors = rows.embed(ids, lengths)
        (gradient,) = torch.autograd.grad(contrast(vectors[:4] @ vectors[4:].T * 5), rows.vectors)
        ours.step(rows, gradient, 0.01)

        starts = torch.from_numpy(np.cumsum(lengths) - lengths)
        expected = torch.nn.functional.normalize(bag(torch.from_numpy(ids), starts), dim=-1)
        theirs.zero_grad()
        contrast(expected[:4] @ expected[4:].T * 5).backward()
        theirs.step()
    assert torch.allclose(table.vectors, bag.weight, atol=1e-4)
