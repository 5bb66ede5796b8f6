"""How often each set is heard: by temperature, so that the largest does not drown the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class MixingConfig:
    """A group of n pairs is drawn in proportion to n ** alpha, times its weight."""

    alpha: float
    most_repeats: float
    pairs_per_epoch: int
    arabic_boost: float
    set_weights: Mapping[str, float]


def quotas(sizes: Mapping[tuple[str, str], int], config: MixingConfig) -> dict[tuple[str, str], int]:
    """Pairs to draw in an epoch from each (set, languages), never more than ``most_repeats`` times its size."""
    weights = {group: _weight(group, config) * size**config.alpha for group, size in sizes.items()}
    left, quota = float(config.pairs_per_epoch), dict.fromkeys(sizes, 0)
    open_groups = set(sizes)
    while open_groups:  # what a small group cannot give is shared out among the others
        share = left / sum(weights[g] for g in open_groups)
        full = {g for g in open_groups if share * weights[g] >= config.most_repeats * sizes[g]}
        for group in full or open_groups:
            quota[group] = round(config.most_repeats * sizes[group] if full else share * weights[group])
        left -= sum(quota[g] for g in full)
        open_groups = open_groups - full if full and left > 0 else set()
    return quota


def _weight(group: tuple[str, str], config: MixingConfig) -> float:
    name, languages = group
    boost = config.arabic_boost if "ar" in languages.split("-") else 1.0
    return config.set_weights.get(name, 1.0) * boost


def draw(members: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """``count`` of ``members``: all of them as often as they fit, the rest at random without repeats."""
    whole, rest = divmod(count, len(members))
    return np.concatenate([np.tile(members, whole), rng.permutation(members)[:rest]])
