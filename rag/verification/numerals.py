"""Number words of Arabic, English, French and Spanish, folded and without accents, with what they say.

Only the words: how they make a number together is the affair of ``quantities``.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.text.time.words import ARABIC_DAYS, COUNTS

_EN = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ES = "trece catorce quince dieciseis diecisiete dieciocho diecinueve"
_FR = "treize quatorze quinze seize"
_TENS = {
    20: "twenty vingt veinte عشرون عشرين",
    30: "thirty trente treinta ثلاثون ثلاثين",
    40: "forty quarante cuarenta اربعون اربعين",
    50: "fifty cinquante cincuenta خمسون خمسين",
    60: "sixty soixante sesenta ستون ستين",
    70: "seventy septante setenta سبعون سبعين",
    80: "eighty huitante ochenta ثمانون ثمانين",
    90: "ninety nonante noventa تسعون تسعين",
}
_ARABIC_UNITS = {
    "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7,
    "ثمان": 8, "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10, "احدي": 1, "حادي": 1,
    "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2,
}  # fmt: skip
_ARABIC_HUNDREDS = {
    f"{unit}{hundred}": 100 * value
    for unit, value in (("ثلاث", 3), ("اربع", 4), ("خمس", 5), ("ست", 6), ("سبع", 7), ("ثمان", 8), ("ثماني", 8),
                        ("تسع", 9))
    for hundred in ("ميه", "مايه")
} | dict.fromkeys(("ميتان", "ميتين", "مايتان", "مايتين", "ميتي", "مايتي"), 200)  # fmt: skip
_SPANISH_HUNDREDS = {
    f"{unit}cient{ending}": 100 * value
    for unit, value in (("dos", 2), ("tres", 3), ("cuatro", 4), ("seis", 6), ("ocho", 8))
    for ending in ("os", "as")
}
# English and Spanish share "once", which in English is no number.
_BELOW_TEN = {word: count for word, count in COUNTS.items() if count and word not in ("once", "a", "an", "couple")}

SMALL: Mapping[str, int] = (
    _BELOW_TEN
    | _ARABIC_UNITS
    | {word: value for value, word in enumerate(_EN.split(), start=13)}
    | {word: value for value, word in enumerate(_ES.split(), start=13)}
    | {word: value for value, word in enumerate(_FR.split(), start=13)}
    | {word: value for value, words in _TENS.items() for word in words.split()}
    | {
        f"veinti{unit}": 20 + value
        for value, unit in enumerate(["un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"], 1)
    }
    | {"vingts": 20}
)
"""Numbers below a hundred that are one word."""
HUNDREDS: Mapping[str, int] = (
    dict.fromkeys("hundred cent cents cien ciento ميه مايه".split(), 100) | _ARABIC_HUNDREDS | _SPANISH_HUNDREDS  # noqa: SIM905
)
"""A hundred, and the hundreds that are one word."""
SCALES: Mapping[str, float] = {
    word: value
    for value, words in (
        (1e3, "thousand mille mil الف الفا الاف thousands"),
        (1e6, "million millions millon millones مليون مليونا ملايين mn"),
        (1e9, "billion billions milliard milliards مليار مليارا مليارات بليون بلايين bn"),
        (1e12, "trillion trillions تريليون تريليونات ترليون"),
    )
    for word in words.split()
}
"""What multiplies the number before it."""
DUALS: Mapping[str, float] = {
    "الفان": 2e3, "الفين": 2e3, "الفي": 2e3, "مليونان": 2e6, "مليونين": 2e6, "مليوني": 2e6, "ملياران": 2e9,
    "مليارين": 2e9, "ملياري": 2e9,
}  # fmt: skip
"""Twice a scale in one word."""
PLURALS = frozenset(
    [
        "thousands",
        "millions",
        "billions",
        "trillions",
        "milliards",
        "millones",
        "الاف",
        "ملايين",
        "مليارات",
        "بلايين",
        "تريليونات",
    ]
)
"""Scales that are no number without one before them: "millions of people"."""

_EN_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_EN_TEENTHS = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
_FR_ORDINALS = "troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme"
_FR_TEENTHS = "treizieme quatorzieme quinzieme seizieme"
_ES_ORDINALS = "tercer cuarto quinto sexto septimo octavo noveno decimo"
ORDINALS: Mapping[str, int] = (
    {word: value for value, word in enumerate(f"{_EN_ORDINALS} {_EN_TEENTHS}".split(), start=3)}
    | {word: value for value, word in enumerate(f"{_FR_ORDINALS} {_FR_TEENTHS}".split(), start=3)}
    | {word: value for value, word in enumerate(_ES_ORDINALS.split(), start=3)}
    | {word.removeprefix("ال"): day for word, day in ARABIC_DAYS.items() if " " not in word and 2 < day < 20}
    | {f"{word.removeprefix('ال')}ه": day for word, day in ARABIC_DAYS.items() if " " not in word and 2 < day < 20}
    | {"vingtieme": 20, "thirtieth": 30}
)
"""Ordinals from the third on: what is said of the first and second is said in too many ways."""
HINTS: Mapping[str, float] = {
    word: value
    for value, words in (
        (1, "once first single اول اولي واحد premier premiere احد primer primera"),
        (2, "twice second both pair couple double ثاني ثانيه كلا كلتا مرتين ضعف ضعفي زوج paire seconde deuxieme segundo"
            " ambos half نصف moitie demi"),
        (0.5, "half نصف moitie demi"),
        (3, "triple trio thirds ثلث ثلثي ثلثا ثلثين ثلاثي ثلاثيه tiers tercio"),
        (4, "quarter quarters ربع ارباع quart quarts رباعي"),
        (12, "dozen douzaine docena"), (10, "decade decades عقد dizaine decena"), (100, "centaine century قرن"),
        *((tens, words) for tens, words in zip(
            range(20, 100, 10),
            ("عشرينيات عشرينات twenties", "ثلاثينيات ثلاثينات thirties", "اربعينيات اربعينات forties",
             "خمسينيات خمسينات fifties", "ستينيات ستينات sixties", "سبعينيات سبعينات seventies",
             "ثمانينيات ثمانينات eighties", "تسعينيات تسعينات nineties"), strict=True)),
    )
    for word in words.split()
}  # fmt: skip
"""Words that may stand for a number that a claim says in figures; in a claim they ask for nothing."""
LOOSE = frozenset("un une una ein eine einem einer one واحد واحده احدي حادي neuf once الف".split())  # noqa: SIM905
"""Numbers that are as often something else: in a claim they ask for nothing."""
