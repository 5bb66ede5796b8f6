"""Rewordings of a true sentence by rule, which leave it true; they ask less of a detector than people do."""

from __future__ import annotations

import random
import re

from tampering import MONTHS, whole_words

_LEVANT = [
    "كانون_الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين_الأول",
    "تشرين_الثاني",
    "كانون_الأول",
]
_IN_WORDS = {
    "en": dict(enumerate(["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 3)),
    "fr": dict(enumerate(["trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"], 3)),
    "ar": dict(enumerate(["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"], 3)),
}

_SYNONYMS = {
    "en": {"about": "around", "said": "stated", "also": "additionally", "but": "however", "many": "numerous",
           "because": "since", "began": "started", "large": "big", "such as": "like", "however": "nevertheless",
           "more than": "over", "used": "employed", "often": "frequently", "became": "turned into"},
    "fr": {"mais": "cependant", "aussi": "également", "environ": "à peu près", "afin de": "pour", "car": "parce que",
           "notamment": "en particulier", "souvent": "fréquemment", "plus de": "au-delà de", "déclaré": "affirmé",
           "commencé": "débuté", "obtenir": "recevoir"},
    "ar": {"قال": "ذكر", "قالت": "ذكرت", "أيضا": "كذلك", "أيضًا": "كذلك", "لكن": "غير أن", "حوالي": "نحو",
           "مثل": "على غرار",
           "بسبب": "نتيجة", "أكثر من": "ما يزيد على", "كبير": "ضخم", "بدأ": "شرع", "خلال": "أثناء", "عام": "سنة"},
}  # fmt: skip
_ACCORDING = {"en": "According to the article, ", "fr": "Selon l'article, ", "ar": "بحسب المقال، "}


def reworded(text: str, language: str, chance: random.Random) -> str | None:
    """One to three rewordings by rule: synonyms, figures for words, another name of a month, another order, a cut."""
    rules = [_synonym, _figures_in_words, _words_in_figures, _other_month, _moved_opening, _cut_aside, _according]
    chance.shuffle(rules)
    changed, done = text, 0
    for rule in rules:
        after = rule(changed, language)
        if after is not None:
            changed, done = after, done + 1
        if done == 3:
            break
    return changed if done else None


def _synonym(text: str, language: str) -> str | None:
    for word, other in _SYNONYMS[language].items():
        if re.search(rf"(?<!\w){word}(?!\w)", text):
            return re.sub(rf"(?<!\w){word}(?!\w)", other, text, count=1)
    return None


def _figures_in_words(text: str, language: str) -> str | None:
    found = re.search(r"(?<![\d.,/:-])([3-9]|1[0-2])(?= [^\W\d])", text)
    if not found or int(found[1]) not in _IN_WORDS[language] or whole_words(MONTHS[language]).search(text):
        return None
    return text[: found.start()] + _IN_WORDS[language][int(found[1])] + text[found.end() :]


def _words_in_figures(text: str, language: str) -> str | None:
    for value, word in _IN_WORDS[language].items():
        if value != 9 and re.search(rf"(?<![\w-]){word}(?! \w*عشر|[\w-]|\s(?:hundred|cent|mille|آلاف|ملايين))", text):
            return re.sub(rf"(?<![\w-]){word}(?![\w-])", str(value), text, count=1)
    return None


def _other_month(text: str, language: str) -> str | None:
    if language != "ar":
        return None
    for gulf, levant in zip(MONTHS["ar"], _LEVANT, strict=True):
        if re.search(rf"(?<=\d ){gulf}(?!\w)", text):
            return re.sub(rf"(?<=\d ){gulf}(?!\w)", levant.replace("_", " "), text, count=1)
    return None


def _moved_opening(text: str, language: str) -> str | None:
    """ "In 2015, X." as "X in 2015." """
    found = re.match(r"((?:In|On|By|En|Dans|À|في|وفي)\s[^,،]{3,30})[,،] (\S.{20,})([.])$", text)
    if found is None:
        return None
    opening = found[1][0].lower() + found[1][1:]
    return f"{found[2]} {opening.removeprefix('و')}{found[3]}"


def _cut_aside(text: str, language: str) -> str | None:
    """Without what stands in brackets, or without the last of several clauses."""
    if re.search(r" \([^)]{3,60}\)", text):
        return re.sub(r" \([^)]{3,60}\)", "", text, count=1)
    head, comma, tail = text.rpartition("، " if language == "ar" else ", ")
    return f"{head}." if comma and len(head.split()) > 8 and len(tail.split()) > 3 else None


def _according(text: str, language: str) -> str | None:
    if language != "ar" and not re.match(r"(?:The|A|In|It|He|She|They|This|Le|La|Les|Il|Elle|Ils|Un|Une) ", text):
        return None
    return _ACCORDING[language] + (text if language == "ar" else text[0].lower() + text[1:])


def respelled(text: str, language: str, chance: random.Random) -> str:
    """The same words with other digits, quotation marks, spaces and, in Arabic, vowel signs and hamzas."""
    changed = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if language == "ar" else text.upper()
    changed = changed.replace(" ", "  ", 1)
    if language == "ar":
        changed = changed.translate(str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه"}))
        changed = "".join(c + ("َ" if c.isalpha() and chance.random() < 0.2 else "") for c in changed)
    return changed
