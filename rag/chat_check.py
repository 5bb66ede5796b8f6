"""Whether the chat model that is set answers: `sanad doctor` asks it one word."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from rag.config import Settings
from rag.contract import Json
from rag.errors import AnswerError
from rag.wiring import open_chat_endpoint

_SYSTEM, _USER = "Answer with the single word: yes", "Do you hear me?"


@dataclass(frozen=True, slots=True)
class ChatCheck:
    """What came of asking ``model``: its first word after so long, or an error."""

    model: str
    first_word_ms: float = 0.0
    error: AnswerError | None = None


def check_chat_model(settings: Settings) -> ChatCheck | None:
    """Ask the chat model for a word; None where none is set. Raises SettingsError for a setting of no meaning."""
    try:
        endpoint = open_chat_endpoint(settings)
    except AnswerError as error:
        return ChatCheck(settings.chat_model, error=error)
    if endpoint is None:
        return None
    started = time.perf_counter()
    first_word_ms = 0.0
    try:
        for piece in endpoint.write(_SYSTEM, _USER, tokens=settings.chat_tokens):
            if piece.strip() and not first_word_ms:
                first_word_ms = 1000 * (time.perf_counter() - started)
    except AnswerError as error:
        return ChatCheck(str(endpoint.address), error=error)
    return ChatCheck(str(endpoint.address), first_word_ms)


def chat_json(check: ChatCheck | None) -> Json | None:
    if check is None:
        return None
    error = str(check.error) if check.error else None
    return {"model": check.model, "first_word_ms": round(check.first_word_ms, 1), "error": error}


def chat_lines(check: ChatCheck | None) -> Iterator[str]:
    if check is None:
        return
    if check.error is None:
        yield f"The chat model {check.model} answers; its first word took {check.first_word_ms:.0f} ms."
        return
    yield f"The chat model does not answer: {check.error}."
    yield f"{check.error.hint[:1].upper()}{check.error.hint[1:]}."
