"""A turn, from the words in the box to the messages of the chat."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from rag.errors import IndexCorruptError, IndexMissingError
from rag.types import Failure, Filters, Hit, Leg, Passage, Span, StandIn, Verdict
from rag.web.answers import AnswerStore
from rag.web.conversation import Conversation, Message, narrowed_note, record_html, spoken_languages
from rag.web.examples import example_questions, telling_titles
from rag.web.schemas import answer_json
from rag.web.strings import ARABIC, ENGLISH
from rag.web.wording import Strings
from tests.web.fakes import HOSTILE_SENTENCE, MEMO, RECEIVED, SIGNED, VISIT, FakeEngine
from tests.web.test_markup import Reader


def conversation_over(open_engine: Callable[[], Any]) -> tuple[Conversation, AnswerStore]:
    store = AnswerStore()
    return Conversation(open_engine, store, index_hint="", k=8), store


def ask(
    conversation: Conversation,
    question: str,
    history: Sequence[Message] = (),
    strings: Strings = ENGLISH,
    *,
    any_time: bool = False,
) -> list[list[Message]]:
    async def collect() -> list[list[Message]]:
        return [messages async for messages in conversation.ask(question, history, strings, any_time=any_time)]

    return asyncio.run(collect())


def last_text(snapshots: list[list[Message]]) -> str:
    return " ".join(Reader(snapshots[-1][-1]["content"]).text.split())


def test_an_answer_grows_and_ends_with_its_verdicts() -> None:
    conversation, store = conversation_over(FakeEngine(pause_s=0.002).__class__)
    snapshots = ask(conversation, "متى وقع غانتس؟")
    assert "Searching" in last_text(snapshots[:1])
    assert f"{SIGNED} [1] Verbatim" in last_text(snapshots)
    record = conversation.record_of(snapshots[-1][-1])
    assert record is not None
    assert record.complete
    assert store.get(record.answer_id) == record
    assert [card.match for card in record.cards] == [SIGNED, RECEIVED]


def test_the_history_is_what_was_answered_without_markers() -> None:
    engine = FakeEngine()
    conversation, _ = conversation_over(lambda: engine)
    history = ask(conversation, "متى وقع غانتس؟")[-1]
    ask(conversation, "ومن استقبله؟", history)
    (turn,) = engine.histories[-1]
    assert turn.question == "متى وقع غانتس؟"
    assert turn.answer == f"{SIGNED} {RECEIVED}"


def test_what_the_browser_sends_back_as_history_is_not_believed() -> None:
    engine = FakeEngine()
    conversation, _ = conversation_over(lambda: engine)
    forged: list[Message] = [{"role": "assistant", "content": "forged", "metadata": {"id": "none"}, "options": []}]
    ask(conversation, "متى؟", forged)
    assert engine.histories[-1] == ()


def test_closing_the_turn_stops_the_engine() -> None:
    engine = FakeEngine(pause_s=0.02)
    conversation, _ = conversation_over(lambda: engine)

    async def leave_early() -> None:
        turn = conversation.ask("متى وقع غانتس؟", [], ARABIC)
        async for messages in turn:
            if "غانتس" in messages[-1]["content"]:
                break
        await turn.aclose()

    asyncio.run(leave_early())
    deadline = time.monotonic() + 2
    while not engine.abandoned and time.monotonic() < deadline:
        gc.collect()
        time.sleep(0.01)
    assert engine.abandoned


def test_a_stopped_answer_says_that_it_was_not_checked() -> None:
    conversation, store = conversation_over(FakeEngine)
    record = store.open("q")
    history: list[Message] = [
        {"role": "assistant", "content": "…", "metadata": {"id": record.answer_id}, "options": []}
    ]
    (message,) = conversation.stop(history, ENGLISH)
    assert "has not been checked" in message["content"]


def test_stopping_too_late_gives_the_complete_answer() -> None:
    conversation, _ = conversation_over(FakeEngine)
    snapshots = ask(conversation, "متى؟")
    assert conversation.stop(snapshots[1], ENGLISH) == snapshots[-1]


def test_an_engine_that_fails_on_purpose_is_a_sentence_with_its_remedy() -> None:
    conversation, _ = conversation_over(FakeEngine)
    text = last_text(ask(conversation, "error"))
    assert text.startswith("The answer could not be written")
    assert "start it" in text


def test_an_engine_that_fails_by_accident_is_a_sentence_without_its_trace() -> None:
    conversation, _ = conversation_over(FakeEngine)
    text = last_text(ask(conversation, "crash"))
    assert "Something unexpected went wrong" in text
    assert "ZeroDivisionError" not in text


@pytest.mark.parametrize(("strings", "word"), [(ARABIC, "لا توجد مقالات بعد"), (ENGLISH, "There are no articles yet")])
def test_without_an_index_both_welcome_and_answer_name_the_command(strings: Strings, word: str) -> None:
    def open_engine() -> NoReturn:
        raise IndexMissingError(Path("nowhere"))

    conversation, _ = conversation_over(open_engine)
    welcome = Reader(conversation.welcome(strings).text).text
    answered = last_text(ask(conversation, "متى؟", strings=strings))
    for text in (welcome, answered):
        assert word in text
        assert "sanad index PATH…" in text


def test_a_damaged_index_names_the_command_that_mends_it() -> None:
    def open_engine() -> NoReturn:
        raise IndexCorruptError(Path("index"), "a checksum is wrong")

    conversation, _ = conversation_over(open_engine)
    text = last_text(ask(conversation, "متى؟"))
    assert "cannot be used" in text
    assert "sanad doctor" in text


def test_the_welcome_counts_the_corpus_and_asks_about_it() -> None:
    conversation, _ = conversation_over(FakeEngine)
    welcome = conversation.welcome(ARABIC)
    assert "3 مقالات" in Reader(welcome.text).text
    assert welcome.examples[0].question == f"ماذا عن «{VISIT.title}»؟"
    assert MEMO.title in conversation.welcome(ENGLISH).examples[0].question


def test_only_a_title_whose_words_are_in_its_article_is_asked_about() -> None:
    hits = {MEMO.title: "A memorandum was signed in Rabat.", "Weather": "A memorandum was signed in Rabat."}

    def nearest(title: str) -> list[Hit]:
        return [Hit(Passage("p", "d", hits[title], Span(0, 0), "en"), 1.0, 1)]

    assert telling_titles(tuple(hits), nearest) == (MEMO.title,)
    assert telling_titles(("Memo",), lambda title: []) == ()


def test_no_question_is_made_of_no_title() -> None:
    assert example_questions((), ARABIC) == ()


@pytest.mark.parametrize("question", ["", "  \n\t "])
def test_an_empty_question_is_not_asked(question: str) -> None:
    conversation, _ = conversation_over(FakeEngine)
    assert conversation.refusal(question, ARABIC) == ARABIC.hint_empty


def test_a_question_may_have_two_thousand_characters_and_no_more() -> None:
    conversation, _ = conversation_over(FakeEngine)
    assert conversation.refusal("س" * 2000, ENGLISH) == ""
    assert "2001" in conversation.refusal("س" * 2001, ENGLISH)


@pytest.mark.parametrize(("question", "languages"), [("foreign", ["ar"]), ("متى؟", []), ("hostile", [])])
def test_an_answer_in_the_language_of_its_source_is_announced(question: str, languages: list[str]) -> None:
    conversation, _ = conversation_over(FakeEngine)
    snapshots = ask(conversation, question)
    record = conversation.record_of(snapshots[-1][-1])
    assert record is not None
    assert spoken_languages(record) == languages
    assert ("language of its source: Arabic" in last_text(snapshots)) == bool(languages)


def test_the_cards_carry_words_and_no_offsets() -> None:
    conversation, _ = conversation_over(FakeEngine)
    record = conversation.record_of(ask(conversation, "verdict")[-1][-1])
    assert record is not None
    reply = answer_json(record, ENGLISH)
    card = reply["cards"][0]
    assert card["match"] == SIGNED
    assert card["before"] + card["match"] + card["after"] in VISIT.text
    assert "ذات صلة" not in card["before"]
    assert [card["verdict"] for card in reply["cards"]] == [
        Verdict.VERBATIM,
        Verdict.NORMALISED,
        Verdict.SUPPORTED,
        Verdict.CONTRADICTED,
    ]


def test_hostile_words_reach_the_browser_as_they_are() -> None:
    conversation, _ = conversation_over(FakeEngine)
    record = conversation.record_of(ask(conversation, "hostile")[-1][-1])
    assert record is not None
    card = answer_json(record, ENGLISH)["cards"][0]
    assert card["match"] == HOSTILE_SENTENCE
    assert card["source_url"] == ""


def test_the_store_forgets_the_least_recently_used() -> None:
    store = AnswerStore(capacity=2)
    first, second = store.open("1"), store.open("2")
    store.get(first.answer_id)
    third = store.open("3")
    kept = [store.get(record.answer_id) for record in (first, second, third)]
    assert kept == [first, None, third]


@pytest.mark.parametrize(
    ("strings", "said"),
    [
        (ENGLISH, "Only articles published before 1 January 2016 were searched, as your question says: “قبل 2016”."),
        (ARABIC, "بحثتُ في المقالات المنشورة قبل 1 يناير 2016 فقط، كما في سؤالك: «قبل 2016»."),
    ],
)
def test_a_time_that_the_question_asks_for_is_told(strings: Strings, said: str) -> None:
    asked = FakeEngine().ask("متى وقع غانتس؟")
    answer = replace(asked, filters=Filters(published_before=date(2016, 1, 1)), narrowed_by="قبل 2016")
    assert narrowed_note(answer, strings) == said
    assert narrowed_note(replace(answer, narrowed_by=""), strings) == ""


def test_the_time_of_a_question_is_offered_to_be_taken_back_once_the_answer_is_complete() -> None:
    conversation, store = conversation_over(FakeEngine)
    snapshots = ask(conversation, "متى وقع غانتس قبل 2022؟", strings=ARABIC)
    assert [messages[-1]["options"] for messages in snapshots[:-1]] == [[]] * (len(snapshots) - 1)
    (option,) = snapshots[-1][-1]["options"]
    assert option["label"] == "قبل 2022 ×"
    turn = conversation.before(option["value"], snapshots[-1])
    assert turn == (store.get(option["value"]), [])
    again = ask(conversation, "متى وقع غانتس قبل 2022؟", strings=ARABIC, any_time=True)[-1]
    assert again[-1]["options"] == []
    assert "قبل 1 يناير 2022" in last_text(snapshots)
    assert "قبل 1 يناير 2022" not in last_text([again])
    record = conversation.record_of(again[-1])
    assert record is not None
    assert record.any_time


def test_what_stood_before_a_turn_is_kept_when_it_is_asked_again() -> None:
    conversation, _ = conversation_over(FakeEngine)
    first = ask(conversation, "متى وقع غانتس؟")[-1]
    second = ask(conversation, "before 2022", first)[-1]
    turn = conversation.before(second[-1]["options"][0]["value"], second)
    assert turn is not None
    assert turn[1] == first
    assert conversation.before("forgotten", second) is None
    assert conversation.before(second[-1]["options"][0]["value"], first) is None


def test_programs_are_told_the_filters_and_the_words_that_set_them() -> None:
    conversation, _ = conversation_over(FakeEngine)
    record = conversation.record_of(ask(conversation, "متى وقع غانتس قبل 2022؟")[-1][-1])
    assert record is not None
    reply = answer_json(record, ENGLISH)
    assert reply["narrowed_by"] == "قبل 2022"
    assert reply["filters"]["published_before"] == "2022-01-01"


def test_a_card_says_why_its_passage_was_found_in_the_language_of_the_interface() -> None:
    conversation, _ = conversation_over(FakeEngine)
    record = conversation.record_of(ask(conversation, "متى؟")[-1][-1])
    assert record is not None
    english, arabic = (answer_json(record, strings)["cards"][0]["parts"] for strings in (ENGLISH, ARABIC))
    assert [part["leg"] for part in english] == ["lexical", "translated"]
    assert [part["said"] for part in english] == ["rank 1, gives 0.50", "rank 1"]
    assert arabic[0]["name"] == "مفردات السؤال"
    for strings in (ENGLISH, ARABIC):
        assert set(strings.legs) == set(Leg)


def test_the_welcome_says_which_endpoint_answers_and_what_it_is_sent() -> None:
    conversation = Conversation(FakeEngine, AnswerStore(), index_hint="", k=8, chat_model="http://h/v1#m")
    for strings in (ARABIC, ENGLISH):
        assert "http://h/v1#m" in Reader(conversation.welcome(strings).text).text
    assert "sent there" not in Reader(conversation_over(FakeEngine)[0].welcome(ENGLISH).text).text


def test_who_stood_in_and_how_a_follow_up_was_read_are_said() -> None:
    answer = FakeEngine().ask("signed")
    stood_in = replace(answer, stand_in=StandIn("m", Failure.SLOW, "said"), understood="Who <signed> it?")
    record = replace(AnswerStore().open("signed"), answer=stood_in, complete=True)
    text = Reader(record_html(record, ENGLISH)).text
    assert "did not answer in time" in text
    assert "read as: “Who <signed> it?”" in text
    reply = answer_json(record, ARABIC)
    assert reply["stand_in"]["failure"] == "slow"
    assert "لم يجب" in reply["stand_in"]["notice"]
    assert reply["understood"] == "Who <signed> it?"


def test_what_is_still_waited_for_is_no_abstention() -> None:
    answer = replace(FakeEngine().ask("signed"), text="", claims=(), abstained=False)
    record = replace(AnswerStore().open("signed"), answer=answer)
    assert "Searching" in Reader(record_html(record, ENGLISH)).text
