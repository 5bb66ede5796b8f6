"""Follow-up questions by rule: what leans takes the last subject along, what stands alone is left alone."""

from __future__ import annotations

import pytest

from rag.followups import RuleRewriter, leans, standalone
from rag.types import Turn

MUSEUM = "من افتتح متحف الفنون في صحار؟"
BRIDGE = "When was the harbour bridge in Lund closed?"
MARKET = "Quand le marché de Dakar a-t-il rouvert ?"


@pytest.mark.parametrize(
    ("last", "question", "carried"),
    [
        (MUSEUM, "ومتى؟", "متحف الفنون"),
        (MUSEUM, "وكم زائرًا حضر؟", "صحار"),
        (MUSEUM, "متى زارها الوزير؟", "متحف"),
        (MUSEUM, "ماذا عن صلالة؟", "متحف الفنون"),
        (MUSEUM, "متى الافتتاح؟", "صحار"),
        (MUSEUM, "هل هو كبير؟", "متحف"),
        (BRIDGE, "Who said so?", "harbour bridge Lund"),
        (BRIDGE, "And how long will it take to repair?", "bridge"),
        (BRIDGE, "What about Oslo?", "harbour bridge"),
        (BRIDGE, "Is it open again in the summer?", "Lund"),
        (MARKET, "Et combien de vendeurs étaient là ?", "marché Dakar"),
        (MARKET, "Pourquoi ?", "marché"),
        (MARKET, "Elle a coûté combien, cette rénovation ?", "Dakar"),
    ],
)
def test_a_question_that_leans_takes_the_last_subject_along(last: str, question: str, carried: str) -> None:
    made = standalone(question, [last])
    assert made.startswith(question)
    assert set(carried.split()) <= set(made[len(question) :].strip(" ()").split())


@pytest.mark.parametrize(
    "question",
    [
        "متى وقع بيني غانتس مذكرة التفاهم في الرباط؟",
        "من هو كوخافي؟",
        "ما هي مذكرة التفاهم؟",
        "Who is Ada Berg?",
        "When did the new library in Chengdu open?",
        "Combien de livres la bibliothèque de Jaipur a-t-elle ?",
        "新图书馆在成都开放？",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert not leans(question)
    assert standalone(question, [MUSEUM]) == question


def test_a_question_without_a_history_is_never_changed() -> None:
    assert standalone("ومتى؟", []) == "ومتى؟"


def test_a_subject_is_carried_through_several_follow_ups() -> None:
    made = standalone("وكم؟", [MUSEUM, "ومتى؟"])
    assert "متحف" in made
    assert "متى" not in made.removeprefix("وكم؟")


def test_only_the_last_question_that_has_a_subject_is_carried() -> None:
    assert "متحف" not in standalone("And when?", [MUSEUM, "Who is Ada Berg?"])


def test_the_answers_are_not_carried() -> None:
    (made,) = RuleRewriter().rewrite("ومتى؟", [Turn(MUSEUM, "افتتحه سالم المهيري.")])
    assert "المهيري" not in made
