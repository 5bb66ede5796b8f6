"""Any model that sentence-transformers opens, from a folder or by its hub name.

Weights are read from safetensors only, since a pickle can run code, and no code that comes with a model is run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

from rag.embedders.prompts import family_prompts
from rag.errors import EmbedderError
from rag.model_folders import ModelKind
from rag.protocols import Progress, Vectors

KIND = ModelKind("modules.json", "SentenceTransformer.save_pretrained", "--model", EmbedderError)
_BATCH = 64
_SAMPLE_BYTES = 4096
_FALLBACK_MAX_TOKENS = 512
_WITHOUT_LIMIT = 1_000_000  # static models report a length limit of infinity or of int max


class SentenceTransformerEmbedder:
    """One loaded model; ``embed_query`` and ``embed_passages`` apply the model's own prompts."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self._model = model
        self.name = name
        self.dim = int(model.get_embedding_dimension() or 0)
        limit = model.max_seq_length
        self.max_tokens = int(limit) if limit and limit < _WITHOUT_LIMIT else _FALLBACK_MAX_TOKENS
        self.fingerprint = _fingerprint(model)

    @classmethod
    def open(cls, name: str) -> Self:
        """Open a folder, or a hub name from the local cache or the hub.

        Raises EmbedderError, with what is missing and how to point to a folder.
        """
        folder = Path(name)
        if folder.exists():
            KIND.check_folder(folder)
        try:
            model = SentenceTransformer(
                name,
                device="cpu",
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
            raise KIND.unavailable(name, error) from error
        if not any(model.prompts.values()):  # what a folder says of itself goes before what its name tells
            prompts = family_prompts(name)
            model.prompts.update(query=prompts.query, document=prompts.passage)
        return cls(model, folder.name if folder.exists() else name)

    def count_tokens(self, text: str) -> int:
        tokenizer = self._model.tokenizer
        if hasattr(tokenizer, "encode_batch"):  # a bare `tokenizers.Tokenizer`, as static models have
            return len(tokenizer.encode(text, add_special_tokens=False).ids)
        return len(tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            vectors[start : start + len(batch)] = self._model.encode_document(
                batch, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
            )
            if progress:
                progress(start + len(batch), len(texts))
        return _unit(vectors)

    def embed_query(self, query: str) -> Vectors:
        vector = self._model.encode_query([query], show_progress_bar=False, convert_to_numpy=True)
        unit: Vectors = _unit(np.asarray(vector, dtype=np.float32))[0]
        return unit


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit


def _fingerprint(model: SentenceTransformer) -> str:
    """A hash of samples of every weight and of what shapes the text; the same on every machine."""
    digest = hashlib.sha256()
    for name, parameter in sorted(model.state_dict().items()):
        raw = parameter.detach().cpu().contiguous().reshape(-1)
        digest.update(f"{name}{tuple(parameter.shape)}{parameter.dtype}".encode())
        for piece in (raw[:_SAMPLE_BYTES], raw[-_SAMPLE_BYTES:]):
            digest.update(piece.float().numpy().tobytes())
    shaping = {"prompts": model.prompts, "max_tokens": str(model.max_seq_length)}
    digest.update(json.dumps(shaping, sort_keys=True).encode())
    return digest.hexdigest()[:16]
