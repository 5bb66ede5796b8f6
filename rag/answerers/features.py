"""What speaks for a sentence, as numbers: a row for each sentence of the hits, a column for each feature.

``RANKING`` puts sentences of one question in order; ``ANSWERING`` says whether the hits answer at all. Notation: m is
how far a sentence meets a word of the question (``Matches.met``), w the word's weight, W = Σ w, p the passage that
holds the sentence; m_p is the best of its sentences for each word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.alignment import Matches
from rag.answerers.question_type import AskedKind, asked_kind
from rag.answerers.sentence_facts import SentenceFacts, number_words

Column = NDArray[np.float64]

RANKING = (
    "coverage",  # Σ m w / W
    "mean_met",  # the same with every word of one weight
    "strong_coverage",  # Σ m⁴ w / W: words met as they stand
    "heaviest_missing",  # max w (1 − m) / W
    "first_word",  # m of the question's first subject word: often its verb or the noun that says what is asked for
    "context",  # coverage by the passage, Σ m_p w / W
    "similarity",  # cosine of sentence and question, at least 0
    "similarity_above",  # the cosine less the mean of the passage's
    "distinctive",  # coverage with weights −log of the mean m over all sentences: what few of the hits meet counts
    "best_for",  # weight of the words that no sentence of the passage meets better
    "position",  # log(1 + place in the passage, from 0)
    "early",  # 1 − place of the first word met as it stands, as a share of the sentence
    "explained",  # share of the sentence's own words that the question has
    "with_opening",  # what the passage's first sentence would add to the coverage
    "with_previous",  # likewise the sentence before: «he» and «it» speak of its subject
    "with_next",  # likewise the sentence after
    "length",  # log words over 33, where more
    "date",  # the following five where the question asks for a date or a number
    "date_digit",
    "count",
    "new_number",  # numbers that the question has not, up to two
    "reason",
    "manner",
    "place",
    "names",  # words written large, up to three, where a person is asked for
    "defines",  # "early" where a question of one or two words asks what or who that is
    "rank",  # log of the passage's rank
)
ANSWERING = (
    "score",  # of the ranking
    "context",
    "coverage",
    "similarity",
    "best_passage",  # of all passages: context + ¼ of its best sentence's coverage + ¼ of its best cosine
    "met_anywhere",  # Σ w · max over all passages of m_p / W
    "strong_context",  # Σ m_p⁴ w / W
    "words_met",  # log(1 + Σ m_p), five words at most: two words met of two say less than five of five
    "kind_missing",  # 1 where a date or a number is asked for and the sentence holds none
    "foreign",  # 1 where the sentence is of another language than the question
)
_SENTENCE_SHARE = 0.25  # in "best_passage", as in retrieval
_MET = 0.35  # a word met by less is met by chance
_DEFINED_WORDS = 2
_LONG = 3.5  # log words
_LEAST_MEAN = 0.02
_ENOUGH_WORDS = 5.0  # where words are not spaced, pairs of letters count as words, and there are many


@dataclass(frozen=True, slots=True)
class Shown:
    """What the answerer was shown, sentence by sentence, in the order of the passages.

    ``sizes`` counts the sentences of each passage, ``ranks`` are the passages' own, from 1; ``cosines`` has one number
    a sentence.
    """

    question: str
    asked_stems: frozenset[str]
    matches: Matches
    facts: Sequence[SentenceFacts]
    cosines: Column
    sizes: Sequence[int]
    ranks: Sequence[int]
    foreign: NDArray[np.bool_]

    @property
    def starts(self) -> NDArray[np.intp]:
        return np.cumsum([0, *self.sizes[:-1]])

    def spread(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values of passages, a row each, for each of their sentences."""
        return np.repeat(values, self.sizes, axis=0)


def ranking_features(shown: Shown) -> NDArray[np.float64]:
    """A row a sentence, a column for each of ``RANKING``."""
    columns = {**_word_features(shown), **_place_features(shown), **_kind_features(shown)}
    columns["defines"] *= columns["early"]
    return np.column_stack([columns[name] for name in RANKING])


def answering_features(shown: Shown, ranking: NDArray[np.float64], scores: Column) -> NDArray[np.float64]:
    """A row a sentence, a column for each of ``ANSWERING``: what speaks for the hits if that sentence is the best."""
    told = dict(zip(RANKING, ranking.T, strict=True))
    by_passage = shown.matches.grouped(shown.sizes)
    of_passages = by_passage.shares() + _SENTENCE_SHARE * (
        np.maximum.reduceat(told["coverage"], shown.starts) + np.maximum.reduceat(told["similarity"], shown.starts)
    )
    asked = asked_kind(shown.question)
    holds = np.maximum(np.maximum(told["date"], told["date_digit"]), told["count"])
    same = np.ones(len(scores))
    columns = {
        **{name: told[name] for name in ("context", "coverage", "similarity")},
        "score": scores,
        "best_passage": same * of_passages.max(),
        "met_anywhere": same * _share(by_passage.met.max(axis=0, keepdims=True), by_passage.weights)[0],
        "strong_context": shown.spread(_share(by_passage.met**4, by_passage.weights)),
        "words_met": shown.spread(np.log1p(np.minimum(by_passage.met.sum(axis=1), _ENOUGH_WORDS))),
        "kind_missing": (1.0 - holds) if asked in (AskedKind.DATE, AskedKind.COUNT) else 0.0 * same,
        "foreign": shown.foreign.astype(np.float64),
    }
    return np.column_stack([columns[name] for name in ANSWERING])


def _word_features(shown: Shown) -> dict[str, Column]:
    """What the words that a sentence and its neighbours meet say."""
    met, weights = shown.matches.met, shown.matches.weights
    coverage = shown.matches.shares()
    of_passage = np.maximum.reduceat(met, shown.starts, axis=0)
    around = shown.spread(of_passage)
    mean = np.clip(met.mean(axis=0), _LEAST_MEAN, 1.0)
    rarity = -np.log(mean) * (met.max(axis=0) > 0.3)  # a word that nothing meets sets no sentence apart
    similarity_mean = np.add.reduceat(shown.cosines, shown.starts) / np.asarray(shown.sizes)
    before, after = _neighbours(shown, met)
    opening = met[np.repeat(shown.starts, shown.sizes)]
    return {
        "coverage": coverage,
        "mean_met": met.mean(axis=1),
        "strong_coverage": _share(met**4, weights),
        "heaviest_missing": (weights * (1 - met)).max(axis=1) / max(float(weights.sum()), 1e-9),
        "first_word": met[:, 0],
        "context": _share(around, weights),
        "similarity": np.maximum(shown.cosines, 0.0),
        "similarity_above": shown.cosines - shown.spread(similarity_mean),
        "distinctive": _share(met, rarity),
        "best_for": _share((met >= around - 1e-6) & (met > _MET), weights),
        "with_opening": _share(np.maximum(met, opening), weights) - coverage,
        "with_previous": _share(np.maximum(met, before), weights) - coverage,
        "with_next": _share(np.maximum(met, after), weights) - coverage,
    }


def _neighbours(shown: Shown, met: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the sentences before and after meet; nothing at the edges of a passage."""
    before, after = np.zeros_like(met), np.zeros_like(met)
    before[1:], after[:-1] = met[:-1], met[1:]
    before[shown.starts] = 0.0
    after[np.cumsum(shown.sizes) - 1] = 0.0
    return before, after


def _place_features(shown: Shown) -> dict[str, Column]:
    """Where a sentence stands, and where in it the question's words do."""
    asked = shown.asked_stems
    places = [[place for place, stem in enumerate(facts.stems) if stem in asked] for facts in shown.facts]
    long = [max(1, len(facts.stems)) for facts in shown.facts]
    words = np.array([max(1, facts.words) for facts in shown.facts], dtype=np.float64)
    return {
        "position": np.log1p(np.concatenate([np.arange(size, dtype=np.float64) for size in shown.sizes])),
        "early": np.array([1 - some[0] / size if some else 0.0 for some, size in zip(places, long, strict=True)]),
        "explained": np.array([len(some) / size for some, size in zip(places, long, strict=True)]),
        "length": np.maximum(np.log(words) - _LONG, 0.0),
        "rank": shown.spread(np.log(np.asarray(shown.ranks, dtype=np.float64))),
    }


def _kind_features(shown: Shown) -> dict[str, Column]:
    """Whether a sentence holds what is asked for; 0 throughout where the question asks for something else."""
    kind = asked_kind(shown.question)
    asked_numbers = number_words(shown.question)

    def held(wanted: Sequence[AskedKind], values: Sequence[float]) -> Column:
        return np.asarray(values, dtype=np.float64) * (kind in wanted)

    counted = (AskedKind.DATE, AskedKind.COUNT)
    new = [sum(number not in asked_numbers for number in facts.numbers) for facts in shown.facts]
    short = len(shown.matches.weights) <= _DEFINED_WORDS
    return {
        "date": held((AskedKind.DATE,), [facts.has_date for facts in shown.facts]),
        "date_digit": held((AskedKind.DATE,), [facts.has_digit for facts in shown.facts]),
        "count": held((AskedKind.COUNT,), [bool(facts.numbers) for facts in shown.facts]),
        "new_number": held(counted, [min(count, 2) / 2 for count in new]),
        "reason": held((AskedKind.REASON,), [facts.has_reason for facts in shown.facts]),
        "manner": held((AskedKind.MANNER,), [facts.has_manner for facts in shown.facts]),
        "place": held((AskedKind.PLACE,), [facts.has_place for facts in shown.facts]),
        "names": held((AskedKind.PERSON,), [min(facts.capitalised, 3) / 3 for facts in shown.facts]),
        "defines": held((AskedKind.THING, AskedKind.PERSON), [float(short)] * len(shown.facts)),
    }


def _share(met: NDArray[np.float64] | NDArray[np.bool_], weights: Column) -> Column:
    """The part of the question that each row meets, in [0, 1]; 0 for a question without words."""
    total = float(weights.sum())
    shares: Column = met @ weights / total if total else np.zeros(len(met))
    return shares
