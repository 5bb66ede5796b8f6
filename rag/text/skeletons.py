"""Names across scripts: a name and its transcription share the skeleton of their consonants.

«كوخافي» and "Kochavi" are both KKF. Scripts write vowels too freely to be compared, doubled letters and a last
h come and go, and letters that transcriptions exchange (b p, f v, g j, k q kh) are one class. A letter that stands
for several sounds gives a skeleton for each. Three consonants at least: with fewer, anything is like anything.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

_FEWEST_CONSONANTS = 3
_MOST_READINGS = 4  # of one spelling: more ambiguous letters than two are rare in a name


class Script(StrEnum):
    """A script that names are compared across; the value tags its skeletons in the index."""

    ARABIC = "a"
    CYRILLIC = "c"
    HEBREW = "h"
    LATIN = "l"


_WORDS = re.compile(
    "(?P<ARABIC>[\u0620-\u065f\u0670-\u06d3]+)|(?P<CYRILLIC>[\u0400-\u052f]+)|(?P<HEBREW>[\u0590-\u05f4]+)"
    "|(?P<LATIN>[A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]+)"
)
# Each letter or group of letters with the classes that it may stand for; the longest group is read first.
_SOUNDS: Mapping[Script, Mapping[str, str]] = {
    Script.ARABIC: dict(
        zip("بپتطثسصشجچغگژحخكکدضذظزرفڤلمنه", "BBTTSSSXGXGGGHKKKDDDZZRFFLMNH", strict=True)
    )
    | {"ق": "KG"},
    Script.CYRILLIC: dict(zip("бпвфгждзклмнрстхц", "BBFFGGDZKLMNRSTKS", strict=True)) | dict.fromkeys("чшщ", "X"),
    Script.HEBREW: dict(zip("בגדהזחטכךלמםנןסצץקרת", "BGDHZKTKKLMMNNSSSKRT", strict=True))
    | dict.fromkeys("פף", "BF") | {"ש": "XS"},
    Script.LATIN: dict(zip("bpvftdszgjkqhlmnrx", "BBFFTDSZGGKKHLMNRK", strict=True))
    | {"c": "KS", "ch": "XK", "ck": "K", "dh": "D", "gh": "G", "kh": "K", "ph": "F", "qu": "K", "sch": "X", "sh": "X",
       "tch": "X", "th": "ST", "zh": "G"},
}  # fmt: skip
_GROUPS = {script: re.compile("|".join(sorted(sounds, key=len, reverse=True))) for script, sounds in _SOUNDS.items()}
_SOFT_C = re.compile("c(?=[eiy])")
_ARABIC_CLITICS = ("وال", "بال", "كال", "فال", "ال", "لل", "و", "ب", "ل", "ك", "ف")
_DOUBLED = re.compile(r"(.)\1+")


class Name(NamedTuple):
    """A word of a text, as written, that may be a name."""

    text: str
    script: Script


def passage_names(text: str) -> Iterator[Name]:
    """The words of a text that may be names, in order, with repetition."""
    return _candidates(text, from_the_first=True)


def name_skeletons(name: Name) -> list[str]:
    """The skeletons of a name, tagged with its script: "KKF/a"; none where it is too short."""
    return [f"{skeleton}/{name.script}" for skeleton in _skeletons(*name)]


def question_skeletons(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each word of a question that looks like a name, with the skeletons it may have in other scripts, tagged.

    Where a script has capitals, a word that begins the question is no name for having one.
    """
    for word, script in _candidates(text, from_the_first=False):
        others = [other for other in Script if other is not script]
        skeletons = frozenset(f"{skeleton}/{other}" for skeleton in _skeletons(word, script) for other in others)
        if skeletons:
            yield word, skeletons


def word_skeletons(word: str, *, fewest: int = _FEWEST_CONSONANTS) -> frozenset[str]:
    """The skeletons of one word, whatever its script, of at least ``fewest`` consonants."""
    return frozenset(
        skeleton
        for found in _WORDS.finditer(word)
        for spelling in _spellings(found[0], Script[str(found.lastgroup)])
        for skeleton in _readings(spelling, Script[str(found.lastgroup)], fewest)
    )


def _candidates(text: str, *, from_the_first: bool) -> Iterator[Name]:
    for i, found in enumerate(_WORDS.finditer(text)):
        script = Script[str(found.lastgroup)]
        word = found[0]
        has_capitals = script in (Script.LATIN, Script.CYRILLIC)
        if not has_capitals or (word[0].isupper() and (i or from_the_first or word[1:2].isupper())):
            yield Name(word, script)


@lru_cache(maxsize=65_536)
def _skeletons(word: str, script: Script) -> frozenset[str]:
    return frozenset(skeleton for spelling in _spellings(word, script) for skeleton in _readings(spelling, script))


def _spellings(word: str, script: Script) -> list[str]:
    """A word in small letters without marks, in Arabic also without the clitic that it may begin with."""
    letters = unicodedata.normalize("NFD", word.lower())
    if any(map(unicodedata.combining, letters)):
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    spellings = [letters]
    if script is Script.ARABIC:
        spellings += [
            letters[len(clitic) :]
            for clitic in itertools.islice((c for c in _ARABIC_CLITICS if letters.startswith(c)), 1)
        ]
    elif script is Script.LATIN:
        spellings = [_SOFT_C.sub("s", letters)]
    return spellings


def _readings(letters: str, script: Script, fewest: int = _FEWEST_CONSONANTS) -> Iterator[str]:
    if _DOUBLED.search(letters):
        letters = _DOUBLED.sub(r"\1", letters)
    sounds = [_SOUNDS[script][group] for group in _GROUPS[script].findall(letters)]
    if len(sounds) < fewest:
        return
    for reading in itertools.islice(itertools.product(*sounds), _MOST_READINGS):
        skeleton = "".join(reading)
        if len(skeleton) > fewest:
            skeleton = skeleton.removesuffix("H")
        if len(skeleton) >= fewest:
            yield skeleton
