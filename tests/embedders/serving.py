"""A real HTTP server in a thread that embeds as OpenAI-style servers do, and misbehaves when a test asks it to."""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import numpy as np

from rag.protocols import Vectors

DIM = 512
Json = Any


@dataclass(frozen=True)
class Request:
    """One request as it arrived; ``at`` is on the clock of time.monotonic."""

    path: str
    headers: Mapping[str, str]
    body: Json
    at: float

    @property
    def texts(self) -> list[str]:
        texts: list[str] = self.body["input"]
        return texts


@dataclass(frozen=True)
class Reply:
    """What the server says instead of vectors: JSON, or ``raw`` bytes, after ``pause_s``."""

    status: int = 200
    body: Json = None
    raw: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pause_s: float = 0.0
    hang_up: bool = False


class EmbeddingServer:
    """Answers ``POST /v1/embeddings``; ``replies`` come first, each once."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.replies: deque[Reply] = deque()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def model(self, name: str = "bge-m3") -> str:
        return f"{self.base}#{name}"

    def usual(self, path: str, body: Json) -> Reply:
        """What is answered when no reply is waiting."""
        if path != "/v1/embeddings":
            return Reply(404, {"detail": "Not Found"})
        return Reply(body=embeddings(body["input"]))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def embed(texts: Sequence[str]) -> Vectors:
    """What the served model gives, as unit rows: texts are near when they share groups of four letters."""
    vectors = np.zeros((len(texts), DIM), dtype=np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        padded = f" {text.casefold()}  "
        for i in range(len(padded) - 2):
            vector[zlib.crc32(padded[i : i + 4].encode()) % DIM] += 1.0
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def embeddings(texts: Sequence[str], *, dim: int = DIM) -> Json:
    """The answer of a server that embeds well: not in order, and not of unit length."""
    items = [
        {"object": "embedding", "index": i, "embedding": [3.0 * float(number) for number in vector[:dim]]}
        for i, vector in enumerate(embed(texts))
    ]
    return {"object": "list", "data": items[::-1], "model": "any", "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def _handler(server: EmbeddingServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(Request(self.path, dict(self.headers), body, time.monotonic()))
            reply = server.replies.popleft() if server.replies else server.usual(self.path, body)
            time.sleep(reply.pause_s)
            if reply.hang_up:
                self.close_connection = True
                return
            content = reply.raw if reply.raw is not None else json.dumps(reply.body).encode()
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):  # the client has stopped waiting
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on stderr."""

    return Handler
