"""The model while it learns: one vector a token, and the two scores that it is trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

_SPREAD = 0.1  # of the first vectors
_BETAS = (0.9, 0.999)  # Adam's usual ones


@dataclass(frozen=True, slots=True)
class Words:
    """The words of texts: unit vectors (texts, longest, dim), where one stands, and weights that sum to 1 in a text."""

    vectors: torch.Tensor
    mask: torch.Tensor
    weight: torch.Tensor


class Table:
    """A vector for every token; a text is the normalised sum of its tokens' vectors."""

    def __init__(self, vectors: torch.Tensor) -> None:
        self.vectors = vectors

    @classmethod
    def random(cls, tokens: int, dim: int, seed: int) -> Table:
        """A table that has learned nothing yet."""
        return cls(torch.randn(tokens, dim, generator=torch.Generator().manual_seed(seed)) * _SPREAD)

    def rows(self, ids: np.ndarray) -> Rows:
        """The vectors of the tokens in ``ids``, to compute a loss with."""
        used = np.unique(ids)
        return Rows(used, self.vectors[torch.from_numpy(used)].requires_grad_())

    def embed(self, ids: np.ndarray, lengths: np.ndarray) -> torch.Tensor:
        """Unit vectors of texts whose ids stand one after the other, not for learning; shape (len(lengths), dim)."""
        return _embed(torch.from_numpy(ids), lengths, self.vectors)


class RowAdam:
    """Adam on the rows that a batch uses, the others and their moments left as they are.

    This is torch's SparseAdam at four fifths of a step's time, and at far less where other programs want the
    same cores: a batch's rows are copied out once, and their gradient is dense.
    """

    def __init__(self, table: Table) -> None:
        self._vectors = table.vectors
        self._mean = torch.zeros_like(table.vectors)
        self._square = torch.zeros_like(table.vectors)
        self._steps = 0

    def step(self, rows: Rows, gradient: torch.Tensor, lr: float) -> None:
        """Move the table's ``rows`` against the gradient of their vectors."""
        self._steps += 1
        used = torch.from_numpy(rows.used)
        mean = self._mean[used].lerp_(gradient, 1 - _BETAS[0])
        square = self._square[used].mul_(_BETAS[1]).addcmul_(gradient, gradient, value=1 - _BETAS[1])
        self._mean[used], self._square[used] = mean, square
        corrections = [1 - beta**self._steps for beta in _BETAS]
        change = mean / square.sqrt().add_(1e-8)
        self._vectors.index_add_(0, used, change, alpha=-lr * corrections[1] ** 0.5 / corrections[0])


@dataclass(frozen=True, slots=True)
class Rows:
    """The vectors that one batch uses, a leaf of its own for autograd; ``used`` are their tokens, ascending."""

    used: np.ndarray
    vectors: torch.Tensor

    def embed(self, ids: np.ndarray, lengths: np.ndarray) -> torch.Tensor:
        """Unit vectors of texts whose ids stand one after the other; shape (len(lengths), dim)."""
        return _embed(torch.from_numpy(np.searchsorted(self.used, ids)), lengths, self.vectors)


def _embed(places: torch.Tensor, lengths: np.ndarray, vectors: torch.Tensor) -> torch.Tensor:
    starts = torch.from_numpy(np.cumsum(lengths) - lengths)
    return functional.normalize(functional.embedding_bag(places, vectors, starts, mode="sum"), dim=-1)


def drop_tokens(
    ids: np.ndarray, lengths: np.ndarray, keep: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The ids that remain, and how many of each text; the first token of a text always does."""
    if keep >= 1:
        return ids, lengths
    kept = rng.random(len(ids)) < keep
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    kept[starts[lengths > 0]] = True
    text_of_id = np.repeat(np.arange(len(lengths)), lengths)
    return ids[kept], np.bincount(text_of_id[kept], minlength=len(lengths))


def contrast(similarity: torch.Tensor) -> torch.Tensor:
    """InfoNCE both ways: text i of either side belongs to text i of the other."""
    own = torch.arange(len(similarity))
    return (functional.cross_entropy(similarity, own) + functional.cross_entropy(similarity.T, own)) / 2


def late_scores(source: Words, target: Words) -> tuple[torch.Tensor, torch.Tensor]:
    """Word by word, both ways: every word's best match in a text of the other side, averaged by weight.

    Returns (sources, targets) and (targets, sources).
    """
    sources, longest, dim = source.vectors.shape
    flat = source.vectors.reshape(-1, dim) @ target.vectors.reshape(-1, dim).T
    similarity = flat.view(sources, longest, *target.mask.shape)
    forth = similarity.masked_fill(~target.mask, -1.0).amax(3)
    back = similarity.masked_fill(~source.mask[:, :, None, None], -1.0).amax(1)
    return (
        torch.einsum("slt,sl->st", forth, source.weight),
        torch.einsum("stl,tl->ts", back, target.weight),
    )
