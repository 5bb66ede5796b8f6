"""Whether an answer stands in a sentence, how many words it shares, and what became of a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evaluation.catalogue import Entry
from rag.evaluation.metrics import Metric
from rag.evaluation.observing import Observation
from rag.evaluation.questions import JudgedQuestion
from rag.evaluation.scoring import Outcome, holds_answer, score, token_f1, tokens

A, B, C = (Entry(name, f"news/{name}.txt", f"title {name}", "ar") for name in "abc")
SENTENCE = "استقبل عبد اللطيف لوديي الجنرال كوخافي بالرباط يوم ١٩ يوليوز."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (SENTENCE, "عبدُ اللطيف لُوديي"),
        (SENTENCE, "الرباط"),
        (SENTENCE, "19 يوليوز"),
        ("عاد إلى المغرب وإسرائيل.", "إسرائيل"),
        ("قدّم الشكر للملك.", "الملك"),
        ("La réunion s'est tenue à Rabat.", "rabat"),
        ("新图书馆于2018年在成都开放。", "成都"),
        ("पुस्तकालय जयपुर में खुला।", "जयपुर"),
    ],
)
def test_an_answer_stands_in_a_sentence_in_another_spelling_or_behind_a_clitic(text: str, answer: str) -> None:
    assert holds_answer(text, ["غير هذا", answer])


@pytest.mark.parametrize(
    ("text", "answer"),
    [("حضر ٤٠٠ زائر", "40"), ("illegal action", "legal action"), ("زار المغربية", "المغرب"), (SENTENCE, "—")],
)
def test_a_piece_of_a_word_or_number_is_no_answer(text: str, answer: str) -> None:
    assert not holds_answer(text, [answer])


def test_f1_counts_folded_words_with_repetition() -> None:
    assert token_f1("في مدينةِ صحار", "مدينه صحار") == pytest.approx(2 * 2 / 5)
    assert token_f1("the the cat", "the dog") == pytest.approx(2 * 1 / 5)
    assert token_f1("Rabat.", "RABAT") == 1.0
    assert token_f1("a", "b") == 0.0
    assert tokens("成都2018") == ["成", "都", "2018"]
    assert tokens("जयपुर में") == ["जयपुर", "में"]


def _observation(**changed: object) -> Observation:
    judged = JudgedQuestion("q", "من استقبل كوخافي؟", ("عبد اللطيف لوديي",), ("a.txt",))
    whole = Observation(
        judged, "ar", "ar→ar", (A,), (), (B, A), ("شيء آخر.", SENTENCE), SENTENCE, (SENTENCE,), (A,), 1.2
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def test_a_right_answer_says_it_and_cites_a_judged_document() -> None:
    scored = score(_observation(cited=(A, C)))
    assert (scored.outcome, scored.rank) == (Outcome.RIGHT, 2)
    assert scored.scores[Metric.SENTENCE_1] == 0.0
    assert scored.scores[Metric.SENTENCE_3] == scored.scores[Metric.SAID] == 1.0
    assert scored.scores[Metric.CITATION_PRECISION] == 0.5
    assert scored.scores[Metric.CITATION_RECALL] == 1.0
    assert scored.scores[Metric.FALSE_SILENCE] == 0.0
    assert scored.scores[Metric.EXACT_MATCH] == 0.0
    assert scored.scores[Metric.TOKEN_F1] == pytest.approx(2 * 3 / (10 + 3))
    assert Metric.FALSE_ANSWERS not in scored.scores


def test_an_exact_match_is_the_judged_answer_and_nothing_else() -> None:
    scored = score(_observation(answer="عبد اللطيف لوديي.", said=("عبد اللطيف لوديي.",)))
    assert scored.scores[Metric.EXACT_MATCH] == scored.scores[Metric.TOKEN_F1] == 1.0


def test_the_right_words_from_another_document_are_no_right_answer() -> None:
    assert score(_observation(cited=(C,))).outcome is Outcome.WRONG
    assert score(_observation(answer="لا أحد", said=("لا أحد",))).outcome is Outcome.WRONG
    assert score(_observation(cited=(C,), gold=())).outcome is Outcome.RIGHT


def test_silence_is_false_where_there_is_an_answer_and_right_where_there_is_none() -> None:
    silent = score(_observation(answer="", said=(), cited=()))
    assert silent.outcome is Outcome.FALSE_SILENCE
    assert silent.scores[Metric.FALSE_SILENCE] == 1.0
    assert silent.scores[Metric.TOKEN_F1] == silent.scores[Metric.CITATION_RECALL] == 0.0
    assert silent.scores[Metric.SENTENCE_3] == 1.0
    assert Metric.CITATION_PRECISION not in silent.scores
    nothing = JudgedQuestion("q", "ما سعر الذهب؟", (), ())
    assert score(_observation(judged=nothing, gold=(), answer="", said=(), cited=())).outcome is Outcome.RIGHT_SILENCE
    invented = score(_observation(judged=nothing, gold=()))
    assert invented.outcome is Outcome.FALSE_ANSWER
    assert invented.scores == {Metric.FALSE_ANSWERS: 1.0}
