"""From bytes to text, with most care for the two code pages that archives of the desk are written in.

UTF-8 and a byte order mark prove themselves. Windows-1256 (Arabic) and windows-1252 (French and its
neighbours) share their accented letters, and statistical detectors guess wildly on short files, so those
two are decided here by what the decoded words look like; the rest is charset-normalizer's.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from rag.errors import ReadError

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DETECTED_BYTES = 200_000  # more does not change a guess, and charset-normalizer is slow
_CONTROL_BYTES = bytes([*range(1, 9), *range(14, 27), *range(28, 32)])  # ESC is part of ISO-2022-JP
_MAX_CONTROLS = 0.01  # text has none; compressed data has about one byte in ten

_ARABIC_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652\u067e\u0686\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2]+")
_WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652]+[^\W\d_]*)*")
_ASCII_LETTER = re.compile("[A-Za-z]")
_VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
_ARABIC_MARKS = frozenset("،؛؟«»“”‘’–—…\u00a0\u200c\u200d\u200e\u200f•")
_ISO_IS_RARE = 0.2  # decides headlines of few common letters; 150 characters in ISO-8859-6 lead by over 0.8
# Together 85 % of the letters of SaudiNewsNet; half of that is asked for, as a headline is short.
_FREQUENT_ARABIC = frozenset("اليمنورتبعهدةسفحق")
# Half of the letters of SaudiNewsNet. Russian in KOI8-R can pass for Arabic letters, but hardly for these.
_COMMONEST_ARABIC = frozenset("اليمنو")
_FUNCTION_WORDS = "في من على إلى أن عن مع هذا هذه التي الذي ما لا كان بعد قبل أو ثم"
_ARABIC_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
# Letters beyond ASCII, language by language: a text in windows-1252 needs only one of these rows, whereas
# Czech or Polish read as windows-1252 needs letters of several.
_WESTERN_ALPHABETS = tuple(
    frozenset(row + row.upper())
    for row in ("àâæçéèêëîïôùûüœÿ", "äöüß", "áéíóúüñïç·", "áâãàçéêíóôõúü", "àèéìíîòóùú", "åäöæøéüà")
)
_WESTERN_MARKS = frozenset("«»“”„‘’‚‹›–—…•·°§©®™€£¢¥µ×±²³½¼¾¡¿ºª¶†‡\u00a0\u00ad")


def decode_text(data: bytes, path: Path, *, declared: str = "") -> str:
    """The text of ``data``; ``declared`` is the encoding that the file claims, believed if it can be true.

    Raises ReadError, naming ``path``, for binary data and for text whose encoding cannot be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, path)
    if b"\0" in data:
        raise ReadError(path, "this is binary data, not text (it holds NUL bytes)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise ReadError(path, f"wrongly encoded: mostly UTF-8, but not at byte {error.start}") from error
    if len(data.translate(None, _CONTROL_BYTES)) < len(data) * (1 - _MAX_CONTROLS):
        raise ReadError(path, "this is binary data, not text")
    encoding = _believable(declared, data) or _guess_encoding(data)
    if not encoding:
        raise ReadError(path, "no encoding gives readable text; save the file as UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(path, f"wrongly encoded: looks like {encoding}, but not at byte {error.start}") from error


def _decode_marked(data: bytes, encoding: str, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(path, f"wrongly encoded: begins as {encoding}, but is not at byte {error.start}") from error
    if "\0" in text:
        raise ReadError(path, "this is binary data, not text (it holds NUL characters)")
    return text


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether nearly all that is not ASCII is well-formed UTF-8: a cut or patched file, no other encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - broken
    return sound > 9 * broken


def _believable(declared: str, data: bytes) -> str:
    """``declared`` if the data can be read that way, else nothing. UTF-8 was already tried."""
    try:
        data.decode(declared)
    except (LookupError, UnicodeDecodeError, ValueError):
        return ""
    return declared


def _guess_encoding(data: bytes) -> str:
    sample = data[:_DETECTED_BYTES]
    windows, iso = _arabic_score(sample, "cp1256"), _arabic_score(sample, "iso8859_6")
    if windows or iso:
        return "cp1256" if windows + _ISO_IS_RARE > iso else "iso8859_6"
    if _is_western(sample):
        return "cp1252"
    match = from_bytes(sample).best()
    return "" if match is None else match.encoding


def _arabic_score(data: bytes, encoding: str) -> float:
    """How much ``data`` reads like Arabic in ``encoding``; 0 if it does not.

    In Arabic a word's letters are all Arabic. Accented Latin text read this way mixes both scripts in one
    word, Cyrillic, Greek and Hebrew mix in accented Latin letters, Chinese gives as many symbols as letters.
    """
    if not _believable(encoding, data):
        return 0.0
    text = data.decode(encoding)
    words: list[str] = [word for word in _WORD.findall(text) if _ARABIC_WORD.fullmatch(word)]
    if not any(len(word) > 1 for word in words):
        return 0.0
    letters = "".join(words)
    beyond_ascii = sum(c > "\x7f" for c in text)
    explained = len(letters) + sum(c in _ARABIC_MARKS for c in text)
    letters = _VOWEL_SIGNS.sub("", letters)
    frequent = _share(letters, _FREQUENT_ARABIC)
    if explained < 0.85 * beyond_ascii or frequent < 0.4:
        return 0.0
    # A headline may hold few of them (the least of 6,000 was 0.12 among eight letters or more).
    if len(letters) >= 8 and _share(letters, _COMMONEST_ARABIC) < (0.1 if len(letters) < 30 else 0.25):
        return 0.0
    likely = sum(word.startswith("ال") or word in _ARABIC_FUNCTION_WORDS for word in words) / len(words)
    return frequent + likely


def _is_western(data: bytes) -> bool:
    """Whether ``data`` reads as windows-1252: what is beyond ASCII stands inside words of one language."""
    text = data.decode("cp1252", errors="replace")
    letters = [c for c in text if c > "\x7f" and c not in _WESTERN_MARKS]
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    inside = sum(len(word) <= 2 or _ASCII_LETTER.search(word) is not None for word in words)
    if inside < 0.8 * len(words):
        return False
    # A quarter may be of other languages: a Chilean name in a French article. In a Czech pangram it is over 40 %.
    return not letters or any(_share(letters, row) >= 0.75 for row in _WESTERN_ALPHABETS)


def _share(letters: Sequence[str], alphabet: frozenset[str]) -> float:
    return sum(c in alphabet for c in letters) / len(letters)
