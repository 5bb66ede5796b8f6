"""What kind of thing a question asks for, told by its question word: ar, en, fr, es, de, and the commonest of zh.

The first question word decides; after «ما», "what" and their like the noun behind it does ("what year", «ما عدد»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from rag.text.normalise import fold


class AskedKind(StrEnum):
    """What an answer must hold to be one; a THING may be anything."""

    DATE = "date"
    COUNT = "count"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    THING = "thing"


def _by_word(words: Mapping[AskedKind, str]) -> dict[str, AskedKind]:
    return {fold(word): kind for kind, text in words.items() for word in text.split()}


_QUESTION_WORDS = _by_word(
    {
        AskedKind.DATE: "متى when quand cuándo cuando wann",
        AskedKind.COUNT: "كم بكم combien cuánto cuántos cuánta cuántas cuanto cuantos cuantas wieviel",
        AskedKind.PERSON: "لمن بمن who whom whose qui quién quiénes quien quienes wer wen wem wessen",
        AskedKind.PLACE: "أين where où dónde donde wo woher wohin",
        AskedKind.REASON: "لماذا why pourquoi warum weshalb wieso",
        AskedKind.MANNER: "كيف how comment cómo wie",
        AskedKind.THING: "ما ماذا ماهو ماهي بماذا أي أية بأي what which quel quelle quels quelles qué cuál cuáles "
        "welche welcher welches welchen welchem was",
    }
)
# Nouns that say the kind: behind a question word for a thing, or among the opening words («في عام», "in year").
_NOUNS = _by_word(
    {
        AskedKind.DATE: "عام سنة السنة العام يوم شهر قرن تاريخ year date month day century decade année mois siècle "
        "jour año fecha siglo mes jahr jahres datum jahrhundert",
        AskedKind.COUNT: "عدد نسبة كمية number percentage percent nombre pourcentage número porcentaje anzahl prozent",
        AskedKind.REASON: "سبب أسباب reason reasons raison motivo grund",
    }
)
_HOW = frozenset(("how", "wie"))
# Behind "how" and "wie" these ask for a number: "how many", "wie lange".
_MEASURED = "many much long old often tall far fast large big high deep viele viel lange alt oft weit hoch schnell"
_MEASURES = frozenset(_MEASURED.split())
_FIRST_PERSON, _FIRST_THING = "من", "que"  # only as the first word: elsewhere "from" and "that"
_UNSPACED = {
    "什么时候": AskedKind.DATE, "何时": AskedKind.DATE, "哪一年": AskedKind.DATE, "哪年": AskedKind.DATE,
    "多少": AskedKind.COUNT, "多久": AskedKind.COUNT, "多长": AskedKind.COUNT, "几": AskedKind.COUNT,
    "谁": AskedKind.PERSON, "哪里": AskedKind.PLACE, "哪儿": AskedKind.PLACE, "为什么": AskedKind.REASON,
    "如何": AskedKind.MANNER, "怎么": AskedKind.MANNER,
}  # fmt: skip
_OPENING = 4  # words: «في أي عام», "In which year", «Depuis quelle année»
_BEHIND = 2  # words: «ما هي نسبة»
_WORD = re.compile(r"\w+")


def asked_kind(question: str) -> AskedKind | None:
    """The kind of thing asked for; None when no word of the question tells."""
    words = _WORD.findall(fold(question))
    for place, word in enumerate(words):
        kind = _told_by(place, word)
        if kind is AskedKind.THING:
            return next((_NOUNS[noun] for noun in words[place + 1 :][:_BEHIND] if noun in _NOUNS), kind)
        if word in _HOW and _MEASURES.intersection(words[place + 1 : place + 2]):
            return AskedKind.COUNT
        if kind is not None:
            return kind
    return next((kind for form, kind in _UNSPACED.items() if form in question), None)


def _told_by(place: int, word: str) -> AskedKind | None:
    if place == 0 and word == _FIRST_PERSON:
        return AskedKind.PERSON
    if place == 0 and word == _FIRST_THING:
        return AskedKind.THING
    return _QUESTION_WORDS.get(word) or (_NOUNS.get(word) if place < _OPENING else None)
