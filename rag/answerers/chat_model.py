"""Answers written by a language model behind an endpoint, from the hits and nothing else.

What it writes is a draft like any other: `citations` and `verification` hold each sentence against its source, and
the engine decides whether it stands as an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing

from rag.answerers.chat_endpoint import ChatEndpoint
from rag.answerers.chat_prompts import answering_prompt, rewriting_prompt
from rag.answerers.draft_text import draft_pieces, readable
from rag.errors import AnswerError
from rag.followups import RuleRewriter
from rag.protocols import Restart
from rag.types import Document, Hit, Turn

_REWRITING_TOKENS = 400  # a question is short; a model that thinks needs some room
_LONGEST_REWRITTEN = 400  # letters; what is longer is an answer
_GROWTH = 6  # times: a question that grew more than this, from 40 letters on, is one


class ChatModelAnswerer:
    """Drafts with the model of one endpoint; ``tokens`` is the most it may write."""

    def __init__(
        self,
        endpoint: ChatEndpoint,
        document_of: Callable[[str], Document],
        detect_language: Callable[[str], str],
        *,
        tokens: int,
    ) -> None:
        self._endpoint = endpoint
        self._document_of = document_of
        self._detect_language = detect_language
        self._tokens = tokens
        self.name = str(endpoint.address)

    def draft(self, question: str, hits: Sequence[Hit], history: Sequence[Turn]) -> Generator[str | Restart]:
        del history  # the question stands on its own, and what was said before is no source
        if not hits:
            return
        prompt = answering_prompt(question, hits, self._document_of, self._detect_language(question))
        with closing(self._endpoint.write(prompt.system, prompt.user, tokens=self._tokens)) as sent:
            yield from draft_pieces(sent)


class ModelRewriter:
    """Has the model rewrite a question that follows others; by rule where the model fails or says anything else."""

    def __init__(self, endpoint: ChatEndpoint, detect_language: Callable[[str], str]) -> None:
        self._endpoint = endpoint
        self._detect_language = detect_language
        self._rule = RuleRewriter()

    def rewrite(self, question: str, history: Sequence[Turn]) -> Generator[str]:
        prompt = rewriting_prompt(question, history, self._detect_language(question))
        sent = ""
        try:
            with closing(self._endpoint.write(prompt.system, prompt.user, tokens=_REWRITING_TOKENS)) as pieces:
                for piece in pieces:
                    sent += piece
                    yield ""
        except AnswerError:
            sent = ""
        rewritten = readable(sent, is_whole=True).strip().strip('"«»“”').strip()
        if _is_question(rewritten, question):
            yield rewritten
            return
        yield from self._rule.rewrite(question, history)


def _is_question(rewritten: str, question: str) -> bool:
    """Whether a model did what it was asked: one line, not much longer than what was asked."""
    longest = min(_LONGEST_REWRITTEN, _GROWTH * max(40, len(question)))
    return bool(rewritten) and "\n" not in rewritten and len(rewritten) <= longest
