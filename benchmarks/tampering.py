"""Alterations of a true sentence, one at a time, and rewordings that leave it true.

Written apart from the detector, with word lists of their own; a month is called what it is called, so the names of
months overlap. Each takes the sentence, its language and a source of chance, and gives None where it does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

Alteration = Callable[[str, str, random.Random], str | None]

_MONTHS = {
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
_DIGITS = dict(
    enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
)
_IN_WORDS = {
    "en": dict(enumerate(["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 3)),
    "fr": dict(enumerate(["trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"], 3)),
    "ar": dict(enumerate(["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"], 3)),
}
_YEAR = re.compile(r"(?<![\d.,/-])(1[5-9]\d\d|20[0-2]\d)(?![\d.,/%-]\d|\d)")
_NUMBER = re.compile(r"(?<![\w.,/:-])\d+(?:[.,]\d+)*(?![\w/:-]|[.,]\d)")


def _around(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(words)})(?!\w)")


def number(text: str, language: str, chance: random.Random) -> str | None:
    """Another amount in the place of one, in figures or in words."""
    figures = [found for found in _NUMBER.finditer(text) if not _YEAR.fullmatch(found[0])]
    if figures:
        found = chance.choice(figures)
        changed = _other_figures(found[0], text, chance)
        return text[: found.start()] + changed + text[found.end() :]
    words = list(_around(_NUMBER_WORDS[language]).finditer(text))
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
    day = re.search(rf"(?<!\d)(\d{{1,2}}) (?=(?:de |من )?(?:{'|'.join(_MONTHS[language])}))", text)
    if day is not None and chance.random() < 1 / 3:
        other = chance.choice([n for n in range(1, 29) if str(n) != day[1]])
        return f"{text[: day.start()]}{other} {text[day.end() :]}"
    if months and (not years or chance.random() < 1 / 2):
        found = chance.choice(months)
        other_month = chance.choice([month for month in _MONTHS[language] if month not in text])
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
    pattern = rf"(?:(?:\d|\b[Ii]n|\b[Ee]n|(?<!\w)في) )({'|'.join(_MONTHS[language])})(?!\w)"
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
        *_MONTHS["en"],
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
    if not found or int(found[1]) not in _IN_WORDS[language] or _around(_MONTHS[language]).search(text):
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
    for gulf, levant in zip(_MONTHS["ar"], _LEVANT, strict=True):
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


ALTERATIONS: Mapping[str, Alteration] = {
    "number": number, "date": date, "negation added": negation_added, "negation removed": negation_removed,
}  # fmt: skip
