"""Alterations of a true sentence, one at a time.

Written apart from the detector, with word lists of their own; a month is called what it is called, so the names of
months overlap. Each takes the sentence, its language and a source of chance, and gives None where it does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

Alteration = Callable[[str, str, random.Random], str | None]

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "ar": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
}
_NUMBER_WORDS = {
    "en": [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
    ],
    "fr": [
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "dix",
        "onze",
        "douze",
        "quinze",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
    ],
    "ar": ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"],
}
_YEAR = re.compile(r"(?<![\d.,/-])(1[5-9]\d\d|20[0-2]\d)(?![\d.,/%-]\d|\d)")
_NUMBER = re.compile(r"(?<![\w.,/:-])\d+(?:[.,]\d+)*(?![\w/:-]|[.,]\d)")


def whole_words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(words)})(?!\w)")


def number(text: str, language: str, chance: random.Random) -> str | None:
    """Another amount in the place of one, in figures or in words."""
    figures = [found for found in _NUMBER.finditer(text) if not _YEAR.fullmatch(found[0])]
    if figures:
        found = chance.choice(figures)
        changed = _other_figures(found[0], text, chance)
        return text[: found.start()] + changed + text[found.end() :]
    words = list(whole_words(_NUMBER_WORDS[language]).finditer(text))
    if not words:
        return None
    found = chance.choice(words)
    other = chance.choice([word for word in _NUMBER_WORDS[language] if word not in text])
    return text[: found.start()] + other + text[found.end() :]


def _other_figures(figures: str, text: str, chance: random.Random) -> str:
    while True:
        place = chance.choice([i for i, c in enumerate(figures) if c.isdecimal()])
        digit = chance.choice("123456789")
        changed = figures[:place] + digit + figures[place + 1 :]
        if changed != figures and not re.search(rf"(?<!\d){re.escape(changed)}(?!\d)", text):
            return changed


def date(text: str, language: str, chance: random.Random) -> str | None:
    """Another year, month or day."""
    years, months = list(_YEAR.finditer(text)), _months(text, language)
    day = re.search(rf"(?<!\d)(\d{{1,2}}) (?=(?:de |من )?(?:{'|'.join(MONTHS[language])}))", text)
    if day is not None and chance.random() < 1 / 3:
        other = chance.choice([n for n in range(1, 29) if str(n) != day[1]])
        return f"{text[: day.start()]}{other} {text[day.end() :]}"
    if months and (not years or chance.random() < 1 / 2):
        found = chance.choice(months)
        other_month = chance.choice([month for month in MONTHS[language] if month not in text])
        return text[: found.start(1)] + other_month + text[found.end(1) :]
    if not years:
        return None
    found = chance.choice(years)
    while (other_year := int(found[0]) + chance.choice([-30, -10, -3, -2, -1, 1, 2, 3, 10, 30])) and str(
        other_year
    ) in text:
        pass
    return f"{text[: found.start()]}{other_year}{text[found.end() :]}"


def _months(text: str, language: str) -> list[re.Match[str]]:
    """Names of months beside a number or after a preposition."""
    pattern = rf"(?:(?:\d|\b[Ii]n|\b[Ee]n|(?<!\w)في) )({'|'.join(MONTHS[language])})(?!\w)"
    return list(re.finditer(pattern, text))


_AUXILIARIES = r"is|are|was|were|has been|had been|will|can|could|should|would|must"
_INSERTED = {
    "en": ((rf"(?<!\w)({_AUXILIARIES})(?= [a-z])", r"\1 not"),),
    "fr": (
        (r"(?<=[a-zé] )(est|sont|était|étaient|sera|peut|doit|fut|furent|a été|ont été)(?= [a-zéà])", r"ne \1 pas"),
        (r"(?<=[a-zé] )(a|ont|avait)(?= [a-zé]+é(?:e|s|es)?(?!\w))", r"n'\1 pas"),
    ),
    "ar": (
        (r"(?<!\w)(و?)س(?=[يت]\w{3})", r"\1لن "),
        (r"(?<!\w)(و?)كان(?= )", r"\1لم يكن"),
        (r"(?<!\w)(و?)كانت(?= )", r"\1لم تكن"),
        (
            r"(?<!\w)(و?)(يمكن|يجب|تعتبر|يعتبر|تعد|يعد|يوجد|توجد|يعمل|تعمل|يعرف|تعرف|يقع|تقع|يشمل|تشمل)(?!\w)",
            r"\1لا \2",
        ),
    ),
}
_REMOVED = {
    "en": (
        (rf"(?<!\w)({_AUXILIARIES}|do|does|did) not(?= )", r"\1"),
        (r"(?<!\w)(is|are|was|were|could|would|should|did|does|do|has|had)n['’]t(?= )", r"\1"),
        (r"(?<!\w)never (?=[a-z])", ""), (r"(?<!\w)cannot(?!\w)", "can"), (r"(?<!\w)without (?=[a-z])", "with "),
        (r"(?<!\w)no (?=[a-z]+ )", "some "),
    ),
    "fr": (
        (r"(?<!\w)(?:ne |n['’])(\w+) (?:pas|jamais|plus)(?!\w)", r"\1"),
        (r"(?<!\w)sans (?=[a-zé])", "avec "), (r"(?<!\w)aucune? (?=[a-zé])", "un certain "),
    ),
    "ar": (
        (r"(?<!\w)(و?)لم (?=[يتن]\w{2})", r"\1قد "), (r"(?<!\w)(و?)لن (?=[يتن]\w{2})", r"\1س"),
        (r"(?<!\w)(و?)لا (?=[يتن]\w{2})", r"\1"), (r"(?<!\w)(و?)ليست? (?=\w{3})", r"\1هو "),
        (r"(?<!\w)غير (?=ال|\w{4})", ""), (r"(?<!\w)(?:بدون|دون) (?=\w{3})", "مع "),
    ),
}  # fmt: skip
_STILL = re.compile(
    r"not only|no longer|no doubt|لا يزال|لا تزال|لم يزل|"
    r"لا سيما|لا بد|غير أن|ne \w+ que|non seulement|not just|لا يقل|no one"
)


def negation_added(text: str, language: str, chance: random.Random) -> str | None:
    """The sentence with one of its verbs denied."""
    return _substituted(text, _INSERTED[language], chance)


def negation_removed(text: str, language: str, chance: random.Random) -> str | None:
    """The sentence without one of its negations."""
    return None if _STILL.search(text) else _substituted(text, _REMOVED[language], chance)


def _substituted(text: str, rules: Sequence[tuple[str, str]], chance: random.Random) -> str | None:
    places = [(found, to) for pattern, to in rules for found in re.finditer(pattern, text)]
    if not places:
        return None
    found, to = chance.choice(places)
    return text[: found.start()] + found.expand(to) + text[found.end() :]


def names_in(text: str, language: str, known: Mapping[str, str]) -> list[re.Match[str]]:
    """Words of a text that are names: capitals inside a sentence, or in Arabic what ``known`` holds."""
    if language == "ar":
        return [found for found in re.finditer(r"\w{4,}", text) if found[0] in known]
    months = {
        *MONTHS["en"],
        *["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "The", "In", "And", "But"],
    }
    return [found for found in re.finditer(r"(?<=[a-zà-ü,] )[A-ZÉ][a-zà-ü]{3,}(?!\w)", text) if found[0] not in months]


def name(
    text: str, language: str, chance: random.Random, *, known: Mapping[str, str], others: Sequence[str]
) -> str | None:
    """Another name in the place of one."""
    places = names_in(text, language, known)
    if not places:
        return None
    found = chance.choice(places)
    other = chance.choice([word for word in others if word not in text])
    return text[: found.start()] + other + text[found.end() :]


def invented(text: str, language: str, chance: random.Random, *, foreign: str) -> str | None:
    """The head of the sentence with the tail of a foreign one, or a foreign sentence put into its subject's mouth."""
    words, tail = text.split(), foreign.split()
    if len(words) < 8 or len(tail) < 8:
        return None
    if chance.random() < 1 / 2:
        return " ".join(words[: len(words) // 2] + tail[len(tail) // 2 :])
    said = {"en": "said that", "fr": "a dit que", "ar": "قال إن"}[language]
    return " ".join([*words[:2], said, *tail])


# What a model adds without being told: each is a few words, and none a figure or a name.
_DETAILS = {
    "en": ("after a heated argument", "because of the heavy rain", "in front of the main hospital", "by telephone",
           "despite protests by teachers", "with the help of volunteers"),
    "fr": ("après une vive dispute", "à cause de fortes pluies", "devant le grand hôpital", "par téléphone",
           "malgré les protestations des enseignants", "avec l'aide de bénévoles"),
    "ar": ("بعد جدال حاد", "بسبب الأمطار الغزيرة", "أمام المستشفى الرئيسي", "عبر الهاتف", "رغم احتجاجات المعلمين",
           "بمساعدة متطوعين"),
}  # fmt: skip


def detail(text: str, language: str, chance: random.Random) -> str | None:
    """The sentence with a circumstance at its end that nothing in it says."""
    body = text.rstrip(" .!?؟…")
    return f"{body} {chance.choice(_DETAILS[language])}{text[len(body) :].rstrip()}" if language in _DETAILS else None


ALTERATIONS: Mapping[str, Alteration] = {
    "number": number, "date": date, "negation added": negation_added, "negation removed": negation_removed,
    "detail added": detail,
}  # fmt: skip
