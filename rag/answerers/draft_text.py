"""What a model sent → the draft that it is: without its thoughts, its formatting, and what no eye can see.

A model may think aloud, or say that there is no answer, in tags and tokens that come in pieces. So the draft is read
anew from all that was sent so far, and what turns out to be no part of it is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable

from rag.protocols import AFRESH, Restart
from rag.text.visible import visible

NO_ANSWER = "SANAD_NO_ANSWER"
"""What a model is told to say when its sources hold no answer."""

_THOUGHT_TAGS = "think|thinking|thought|reasoning|reflection|scratchpad"
_THOUGHT = re.compile(rf"<({_THOUGHT_TAGS})\b[^<>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
# Where a template has opened the thoughts already, only their end is sent.
_UNOPENED = re.compile(rf"^.*</(?:{_THOUGHT_TAGS})\s*>", re.IGNORECASE | re.DOTALL)
_CONTROL_TOKEN = re.compile(r"<\|[^<>|\n]{1,40}\|>|</?s>")  # <|im_end|>
_HALF_TAG = re.compile(r"<[/|]?[a-zA-Z_|]{0,40}$")
_EMPHASIS = re.compile(r"\*\*|__")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|[-*•])[ \t]+", re.MULTILINE)
_AROUND = " \t\r\n\"'`*_.«»“”()[]{}:!،؛。"


def draft_pieces(sent: Iterable[str]) -> Generator[str | Restart]:
    """The draft in pieces, from what a model sends in pieces; AFRESH where something written is taken back."""
    whole = written = ""
    for piece in sent:
        whole += piece
        if piece:
            for change in _changes(written, readable(whole, is_whole=False)):
                yield change
                written = "" if isinstance(change, Restart) else written + change
        else:
            yield ""
    yield from _changes(written, readable(whole, is_whole=True))


def _changes(written: str, wanted: str) -> Generator[str | Restart]:
    if wanted.startswith(written):
        yield wanted[len(written) :]
        return
    yield AFRESH
    yield wanted


def readable(sent: str, *, is_whole: bool) -> str:
    """The draft in what a model has sent so far; empty when it says that there is no answer."""
    text = visible(sent)
    text = _UNOPENED.sub("", _THOUGHT.sub("", text))
    text = _CONTROL_TOKEN.sub("", text)
    text = _LINE_MARK.sub("", _EMPHASIS.sub("", text)).lstrip()
    if not is_whole:
        text = _HALF_TAG.sub("", text)
    said = text.strip(_AROUND)
    if said.startswith(NO_ANSWER) or (not is_whole and NO_ANSWER.startswith(said)):
        return ""
    return text.replace(NO_ANSWER, "")
