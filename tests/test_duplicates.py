"""Copies are told apart from other articles, however they were altered, and alike in every process."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.duplicates import Signature, group_copies, sign
from rag.types import Document, Span

# Our own articles, of the length of a wire report.
REPORT = """أعلنت بلدية صحار يوم الأحد افتتاح سوق السمك الجديد قرب الميناء القديم بعد أعمال استمرت أربعة عشر شهرا.
وقال رئيس البلدية سالم المهيري إن السوق يضم ستين متجرا ومخازن مبردة، وإن الإيجار سيبقى كما كان في السوق السابق سنتين.
وأضاف أن الصيادين يستطيعون منذ الآن بيع ما يصطادونه مباشرة في قاعة للمزاد تفتح أبوابها عند الفجر.
وذكرت مديرة المشروع نوال الحارثي أن التكلفة بلغت مليوني ريال دفعت الوزارة نصفها وجمع التجار ما بقي منها.
ورحب باعة تحدثوا خلال الافتتاح بالمبنى الجديد، غير أن بعضهم شكا من قلة مواقف السيارات أمامه في نهاية الأسبوع."""
LATER = """أعلنت بلدية صحار يوم الأحد افتتاح سوق السمك الجديد قرب الميناء القديم بعد أعمال استمرت أربعة عشر شهرا.
غير أن السوق أغلق أبوابه مساء الثلاثاء بعد أن غمرت مياه الأمطار المخازن وانقطعت الكهرباء عن قاعة المزاد.
وقالت شرطة المدينة إن أحدا لم يصب بأذى، وإن فرق الدفاع المدني ضخت الماء طوال الليل من الأقبية.
ويقدر التجار خسائرهم بثلاثين ألف ريال، ويطالبون بتعويض لأن شبكة الصرف لم تكن قد اكتملت يوم تسلموا المفاتيح.
ومن المنتظر أن تجتمع لجنة من الوزارة صباح الخميس لتقرر متى يعود البيع، وهل تتحمل شركة البناء كلفة الإصلاح."""
ENGLISH = """The harbour bridge in Lund was closed on Tuesday after divers found cracks in two of its piers.
The city's engineer Ada Berg said that repairs would take six weeks and cost four million kronor.
Buses will go round by the northern ring road, and cyclists may use the railway bridge until the work is done.
Shopkeepers on the quay fear for their summer trade and ask the council to put off the works until October."""
CHINESE = """成都新图书馆于星期一正式开放，馆内藏有三万册图书和两千种期刊。馆长王丽说，读者可以免费借阅图书，最多五本。
图书馆还为儿童设立了阅读室，周末会有作家来讲故事。市政府为此花费了四千万元，工程历时两年零三个月。"""
THAI = """ห้องสมุดประชาชนแห่งใหม่เปิดให้บริการที่เชียงใหม่เมื่อวันจันทร์ มีหนังสือสองพันเล่มและห้องอ่านสำหรับเด็ก
ผู้อำนวยการกล่าวว่าผู้อ่านสามารถยืมหนังสือได้ครั้งละห้าเล่มโดยไม่เสียค่าใช้จ่าย"""
FIRST = REPORT.partition("\n")[0]
SCRIPTS = {"ar": REPORT, "en": ENGLISH, "zh": CHINESE, "th": THAI}


def document(text: str, doc_id: str = "d") -> Document:
    return Document(doc_id, f"title of {doc_id}", text, f"{doc_id}.txt", body=(Span(0, len(text)),))


def signed(text: str) -> Signature:
    signature = sign(document(text))
    assert signature is not None
    return signature


def are_copies(one: str, other: str) -> bool:
    return group_copies([signed(one), signed(other)]) == [(0, 1)]


def without_paragraph(number: int) -> str:
    lines = REPORT.split("\n")
    return "\n".join(lines[:number] + lines[number + 1 :])


@pytest.mark.parametrize(
    "altered",
    [
        REPORT,
        f"صحار - وكالات: {REPORT}",
        re.sub("([بتسل])", "\\1َ", REPORT),
        REPORT.replace("أ", "ا").replace("ة ", "ه ").replace("،", " ،"),
        re.sub(r"\s+", "\n\n ", REPORT),
        without_paragraph(4),
        f"{REPORT}\nويذكر أن السوق القديم يعود إلى ستينيات القرن الماضي.",
        REPORT.replace("رئيس البلدية سالم", "سالم").replace("يوم الأحد", "أمس"),
    ],
)
def test_a_report_and_what_editors_make_of_it_are_copies(altered: str) -> None:
    assert are_copies(REPORT, altered)


@pytest.mark.parametrize(
    "other",
    [
        LATER,
        FIRST,
        "\n".join(REPORT.split("\n")[:3]),
        f"{FIRST}\n{ENGLISH}",
        ENGLISH,
    ],
)
def test_a_later_story_or_a_brief_that_shares_words_is_no_copy(other: str) -> None:
    assert not are_copies(REPORT, other)


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_every_script_knows_its_copies(text: str) -> None:
    first, *others = re.split(r"(?<=[。.\n])", text)
    assert are_copies(text, f"Reuters: {text}")
    assert not are_copies(text, first + "".join(other for script, other in SCRIPTS.items() if other != text))
    assert others


def test_only_the_body_counts() -> None:
    page = f"القائمة الرئيسية\n{REPORT}\nتابعنا على تويتر"
    start = page.index(REPORT)
    framed = replace(document(page), title="another title", body=(Span(start, start + len(REPORT)),))
    assert np.array_equal(sign(framed), signed(REPORT))


@pytest.mark.parametrize("text", ["", "   \n", "!؟ … 🙂"])
def test_what_has_no_words_has_no_signature(text: str) -> None:
    assert sign(replace(document(text), body=(Span(0, len(text)),))) is None
    assert sign(replace(document(REPORT), body=())) is None


def test_a_copy_of_a_copy_is_in_the_group_and_others_are_not() -> None:
    lines = [f"{word} " * 3 + f"{word}أ {word}ب {word}ج" for word in REPORT.split()[:60]]
    chain = ["\n".join(lines[start : start + 40]) for start in (0, 3, 6, 9, 12)]
    assert not are_copies(chain[0], chain[4])
    assert group_copies([signed(text) for text in (ENGLISH, *chain, LATER)]) == [(1, 2, 3, 4, 5)]


def test_a_thousand_equal_articles_are_one_group() -> None:
    assert group_copies([signed(REPORT)] * 1000) == [tuple(range(1000))]
    assert group_copies([signed(REPORT)]) == group_copies([]) == []


def test_a_signature_is_the_same_in_every_process() -> None:
    script = (
        "from rag.duplicates import sign; from rag.types import Document, Span;"
        "t = 'افتتح الوزير متحف الفنون'; print(sign(Document('d', '', t, '', body=(Span(0, len(t)),)))[:4].tolist())"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    expected = signed("افتتحَ الوزيرُ متحفَ الفنون")[:4].tolist()
    assert done.stdout.strip() == str(expected) == "[50353, 51386, 28768, 47553]"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(REPORT.split()), min_size=30, max_size=120), st.integers(0, 10_000))
def test_the_share_of_equal_places_estimates_the_runs_in_common(words: list[str], seed: int) -> None:
    rng = np.random.default_rng(seed)
    other = [word if rng.random() > 0.08 else f"غير{place}" for place, word in enumerate(words)]

    def runs(said: list[str]) -> set[tuple[str, ...]]:
        return set(zip(said, said[1:], said[2:], strict=False))

    common = len(runs(words) & runs(other)) / len(runs(words) | runs(other))
    agreeing = float((signed(" ".join(words)) == signed(" ".join(other))).mean())
    assert agreeing == pytest.approx(common, abs=0.2)  # five standard errors of 128 places


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_groups_do_not_depend_on_the_order_of_articles(order: list[int]) -> None:
    texts = [REPORT, f"وكالات: {REPORT}", LATER, ENGLISH, f"(AP) {ENGLISH}", CHINESE]
    groups = group_copies([signed(texts[place]) for place in order])
    assert {frozenset(order[place] for place in group) for group in groups} == {frozenset({0, 1}), frozenset({3, 4})}
