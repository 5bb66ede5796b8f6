"""One address that answers ``POST …/chat/completions`` in OpenAI's form, spoken to through the `openai` library.

A call can be stopped at any moment, also while the endpoint has not begun to answer: a thread of its own reads, and
whoever listens shuts the connection. The library would send headers, an organisation and proxies that it finds in the
environment, and follow redirects; here only what is listed goes out, and to no other host.
"""

from __future__ import annotations

import logging
import queue
import random
import socket
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from rag import __version__
from rag.answerers.chat_failures import CHAT, KEY_VARIABLE, ChatFailures, Setback
from rag.endpoint import Address, key_finding, retry_after_s, trusted_certificates
from rag.errors import AnswerError
from rag.types import Failure

_BEAT_S = 0.2  # how often a listener who waits is asked whether to go on
_SENT_HEADERS = frozenset({"host", "accept", "accept-encoding", "connection", "content-type", "content-length"})
_LETTERS_PER_TOKEN = 8  # more than any tokenizer has on average: past that a server ignores `max_tokens`

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChatPatience:
    """How long to wait, in seconds, and how often to try before the first word; later nothing is tried again."""

    silence_s: float = 60.0  # before the first word and between two; a server may have to load its model
    total_s: float = 180.0
    connect_s: float = 5.0
    attempts: int = 4  # waits of 0.5, 1 and 2 s: a person is waiting
    first_wait_s: float = 0.5
    longest_wait_s: float = 10.0  # the longest Retry-After that is waited for


class ChatEndpoint:
    """Asks one model for text; ``key`` is empty where none is needed."""

    def __init__(self, address: Address, key: str, patience: ChatPatience) -> None:
        """Raises AnswerError for a key that must not be sent, or certificates that cannot be read."""
        key = key.strip()
        if (finding := key_finding(CHAT, address, key)) is not None:
            raise AnswerError(finding.what, hint=finding.hint, failure=Failure.KEY)
        self.address = address
        self.patience = patience
        self.key = key
        self.certificates = trusted_certificates(AnswerError)
        self.failures = ChatFailures(address, key, patience.attempts)
        self.refused_fields: set[str] = set()
        """What this server does not take in a request, learnt from its refusals."""

    @classmethod
    def open(cls, setting: str, environ: Mapping[str, str], patience: ChatPatience) -> ChatEndpoint:
        """The endpoint that ``URL#NAME`` names; nothing is asked of it yet. Raises SettingsError for another form."""
        return cls(Address.parse(setting, CHAT), environ.get(KEY_VARIABLE, ""), patience)

    def write(self, system: str, user: str, *, tokens: int) -> Generator[str]:
        """What the model writes, in pieces; "" while it is waited for. Closing it closes the connection.

        Raises AnswerError when the answer cannot be had or is not whole.
        """
        call = _Call(self, system, user, tokens)
        threading.Thread(target=call.run, name="chat", daemon=True).start()
        deadline = time.monotonic() + self.patience.total_s
        try:
            while True:
                if time.monotonic() > deadline:
                    raise self.failures.slow(self.patience.total_s, "did not finish")
                try:
                    piece = call.pieces.get(timeout=_BEAT_S)
                except queue.Empty:
                    yield ""
                    continue
                if piece is None:
                    return
                if isinstance(piece, AnswerError):
                    raise piece
                yield piece
        finally:
            call.hang_up()


class _Call:
    """One request with its connection, read in a thread; `hang_up` may come from any other."""

    def __init__(self, endpoint: ChatEndpoint, system: str, user: str, tokens: int) -> None:
        self.pieces: queue.SimpleQueue[str | AnswerError | None] = queue.SimpleQueue()
        self._endpoint = endpoint
        self._failures = endpoint.failures
        self._messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ]
        self._tokens = tokens
        self._stopped = threading.Event()
        self._socket: socket.socket | None = None
        self._has_begun = False

    def run(self) -> None:
        """Put the pieces, then None or the error that ended them."""
        try:
            self._try()
            self.pieces.put(None)
        except AnswerError as error:
            self.pieces.put(error)
        except Exception as error:  # whatever a library raises of what a server sent, the listener must hear of it
            if not self._stopped.is_set():
                logger.debug("unforeseen, from %s", self._endpoint.address.base, exc_info=error)
            self.pieces.put(self._failures.malformed(type(error).__name__))

    def hang_up(self) -> None:
        """Shut the connection, which wakes the thread that reads from it, and the server."""
        self._stopped.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _try(self) -> None:
        patience = self._endpoint.patience
        attempt = 1
        while not self._stopped.is_set():
            try:
                self._read()
                return
            except Setback as setback:
                backoff_s = patience.first_wait_s * 2.0 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311
                wait_s = max(setback.wait_s, backoff_s)
                if attempt >= setback.attempts or wait_s > patience.longest_wait_s:
                    raise setback.error from setback.__cause__
                logger.info("%s; trying again in %.1f s", setback.error, wait_s)
            self._stopped.wait(wait_s)
            attempt += 1

    def _read(self) -> None:
        try:
            with self._http() as http, closing(self._client(http).chat.completions.create(**self._request())) as chunks:
                self._take(chunks)
        except openai.APIConnectionError as error:
            raise self._lost(error) from error
        except openai.APIStatusError as error:
            raise self._refusal(error) from error
        except openai.APIError as error:  # an error object in the stream
            raise self._failures.broken("breaks off", error.message) from error

    def _take(self, chunks: openai.Stream[ChatCompletionChunk]) -> None:
        letters, finish = 0, None
        for chunk in chunks:
            choice = chunk.choices[0] if chunk.choices else None
            text = (choice.delta.content if choice and choice.delta else None) or ""
            if not isinstance(text, str):  # the library checks no types
                raise self._failures.malformed("`content` is no text")
            letters += len(text)
            self._has_begun = self._has_begun or bool(text)
            self.pieces.put(text)
            finish = (choice.finish_reason if choice else None) or finish
            if finish == "length" or letters > _LETTERS_PER_TOKEN * self._tokens:
                raise self._failures.endless(self._tokens)
        if finish is None:
            raise self._failures.broken("broke off in the middle of its answer")
        if finish != "stop":
            raise self._failures.malformed(f"it ended by {finish!r}")

    def _http(self) -> httpx2.Client:
        """A client for this call alone, since its connection may have to be shut."""
        patience = self._endpoint.patience
        return httpx2.Client(
            timeout=httpx2.Timeout(patience.silence_s, connect=patience.connect_s),
            verify=self._endpoint.certificates,
            trust_env=False,
            follow_redirects=False,
            event_hooks={"request": [self._prepare]},
        )

    def _client(self, http: httpx2.Client) -> openai.OpenAI:
        # What is given, be it empty, is not looked for in the environment.
        return openai.OpenAI(
            api_key=self._endpoint.key or "none", admin_api_key="", organization="", project="", webhook_secret="",
            base_url=self._endpoint.address.base, max_retries=0, http_client=http,
        )  # fmt: skip

    def _prepare(self, request: httpx2.Request) -> None:
        """Leave no header but those that are needed, and learn which socket carries the call."""
        key = self._endpoint.key
        kept = {name: value for name, value in request.headers.items() if name.lower() in _SENT_HEADERS}
        kept |= {"user-agent": f"sanad/{__version__}"} | ({"authorization": f"Bearer {key}"} if key else {})
        request.headers = httpx2.Headers(kept)
        request.extensions = {**request.extensions, "trace": self._trace}

    def _trace(self, event: str, details: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = details["return_value"].get_extra_info("socket")
            if self._stopped.is_set():
                self.hang_up()

    def _request(self) -> dict[str, Any]:
        refused = self._endpoint.refused_fields
        fields: dict[str, Any] = {"model": self._endpoint.address.model, "messages": self._messages, "stream": True}
        fields["max_completion_tokens" if "max_tokens" in refused else "max_tokens"] = self._tokens
        return fields if "temperature" in refused else {**fields, "temperature": 0.0}

    def _lost(self, error: openai.APIConnectionError) -> AnswerError | Setback:
        """What a connection that failed means, before the first word and after it."""
        cause = error.__cause__
        if isinstance(error, openai.APITimeoutError) and not isinstance(cause, httpx2.ConnectTimeout):
            return self._failures.slow(self._endpoint.patience.silence_s, "said nothing")
        if isinstance(cause, httpx2.DecodingError):
            return self._failures.malformed("it cannot be decoded")
        if self._has_begun:
            return self._failures.broken("broke off in the middle of its answer")
        return self._failures.no_connection(str(cause) or type(cause).__name__)

    def _refusal(self, error: openai.APIStatusError) -> AnswerError | Setback:
        said = error.body.get("message", "") if isinstance(error.body, dict) else ""
        if error.status_code == 400 and (field := self._refused_field(str(said))):
            self._endpoint.refused_fields.add(field)
            return Setback(self._failures.declined(400, said), attempts=self._endpoint.patience.attempts)
        asked_s = retry_after_s(error.response.headers.get("Retry-After", ""))
        is_final = error.code == "insufficient_quota"
        return self._failures.refusal(error.status_code, said, is_final=is_final, wait_s=asked_s)

    def _refused_field(self, said: str) -> str:
        """The field that a server does not take, as services refuse it for some of their models; else ""."""
        named = (field for field in ("max_tokens", "temperature") if field in said)
        return next((field for field in named if field not in self._endpoint.refused_fields), "")
