"""Static models (one vector a token, averaged) without torch.

A folder whose first module is sentence-transformers' ``StaticEmbedding`` is read by model2vec, which needs
numpy and tokenizers alone: the same vectors to seven digits, in one second instead of seven and in half the
memory (docs/decisions.md#static-models). A question on the command line need not wait for torch.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray

from rag.bundled import BUNDLED_FOLDER
from rag.errors import EmbedderError
from rag.protocols import Progress, Vectors

_BATCH = 1024
_MAX_TOKENS = 512  # an average over more says little of any part
_SAMPLE_ROWS = 4096


def is_static(folder: Path) -> bool:
    """Whether a model folder holds a static model."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return bool(modules) and str(modules[0]["type"]).endswith("StaticEmbedding")
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return False


@cache
def open_bundled() -> StaticEmbedder:
    """The model in the box, loaded once a process."""
    return StaticEmbedder.open(BUNDLED_FOLDER)


class StaticEmbedder:
    """One loaded table of token vectors; queries and passages are embedded alike."""

    def __init__(self, model: StaticModel, name: str) -> None:
        self._model = model
        self.name = name
        self.dim = int(model.embedding.shape[1])
        self.max_tokens = _MAX_TOKENS
        self.fingerprint = _fingerprint(model)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a folder for which ``is_static`` holds. Raises EmbedderError if it is not whole."""
        try:
            model = StaticModel.from_pretrained(folder, normalize=True, max_length=None)
        except Exception as error:  # the tokenizer's Rust errors have no class of their own
            reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(" .")
            raise EmbedderError(
                f"the static model in {folder} cannot be loaded: {reason}",
                hint="save it again with SentenceTransformer.save_pretrained, or name another folder",
            ) from error
        return cls(model, folder.name)

    def count_tokens(self, text: str) -> int:
        return len(self._model.tokenizer.encode(text, add_special_tokens=False).ids)

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            vectors[start : start + len(batch)] = self._model.encode(batch, use_multiprocessing=False)
            if progress:
                progress(start + len(batch), len(texts))
        for row in np.flatnonzero(~np.any(vectors, axis=1)):
            vectors[row] = _direction_of_unknown(texts[int(row)], self.dim)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, without those that the model does not know."""
        return self._model.tokenize(list(texts))

    def token_vectors(self, tokens: NDArray[np.intp]) -> Vectors:
        """The vectors of tokens as they are added, not of unit length, shape (len(tokens), dim)."""
        model = self._model
        rows = tokens if model.token_mapping is None else model.token_mapping[tokens]
        vectors: Vectors = model.embedding[rows].astype(np.float32)
        if model.weights is not None:
            vectors *= model.weights[tokens].astype(np.float32)[:, None]
        return vectors

    def embed_query(self, query: str) -> Vectors:
        vector: Vectors = self.embed_passages([query])[0]
        return vector


def _direction_of_unknown(text: str, dim: int) -> Vectors:
    """For a text without a known token: always the same for the same text, and near to nothing else."""
    rng = np.random.default_rng(zlib.crc32(text.encode("utf-8", "surrogatepass")))
    return rng.standard_normal(dim, dtype=np.float32)


def _fingerprint(model: StaticModel) -> str:
    """A hash of a sample of the table and of the tokenizer; the same on every machine."""
    table = np.ascontiguousarray(model.embedding)
    step = max(1, len(table) // _SAMPLE_ROWS)
    digest = hashlib.sha256(f"{table.shape}{table.dtype}".encode())
    digest.update(np.ascontiguousarray(table[::step]).tobytes())
    digest.update(json.dumps(sorted(model.tokenizer.get_vocab())).encode())
    return digest.hexdigest()[:16]
