"""The scores of RETRIEVAL.md in small, for judging a model: terms, sentences, words, names, and their sum.

The product has its own, better grown; these stay as they are so that figures of different models compare.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import Stemmer

from rag.text.arabic import light_stem
from rag.text.normalise import fold
from rag.text.sentences import sentence_spans
from rag.text.stopwords import STOP_WORDS

Encode = Callable[[list[str]], np.ndarray]
_WORD = re.compile(r"\w+")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_LATE_FLOOR = 0.3  # below it two words have nothing to do with each other (RETRIEVAL.md)
_K1, _B = 1.2, 0.75


def bm25(questions: Sequence[Iterable[str]], texts: Sequence[Iterable[str]]) -> np.ndarray:
    """BM25 of every text for every question, both as terms."""
    counts = [Counter(text) for text in texts]
    frequency = Counter(term for count in counts for term in count)
    lengths = np.array([sum(count.values()) for count in counts], dtype=float)
    norm = _K1 * (1 - _B + _B * lengths / lengths.mean())
    scores = np.zeros((len(questions), len(texts)))
    for row, question in enumerate(questions):
        for term in question:
            if term in frequency:
                idf = np.log(1 + (len(texts) - frequency[term] + 0.5) / (frequency[term] + 0.5))
                tf = np.array([count[term] for count in counts], dtype=float)
                scores[row] += idf * tf * (_K1 + 1) / (tf + norm)
    return scores


def arabic_terms(text: str) -> list[str]:
    """Folded and stemmed words of an Arabic text."""
    snowball = Stemmer.Stemmer("arabic")
    return [snowball.stemWord(word) for word in _WORD.findall(fold(text))]


def light_terms(text: str) -> list[str]:
    """The same with the product's light stems."""
    return [light_stem(word) for word in _WORD.findall(fold(text))]


def words_in(text: str, pieces: Callable[[str], list[str]]) -> list[str]:
    """Words of a text; of Chinese and Japanese, which do not part them, the model's own pieces."""
    words: list[str] = []
    for run in _SPACELESS.findall(text.lower()):
        words += pieces(run) if "\u3040" <= run[0] <= "\u9fff" else [run]
    return words


def sentence_scores(questions: Sequence[str], texts: Sequence[str], encode: Encode) -> np.ndarray:
    """The larger of a text's own cosine and that of its best sentence."""
    parts = [[text[s.start : s.end] for s in sentence_spans(text)] for text in texts]
    asked, whole = encode(list(questions)), encode(list(texts))
    cosines = asked @ encode(list(itertools.chain.from_iterable(parts))).T
    best = np.maximum.reduceat(cosines, np.cumsum([0] + [len(p) for p in parts[:-1]]), axis=1)
    return np.maximum(best, asked @ whole.T)


def word_scores(
    questions: Sequence[str],
    texts: Sequence[str],
    encode: Encode,
    pieces: Callable[[str], list[str]],
    reference: Sequence[str],
) -> np.ndarray:
    """Sum over question words of idf times the best match in the text.

    ``reference`` gives the idf: texts in the question's language.
    """
    split = [words_in(text, pieces) for text in texts]
    frequency = Counter(word for text in reference for word in set(words_in(text, pieces)))
    known = sorted({word for words in split for word in words})
    place = {word: i for i, word in enumerate(known)}
    rows = [np.array([place[w] for w in sorted(set(words))]) for words in split]
    starts = np.cumsum([0] + [len(r) for r in rows[:-1]])
    vectors = encode(known)[np.concatenate(rows)].T
    scores = np.zeros((len(questions), len(texts)))
    for row, question in enumerate(questions):
        asked = words_in(question, pieces)
        asked = [w for w in asked if fold(w) not in STOP_WORDS] or asked
        n = len(reference)
        idf = np.array([np.log(1 + (n - frequency[w] + 0.5) / (frequency[w] + 0.5)) for w in asked])
        best = np.maximum.reduceat(encode(asked) @ vectors, starts, axis=1)
        scores[row] = idf @ np.clip(best - _LATE_FLOOR, 0, 1)
    return scores


def fuse(legs: Sequence[tuple[float, np.ndarray]]) -> np.ndarray:
    """Weighted sum of each leg's scores, standardised for each question."""
    total = np.zeros_like(legs[0][1])
    for weight, scores in legs:
        spread = scores.std(axis=1, keepdims=True)
        total += weight * (scores - scores.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)
    return total


def name_scores(questions: Sequence[str], texts: Sequence[str]) -> np.ndarray:
    """BM25 over consonant skeletons of names in Latin questions and of words in Arabic texts."""
    asked = [sorted({s for name in names_in(q) for s in latin_skeletons(name) if len(s) >= 3}) for q in questions]
    told = [[s for word in _WORD.findall(text) for s in set(arabic_skeletons(word)) if len(s) >= 3] for text in texts]
    return bm25(asked, told)


def names_in(question: str) -> list[str]:
    """Words with a capital that does not come of standing first."""
    words = re.findall(r"[\w’']+", question)
    return [w for i, w in enumerate(words) if (w[0].isupper() and i > 0) or w[1:2].isupper()]


_ARABIC = dict(zip("بپتطثسصشجچغگحخكکقدضذظزرفڤلمنه", "BBTTSSSXGXGGHKKKKDDDZZRFFLMNH", strict=True))
_LATIN = dict(zip("bptszdfvkqgjhlmnr", "BBTSZDFFKKGGHLMNR", strict=True)) | {"x": "KS"}
_DIGRAPHS = {
    "sch": "X",
    "tch": "X",
    "sh": "X",
    "kh": "K",
    "gh": "G",
    "ph": "F",
    "th": "S",
    "dh": "D",
    "ck": "K",
    "qu": "K",
}
_DOUBLED = re.compile(r"(.)\1+")


def arabic_skeletons(word: str) -> list[str]:
    """The consonant classes of a word, with and without what may be a clitic."""
    readings = [word]
    for clitic in ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ك"):
        if word.startswith(clitic) and len(word) - len(clitic) >= 3:
            readings.append(word[len(clitic) :])
            break
    return [_DOUBLED.sub(r"\1", "".join(_ARABIC.get(c, "") for c in reading)) for reading in readings]


def latin_skeletons(word: str) -> list[str]:
    """The consonant classes of a name; "ch" is read both as in "charm" and as in "chorus"."""
    plain = re.sub("[’'`´]", "", word.lower())
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    for letters, sound in _DIGRAPHS.items():
        plain = plain.replace(letters, sound)
    plain = re.sub("c(?=[eiy])", "s", plain.replace("ch", "?")).replace("c", "k")
    sounds = [("X", "K") if c == "?" else (c,) if c.isupper() else (_LATIN.get(c, ""),) for c in plain]
    return [_DOUBLED.sub(r"\1", "".join(s)) for s in itertools.islice(itertools.product(*sounds), 4)]
