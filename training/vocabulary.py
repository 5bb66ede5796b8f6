"""The model's vocabulary: a unigram model over folded text, which keeps frequent words whole.

A word model matches words, so the vocabulary is learned from a list of word *types* with damped counts:
what is rare in manuals but is a word of the language keeps a piece of its own. The article and the
conjunctions written onto an Arabic word are cut off by the normaliser, so that «المسلحة», «والمسلحة»
and «مسلحة» are one piece with one vector.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.pairs import Pair

UNKNOWN, WORD_START = "<unk>", "\u2581"
SILENT = (UNKNOWN, WORD_START)  # tokens that have no vector: what is unknown, and the bare beginning of a word
_MARKS = "[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0610-\u061a\u06d6-\u06ed\u00ad\ufeff]"
# Not an article: words whose own first letters these are once hamza is folded or left out by a typist.
_OWN_LETTERS = (
    "والد|الماني|البان|العاب|الوان|الياف|الاسك|الكسندر|الكترون|الاف|الهه|كاليفورن|كالسي|بالتيم|باليرم|الذي|التي"
)
_ARTICLE = rf"(?<![\p{{L}}\p{{M}}\p{{N}}_])(?!{_OWN_LETTERS})(?:[وف]?(?:[بك]?ال|لل))(?=[\u0621-\u064a]{{3}})"
_NO_WORD = r"[^\p{L}\p{M}\p{N}%$€£#+]+"
_FOLDED = {"[إأآٱ]": "ا", "[ىیې]": "ي", "[ةہە]": "ه", "ؤ": "و", "ئ": "ي", "[کڪ]": "ك"}
_WORD = regex.compile(r"[\w\p{M}]+")
_SPACELESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_SEEN_ONCE_OR_TWICE = 2  # such words are left to their pieces
_OWN_SETS = ("news_lexicon", "own_lexicon")
# A whole word is always preferred to its pieces, and a piece to the bare mark of a word's beginning.
_WHOLE_WORD_BONUS, _BARE_START_SCORE = 6.0, -14.0


@dataclass(frozen=True, slots=True)
class VocabularyConfig:
    """How the vocabulary is shared out between whole words and pieces, and between languages.

    ``pieces`` are the best of a unigram model of ``trained`` pieces; whole words fill up to ``size``.
    """

    size: int
    trained: int
    pieces: int
    damping: float
    weights: Mapping[str, float]
    other_weight: float
    own_lexicon_count: int
    max_piece_length: int


def build_tokenizer(pairs: Iterable[Pair], config: VocabularyConfig) -> Tokenizer:
    """A tokenizer for both sides of ``pairs``."""
    counts = count_words(pairs, config)
    tokenizer = empty_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=config.trained,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=config.max_piece_length,
        n_sub_iterations=1,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_repeated(counts), trainer)
    trained = [(piece, score) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]
    tokenizer.model = models.Unigram(add_words(trained, counts, config), unk_id=0)
    return tokenizer


def add_words(
    trained: Sequence[tuple[str, float]], counts: Mapping[str, int], config: VocabularyConfig
) -> list[tuple[str, float]]:
    """The vocabulary with scores: the unknown token, the best trained pieces, and the most frequent words whole."""
    pieces = dict(sorted(trained[1:], key=lambda entry: -_rank(*entry))[: config.pieces])
    pieces[WORD_START] = _BARE_START_SCORE
    total = sum(counts.values())
    words = sorted((w for w in counts if w and not _SPACELESS.search(w)), key=lambda w: (-counts[w], w))
    for word in words:
        if len(pieces) >= config.size - 1:
            break
        pieces[WORD_START + word] = math.log(counts[word] / total) + _WHOLE_WORD_BONUS
    return [trained[0], *pieces.items()]


def _rank(piece: str, score: float) -> float:
    """Single letters first, so that nothing need be unknown; then pieces of scripts without spaces."""
    return score + (1000 if len(piece) == 1 else 2 if _SPACELESS.search(piece) else 0)


def empty_tokenizer() -> Tokenizer:
    """The folding and the cutting into words, without pieces. Its regular expressions ship in tokenizer.json."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(_MARKS), "")]
        + [normalizers.Replace(Regex(_ARTICLE), "")]
        + [normalizers.Replace(Regex(_NO_WORD), " ")]
        + [normalizers.Replace(Regex(letters), folded) for letters, folded in _FOLDED.items()]
    )
    # No regular expression here: after the folding, spaces and the few signs kept are all that parts words.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Punctuation(),
            pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(split=False),
        ]
    )
    return tokenizer


def count_words(pairs: Iterable[Pair], config: VocabularyConfig) -> Counter[str]:
    """How often each folded word is to be shown to the trainer."""
    by_language: dict[str, Counter[str]] = {}
    own: set[str] = set()
    for pair in pairs:
        for language, text in zip(pair.languages.split("-"), (pair.source, pair.target), strict=True):
            words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
            by_language.setdefault(language, Counter()).update(words)
            if pair.set in _OWN_SETS:
                own.update(words)
    normalizer = empty_tokenizer().normalizer
    own_words = sorted({normalizer.normalize_str(word) for word in own})
    shown: Counter[str] = Counter()
    for language, counts in by_language.items():
        folded: Counter[str] = Counter()
        for word, count in counts.items():
            folded[normalizer.normalize_str(word)] += count
        weight = config.weights.get(language, config.other_weight)
        for word, count in folded.items():
            if count > _SEEN_ONCE_OR_TWICE or _SPACELESS.search(word):
                shown[word] += max(1, round(weight * count**config.damping))
    for word in own_words:
        shown[word] = max(shown[word], config.own_lexicon_count)
    return shown


def _repeated(counts: Mapping[str, int]) -> Iterable[str]:
    for word, count in counts.items():
        yield from [word] * count
