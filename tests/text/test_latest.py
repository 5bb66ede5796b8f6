"""Words that ask for the newest, and those that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.time.latest import latest_words

ASKING = [
    ("آخر أخبار غزة", "آخر"),
    ("ما آخر المستجدات في المغرب؟", "آخر"),
    ("ما هي مستجدات الملف؟", "مستجدات"),
    ("وآخر تصريحات الوزير؟", "وآخر"),
    ("ما أحدث أخبار غانتس؟", "أحدث"),
    ("ما هي أحدث التطورات؟", "أحدث"),
    ("ما آخر ما قاله الوزير؟", "آخر"),
    ("متى كانت آخر مرة زار فيها الوفد الرباط؟", "آخر"),
    ("كم بلغت آخر حصيلة للزلزال؟", "آخر"),
    ("ماذا يقول أحدث تقرير؟", "أحدث"),
    ("ما الجديد في الملف؟", "الجديد"),
    ("ماذا حدث مؤخرًا؟", "مؤخرًا"),
    ("أَحْدَثُ المقالات", "أَحْدَثُ"),
    ("ما التقرير الأحدث؟", "الأحدث"),
    ("latest news", "latest"),
    ("What is the most recent poll?", "most recent"),
    ("What happened recently?", "recently"),
    ("What's new about Gantz?", "new"),
    ("When did he last visit Rabat?", "last"),
    ("When was the last meeting of the committee?", "last"),
    ("dernières nouvelles du Maroc", "dernières"),
    ("Quand a eu lieu la dernière réunion ?", "dernière"),
    ("les articles les plus récents", "les plus récents"),
    ("Que s'est-il passé récemment ?", "récemment"),
    ("últimas noticias de Rabat", "últimas"),
    ("¿Cuándo fue la última visita?", "última"),
    ("neueste Nachrichten", "neueste"),
    ("die letzten Meldungen aus Rabat", "letzten"),
]
NOT_ASKING = [
    "من هو آخر ملوك الأندلس؟", "هل زار الوفد بلدًا آخر؟", "ما الذي أخر قرار الحكومة؟", "هل وقع اتفاق آخر؟",
    "ما الذي أحدث الانفجار؟", "ماذا أحدث القرار من تغيير؟", "ما أحدثته الحرب", "ما هي الأحداث؟",
    "من استعاد الكرة أخيرًا؟", "من ناحية أخرى", "ماذا حدث الشهر الماضي؟", "أخبار آخر ثلاثة أيام",
    "متى يصل الوفد على أبعد تقدير؟",
    "Who was the last king?", "When must he pay at the latest?", "What came later?", "What happened last month?",
    "news of the last three days", "What is the New Deal?",
    "Qui fut le dernier roi ?", "Que s'est-il passé le mois dernier ?", "Wer war der letzte König?",
    "¿Quién fue el último rey?", "¿Qué pasó el último mes?", "",
]  # fmt: skip


@pytest.mark.parametrize(("question", "words"), ASKING)
def test_the_newest_is_asked_for(question: str, words: str) -> None:
    span = latest_words(question)
    assert span is not None
    assert span.of(question) == words


@pytest.mark.parametrize("question", NOT_ASKING)
def test_the_last_of_its_kind_and_another_one_are_not_the_newest(question: str) -> None:
    assert latest_words(question) is None


@given(st.text(max_size=60))
def test_any_text_can_be_read(question: str) -> None:
    span = latest_words(question)
    assert span is None or span.of(question)
