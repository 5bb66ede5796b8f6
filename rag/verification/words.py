"""A text as its words, each folded for comparison and with its place in the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.text.arabic import light_stem, without_clitic
from rag.text.normalise import normalise
from rag.text.skeletons import word_skeletons
from rag.text.stopwords import STOP_WORDS
from rag.text.time.words import without_accents
from rag.text.visible import visible
from rag.types import Span

# Vowel signs of Hebrew and of the Indic scripts are no letters to Python, and without them words fall to pieces.
_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f\u0591-\u05c7\u0900-\u0963\u0966-\u0dff])+")
_ARABIC = re.compile("[\u0620-\u06ff]")
_LEAST_PREFIX = 4  # letters that two forms of one word share in the Latin alphabet
_MOST_ENDING = 3  # letters by which they then differ: "sign", "signing"
_MANY_CONSONANTS = 4  # "Mohammed", "Muhammad"; not "Lind", "Lund"
_FULL_STOPS = ".!?؟:\n\"'(«"
_OPENING_SHARE = 0.6  # of the words of a heading in English begin with a capital, and in none of its sentences


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` is folded and without accents; ``written`` as it stands; ``place`` in the folded text.

    ``opens`` says that it begins a sentence, where a capital says nothing.
    """

    text: str
    written: str
    place: Span
    opens: bool

    @property
    def keys(self) -> frozenset[str]:
        """Whatever two words must have one of in common to be forms of one word or one name."""
        return _keys(self.text, self.written)

    @property
    def is_capital(self) -> bool:
        return self.written[:1].isupper()

    @property
    def is_content(self) -> bool:
        """Whether it carries something of the subject: no article or auxiliary, no figure, no single letter."""
        return len(self.text) > 1 and not self.text.isdecimal() and self.text not in STOP_WORDS


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text with its folded form, without accents and place for place, and its words in order."""

    original: str
    folded: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def written(self, place: Span) -> str:
        """What is seen in the original where ``place`` is in the folded text."""
        return visible(self.original[self.starts[place.start] : self.ends[place.end - 1]])

    @property
    def is_heading(self) -> bool:
        """Whether its words begin with capitals as a matter of form."""
        rest = [word for word in self.words if word.is_content and not word.opens and word.text.isalpha()]
        return len(rest) > 2 and sum(word.is_capital for word in rest) > _OPENING_SHARE * len(rest)


def read_text(text: str) -> ReadText:
    """The words of a text."""
    folded = normalise(text)
    bare = without_accents(folded.text)
    words = []
    for found in _WORD.finditer(bare):
        place = Span(*found.span())
        start, end = folded.starts[place.start], folded.ends[place.end - 1]
        opens = bare[: place.start].rstrip(" ")[-1:] in ("", *_FULL_STOPS)
        words.append(Word(found[0], text[start:end], place, opens))
    return ReadText(text, bare, tuple(words), folded.starts, folded.ends)


def is_arabic(word: str) -> bool:
    """Whether a folded word is written in the Arabic script."""
    return _ARABIC.match(word) is not None


def same_word(one: str, other: str) -> bool:
    """Whether two folded words of one script are forms of one word, as far as their letters say."""
    if one == other:
        return True
    if is_arabic(one) and is_arabic(other):
        return not _arabic_stems(one).isdisjoint(_arabic_stems(other))
    if one.isdecimal() or other.isdecimal():
        return False
    shorter, longer = sorted((one, other), key=len)
    shared = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shared >= max(_LEAST_PREFIX, len(shorter) - 1) and len(longer) - shared <= _MOST_ENDING


def key_of(word: str) -> str:
    """What stands for a folded word where words are held in order: an Arabic word's stem, or the word."""
    return light_stem(word) if is_arabic(word) else word


def same_name(one: Word, other: Word) -> bool:
    """Whether two words have the same consonants; in one script, where vowels say more, many of them."""
    shared = _skeletons(one.written) & _skeletons(other.written)
    if is_arabic(one.text) == is_arabic(other.text):
        return any(len(skeleton) >= _MANY_CONSONANTS for skeleton in shared)
    return bool(shared)


_skeletons = lru_cache(maxsize=16_384)(word_skeletons)


@lru_cache(maxsize=16_384)
def _keys(text: str, written: str) -> frozenset[str]:
    forms = _arabic_stems(text) if is_arabic(text) else frozenset({text, text[:_LEAST_PREFIX]})
    return forms | _skeletons(written)


@lru_cache(maxsize=16_384)
def _arabic_stems(word: str) -> frozenset[str]:
    bare = without_clitic(word)
    return frozenset({light_stem(word), light_stem(bare), word, bare})
