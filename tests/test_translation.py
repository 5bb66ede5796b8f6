"""Words of a question become the corpus's own terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from rag.embedders.static import StaticEmbedder
from rag.protocols import Vectors
from rag.text.terms import passage_terms
from rag.translation import Translator


@dataclass(frozen=True)
class Corpus:
    """Knows the stems of some words."""

    languages: tuple[str, ...]
    words: str

    def knows(self, stem: str) -> bool:
        return any(stem in passage_terms(self.words, language).stems for language in self.languages)


def test_a_word_is_translated_into_what_the_corpus_holds(embedder: StaticEmbedder) -> None:
    corpus = Corpus(("ar", "fr"), "افتتح الوزير متحف الفنون. Le musée a ouvert.")
    opened, museum = Translator(corpus, embedder).translate("Who opened the museum?")
    (museum_ar,) = passage_terms("متحف", "ar").stems
    (museum_fr,) = passage_terms("musée", "fr").stems
    assert {museum_ar, museum_fr} <= {translation.stem for translation in museum}
    assert passage_terms("افتتح", "ar").stems[0] in {translation.stem for translation in opened}
    cosines = [translation.cosine for translation in museum]
    assert cosines == sorted(cosines, reverse=True)
    assert all(0.4 <= cosine <= 1.0001 for cosine in cosines)


def test_what_the_corpus_says_itself_needs_no_translation(embedder: StaticEmbedder) -> None:
    corpus = Corpus(("ar",), "متحف")
    assert Translator(corpus, embedder).translate("المتحف") == [[]]


def test_nothing_is_translated_without_words_or_without_a_corpus(embedder: StaticEmbedder) -> None:
    assert Translator(Corpus(("ar",), "متحف"), embedder).translate("؟") == []
    assert Translator(Corpus((), ""), embedder).translate("museum") == [[]]


def test_an_embedder_without_words_of_its_own_translates_nothing() -> None:
    class Wordless:
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            return np.ones((len(texts), 2), dtype=np.float32)

        def whole_words(self) -> tuple[list[str], Vectors]:
            return [], np.zeros((0, 2), dtype=np.float32)

    assert Translator(Corpus(("ar",), "متحف"), Wordless()).translate("museum") == [[]]


def test_the_whole_words_of_the_model_stand_for_themselves(embedder: StaticEmbedder) -> None:
    words, vectors = embedder.whole_words()
    assert vectors.shape == (len(words), embedder.dim)
    assert {"museum", "متحف", "musée"} <= set(words)
    assert not any(word.startswith("▁") for word in words)


def test_what_is_remembered_of_words_is_bounded(embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.translation._KEPT_WORDS", 1)
    translator = Translator(Corpus(("ar",), "متحف جسر"), embedder)
    first = translator.translate("museum bridge")
    assert all(first)
    assert translator.translate("bridge museum") == first[::-1]
