"""The language of a text: the letters decide what they can, py3langid decides among what is left.

Languages that share the Arabic script differ by letters of their own, which outweigh any statistics on
the short pieces that headlines are; and a byte model asked about all its 140 languages answers with
dialects and languages that no corpus of articles is written in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

import py3langid

UNDETERMINED = "und"

_SAMPLE_CHARACTERS = 2000  # more does not change the answer
_MIN_LETTERS = 20  # at 15 letters one cut sentence of NTREX in ten is misjudged, at 20 one in 16, at 30 one in 60
_FEWEST_LATIN_LETTERS = 8  # two short words
_MOST_READ = ["en", "fr", "es", "de"]
_MIN_IDEOGRAPHS = 6  # one of them says about as much as a word's letters

_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?")
_TWO_LETTER_CODES = {"ara": "ar", "eng": "en", "fra": "fr", "fre": "fr", "fas": "fa", "per": "fa", "urd": "ur"}
_SCRIPT_LANGUAGES = {
    "HANGUL": "ko", "GREEK": "el", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy", "TAMIL": "ta", "TELUGU": "te",
    "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "SINHALA": "si", "KHMER": "km",
    "LAO": "lo", "MYANMAR": "my", "ORIYA": "or",
}  # fmt: skip
_SCRIPT_CANDIDATES = {
    "LATIN": "af az ca cs cy da de en eo es et eu fi fr ga gl ha hr hu id is it lt lv ms mt nl no pl pt ro sk sl so "
    "sq sv sw tl tr uz vi",
    "CYRILLIC": "be bg kk ky mk mn ru sr tg uk",
    "DEVANAGARI": "hi mr ne sa",
    "BENGALI": "as bn",
    "HEBREW": "he",
    "ETHIOPIC": "am",
}
# Letters that only the one language of the row has, and the least share of all letters that proves it: names
# and loan words bring a few of them into any text. Order matters: Pashto has the retroflexes of no other row.
_ARABIC_SCRIPT_PROOFS = (
    ("ckb", frozenset("ەێۆڵڕ"), 0.05),
    ("ug", frozenset("ۇۈۋېڭ"), 0.05),
    ("ps", frozenset("ښځڅټډړڼۍې"), 0.02),
    ("sd", frozenset("ڪٿڻڏڳڱڄڃ"), 0.03),
    ("ur", frozenset("ٹڈڑںےہھ"), 0.03),
)
_PERSIAN_LETTERS = frozenset("پچژگیک")
_ARABIC_LETTERS = frozenset("يكةىأإ")
_NEVER_PERSIAN = frozenset("ةىإ")  # an Arabic keyboard gives Persian texts ي and ك, but not these
_ARABIC_SCRIPT_LANGUAGES = frozenset(("ar", "az", "ckb", "fa", "ks", "ku", "ms", "pa", "ps", "sd", "ug", "ur", "uz"))


def choose_language(given: str, text: str) -> str:
    """The language that a file names, unless it is no code or the script refutes it; else the detected one.

    Pages often carry the language of their template: an Arabic article in ``<html lang="en">``.
    """
    match = _CODE.fullmatch(given.strip().lower())
    if match is None:
        return detect_language(text)
    code = _TWO_LETTER_CODES.get(match[1], match[1])
    script, _count = _main_script(Counter(text[:_SAMPLE_CHARACTERS]))
    if code == UNDETERMINED or not _can_be_written(code, script):
        return detect_language(text)
    return code


def detect_language(text: str) -> str:
    """The ISO 639-1 code of what ``text`` is written in (639-3 where there is none); "und" for too little text."""
    sample = text[:_SAMPLE_CHARACTERS]
    characters = Counter(sample)
    script, count = _main_script(characters)
    if count < (_MIN_IDEOGRAPHS if script in ("CJK", "KANA", "HANGUL") else _MIN_LETTERS):
        return UNDETERMINED
    if script == "ARABIC":
        return _detect_in_arabic_script(sample, characters)
    if script in ("CJK", "KANA"):
        return "ja" if script == "KANA" else "zh"
    if script in _SCRIPT_LANGUAGES:
        return _SCRIPT_LANGUAGES[script]
    return _most_likely(sample, _SCRIPT_CANDIDATES.get(script, "").split())


def guess_language(text: str) -> str:
    """Like ``detect_language``, but with an answer for a few letters too: for questions, which are short.

    A few Arabic letters are taken for Arabic, a few Latin ones for the likeliest of the languages most read.
    """
    language = detect_language(text)
    if language != UNDETERMINED:
        return language
    script, letters = _main_script(Counter(text))
    if script == "ARABIC":
        return "ar"
    if script == "LATIN" and letters >= _FEWEST_LATIN_LETTERS:
        return _most_likely(text, _MOST_READ)
    return UNDETERMINED


def _main_script(characters: Counter[str]) -> tuple[str, int]:
    """The script of most letters and how many are its; "" and 0 when there are none."""
    scripts: Counter[str] = Counter()
    for character, times in characters.items():
        if character.isalpha() or unicodedata.category(character) in ("Mc", "Mn"):
            scripts[_script(character)] += times
    if not scripts:
        return "", 0
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    # Japanese mixes kana with ideographs; a tenth of kana is in no Chinese text.
    if kana > 0.1 * scripts["CJK"]:
        scripts["KANA"] = kana + scripts["CJK"]
    script, count = scripts.most_common(1)[0]
    return ("KANA", scripts["KANA"]) if script in ("HIRAGANA", "KATAKANA") else (script, count)


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ", 1)[0].split("-", 1)[0]


def _detect_in_arabic_script(sample: str, characters: Counter[str]) -> str:
    counts = Counter({c: n for c, n in characters.items() if c.isalpha() and _script(c) == "ARABIC"})
    letters = counts.total()
    for language, own_letters, least_share in _ARABIC_SCRIPT_PROOFS:
        if sum(counts[c] for c in own_letters) >= least_share * letters:
            return language
    persian = sum(counts[c] for c in _PERSIAN_LETTERS)
    arabic = sum(counts[c] for c in _ARABIC_LETTERS)
    never_persian = any(counts[c] for c in _NEVER_PERSIAN)
    if persian == 0 and never_persian:
        return "ar"
    if persian > 3 * arabic or (persian > 0.02 * letters and not never_persian):
        return "fa"
    # Persian typed on an Arabic keyboard, or Arabic with Persian names: the words have to tell.
    return _most_likely(sample, ["ar", "fa"])


def _most_likely(sample: str, candidates: list[str]) -> str:
    ranked = (language for language, _score in py3langid.rank(sample))
    return next((language for language in ranked if language in candidates), UNDETERMINED)


def _can_be_written(code: str, script: str) -> bool:
    """Whether articles in the language ``code`` are written in ``script``; an unknown pair is believed."""
    if script == "ARABIC":
        return code in _ARABIC_SCRIPT_LANGUAGES
    if script in _SCRIPT_LANGUAGES:
        return code == _SCRIPT_LANGUAGES[script]
    if code in ("ar", "fa", "ur", "ckb", "ps", "zh", "ja", "ko", "hi", "ru", "he", "el"):
        return code in _SCRIPT_CANDIDATES.get(script, code).split() or (script, code) in (("CJK", "ja"), ("KANA", "ja"))
    return True
