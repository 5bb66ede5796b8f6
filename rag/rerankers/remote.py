"""A reranker behind an endpoint: Cohere, Jina, vLLM, llama.cpp, text-embeddings-inference.

Questions and the passages that were found leave this process for the host that the setting ``reranker`` names,
``URL#NAME``. The key, where one is needed, is read from the environment alone, and stands in no message.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rag.endpoint import PATIENCE, Address, Endpoint, Patience, Service
from rag.errors import RerankerError
from rag.text.estimating import cut

KEY_VARIABLE = "SANAD_RERANKER_KEY"
SERVICE = Service(
    path="/rerank",
    key_variable=KEY_VARIABLE,
    noun="the reranker",
    flag="--reranker",
    form="that of a reranker",
    able="reranks",
    example="http://localhost:8000/v1#BAAI/bge-reranker-v2-m3",
    again="ask again, or ask without it: `--reranker none`",
    error=RerankerError,
)
_MOST_TEXTS = 32  # in one request: what text-embeddings-inference takes unless told otherwise
# Question and passage are read together, in 512 tokens by the usual model that reads least.
_QUERY_TOKENS, _TEXT_TOKENS = 200, 300
_PROBE = "سند"
_NAMES = ("documents", "texts")
"""What servers call the texts: Cohere's word, which most took over, and that of text-embeddings-inference."""


class RemoteReranker:
    """One model of one endpoint; its scores are on the scale that the server gives."""

    def __init__(self, endpoint: Endpoint, texts_name: str) -> None:
        self._endpoint = endpoint
        self._texts_name = texts_name
        self.name = str(endpoint.address)

    @classmethod
    def open(cls, setting: str, *, environ: Mapping[str, str] = os.environ, patience: Patience = PATIENCE) -> Self:
        """Open ``URL#NAME``, and have one word scored to learn in which form the server is asked.

        Raises SettingsError for another form of setting, and RerankerError for all that keeps the endpoint from it.
        """
        address = Address.parse(setting, SERVICE)
        endpoint = Endpoint(SERVICE, address, environ.get(KEY_VARIABLE, ""), patience)
        for name in _NAMES:
            if endpoint.takes(_body(address.model, _PROBE, [_PROBE], name)):
                return cls(endpoint, name)
        endpoint.post(_body(address.model, _PROBE, [_PROBE], _NAMES[0]))  # says why it is refused
        return cls(endpoint, _NAMES[0])

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        query = _fit(query, _QUERY_TOKENS)
        scores = np.empty(len(texts))
        for start in range(0, len(texts), _MOST_TEXTS):
            batch = [_fit(text, _TEXT_TOKENS) for text in texts[start : start + _MOST_TEXTS]]
            answer = self._endpoint.post(_body(self._endpoint.address.model, query, batch, self._texts_name))
            try:
                scores[start : start + len(batch)] = _read_scores(answer, len(batch))
            except ValueError as error:
                raise self._endpoint.malformed(str(error)) from error
        return scores


def _body(model: str, query: str, texts: Sequence[str], texts_name: str) -> dict[str, object]:
    return {"model": model, "query": query, texts_name: list(texts)}


def _fit(text: str, most_tokens: int) -> str:
    """A text as it is sent: cut, never empty, and what UTF-8 cannot say replaced."""
    return cut(text.encode("utf-8", "replace").decode("utf-8"), most_tokens) or "."


def _read_scores(answer: object, count: int) -> list[float]:
    """The scores of an answer, in the order of the texts. Raises ValueError, which says what is wrong with it."""
    items = answer.get("results") if isinstance(answer, dict) else answer
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("it has no list of objects under `results`")
    if len(items) != count:
        raise ValueError(f"{len(items)} scores for {count} texts")
    scores = {item.get("index"): item.get("relevance_score", item.get("score")) for item in items}
    if set(scores) != set(range(count)):
        raise ValueError("the numbers under `index` are not those of the texts")
    if not all(isinstance(score, int | float) and abs(score) <= sys.float_info.max for score in scores.values()):
        raise ValueError("a `relevance_score` is no finite number")
    return [float(scores[i]) for i in range(count)]
