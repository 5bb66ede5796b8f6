"""Text to search terms: the one analyser that questions and passages share.

The script decides how a run of letters becomes terms; language only picks the Snowball stemmer.
Measured on questions in eleven languages (docs/decisions.md#terms).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rag.text.arabic import light_stem, without_clitic
from rag.text.normalise import fold
from rag.text.skeletons import Name, name_skeletons, passage_names, question_skeletons
from rag.text.stopwords import STOP_WORDS, UNSPACED_QUESTION_WORDS

ANALYSIS_VERSION = "2"
"""Kept in the manifest: when it changes, the term index is rebuilt from the stored text."""

LONGEST_RECURRING = 32
"""Letters; where words are not spaced, what white space parts is a sentence and never recurs."""

_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = "\uac00-\ud7a3"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
_ARABIC = "\u0620-\u064a\u066e-\u06d5\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c7"
# Python's \w leaves out vowel signs, without which an Indic word falls to pieces.
_WORD = "\\w\u0300-\u036f\u0591-\u05c7\u0900-\u0963\u0966-\u0dff"
_RUNS = re.compile(
    rf"(?P<cjk>[{_CJK}]+)|(?P<hangul>[{_HANGUL}]+)|(?P<unspaced>[{_UNSPACED}]+)|(?P<arabic>[{_ARABIC}]+)"
    rf"|(?P<number>\d+(?:[.,٫٬]\d+)*(?![{_WORD}]))|(?P<word>(?:(?![{_CJK}{_HANGUL}{_UNSPACED}{_ARABIC}_])[{_WORD}])+)"
)
_PUNCTUATION = '.,،؛:؟!"«»()'  # at a word's edges it is part of no term and composes with nothing
_QUESTION_WORDS = re.compile("|".join(UNSPACED_QUESTION_WORDS))
_THOUSANDS = re.compile(r"[,٬](?=\d{3}(?!\d))")  # a comma before any other number of digits is a decimal one
_KINDS = frozenset({"cjk", "hangul", "unspaced", "arabic", "number"})
_GRAM_SIZES = {"cjk": (1, 2), "hangul": (2,), "unspaced": (3,)}
_SNOWBALL = {
    "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text in order, with repetition: stems, the folded words themselves, skeletons of names."""

    stems: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class QuestionWord(NamedTuple):
    """A subject word of a question, folded, with the stems that it may have in the corpus.

    ``names`` are the skeletons that it may have in other scripts, if it looks like a name.
    """

    text: str
    stems: frozenset[str]
    names: frozenset[str] = frozenset()


class _Word(NamedTuple):
    """One run of a single script, folded."""

    kind: str
    text: str


class TextWord(NamedTuple):
    """A word of a text, folded, with what its stems depend on: the text's language, or its kind where that decides.

    Where words are not spaced, each pair or triple of letters counts as a word.
    """

    text: str
    tag: str


class PieceReading(NamedTuple):
    """What stands between two white spaces, read for the index: its terms, its words, and those that may be names."""

    stems: tuple[str, ...]
    exact: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[TextWord, ...]
    called: tuple[Name, ...]


def passage_terms(text: str, language: str) -> Terms:
    """All terms of a passage, stemmed as its own language asks."""
    read = [read_piece(piece, language) for piece in pieces(text)]
    if not read:
        return Terms()
    stems, exact, names, _words, _called = zip(*read, strict=True)
    flat = itertools.chain.from_iterable
    return Terms(tuple(flat(stems)), tuple(flat(exact)), tuple(flat(names)))


def count_words(text: str) -> int:
    """How many words a text has; letters where words are not spaced."""
    return sum(len(word.text) if word.kind in _GRAM_SIZES else 1 for word in _words(text))


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text in their order; its letters where words are not spaced."""
    return tuple(
        piece for word in _words(text) for piece in (word.text if word.kind in ("cjk", "unspaced") else (word.text,))
    )


def pieces(text: str) -> Iterator[str]:
    """What white space parts, without the punctuation at its edges: no term, word or name reaches across."""
    return (piece.strip(_PUNCTUATION) for piece in text.split())


def read_piece(piece: str, language: str) -> PieceReading:
    """One of a text's ``pieces``; those that may recur are read once."""
    return _read_kept(piece, language) if len(piece) <= LONGEST_RECURRING else _read(piece, language)


def word_stems(word: TextWord) -> tuple[str, ...]:
    """The stems by which a text that holds the word is found."""
    if word.tag in _KINDS:
        return _stems(_Word(word.tag, word.text), ())
    return _stems(_Word("word", word.text), (word.tag,))


def query_terms(text: str, languages: Iterable[str], is_known: Callable[[str], bool]) -> Terms:
    """The terms that a question asks for, once each, as ``query_words`` reads them."""
    words = _subject_words(text)
    spoken = tuple(sorted(languages))
    stems = (stem for word in words for stem in _reading(word, spoken, is_known))
    exact = (word.text for word in words if word.kind not in _GRAM_SIZES)
    names = (skeleton for _, skeletons in question_skeletons(text) for skeleton in sorted(skeletons))
    return Terms(tuple(dict.fromkeys(stems)), tuple(dict.fromkeys(exact)), tuple(dict.fromkeys(names)))


def query_words(text: str, languages: Iterable[str], is_known: Callable[[str], bool]) -> list[QuestionWord]:
    """The subject words of a question in order, once each.

    Where words are not spaced, each pair or triple of letters counts as a word. Elsewhere a word has a stem
    under every stemmer of the corpus's ``languages``. An Arabic word whose stem the corpus does not know
    (``is_known``) is read without its first letter where that may be a clitic.
    """
    spoken = tuple(sorted(languages))
    names = {fold(word): skeletons for word, skeletons in question_skeletons(text)}
    words = [
        QuestionWord(
            piece,
            frozenset([piece] if word.kind in _GRAM_SIZES else _reading(word, spoken, is_known)),
            names.get(piece, frozenset()),
        )
        for word in _subject_words(text)
        for piece in _pieces(word)
    ]
    return list({word.stems: word for word in reversed(words)}.values())[::-1]


def _read(text: str, language: str) -> PieceReading:
    """The terms of a text without white space, in order."""
    words = list(_words(text))
    called = tuple(passage_names(text))
    return PieceReading(
        stems=tuple(stem for word in words for stem in _stems(word, (language,))),
        exact=tuple(word.text for word in words if word.kind not in _GRAM_SIZES),
        names=tuple(skeleton for name in called for skeleton in name_skeletons(name)),
        words=tuple(
            TextWord(piece, language if word.kind == "word" else word.kind) for word in words for piece in _pieces(word)
        ),
        called=called,
    )


_read_kept = lru_cache(maxsize=131_072)(_read)  # a hundred MB at most: of longer archives, the words that recur


def _subject_words(text: str) -> list[_Word]:
    """The words of a question without those that carry no subject, unless nothing else remains."""
    words = list(_words(text))
    pieces = [
        word._replace(text=piece)
        for word in words
        for piece in (_QUESTION_WORDS.split(word.text) if word.kind == "cjk" else [word.text])
        if piece and piece not in STOP_WORDS
    ]
    return pieces or words


def _reading(word: _Word, languages: tuple[str, ...], is_known: Callable[[str], bool]) -> tuple[str, ...]:
    stems = _stems(word, languages)
    if word.kind != "arabic" or is_known(stems[0]):
        return stems
    other = _arabic_stem(without_clitic(word.text))
    return (other,) if is_known(other) else stems


def _pieces(word: _Word) -> tuple[str, ...]:
    """A word itself, or the longest n-grams of a run without spaces."""
    return _grams(word.text, _GRAM_SIZES[word.kind][-1:]) if word.kind in _GRAM_SIZES else (word.text,)


def _words(text: str) -> Iterator[_Word]:
    for run in _RUNS.finditer(fold(text)):
        yield _Word(run.lastgroup or "word", run[0])


def _stems(word: _Word, languages: tuple[str, ...]) -> tuple[str, ...]:
    if word.kind in _GRAM_SIZES:
        return _grams(word.text, _GRAM_SIZES[word.kind])
    if word.kind == "arabic":
        return (_arabic_stem(word.text),)
    if word.kind == "number":
        return (_THOUSANDS.sub("", word.text).replace(",", ".").replace("٫", "."),)
    return tuple(dict.fromkeys(_snowball_stem(word.text, language) for language in languages or ("und",)))


def _grams(run: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    if len(run) < min(sizes):
        return (run,)
    return tuple(run[i : i + size] for size in sizes for i in range(len(run) - size + 1))


_arabic_stem = lru_cache(maxsize=65_536)(light_stem)


@lru_cache(maxsize=65_536)
def _snowball_stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return _without_accents(stemmer(word) if stemmer else word)


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language not in _SNOWBALL:
        return None
    import Stemmer  # noqa: PLC0415 - a corpus in Arabic alone never needs it

    stem: Callable[[str], str] = Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord
    return stem


def _without_accents(word: str) -> str:
    """Latin and Greek letters without their accents: a reader types «Algerie» for «Algérie»."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare)
