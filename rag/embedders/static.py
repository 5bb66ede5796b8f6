"""Static models (one vector a token, averaged) without torch.

A folder whose first module is sentence-transformers' ``StaticEmbedding`` is read by ``word_tokens`` where its
tokenizer is like the one in the box, else by model2vec; both need numpy and tokenizers alone
(docs/decisions.md#static-models). A question on the command line need not wait for torch.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.bundled import BUNDLED_FINGERPRINT, BUNDLED_FOLDER
from rag.embedders.word_tokens import WordByWordModel
from rag.errors import EmbedderError
from rag.protocols import Progress, Tokens, Vectors

_BATCH = 1024
_MAX_TOKENS = 512  # an average over more says little of any part
_SAMPLE_ROWS = 4096


class _Model(Protocol):
    """A table of token vectors with what is needed to read texts by it."""

    @property
    def table(self) -> NDArray[Any]: ...

    @property
    def tokenizer(self) -> Tokenizer: ...

    def count_tokens(self, text: str) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, dim); zeros where no token is known."""

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The known tokens of each text."""

    def token_vectors(self, tokens: Tokens) -> Vectors:
        """The vectors of tokens as they are added, shape (len(tokens), dim)."""


class _Model2Vec:
    """Any other static model, read by model2vec."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel  # noqa: PLC0415 - it loads a client of the hub, which takes half a second

        self._model = StaticModel.from_pretrained(folder, normalize=True, max_length=None)
        self.table: NDArray[Any] = self._model.embedding
        self.tokenizer: Tokenizer = self._model.tokenizer

    def count_tokens(self, text: str) -> int:
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._model.encode(list(texts), use_multiprocessing=False)
        return vectors

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        return [np.array(tokens, dtype=np.int32) for tokens in self._model.tokenize(list(texts))]

    def token_vectors(self, tokens: Tokens) -> Vectors:
        model = self._model
        rows = tokens if model.token_mapping is None else model.token_mapping[tokens]
        vectors: Vectors = self.table[rows].astype(np.float32)
        return vectors if model.weights is None else vectors * model.weights[tokens].astype(np.float32)[:, None]


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
    return StaticEmbedder.open(BUNDLED_FOLDER, fingerprint=BUNDLED_FINGERPRINT)


class StaticEmbedder:
    """One loaded table of token vectors; queries and passages are embedded alike."""

    def __init__(self, model: _Model, name: str, fingerprint: str = "") -> None:
        self._model = model
        self.name = name
        self.dim = int(model.table.shape[1])
        self.max_tokens = _MAX_TOKENS
        self.fingerprint = fingerprint or fingerprint_of(model.table, model.tokenizer)

    @classmethod
    def open(cls, folder: Path, *, fingerprint: str = "") -> Self:
        """Open a folder for which ``is_static`` holds; its ``fingerprint`` is computed unless it is known.

        Raises EmbedderError if it is not whole.
        """
        try:
            model = WordByWordModel.read(folder) or _Model2Vec(folder)
        except Exception as error:  # the tokenizer's Rust errors have no class of their own
            reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(" .")
            raise EmbedderError(
                f"the static model in {folder} cannot be loaded: {reason}",
                hint="save it again with SentenceTransformer.save_pretrained, or name another folder",
            ) from error
        return cls(model, folder.name, fingerprint)

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text)

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            vectors[start : start + len(batch)] = self._model.encode(batch)
            if progress:
                progress(start + len(batch), len(texts))
        for row in np.flatnonzero(~np.any(vectors, axis=1)):
            vectors[row] = _direction_of_unknown(texts[int(row)], self.dim)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, without those that the model does not know."""
        return self._model.tokenize(texts)

    def token_vectors(self, tokens: Tokens) -> Vectors:
        """The vectors of tokens as they are added, not of unit length, shape (len(tokens), dim)."""
        return self._model.token_vectors(tokens)

    def embed_query(self, query: str) -> Vectors:
        vector: Vectors = self.embed_passages([query])[0]
        return vector


def _direction_of_unknown(text: str, dim: int) -> Vectors:
    """For a text without a known token: always the same for the same text, and near to nothing else."""
    rng = np.random.default_rng(zlib.crc32(text.encode("utf-8", "surrogatepass")))
    return rng.standard_normal(dim, dtype=np.float32)


def fingerprint_of(table: NDArray[Any], tokenizer: Tokenizer) -> str:
    """A hash of a sample of the table and of the tokenizer; the same on every machine."""
    table = np.ascontiguousarray(table)
    step = max(1, len(table) // _SAMPLE_ROWS)
    digest = hashlib.sha256(f"{table.shape}{table.dtype}".encode())
    digest.update(np.ascontiguousarray(table[::step]).tobytes())
    digest.update(json.dumps(sorted(tokenizer.get_vocab())).encode())
    return digest.hexdigest()[:16]
