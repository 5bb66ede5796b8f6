"""The model as it ships: a folder that sentence-transformers and model2vec both open as it stands."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from training.vocabulary import SILENT

_MODULES = [
    {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def save_folder(folder: Path, vectors: np.ndarray, tokenizer: Tokenizer) -> None:
    """Write ``vectors`` (tokens, dim) as one byte a number with a factor a token, and what opens them.

    Silent tokens are given no vector: model2vec leaves the unknown one out, and so both libraries agree.
    """
    vectors = vectors.astype(np.float32).copy()
    vectors[[i for i in map(tokenizer.token_to_id, SILENT) if i is not None]] = 0
    factors = np.abs(vectors).max(axis=1) / 127
    factors[factors == 0] = 1 / 127
    folder.mkdir(parents=True, exist_ok=True)
    rounded = np.rint(vectors / factors[:, None]).astype(np.int8)
    save_file({"embeddings": rounded, "weights": factors.astype(np.float32)}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec", "architectures": ["StaticModel"], "hidden_dim": vectors.shape[1],
        "normalize": True, "max_length": None, "embedding_dtype": "int8",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf8")
    (folder / "modules.json").write_text(json.dumps(_MODULES, indent=2) + "\n", "utf8")
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", "utf8")


def write_checksums(folder: Path) -> None:
    """SHA256SUMS over every other file, as ``sha256sum --check`` reads it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}" for p in files]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf8")
