"""Why a passage was found, beyond what a hit tells of itself: the words of the question that stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.contract import Json, hit_json
from rag.engine import Engine
from rag.text.normalise import fold
from rag.text.terms import passage_terms, query_words
from rag.types import Hit, Passage, WordPair

_WORDS = re.compile(r"[\w\u064b-\u0652]+")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A hit with the question's words that stand in it by their stems, both as written there."""

    hit: Hit
    terms: tuple[WordPair, ...]


def explain(engine: Engine, query: str, hit: Hit) -> Explanation:
    return Explanation(hit, _held_terms(engine, query, hit.passage))


def explanation_json(engine: Engine, explanation: Explanation) -> Json:
    """What `hit_json` says, with ``terms``."""
    terms = [{"asked": pair.asked, "found": pair.found} for pair in explanation.terms]
    return {**hit_json(engine, explanation.hit), "terms": terms}


def _held_terms(engine: Engine, query: str, passage: Passage) -> tuple[WordPair, ...]:
    """In the order of the question; where words are not spaced, its pairs or triples of letters."""
    asked = {fold(word): word for word in reversed(_WORDS.findall(query))}
    found: dict[str, str] = {}
    for word in _WORDS.findall(passage.text):
        for stem in passage_terms(word, passage.language).stems:
            found.setdefault(stem, word)
    pairs = []
    for word in query_words(query, engine.index.languages, engine.index.knows):
        held = next((found[stem] for stem in sorted(word.stems) if stem in found), None)
        if held is not None:
            pairs.append(WordPair(asked.get(word.text, word.text), held if word.text in asked else word.text))
    return tuple(pairs)
