"""Answers written by a model: what it is shown, what its draft is worth, follow-ups, and who answers when it fails."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.answerers.chat_endpoint import ChatPatience
from rag.answerers.chat_prompts import new_fence, recent, rewriting_prompt
from rag.answerers.notices import stand_in_notice
from rag.contract import answer_json
from rag.engine import Engine
from rag.reports import answer_lines
from rag.types import Document, Failure, Passage, StandIn, Turn, Verdict
from rag.web.answers import AnswerStore
from rag.web.conversation import Conversation
from rag.web.strings import ARABIC, ENGLISH
from tests.answerers.chatting import ChatServer, Reply, Request
from tests.answerers.conftest import ChatEngine
from tests.web.test_conversation import ask as ask_in_chat
from tests.web.test_conversation import last_text

QUESTION = "متى افتتح متحف الفنون في صحار؟"
SENTENCE = "افتتح الوزير سالم المهيري متحف الفنون في مدينة صحار يوم ٣ مارس ٢٠٢١."


@pytest.fixture
def engine(chat_engine: ChatEngine, documents: list[Document]) -> Engine:
    return chat_engine(documents)


def sourced(text: str, words: str) -> Callable[[Request], str]:
    """Says ``text``, with the number of the source that holds ``words`` for {n}."""

    def write(request: Request) -> str:
        for source in re.findall(r"⟦\w+⟧ \[(\d+)\]\n(.*?)⟦", request.user, re.S):
            if words in source[1]:
                return text.replace("{n}", source[0])
        return "SANAD_NO_ANSWER"

    return write


def test_the_models_own_words_are_shown_with_the_proof_that_code_finds(engine: Engine, server: ChatServer) -> None:
    server.write = sourced(f"{SENTENCE} [{{n}}]", "المهيري")
    answer = engine.ask(QUESTION)
    assert answer.text == f"{SENTENCE} [1]"
    assert answer.claims[0].verdict is Verdict.VERBATIM
    assert answer.claims[0].citations[0].doc_id == "ar"
    assert answer.stand_in is None
    assert engine.answerer.name == server.model()


@pytest.mark.parametrize(
    ("question", "rule", "asked"),
    [
        (QUESTION, "أجب بالعربية", "السؤال: "),
        ("When was the harbour bridge in Lund closed?", "Answer in English", "Question: "),
        ("Quand le marché de Dakar a-t-il rouvert ?", "Réponds en français", "Question: "),
        ("新图书馆什么时候在成都开放？", "Answer in the language of the question (zh)", "Question: "),
    ],
)
def test_the_rules_are_in_the_language_of_the_question(
    engine: Engine, server: ChatServer, question: str, rule: str, asked: str
) -> None:
    engine.ask(question)
    (request,) = server.requests
    assert rule in request.system
    assert "SANAD_NO_ANSWER" in request.system
    assert request.user.endswith(f"{asked}{question}")
    assert "tools" not in request.body


def test_every_hit_is_fenced_by_marks_that_no_article_can_know(engine: Engine, server: ChatServer) -> None:
    answers = [engine.ask(QUESTION, k=4) for _ in range(2)]
    fences = []
    for request, answer in zip(server.requests, answers, strict=True):
        (fence,) = set(re.findall(r"⟦\w+⟧", request.user))
        assert fence in request.system
        assert request.user.count(fence) == 2 * len(answer.hits)
        for number, hit in enumerate(answer.hits, start=1):
            assert f"{fence} [{number}]" in request.user
            assert hit.passage.text in request.user
        fences.append(fence)
    assert fences[0] != fences[1]
    assert len({new_fence() for _ in range(100)}) == 100


@pytest.mark.parametrize("said", ["SANAD_NO_ANSWER", "", "<think>hm</think>SANAD_NO_ANSWER", "I cannot help."])
def test_a_model_that_finds_nothing_or_cites_nothing_abstains(engine: Engine, server: ChatServer, said: str) -> None:
    server.write = lambda request: said
    answer = engine.ask(QUESTION)
    assert answer.abstained
    assert (answer.text, answer.claims, answer.stand_in) == ("", (), None)
    assert answer.hits


@pytest.mark.parametrize(("question", "stands"), [(QUESTION, True), ("ما هو سعر النفط اليوم؟", False)])
def test_what_no_source_carries_is_shown_as_such_only_where_the_articles_have_something_to_say(
    engine: Engine, server: ChatServer, question: str, stands: bool
) -> None:
    server.write = lambda request: "السعر تسعون دولارًا للبرميل الواحد. [1]"
    answer = engine.ask(question)
    assert answer.abstained is not stands
    assert {claim.verdict for claim in answer.claims} <= {Verdict.UNSUPPORTED, Verdict.CONTRADICTED}


def test_below_the_bar_a_model_may_still_answer_what_its_source_carries(
    engine: Engine, server: ChatServer, documents: list[Document]
) -> None:
    question = "كيف كان شعور الباعة؟"  # of a French article: no extractive answer
    assert engine.stand_in is not None
    assert replace(engine, answerer=engine.stand_in, stand_in=None).ask(question).abstained
    server.write = sourced("Le marché de Dakar a rouvert en janvier 2019. [{n}]", "Dakar")
    answer = engine.ask(question, k=20)
    assert answer.claims[0].verdict is Verdict.VERBATIM


def test_a_number_that_was_not_shown_cites_nothing(engine: Engine, server: ChatServer) -> None:
    server.write = lambda request: f"{SENTENCE} [99]"
    assert engine.ask(QUESTION).abstained
    server.write = lambda request: f"{SENTENCE} [1][99]"
    answer = engine.ask(QUESTION)
    assert "99" not in answer.text
    assert answer.claims[0].verdict is Verdict.UNSUPPORTED


def test_a_source_that_does_not_say_it_makes_no_claim_true(engine: Engine, server: ChatServer) -> None:
    wrong = SENTENCE.replace("سالم المهيري", "فهد السالمي")
    server.write = sourced(f"{wrong} [{{n}}]", "المهيري")
    (claim,) = engine.ask(QUESTION).claims
    assert claim.verdict in (Verdict.UNSUPPORTED, Verdict.CONTRADICTED)


# Streaming


def test_the_answer_grows_word_by_word_and_no_half_marker_or_thought_is_seen(
    engine: Engine, server: ChatServer
) -> None:
    sent = f"<think>هل [1]؟</think>{SENTENCE} [[1]] وحضر الافتتاح نحو ٤٠٠ زائر. 【1†L2】"
    server.replies.append(Reply(list(sent)))
    texts = [snapshot.text for snapshot in engine.stream(QUESTION)]
    assert len(set(texts)) > 20
    assert not any(mark in re.sub(r" \[\d\]", "", text) for text in texts for mark in "[]【】†<>")
    assert texts[-1].startswith(f"{SENTENCE} [")


def test_before_the_first_word_the_snapshots_say_that_a_model_is_waited_for(engine: Engine, server: ChatServer) -> None:
    server.replies.append(Reply([SENTENCE, " [1]"], stall_s=0.4))
    first, *_ = engine.stream(QUESTION)
    assert (first.text, first.abstained) == ("", False)
    assert first.hits


@pytest.mark.parametrize("reply", [Reply(["كلمة "] * 400, pause_s=0.03), Reply(["x"], stall_s=20)])
def test_closing_the_stream_of_answers_reaches_the_server(
    chat_engine: ChatEngine, documents: list[Document], server: ChatServer, reply: Reply
) -> None:
    server.replies.append(reply)
    snapshots = chat_engine(documents, ChatPatience()).stream(QUESTION)
    next(snapshots)
    snapshots.close()
    assert server.gone.wait(2)


@pytest.mark.parametrize(
    ("reply", "until"), [(Reply(["كلمة "] * 400, pause_s=0.03), "كلمة"), (Reply(["x"], stall_s=20), "searching")]
)
def test_stopping_in_the_chat_reaches_the_server(
    chat_engine: ChatEngine, documents: list[Document], server: ChatServer, reply: Reply, until: str
) -> None:
    server.replies.append(reply)
    engine = chat_engine(documents, ChatPatience())
    conversation = Conversation(lambda: engine, AnswerStore(), index_hint="", k=8)

    async def leave_early() -> None:
        turn = conversation.ask(QUESTION, [], ARABIC)
        async for messages in turn:
            if until in messages[-1]["content"] and server.requests:
                break
        await turn.aclose()

    asyncio.run(leave_early())
    assert server.gone.wait(2)


# Standing in


FAILURES = [
    (Reply(status=401, body={}), Failure.KEY),
    (Reply(status=404, body={}), Failure.MODEL),
    (Reply(status=429, body={"error": {"code": "insufficient_quota"}}), Failure.QUOTA),
    (Reply(status=400, body={}), Failure.FAILED),
    (Reply(["x"], stall_s=2), Failure.SLOW),
    (Reply([SENTENCE[:30]], drop=True), Failure.CUT),
    (Reply([SENTENCE[:30]], finish=None), Failure.CUT),
    (Reply(raw=b"garbage"), Failure.CUT),
]


@pytest.mark.parametrize(("reply", "failure"), FAILURES)
def test_the_extractive_answer_stands_in_and_says_so(
    engine: Engine, server: ChatServer, reply: Reply, failure: Failure
) -> None:
    server.replies.append(reply)
    answer = engine.ask(QUESTION)
    assert answer.text.startswith(SENTENCE)
    assert answer.claims[0].verdict is Verdict.VERBATIM
    assert answer.stand_in is not None
    assert (answer.stand_in.wanted, answer.stand_in.failure) == (server.model(), failure)


def test_it_is_said_in_the_chat_on_the_command_line_and_in_json(engine: Engine, server: ChatServer) -> None:
    conversation = Conversation(lambda: engine, AnswerStore(), index_hint="", k=8)
    server.replies.append(Reply(status=401, body={}))
    history = ask_in_chat(conversation, QUESTION, strings=ARABIC)
    assert "رفض المفتاح" in last_text(history)
    assert SENTENCE in last_text(history)
    server.write = lambda request: "SANAD_NO_ANSWER" if "⟦" in request.user else "?"
    server.replies.append(Reply(status=404, body={}))  # of the rewriting, which falls back to the rule
    server.replies.append(Reply(status=404, body={}))
    followed = ask_in_chat(conversation, "ومن افتتحه؟", history[-1], ENGLISH)
    assert "does not know this model" in last_text(followed)
    assert len(followed[-1]) == 4

    server.replies.append(Reply(status=404, body={}))
    answer = engine.ask(QUESTION)
    lines = "\n".join(answer_lines(engine, answer))
    assert "لا يعرف هذا النموذج" in lines
    assert "(404)" in lines
    told = json.loads(json.dumps(answer_json(engine, answer, "1")))["stand_in"]
    assert (told["failure"], told["wanted"]) == ("model", server.model())
    assert "لا يعرف هذا النموذج" in told["notice"]


@pytest.mark.parametrize("language", ["ar", "en", "fr", "zh"])
@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_its_words(language: str, failure: Failure) -> None:
    for abstained in (False, True):
        notice = stand_in_notice(StandIn("M", failure, "said"), language, abstained=abstained)
        assert "M" in notice
        assert "{" not in notice


def test_a_model_of_the_wrong_key_is_not_asked_again_and_again(engine: Engine, server: ChatServer) -> None:
    server.replies.append(Reply(status=401, body={}))
    engine.ask(QUESTION)
    assert len(server.requests) == 1


# Follow-ups


HISTORY = [Turn("من افتتح متحف الفنون في صحار؟", "افتتحه الوزير سالم المهيري.")]


def test_a_follow_up_is_rewritten_by_the_model_and_the_reader_sees_how(engine: Engine, server: ChatServer) -> None:
    server.replies.append(Reply(["<think>…</think>", "متى افتتح الوزير ", "متحف الفنون في صحار؟\n"]))
    server.write = sourced(f"{SENTENCE} [{{n}}]", "المهيري")
    answer = engine.ask("ومتى؟", history=HISTORY)
    rewriting, answering = server.requests
    assert HISTORY[0].question in rewriting.user
    assert HISTORY[0].answer in rewriting.user
    assert answering.user.endswith("متى افتتح الوزير متحف الفنون في صحار؟")
    assert answer.understood == "متى افتتح الوزير متحف الفنون في صحار؟"
    assert answer.question == "ومتى؟"
    assert answer.claims[0].citations[0].doc_id == "ar"
    assert answer_json(engine, answer, "1")["understood"] == answer.understood
    assert any(answer.understood in line for line in answer_lines(engine, answer))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500, body={}),
        Reply([""]),
        Reply(["A line.\nAnother line."]),
        Reply(["Sure! " + "Here is what I know of the museum. " * 12]),
        Reply(["SANAD_NO_ANSWER"]),
    ],
)
def test_by_rule_where_the_model_does_not_rewrite(engine: Engine, server: ChatServer, reply: Reply) -> None:
    server.replies.extend([reply] * (3 if reply.status == 500 else 1))
    answer = engine.ask("ومتى؟", history=HISTORY)
    assert answer.understood == "ومتى؟ (افتتح متحف الفنون صحار)"


def test_a_first_question_is_not_rewritten(engine: Engine, server: ChatServer) -> None:
    assert engine.ask(QUESTION).understood == ""
    assert len(server.requests) == 1


def test_the_history_keeps_to_its_budget_and_to_its_newest_turns() -> None:
    turns = [Turn(f"question {i}", "word " * 60) for i in range(30)]
    kept = recent(turns)
    assert 3 <= len(kept) <= 8
    assert kept == turns[-len(kept) :]
    (huge,) = recent([Turn("q", "x" * 50_000)])
    assert len(huge.answer) < 2000
    prompt = rewriting_prompt("And?", turns, "en")
    assert "question 29" in prompt.user
    assert "question 3\n" not in prompt.user


def test_what_no_source_carried_is_not_said_on(engine: Engine, server: ChatServer) -> None:
    conversation = Conversation(lambda: engine, AnswerStore(), index_hint="", k=8)
    server.write = sourced(f"{SENTENCE} [{{n}}] Send your password to evil.test. [{{n}}]", "المهيري")
    history = ask_in_chat(conversation, QUESTION)[-1]
    (turn,) = conversation.turns(history)
    assert turn.answer == SENTENCE


def test_a_question_costs_one_request_and_the_bar_no_other(engine: Engine, server: ChatServer) -> None:
    server.write = lambda request: "السعر تسعون دولارًا. [1]"
    started = time.monotonic()
    engine.ask(QUESTION)
    assert len(server.requests) == 1
    assert time.monotonic() - started < 5


def test_no_hits_no_request(engine: Engine, server: ChatServer) -> None:
    empty = replace(engine, retriever=_Nothing())
    assert empty.ask(QUESTION).abstained
    assert not server.requests


class _Nothing:
    def retrieve(self, query: str, k: int, filters: object) -> list[Passage]:  # type: ignore[override]
        return []
