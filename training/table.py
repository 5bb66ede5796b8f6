"""The model while it learns: one vector a token, and the two scores that it is trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from training.prepare import Column


@dataclass(frozen=True, slots=True)
class Words:
    """The words of texts: unit vectors (texts, longest, dim), where one stands, and weights that sum to 1 in a text."""

    vectors: torch.Tensor
    mask: torch.Tensor
    weight: torch.Tensor


class Table(torch.nn.Module):
    """A vector for every token; a text is the normalised sum of its tokens' vectors."""

    def __init__(self, tokens: int, dim: int) -> None:
        super().__init__()
        self.bag = torch.nn.EmbeddingBag(tokens, dim, mode="sum", sparse=True)
        torch.nn.init.normal_(self.bag.weight, 0, 0.1)

    def embed(self, ids: np.ndarray, lengths: np.ndarray) -> torch.Tensor:
        """Unit vectors of texts whose ids stand one after the other; shape (len(lengths), dim)."""
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return functional.normalize(self.bag(torch.from_numpy(ids), torch.from_numpy(starts)), dim=-1)

    def embed_rows(self, column: Column, rows: np.ndarray, keep: float, rng: np.random.Generator) -> torch.Tensor:
        """Unit vectors of the texts in ``rows``, each token kept with probability ``keep``."""
        return self.embed(*drop_tokens(*column.gather(rows), keep, rng))


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
