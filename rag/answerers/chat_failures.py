"""What is said when a chat endpoint fails, and what of it may pass; nothing here speaks to one."""

from __future__ import annotations

from dataclasses import dataclass

from rag.endpoint import Address, Service
from rag.errors import AnswerError
from rag.types import Failure

KEY_VARIABLE = "SANAD_CHAT_KEY"
CHAT = Service(
    path="/chat/completions",
    key_variable=KEY_VARIABLE,
    noun="the chat model",
    flag="--chat-model",
    form="OpenAI's",
    able="chats",
    example="http://localhost:11434/v1#qwen3:8b",
    again="ask again",
    error=AnswerError,
)
_WORDS_SHOWN = 200  # characters of what a server says of an error
_UNREACHED_ATTEMPTS = 2  # an address that does not answer is told as wrong soon


class Setback(Exception):  # noqa: N818  it may pass
    """What may pass: the error to raise if it does not, how often to try, and how long the server asks to wait."""

    def __init__(self, error: AnswerError, *, attempts: int, wait_s: float = 0.0) -> None:
        super().__init__(str(error))
        self.error = error
        self.attempts = attempts
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class ChatFailures:
    """Words the failures of one endpoint; ``key`` stands in none of them."""

    address: Address
    key: str
    attempts: int

    def slow(self, seconds: float, what: str) -> AnswerError:
        return AnswerError(
            f"{self._where} {what} within {seconds:g} seconds",
            hint="see whether its server is busy or still loading the model, or raise chat_silence_s and chat_total_s",
            failure=Failure.SLOW,
        )

    def no_connection(self, reason: str) -> Setback:
        error = AnswerError(
            f"no connection to {self._where}: {self._printable(reason)}",
            hint="check that its server runs and that --chat-model names its address",
            failure=Failure.UNREACHABLE,
        )
        return Setback(error, attempts=_UNREACHED_ATTEMPTS)

    def broken(self, what: str, reason: object = "") -> AnswerError:
        found = f"{self._where} {what}{self._said(reason)}"
        return AnswerError(found, hint="ask again, and see the server's log", failure=Failure.CUT)

    def endless(self, tokens: int) -> AnswerError:
        return AnswerError(
            f"{self._where} was still writing after {tokens} tokens",
            hint="raise chat_tokens if its model thinks at length, or choose another model",
            failure=Failure.CUT,
        )

    def malformed(self, finding: str) -> AnswerError:
        return AnswerError(
            f"{self._where} answered in another form than OpenAI's: {self._printable(finding)}",
            hint="check that --chat-model names the path above /chat/completions, and a model that chats",
        )

    def declined(self, status: int, said: object) -> AnswerError:
        found = f"{self._where} {'fails' if status >= 500 else 'refuses the request'} ({status}){self._said(said)}"
        return AnswerError(found, hint="see the server's log")

    def refusal(self, status: int, said: object, *, is_final: bool, wait_s: float) -> AnswerError | Setback:
        """What an answer of another status than 200 means. ``is_final``: the account is empty, and waiting is vain."""
        if 300 <= status < 400:
            found = f"{self._where} sends on to another address ({status}), where nothing is sent unasked"
            return AnswerError(found, hint="if that is the right address, name it in --chat-model")
        if status in (401, 403):  # what the server says here may repeat a part of the key
            what = "refuses the key" if self.key else "asks for a key"
            hint = f"set the environment variable {KEY_VARIABLE} to one of its keys"
            return AnswerError(f"{self._where} {what} ({status})", hint=hint, failure=Failure.KEY)
        if status == 404:
            return AnswerError(
                f"{self._where} knows no {CHAT.path} or no model {self.address.model!r} (404){self._said(said)}",
                hint="check both parts of --chat-model, URL#NAME",
                failure=Failure.MODEL,
            )
        if status in (402, 429):
            error = AnswerError(
                f"{self._where} gets too many requests, or has no credit left ({status}){self._said(said)}",
                hint="wait, or see to the account of the key",
                failure=Failure.QUOTA,
            )
            return error if is_final or status == 402 else Setback(error, attempts=self.attempts, wait_s=wait_s)
        error = self.declined(status, said)
        return Setback(error, attempts=self.attempts, wait_s=wait_s) if status == 408 or status >= 500 else error

    @property
    def _where(self) -> str:
        return f"the endpoint {self.address.base}"

    def _said(self, said: object) -> str:
        words = self._printable(said)
        return f": {words}" if words else ""

    def _printable(self, said: object) -> str:
        """What others say, on one line, short, and never with the key."""
        if not isinstance(said, str):
            return ""
        said = said.replace(self.key, "…") if self.key else said
        line = "".join(letter if letter.isprintable() else " " for letter in said)
        return " ".join(line.split())[:_WORDS_SHOWN].rstrip(" .")
