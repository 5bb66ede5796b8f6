"""A real HTTP server in a thread that chats as OpenAI-style servers do, and misbehaves when a test asks it to."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Json = Any


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: Json

    @property
    def system(self) -> str:
        text: str = self.body["messages"][0]["content"]
        return text

    @property
    def user(self) -> str:
        text: str = self.body["messages"][1]["content"]
        return text


@dataclass(frozen=True)
class Reply:
    """What the server does instead of saying something sensible.

    ``pieces`` are streamed with ``pause_s`` before each; ``stall_s`` passes before the status line; ``finish`` None
    ends the stream without saying so; ``drop`` closes the connection behind the pieces; ``raw`` is sent as it stands.
    """

    pieces: Sequence[str] = ()
    status: int = 200
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    pause_s: float = 0.0
    stall_s: float = 0.0
    finish: str | None = "stop"
    drop: bool = False


class ChatServer:
    """Answers ``POST /v1/chat/completions`` with ``replies``, each once, then with ``write`` of the request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.replies: deque[Reply] = deque()
        self.write: Callable[[Request], str] = lambda request: "SANAD_NO_ANSWER"
        self.sent: list[float] = []
        """When each piece was sent, on the clock of time.perf_counter."""
        self.gone = threading.Event()
        """Set when a client has closed the connection in the middle of an answer."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def model(self, name: str = "qwen3:8b") -> str:
        return f"{self.base}#{name}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def chunk(text: str | None, finish: str | None = None) -> bytes:
    delta = {} if text is None else {"role": "assistant", "content": text}
    data = {
        "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "any",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }  # fmt: skip
    return f"data: {json.dumps(data)}\n\n".encode()


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = Request(self.path, dict(self.headers), body)
            server.requests.append(request)
            self.close_connection = True
            reply = server.replies.popleft() if server.replies else Reply(_words(server.write(request)))
            try:
                self._wait(reply.stall_s)
                self._send(reply)
            except (BrokenPipeError, ConnectionResetError):
                server.gone.set()

        def _send(self, reply: Reply) -> None:
            if reply.body is not None or reply.status != 200:
                content = json.dumps(reply.body).encode()
                self._begin(reply, {"Content-Type": "application/json", "Content-Length": str(len(content))})
                self.wfile.write(content)
                return
            self._begin(reply, {"Content-Type": "text/event-stream"})
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                return
            for piece in reply.pieces:
                self._wait(reply.pause_s)
                server.sent.append(time.perf_counter())
                self.wfile.write(chunk(piece))
                self.wfile.flush()
            if reply.drop:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                self.connection.close()  # a reset, as of a process that was killed
                return
            if reply.finish is not None:
                self.wfile.write(chunk(None, reply.finish) + b"data: [DONE]\n\n")

        def _begin(self, reply: Reply, headers: Mapping[str, str]) -> None:
            self.send_response(reply.status)
            for name, value in {**headers, "Connection": "close", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def _wait(self, seconds: float) -> None:
            """Sleep, unless the client goes away in the meantime, as inference servers look for it."""
            self.connection.settimeout(max(seconds, 0.001))
            try:
                if seconds and self.connection.recv(1) == b"":
                    raise ConnectionResetError
            except TimeoutError:
                pass
            finally:
                self.connection.settimeout(None)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on stderr."""

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                server.gone.set()

    return Handler


def _words(text: str) -> list[str]:
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + words[-1:]
