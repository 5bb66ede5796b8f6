"""What an observation is worth: its scores, and what became of the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.evaluation.metrics import Metric
from rag.evaluation.observing import Observation
from rag.evaluation.ranking import ranking_scores
from rag.text.normalise import fold
from rag.text.search import find_words

# Arabic writes these on the word that follows; the article after ل loses its alef.
_ARABIC_CLITICS = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل")
_ARABIC_LETTER = re.compile("[\u0620-\u064a]")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Words with their vowel signs, which \w leaves out in Indic scripts; where words are not spaced, letters.
_TOKEN = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff])+")


class Outcome(StrEnum):
    """What became of a question, worst first."""

    FALSE_ANSWER = "false answer"
    WRONG = "wrong answer"
    FALSE_SILENCE = "false silence"
    RIGHT = "right answer"
    RIGHT_SILENCE = "right silence"


@dataclass(frozen=True, slots=True)
class Scored:
    """An observation with the metrics that apply to it."""

    observation: Observation
    scores: Mapping[Metric, float]
    outcome: Outcome
    rank: int | None
    """Of the first judged document; None where it was not found or none is judged."""


def score(observation: Observation) -> Scored:
    judged = observation.judged
    gold = [entry.doc_id for entry in observation.gold]
    ranked = [entry.doc_id for entry in observation.ranked]
    if not judged.answerable:
        scores = {Metric.FALSE_ANSWERS: float(observation.answered)}
        return Scored(
            observation, scores, Outcome.FALSE_ANSWER if observation.answered else Outcome.RIGHT_SILENCE, None
        )
    scores = {Metric.FALSE_SILENCE: float(not observation.answered), **_answer_scores(observation)}
    if gold:
        scores.update(ranking_scores(gold, ranked))
        scores.update(_citation_scores(set(gold), [entry.doc_id for entry in observation.cited]))
    rank = next((rank for rank, doc_id in enumerate(ranked, start=1) if doc_id in gold), None)
    return Scored(observation, scores, _outcome(observation, scores), rank)


def holds_answer(text: str, answers: Iterable[str]) -> bool:
    """Whether one of ``answers`` stands in ``text`` as whole words, both folded; an Arabic clitic may precede it."""
    folded = fold(text)
    return any(find_words(folded, form) is not None for answer in answers for form in _forms(fold(answer).strip()))


def token_f1(text: str, answer: str) -> float:
    """The harmonic mean of the shares of words that two texts have in common, folded, with repetition."""
    ours, theirs = tokens(text), tokens(answer)
    common = (Counter(ours) & Counter(theirs)).total()
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def tokens(text: str) -> list[str]:
    """The folded words of a text; its letters where words are not spaced."""
    return _TOKEN.findall(fold(text))


def _forms(answer: str) -> list[str]:
    if not _ARABIC_LETTER.match(answer):
        return [answer]
    forms = [answer, *(clitic + answer for clitic in _ARABIC_CLITICS)]
    if answer.startswith("ال"):
        forms.extend((f"ل{answer[1:]}", f"ول{answer[1:]}"))
    return forms


def _answer_scores(observation: Observation) -> dict[Metric, float]:
    answers = observation.judged.answers
    right = [holds_answer(sentence, answers) for sentence in observation.sentences]
    given = [observation.answer, *observation.said] if observation.answered else []
    return {
        Metric.SENTENCE_1: float(any(right[:1])),
        Metric.SENTENCE_3: float(any(right)),
        Metric.SAID: float(holds_answer(observation.answer, answers)),
        Metric.EXACT_MATCH: float(any(tokens(text) == tokens(answer) for text in given for answer in answers)),
        Metric.TOKEN_F1: max((token_f1(text, answer) for text in given for answer in answers), default=0.0),
    }


def _citation_scores(gold: set[str], cited: Sequence[str]) -> dict[Metric, float]:
    scores = {Metric.CITATION_RECALL: len(gold.intersection(cited)) / len(gold)}
    if cited:
        scores[Metric.CITATION_PRECISION] = sum(doc_id in gold for doc_id in cited) / len(cited)
    return scores


def _outcome(observation: Observation, scores: Mapping[Metric, float]) -> Outcome:
    """An answer is right if it says a judged answer and, where documents are judged, cites one of them."""
    if not observation.answered:
        return Outcome.FALSE_SILENCE
    right = scores[Metric.SAID] and scores.get(Metric.CITATION_RECALL, 1.0)
    return Outcome.RIGHT if right else Outcome.WRONG
