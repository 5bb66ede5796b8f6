"""The encoder while it learns: BERT's layers, what it is trained to tell, and the vector of a text."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional
from transformers import BertConfig, BertForMaskedLM

from training.table import contrast
from training.transformer.batches import Masked, Padded
from training.transformer.text import Special


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """The encoder's measures; ``inner`` is the width between a layer's two halves."""

    layers: int
    width: int
    heads: int
    inner: int
    max_tokens: int
    dropout: float


class Encoder:
    """A transformer on a device; in ``bfloat16`` its layers reckon coarsely, while the weights stay float32."""

    def __init__(self, model: BertForMaskedLM, device: torch.device, *, bfloat16: bool) -> None:
        self.model = model.to(device)
        self._device = device
        self._bfloat16 = bfloat16

    @classmethod
    def random(cls, config: EncoderConfig, special: Special, seed: int, device: torch.device) -> Encoder:
        """An encoder that has learned nothing yet, for the vocabulary that ends with ``special``; coarse on a GPU."""
        torch.manual_seed(seed)
        shape = BertConfig(
            vocab_size=special.mask + 1,
            hidden_size=config.width,
            num_hidden_layers=config.layers,
            num_attention_heads=config.heads,
            intermediate_size=config.inner,
            max_position_embeddings=config.max_tokens,
            type_vocab_size=1,
            hidden_dropout_prob=config.dropout,
            attention_probs_dropout_prob=config.dropout,
            pad_token_id=special.pad,
        )
        return cls(BertForMaskedLM(shape), device, bfloat16=device.type == "cuda")

    def masked_loss(self, masked: Masked) -> torch.Tensor:
        """How badly the hidden tokens are told. Only theirs are scored: a vocabulary of scores a token is much."""
        ids, places, labels = (self._tensor(part) for part in masked)
        with self._autocast():
            hidden = self.model.bert(ids).last_hidden_state.flatten(0, 1)
            scores = self.model.cls(hidden[places])
        return functional.cross_entropy(scores.float(), labels)

    def aligned_loss(self, source: Padded, target: Padded, scale: float) -> torch.Tensor:
        """InfoNCE both ways between texts and their translations."""
        return contrast_there(self.embed(source) @ self.embed(target).T * scale)

    def embed(self, texts: Padded) -> torch.Tensor:
        """Unit vectors of texts: the mean over their tokens, as sentence-transformers pools; (texts, width)."""
        ids, mask = (self._tensor(part) for part in texts)
        with self._autocast():
            hidden = self.model.bert(ids, attention_mask=mask).last_hidden_state
        return functional.normalize((hidden.float() * mask[:, :, None]).sum(1), dim=-1)

    def _autocast(self) -> AbstractContextManager[object]:
        return torch.autocast(self._device.type, torch.bfloat16) if self._bfloat16 else nullcontext()

    def _tensor(self, array: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(array).to(self._device)


def contrast_there(similarity: torch.Tensor) -> torch.Tensor:
    """``training.table.contrast``, whose labels are made on the device that is set, on the similarity's own."""
    with similarity.device:
        return contrast(similarity)
