"""One table out of several that were trained alike but for the seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def merge_tables(tables: Sequence[np.ndarray], dim: int) -> np.ndarray:
    """The tables side by side, reduced to the ``dim`` directions that hold most of them; shape (tokens, dim).

    Side by side, a cosine is the mean over the tables: what each learned by chance cancels out, and no table
    need be turned to match another. Every token counts alike, since words are matched one by one.
    """
    joined = np.concatenate([table.astype(np.float32) for table in tables], axis=1)
    _, directions = np.linalg.eigh((joined.T @ joined).astype(np.float64))  # in ascending order of what they hold
    merged: np.ndarray = joined @ directions[:, -dim:].astype(np.float32)
    return merged
