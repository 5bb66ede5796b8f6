"""The chat as a Gradio page: components, events, and nothing that decides.

The one module that imports Gradio. No gr.HTML and no ``js=``: both need a policy that allows eval
(docs/decisions.md#gradio).
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

# Gradio reads these while it is imported: no call home, no history of runs on disk.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr
from fastapi import FastAPI

from rag.web.conversation import MAX_STREAMS, Conversation, Message
from rag.web.markup import hint_html
from rag.web.strings import LANGUAGES, strings_for
from rag.web.wording import Strings

INDEX_HTML = Path(gr.__file__).parent / "templates" / "frontend" / "index.html"
# Our strings by the key that Gradio's translator looks up; those with a dot replace words of its own.
_LABELS = {
    "conversation": "conversation",
    "question_label": "question_label",
    "question_placeholder": "question_placeholder",
    "send": "send",
    "stop": "stop",
    "new_conversation": "new_conversation",
    "chatbot.copy_message": "copy_label",
    "chatbot.copied_message": "copied_label",
}


def mount_chat(app: FastAPI, conversation: Conversation, *, language: str) -> None:
    """Put the chat's machinery under /chat; the page around it is the server's."""
    words = gr.I18n(
        **{code: {key: getattr(strings, name) for key, name in _LABELS.items()} for code, strings in LANGUAGES.items()}
    )
    blocks = ChatPage(conversation, language, words).blocks
    blocks.queue(default_concurrency_limit=MAX_STREAMS, max_size=200, api_open=False)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/chat",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        i18n=words,
    )


class ChatPage:
    """The components and what each event does to them.

    An event answers with an update for box, chat, send, stop and hint, in that order.
    """

    def __init__(self, conversation: Conversation, language: str, words: gr.I18n) -> None:
        self._conversation = conversation
        self._language = language
        self._words = words
        with gr.Blocks(title="Sanad", fill_height=True, fill_width=True, analytics_enabled=False) as self.blocks:
            self._lay_out()
            self._connect()

    def _lay_out(self) -> None:
        self._chat = gr.Chatbot(
            elem_id="chat",
            label=self._words("conversation"),
            show_label=False,
            container=False,
            buttons=["copy"],
            feedback_options=None,
            allow_tags=False,
            latex_delimiters=[],
            layout="bubble",
            group_consecutive_messages=False,
            height="100%",
            scale=1,
        )
        with gr.Row(elem_id="ask"):
            self._box = gr.Textbox(
                elem_id="question",
                label=self._words("question_label"),
                show_label=False,
                container=False,
                placeholder=self._words("question_placeholder"),
                lines=1,
                max_lines=6,
                autofocus=True,
                scale=1,
            )
            self._send = gr.Button(self._words("send"), elem_id="send", variant="primary", scale=0, min_width=88)
            self._stop = gr.Button(self._words("stop"), elem_id="stop", scale=0, min_width=88, visible=False)
        with gr.Row(elem_id="below"):
            self._hint = gr.Markdown(elem_id="hint")
            self._fresh = gr.Button(self._words("new_conversation"), elem_id="new", size="sm", scale=0, min_width=120)

    def _connect(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        all_parts = [self._box, self._chat, self._send, self._stop, self._hint]
        asking = [
            gr.on([self._box.submit, self._send.click], self.ask, [self._box, self._chat], all_parts, **quiet),
            self._chat.example_select(self.ask_example, [self._chat], all_parts, **quiet),
            self._chat.retry(self.ask_again, [self._chat], all_parts, **quiet),
            self._chat.option_select(self.ask_for_any_time, [self._chat], all_parts, **quiet),
        ]
        self._stop.click(self.stop, [self._chat], all_parts, cancels=asking, **quiet)
        self._fresh.click(self.start_afresh, None, all_parts, cancels=asking, **quiet)
        self._chat.clear(self.start_afresh, None, all_parts, cancels=asking, **quiet)
        self.blocks.load(self.greet, None, [self._chat, self._hint], **quiet)

    async def ask(self, question: str, history: list[Message], request: gr.Request) -> AsyncIterator[tuple[Any, ...]]:
        strings = self._strings(request)
        refusal = self._conversation.refusal(question, strings)
        if refusal:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), hint_html(refusal, strings)
            return
        async for update in self._turn(question.strip(), history, strings):
            yield update

    async def ask_example(
        self, history: list[Message], chosen: gr.SelectData, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        async for update in self._turn(chosen.value["text"], history, self._strings(request)):
            yield update

    async def ask_again(
        self, history: list[Message], retried: gr.RetryData, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        strings = self._strings(request)
        place = retried.index if isinstance(retried.index, int) else retried.index[0]
        record = self._conversation.record_of(history[place])
        if record is None:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), hint_html(strings.hint_retry_lost, strings)
            return
        async for update in self._turn(record.question, history[:place], strings, any_time=record.any_time):
            yield update

    async def ask_for_any_time(
        self, history: list[Message], chosen: gr.SelectData, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """The last question again, without the time that its words set: the chip that says it was removed."""
        strings = self._strings(request)
        turn = self._conversation.before(str(chosen.value), history)
        if turn is None:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), hint_html(strings.hint_retry_lost, strings)
            return
        record, earlier = turn
        async for update in self._turn(record.question, earlier, strings, any_time=True):
            yield update

    async def _turn(
        self, question: str, history: list[Message], strings: Strings, *, any_time: bool = False
    ) -> AsyncIterator[tuple[Any, ...]]:
        """The box is emptied and the stop button shown while the answer grows; then the reverse."""
        box: Any = ""
        async for messages in self._conversation.ask(question, history, strings, any_time=any_time):
            yield box, messages, gr.Button(visible=False), gr.Button(visible=True), hint_html("", strings)
            box = gr.skip()
        yield gr.skip(), gr.skip(), gr.Button(visible=True), gr.Button(visible=False), gr.skip()

    def stop(self, history: list[Message], request: gr.Request) -> tuple[Any, ...]:
        messages = self._conversation.stop(history, self._strings(request))
        return gr.skip(), messages, gr.Button(visible=True), gr.Button(visible=False), gr.skip()

    def greet(self, request: gr.Request) -> tuple[gr.Chatbot, str]:
        """What an empty page says; whoever has begun to write by now is not disturbed."""
        strings = self._strings(request)
        welcome = self._conversation.welcome(strings)
        examples = [{"text": example.question, "display_text": example.shown} for example in welcome.examples]
        return gr.Chatbot(placeholder=welcome.text, examples=examples), hint_html("", strings)

    def start_afresh(self, request: gr.Request) -> tuple[Any, ...]:
        return "", [], gr.Button(visible=True), gr.Button(visible=False), hint_html("", self._strings(request))

    def _strings(self, request: gr.Request) -> Strings:
        """The interface's language is the page's ?lang=, which Gradio hands on with every event."""
        return strings_for(request.query_params.get("lang"), default=self._language)
