"""Sets are mixed by temperature, and small ones are not repeated without end."""

import numpy as np
import pytest

from training.mixing import MixingConfig, draw, quotas


def config(**changes):
    return MixingConfig(
        **{"alpha": 0.5, "most_repeats": 100.0, "pairs_per_epoch": 1100, "arabic_boost": 1.0, "set_weights": {}}
        | changes
    )


def test_share_grows_with_the_power_of_the_size():
    found = quotas({("manuals", "en-de"): 1_000_000, ("news", "en-de"): 10_000}, config())
    assert found == {("manuals", "en-de"): 1000, ("news", "en-de"): 100}


def test_what_a_small_set_cannot_give_goes_to_the_others():
    sizes = {("manuals", "en-de"): 1_000_000, ("udhr", "en-de"): 10}
    found = quotas(sizes, config(alpha=0.0, most_repeats=3.0))
    assert found == {("manuals", "en-de"): 1070, ("udhr", "en-de"): 30}


def test_nothing_is_drawn_beyond_repeats_when_all_sets_are_small():
    assert quotas({("a", "en-ar"): 4, ("b", "en-ar"): 5}, config(most_repeats=2.0)) == {
        ("a", "en-ar"): 8,
        ("b", "en-ar"): 10,
    }


def test_weights_and_arabic_count():
    sizes = {("a", "en-ar"): 400, ("a", "en-de"): 400, ("b", "de-en"): 400}
    found = quotas(sizes, config(pairs_per_epoch=80, arabic_boost=2.0, set_weights={"b": 5.0}))
    assert found == {("a", "en-ar"): 20, ("a", "en-de"): 10, ("b", "de-en"): 50}


def test_draw_takes_every_member_before_it_repeats_one():
    drawn = draw(np.array([7, 8, 9]), 7, np.random.default_rng(0))
    assert sorted(np.bincount(drawn)[7:].tolist()) == [2, 2, 3]
    assert draw(np.array([7, 8, 9]), 2, np.random.default_rng(0)).tolist() != []


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_draw_gives_as_many_as_asked(count):
    assert len(draw(np.arange(3), count, np.random.default_rng(1))) == count
