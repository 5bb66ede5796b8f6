"""Nothing that the model is judged on is learned from."""

import gzip
import json

import pytest

from training.leaks import LeakGuard
from training.pairs import Pair

QUESTION = "من ترأس الوفد المغربي في المؤتمر العسكري بتل أبيب؟"
SENTENCE = "The Panthers defense gave up just 308 points that year."
CHINESE = "谁在十九世纪建立了大学？"


@pytest.fixture
def guard():
    return LeakGuard([QUESTION, SENTENCE, CHINESE, "Who was he?"])


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "مَن ترأس الوفد المغربي في المؤتمر العسكري بتل أبيب",  # marks and punctuation aside
        f"سؤال اليوم: {QUESTION} أجب.",
        f"He wrote: {SENTENCE.upper()} And so on.",
        f"请回答：{CHINESE}谢谢。",
        "who was he",
    ],
)
def test_text_that_holds_a_judged_text_is_a_leak(guard, text):
    assert guard.is_leak(text)


@pytest.mark.parametrize(
    "text",
    [
        "من ترأس الوفد المغربي في المؤتمر",
        "The Panthers defense gave up just 307 points.",
        "He asked who was he or she.",
        "",
    ],
)
def test_other_text_is_not(guard, text):
    assert not guard.is_leak(text)


def test_pair_is_refused_for_either_side(guard):
    kept = Pair("udhr", "en-ar", "Everyone has the right to life.", "لكل فرد الحق في الحياة.")
    pairs = [
        kept,
        Pair("udhr", "en-ar", SENTENCE, "شيء آخر"),
        Pair("udhr", "en-ar", "Something else", f"قيل: {QUESTION}"),
    ]
    assert guard.clean(pairs) == [kept]


def test_folder_is_read_whole(tmp_path):
    (tmp_path / "qa").mkdir()
    (tmp_path / "bitext").mkdir()
    records = {
        "qa/a.en.jsonl.gz": json.dumps({"question": "Which river floods the plain each spring?"}),
        "qa/a.en.contexts.jsonl.gz": json.dumps(
            {"text": "One short. The second sentence of this passage is judged! End."}
        ),
        "bitext/b.en-ar.tsv.gz": 'He said "no\tقال لا إنه لن يوافق على ذلك أبدا',
    }
    for name, text in records.items():
        with gzip.open(tmp_path / name, "wt", encoding="utf8") as file:
            file.write(text + "\n")
    (tmp_path / "seeds_dev.jsonl").write_text(
        json.dumps({"question": "متى انعقد الاجتماع الأخير في المدينة"}) + "\n", "utf8"
    )
    guard = LeakGuard.from_folder(tmp_path)
    for text in (
        "Which river floods the plain each spring?",
        "It says: the second sentence of this passage is judged.",
        "قال لا، إنه لن يوافق على ذلك أبداً",
        "متى انعقد الاجتماع الأخير في المدينة؟",
    ):
        assert guard.is_leak(text), text
    assert not guard.is_leak("The second sentence of that passage is judged")
