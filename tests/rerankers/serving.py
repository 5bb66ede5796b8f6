"""A real HTTP server in a thread that reranks as Cohere, vLLM and text-embeddings-inference do."""

from __future__ import annotations

from collections.abc import Sequence

from tests.embedders.serving import EmbeddingServer, Json, Reply, embed


class RerankServer(EmbeddingServer):
    """Answers ``POST /v1/rerank``; ``replies`` come first, each once.

    With ``speaks_tei`` it asks for ``texts`` and answers a bare list, as text-embeddings-inference does.
    """

    def __init__(self, *, speaks_tei: bool = False) -> None:
        super().__init__()
        self.speaks_tei = speaks_tei

    def usual(self, path: str, body: Json) -> Reply:
        wanted = "texts" if self.speaks_tei else "documents"
        if path != "/v1/rerank":
            return Reply(404, {"detail": "Not Found"})
        if wanted not in body:
            return Reply(422, {"error": f"missing field `{wanted}`"})
        if len(body[wanted]) > 32:
            return Reply(413, {"error": "batch size > maximum allowed batch size 32"})
        return Reply(body=ranking(body["query"], body[wanted], as_tei=self.speaks_tei))


def relevance(query: str, texts: Sequence[str]) -> list[float]:
    """What the served model gives: texts are relevant when they share groups of four letters with the query."""
    (asked, *vectors) = embed([query, *texts])
    return [float(asked @ vector) for vector in vectors]


def ranking(query: str, texts: Sequence[str], *, as_tei: bool = False) -> Json:
    """The answer of a server that reranks well: best first."""
    name = "score" if as_tei else "relevance_score"
    items = [{"index": i, name: score} for i, score in enumerate(relevance(query, texts))]
    items.sort(key=lambda item: -item[name])
    return items if as_tei else {"id": "1", "results": items, "meta": {}}
