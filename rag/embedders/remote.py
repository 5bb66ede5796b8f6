"""A model behind an OpenAI-style endpoint: Ollama, vLLM, text-embeddings-inference, or a service.

The texts that are embedded leave this process for the host that the setting ``model`` names, ``URL#NAME``.
The key, where one is needed, is read from the environment alone, and stands in no message and no index.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rag.embedders.prompts import family_prompts
from rag.endpoint import PATIENCE, Address, Endpoint, Patience, Service
from rag.errors import EmbedderError
from rag.protocols import Progress, Vectors
from rag.text.estimating import count_tokens, cut

KEY_VARIABLE = "SANAD_EMBEDDER_KEY"
SERVICE = Service(
    path="/embeddings",
    key_variable=KEY_VARIABLE,
    noun="the model",
    flag="--model",
    form="OpenAI's",
    able="embeds",
    example="http://localhost:11434/v1#bge-m3",
    again="run the command again: what was embedded is kept",
    error=EmbedderError,
)
_MOST_TEXTS = 32  # in one request: what text-embeddings-inference takes unless told otherwise
_MOST_BYTES = 100_000  # of text in one request; a longer text goes alone
_CONTEXT_TOKENS = 512  # of e5, the least that a usual model reads
_SPECIAL_TOKENS = 2  # that a tokenizer puts around a text
_PROBE = "سند"


class RemoteEmbedder:
    """One model of one endpoint. Its ``fingerprint`` trusts the server to keep the model under its name.

    What a token is to the server's model cannot be known here. ``count_tokens`` estimates without it, one token for
    three letters, rather too many than too few: common multilingual vocabularies have four to five letters of
    English and three to four of Arabic in a token. ``max_tokens`` is that of the usual model that reads least (512,
    less the prompt); what lies beyond is cut off here, since some servers refuse what is too long.
    """

    def __init__(self, endpoint: Endpoint, dim: int) -> None:
        self._endpoint = endpoint
        self._prompts = family_prompts(endpoint.address.model)
        longest = max(map(count_tokens, (self._prompts.query, self._prompts.passage)))
        self.name = str(endpoint.address)
        self.dim = dim
        self.max_tokens = _CONTEXT_TOKENS - _SPECIAL_TOKENS - longest
        shaping = [self.name, dim, self._prompts.query, self._prompts.passage, self.max_tokens]
        self.fingerprint = hashlib.sha256(json.dumps(shaping).encode()).hexdigest()[:16]

    @classmethod
    def open(cls, model: str, *, environ: Mapping[str, str] = os.environ, patience: Patience = PATIENCE) -> Self:
        """Open ``URL#NAME``, and embed one word to learn the dimension.

        Raises SettingsError for another form, and EmbedderError for all that keeps the endpoint from embedding.
        """
        address = Address.parse(model, SERVICE)
        endpoint = Endpoint(SERVICE, address, environ.get(KEY_VARIABLE, ""), patience)
        return cls(endpoint, _embed(endpoint, [_PROBE]).shape[1])

    def count_tokens(self, text: str) -> int:
        """An estimate, rather too high than too low."""
        return max(1, count_tokens(text))

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        done = 0
        for batch in _batches([self._prepare(text, self._prompts.passage) for text in texts]):
            vectors[done : done + len(batch)] = self._vectors(batch)
            done += len(batch)
            if progress:
                progress(done, len(texts))
        return vectors

    def embed_query(self, query: str) -> Vectors:
        vector: Vectors = self._vectors([self._prepare(query, self._prompts.query)])[0]
        return vector

    def _prepare(self, text: str, prompt: str) -> str:
        """The text as it is sent: cut, with its prompt, and what UTF-8 cannot say replaced."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        return prompt + (cut(text, self.max_tokens) or ".")  # servers refuse an empty text

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        vectors = _embed(self._endpoint, texts)
        if vectors.shape[1] != self.dim:
            raise EmbedderError(
                f"{self.name} gives vectors of {vectors.shape[1]} numbers now, and gave {self.dim} before",
                hint="if its server has another model under that name now, embed again with `sanad index --rebuild`",
            )
        return vectors


def _embed(endpoint: Endpoint, texts: Sequence[str]) -> Vectors:
    body = {"model": endpoint.address.model, "input": list(texts), "encoding_format": "float"}
    answer = endpoint.post(body)
    try:
        return _unit(_read_vectors(answer, len(texts)))
    except ValueError as error:
        raise endpoint.malformed(str(error)) from error


def _read_vectors(answer: object, count: int) -> NDArray[np.float64]:
    """The vectors of an answer, in the order of the texts. Raises ValueError, which says what is wrong with it."""
    items = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("it has no list of objects under `data`")
    if len(items) != count:
        raise ValueError(f"{len(items)} vectors for {count} texts")
    rows = [item.get("index", position) for position, item in enumerate(items)]
    if not all(isinstance(row, int) for row in rows) or sorted(rows) != list(range(count)):
        raise ValueError("the numbers under `index` are not those of the texts")
    vectors = [_read_vector(item.get("embedding")) for _, item in sorted(zip(rows, items, strict=True), key=_row)]
    if len({len(vector) for vector in vectors}) > 1:
        raise ValueError("its vectors are not of one length")
    return np.stack(vectors)


def _row(numbered: tuple[int, object]) -> int:
    return numbered[0]


def _read_vector(value: object) -> NDArray[np.float64]:
    """A vector from a list of numbers, or from little-endian floats in base64."""
    try:
        if isinstance(value, str):
            vector = np.frombuffer(base64.b64decode(value, validate=True), dtype="<f4").astype(np.float64)
        elif isinstance(value, list) and all(isinstance(number, int | float) for number in value):
            vector = np.array(value, dtype=np.float64)
        else:
            raise ValueError("`embedding` is neither")
    except (ValueError, OverflowError) as error:
        raise ValueError("an `embedding` is neither a list of numbers nor floats in base64") from error
    if not np.isfinite(vector).all() or not vector.any():
        raise ValueError("a vector is empty, all zeros, or holds what is no finite number")
    return vector


def _unit(vectors: NDArray[np.float64]) -> Vectors:
    scaled = vectors / np.abs(vectors).max(axis=1, keepdims=True)  # so that no square overflows
    unit: Vectors = (scaled / np.linalg.norm(scaled, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        weight = len(text.encode("utf-8"))
        if batch and (len(batch) == _MOST_TEXTS or size + weight > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += weight
    if batch:
        yield batch
