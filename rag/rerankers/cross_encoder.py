"""A cross-encoder that sentence-transformers opens, from a folder or by its hub name.

Weights are read from safetensors only, since a pickle can run code, and no code that comes with a model is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from sentence_transformers import CrossEncoder

from rag.errors import RerankerError
from rag.model_folders import ModelKind

KIND = ModelKind("config.json", "CrossEncoder.save_pretrained", "--reranker", RerankerError)
_BATCH = 32
# Any other model would be opened with a head of random weights, and order by chance.
_SCORING = ("ForSequenceClassification", "ForCausalLM")


class CrossEncoderReranker:
    """One loaded model; its scores are on the scale that the model was saved with, mostly [0, 1]."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        self._model = model
        self.name = name

    @classmethod
    def open(cls, name: str) -> Self:
        """Open a folder, or a hub name from the local cache or the hub.

        Raises RerankerError, with what is missing, or for a model that does not score pairs.
        """
        folder = Path(name)
        if folder.exists():
            KIND.check_folder(folder)
        try:
            model = CrossEncoder(
                name,
                device="cpu",
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
            raise KIND.unavailable(name, error) from error
        _check_scores(model, name)
        return cls(model, folder.name if folder.exists() else name)

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        # A tokenizer that puts nothing around a text would make a pair of nothing of two empty ones.
        pairs = [(query.strip() or ".", text.strip() or ".") for text in texts]
        scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(scores, dtype=np.float64).reshape(len(texts))


def _check_scores(model: CrossEncoder, name: str) -> None:
    architectures = getattr(model.config, "architectures", None) or ("none",)
    if not architectures[0].endswith(_SCORING):
        raise RerankerError(
            f"the model {name!r} scores no pairs of texts: it is a {architectures[0]}",
            hint="name a cross-encoder, such as BAAI/bge-reranker-v2-m3; a model that embeds belongs to --model",
        )
    if model.num_labels != 1:
        raise RerankerError(
            f"the model {name!r} gives {model.num_labels} numbers for a pair of texts, and not its relevance",
            hint="name a cross-encoder that was trained to rank passages",
        )
