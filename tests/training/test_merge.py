"""Tables that differ by their seed become one of the same size."""

import numpy as np

from training.merge import merge_tables


def cosines(table):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    return unit @ unit.T


def rotation(rng, dim):
    return np.linalg.qr(rng.standard_normal((dim, dim)))[0]


def test_tables_that_differ_by_a_rotation_keep_their_cosines():
    rng = np.random.default_rng(0)
    table = rng.standard_normal((50, 8))
    merged = merge_tables([table, table @ rotation(rng, 8), table @ rotation(rng, 8)], dim=8)
    assert merged.shape == (50, 8)
    assert np.allclose(cosines(merged), cosines(table), atol=1e-4)


def test_what_one_table_learned_by_chance_counts_for_less():
    rng = np.random.default_rng(1)
    truth = rng.standard_normal((200, 6))
    tables = [(truth + 0.5 * rng.standard_normal(truth.shape)) @ rotation(rng, 6) for _ in range(5)]
    error = [np.abs(cosines(t) - cosines(truth)).mean() for t in [*tables, merge_tables(tables, dim=6)]]
    assert error[-1] < 0.7 * min(error[:-1])
