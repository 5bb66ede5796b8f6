"""A name and its transcription share a skeleton; other words do not."""

from __future__ import annotations

import pytest

from rag.text.skeletons import name_skeletons, passage_names, question_skeletons


def _skeletons(passage: str) -> set[str]:
    return {skeleton for name in passage_names(passage) for skeleton in name_skeletons(name)}


def _meet(question: str, passage: str) -> bool:
    asked = {skeleton for _, skeletons in question_skeletons(question) for skeleton in skeletons}
    return not asked.isdisjoint(_skeletons(passage))


@pytest.mark.parametrize(
    ("name", "transcription"),
    [
        ("Kochavi", "كوخافي"),
        ("Shalom", "شالوم"),
        ("Gaddafi", "القذافي"),
        ("Kadhafi", "والقذافي"),
        ("Barcelone", "بارسلونة"),
        ("Tshombe", "تشومبي"),
        ("Thomas", "توماس"),
        ("Smith", "سميث"),
        ("Müller", "مولر"),
        ("Netanyahu", "نتنياهو"),
        ("Netanyahu", "נתניהו"),
        ("Shostakovich", "Шостакович"),
        ("Hassan", "حَسّان"),
        ("Volgograd", "فولغوغراد"),
    ],
)
def test_a_name_meets_its_transcription_in_both_directions(name: str, transcription: str) -> None:
    assert _meet(f"Who is {name}?", f"قال {transcription} اليوم")
    assert _meet(f"من هو {transcription}؟", f"Today {name} said")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Who is Kochavi?", "كتب الوزير رسالة"),
        ("who is kochavi?", "قال كوخافي"),  # without a capital nothing says that it is a name
        ("Where did it happen?", "وير ذلك"),  # the capital is that of the sentence
        ("Is Lee there?", "لي هناك"),  # a single consonant is like anything
        ("Who is Kochavi?", "Kochavi spoke"),  # the same script is the terms' affair
    ],
)
def test_other_words_do_not_meet(question: str, passage: str) -> None:
    assert not _meet(question, passage)


def test_the_words_that_look_like_names_are_told_with_their_skeletons() -> None:
    ((word, skeletons),) = question_skeletons("When did Kochavi come?")
    assert word == "Kochavi"
    assert {"KKF/a", "KXF/a"} <= skeletons
    assert not any(skeleton.endswith("/l") for skeleton in skeletons)
    assert list(question_skeletons("")) == []
    assert _skeletons("2022 — 🙂 图书馆") == set()
