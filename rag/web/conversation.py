"""One turn of a conversation: from the words in the box to the messages of the chat.

It knows the engine and the store of answers, and nothing of Gradio: `chat` gives it the history as the
component holds it, and shows the messages it yields.
"""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import aclosing, closing
from dataclasses import dataclass, replace
from functools import cache
from typing import TypedDict

from rag.answerers.notices import stand_in_notice
from rag.engine import LONGEST_QUESTION, Engine
from rag.errors import AnswerError, IndexMissingError, PassageIndexError, RagError
from rag.types import Answer, CorpusOverview, Turn, Verdict
from rag.web.answers import AnswerRecord, AnswerStore
from rag.web.evidence import cards_of
from rag.web.examples import Example, example_questions, telling_titles
from rag.web.markup import Html, answer_html, command_html, note_html, paragraph, question_html
from rag.web.wording import Strings, count_documents, format_date, language_name

logger = logging.getLogger(__name__)

MAX_STREAMS = 20  # as many as the chat's queue lets run at once
REMOVE = "×"
DEFAULT_COMMAND = "sanad index PATH…"


class Option(TypedDict):
    """A button under the last message; ``value`` comes back when it is pressed."""

    label: str
    value: str


class Message(TypedDict):
    """A message as the chat component takes it; of its metadata only ``id`` comes back."""

    role: str
    content: str
    metadata: dict[str, str]
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Welcome:
    """What an empty conversation shows, and the questions it offers."""

    text: Html
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What an engine said of its corpus, and the titles worth asking about."""

    engine: Engine
    overview: CorpusOverview
    titles: tuple[str, ...]


class Conversation:
    """Asks an engine, keeps what it answered, and words it for the chat."""

    def __init__(
        self, open_engine: Callable[[], Engine], store: AnswerStore, *, index_hint: str, k: int, chat_model: str = ""
    ) -> None:
        self._open_engine = open_engine
        self._store = store
        self._k = k
        self._chat_model = chat_model
        self._command = index_hint or DEFAULT_COMMAND
        self._seen: _Corpus | None = None
        self._pool = ThreadPoolExecutor(MAX_STREAMS, thread_name_prefix="answer")

    async def ask(
        self, question: str, history: Sequence[Message], strings: Strings, *, any_time: bool = False
    ) -> AsyncGenerator[list[Message], None]:
        """The whole history with the new turn at its end, again and again as the answer grows."""
        record = self._store.open(question, any_time=any_time)
        earlier = [*history, _message("user", question_html(question), record)]
        yield [
            *earlier,
            _message("assistant", note_html(strings.searching, strings=strings, class_="searching"), record),
        ]
        try:
            async with aclosing(self._records(record, self.turns(history))) as records:
                async for grown in records:
                    yield [*earlier, _message("assistant", record_html(grown, strings), grown, options_of(grown))]
        except RagError as error:
            logger.info("a question could not be answered: %s", error)
            yield [*earlier, _message("assistant", self.error_html(error, strings), record)]
        except Exception:  # the rim: whatever happened, the reader gets a sentence and the log the trace
            logger.exception("a question could not be answered")
            failure = note_html(strings.failed, strings.failed_next, strings=strings, class_="error")
            yield [*earlier, _message("assistant", failure, record)]

    async def _records(self, record: AnswerRecord, turns: Sequence[Turn]) -> AsyncGenerator[AnswerRecord, None]:
        """The record with each snapshot; the last is complete. The engine runs in a thread of its own."""

        def grow(keep: Callable[[AnswerRecord], None], stopped: threading.Event) -> None:
            engine = self._open_engine()
            document_of = cache(engine.document)
            grown = record
            asked = engine.stream(record.question, history=turns, k=self._k, any_time=record.any_time)
            with closing(asked) as snapshots:
                for snapshot in snapshots:
                    if stopped.is_set():
                        return
                    grown = replace(record, answer=snapshot, cards=cards_of(snapshot, document_of))
                    self._store.put(grown)
                    keep(grown)
            grown = replace(grown, complete=True)
            self._store.put(grown)
            keep(grown)

        async with aclosing(latest_of(grow, self._pool)) as records:
            async for grown in records:
                yield grown

    def welcome(self, strings: Strings) -> Welcome:
        """The corpus in a line with questions drawn from it, or how to make an index when there is none."""
        try:
            corpus = self._corpus()
        except RagError as error:
            logger.info("the chat opens without an index: %s", error)
            return Welcome(self.error_html(error, strings))
        overview = corpus.overview
        if not overview.documents:
            title = note_html(f"{strings.no_corpus}.", strings=strings, class_="error")
            return Welcome(Html(title + self._index_first_html(strings)))
        facts = [count_documents(overview.documents, strings)]
        if overview.newest:
            facts.append(strings.newest.format(date=format_date(overview.newest, strings)))
        writer = strings.answers_by_whole.format(model=self._chat_model) if self._chat_model else ""
        text = note_html(strings.welcome, " · ".join(facts), writer, strings=strings, class_="welcome")
        return Welcome(text, example_questions(corpus.titles, strings))

    def _corpus(self) -> _Corpus:
        """What the corpus is; read once for each engine, because it reads every document."""
        engine = self._open_engine()
        if self._seen is None or self._seen.engine is not engine:
            overview = engine.overview()
            titles = telling_titles(overview.titles, lambda title: engine.search(title, k=1))
            self._seen = _Corpus(engine, overview, titles)
        return self._seen

    def refusal(self, question: str, strings: Strings) -> str:
        """Why this is not asked, in a sentence; empty when it can be."""
        length = len(question.strip())
        if not length:
            return strings.hint_empty
        if length > LONGEST_QUESTION:
            return strings.hint_too_long.format(limit=LONGEST_QUESTION, length=length)
        return ""

    def turns(self, history: Sequence[Message]) -> list[Turn]:
        """What was said before, from the store: never from the markup that the browser sends back."""
        turns: list[Turn] = []
        for message in history:
            record = self.record_of(message)
            if message["role"] == "assistant" and record and record.complete and record.answer and record.answer.claims:
                turns.append(Turn(record.question, _vouched(record.answer)))
        return turns

    def record_of(self, message: Message) -> AnswerRecord | None:
        """The stored turn of a message, None when the store has forgotten it."""
        metadata = message.get("metadata") or {}
        return self._store.get(str(metadata.get("id", "")))

    def before(self, answer_id: str, history: Sequence[Message]) -> tuple[AnswerRecord, list[Message]] | None:
        """A stored turn and what stands before it in the history; None when either is not known any more."""
        record = self._store.get(answer_id)
        places = [i for i, message in enumerate(history) if self.record_of(message) == record]
        return (record, list(history[: places[0]])) if record and places else None

    def stop(self, history: Sequence[Message], strings: Strings) -> list[Message]:
        """The history with its last answer marked as unfinished."""
        if not history or history[-1]["role"] != "assistant":
            return list(history)
        record = self.record_of(history[-1])
        if record is None:
            return list(history)
        written = record_html(record, strings) if record.answer and record.answer.text else Html("")
        note = "" if record.complete else note_html(strings.stopped, strings=strings, class_="warning")
        return [*history[:-1], _message("assistant", written + note, record)]

    def error_html(self, error: RagError, strings: Strings) -> Html:
        """An error in the reader's language, with the command that mends it where there is one."""
        title = note_html(f"{error_title(error, strings)}.", strings=strings, class_="error")
        return Html(title + self.remedy_html(error, strings))

    def remedy_html(self, error: RagError, strings: Strings) -> Html:
        """What was found, where that says more than the title, and the command that mends it."""
        if isinstance(error, IndexMissingError):
            return self._index_first_html(strings)
        commands = re.findall(r"`([^`]+)`", error.hint)
        found = f"{error}." if commands else f"{error}. {error.hint}".strip()
        shown = paragraph(found[:1].upper() + found[1:], class_="detail")
        return Html(shown + "".join(command_html(command) for command in commands))

    def _index_first_html(self, strings: Strings) -> Html:
        return Html(note_html(strings.no_corpus_next, strings=strings) + command_html(self._command))


def error_title(error: RagError, strings: Strings) -> str:
    """What went wrong, in a line without a full stop."""
    if isinstance(error, IndexMissingError):
        return strings.no_corpus
    if isinstance(error, PassageIndexError):
        return strings.index_unusable
    return (strings.answer_failed if isinstance(error, AnswerError) else strings.failed).rstrip(".")


def record_html(record: AnswerRecord, strings: Strings) -> Html:
    if record.answer is None or not (record.answer.text or record.answer.abstained):
        return note_html(strings.searching, strings=strings, class_="searching")
    if not record.complete:
        return answer_html(record.answer, record.answer_id, strings=strings)
    shown = answer_html(record.answer, record.answer_id, strings=strings, checked=True)
    languages = strings.comma.join(language_name(language, strings) for language in spoken_languages(record))
    note = strings.other_language_note.format(language=languages) if languages else ""
    asked = record.answer.understood
    understood = strings.understood_note.format(question=asked) if asked else ""
    newest = strings.newest_note.format(words=record.answer.newest_by) if record.answer.newest_by else ""
    notes = note_html(note, understood, narrowed_note(record.answer, strings), newest, strings=strings)
    return Html(_stand_in_html(record.answer, strings) + shown + notes)


def _stand_in_html(answer: Answer, strings: Strings) -> Html:
    if answer.stand_in is None:
        return Html("")
    notice = stand_in_notice(answer.stand_in, strings.language, abstained=answer.abstained)
    return note_html(notice, strings=strings, class_="warning")


def _vouched(answer: Answer) -> str:
    """What an answer said and its sources carry: what they do not carry is not said on to a model."""
    vouched = (claim for claim in answer.claims if claim.verdict not in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED))
    return " ".join(claim.span.of(answer.text) for claim in vouched)


def narrowed_note(answer: Answer, strings: Strings) -> str:
    """Which articles were searched, when the question's own words set their time; else ""."""
    if not answer.narrowed_by:
        return ""
    bounds = (
        (strings.period_from, answer.filters.published_from),
        (strings.period_before, answer.filters.published_before),
    )
    period = strings.period_and.join(form.format(date=format_date(day, strings)) for form, day in bounds if day)
    return strings.narrowed_note.format(period=period, words=answer.narrowed_by)


def spoken_languages(record: AnswerRecord) -> list[str]:
    """The languages of the words that were taken over from sources; none when some are in the question's own."""
    taken = (Verdict.VERBATIM, Verdict.NORMALISED)
    languages = [card.language for card in record.cards if card.verdict in taken and card.language != "und"]
    asked = record.answer.language if record.answer else "und"
    foreign = [language for language in languages if asked not in ("und", language)]
    return list(dict.fromkeys(foreign)) if len(foreign) == len(languages) else []


def options_of(record: AnswerRecord) -> list[Option]:
    """What may be taken back of a complete answer: the time that its question's own words set."""
    if not (record.complete and record.answer and record.answer.narrowed_by):
        return []
    return [{"label": f"{record.answer.narrowed_by} {REMOVE}", "value": record.answer_id}]


def _message(role: str, content: str, record: AnswerRecord, options: Sequence[Option] = ()) -> Message:
    return {"role": role, "content": str(content), "metadata": {"id": record.answer_id}, "options": list(options)}


Grow = Callable[[Callable[[AnswerRecord], None], threading.Event], None]


async def latest_of(grow: Grow, pool: Executor) -> AsyncGenerator[AnswerRecord, None]:
    """What ``grow`` keeps in its thread, the newest at each look; what came between is passed over.

    Closing this iterator tells ``grow`` to stop, and does not wait for it.
    """
    loop = asyncio.get_running_loop()
    latest = shown = None
    changed = asyncio.Event()
    stopped = threading.Event()

    def offer(record: AnswerRecord) -> None:
        nonlocal latest
        latest = record
        changed.set()

    def keep(record: AnswerRecord) -> None:
        loop.call_soon_threadsafe(offer, record)

    worker = loop.run_in_executor(pool, grow, keep, stopped)
    worker.add_done_callback(lambda _: changed.set())
    try:
        while latest is not shown or not worker.done():
            if latest is shown:
                await changed.wait()
            changed.clear()
            if latest is not None and latest is not shown:
                shown = latest
                yield latest
        await worker
    finally:
        stopped.set()
        worker.add_done_callback(_hear_out)


def _hear_out(worker: asyncio.Future[None]) -> None:
    """Take the error of a stream that nobody reads any more, so that it is not reported as lost."""
    if not worker.cancelled() and (error := worker.exception()) is not None:
        logger.debug("a stopped stream ended with %r", error)
