"""Words of a question become the corpus's own terms."""

from __future__ import annotations

import pytest

from rag.asking import QuestionReader
from rag.embedders.static import StaticEmbedder
from rag.stores.lexicon import WordLexicon
from rag.stores.sentence_store import SentenceStore
from rag.text.terms import passage_terms
from rag.translation import Translator


class Corpus:
    """Some words of some languages, as an index knows them."""

    def __init__(self, model: StaticEmbedder, **texts: str) -> None:
        self.languages = tuple(texts)
        self.model = model
        self._texts = texts
        self._store = SentenceStore()
        self._store.add(((row, text, language) for row, (language, text) in enumerate(texts.items())), model)

    @property
    def words(self) -> WordLexicon:
        return self._store.words

    def knows(self, stem: str) -> bool:
        return any(stem in passage_terms(text, language).stems for language, text in self._texts.items())

    def translator(self) -> Translator:
        return Translator(self, self.model, QuestionReader(self, self.model))


def test_a_word_is_translated_into_what_the_corpus_holds(embedder: StaticEmbedder) -> None:
    corpus = Corpus(embedder, ar="افتتح الوزير متحف الفنون.", fr="Le musée a ouvert.")
    opened, museum = corpus.translator().translate("Who opened the museum?")
    (museum_ar,) = passage_terms("متحف", "ar").stems
    (museum_fr,) = passage_terms("musée", "fr").stems
    assert {museum_ar, museum_fr} <= {translation.stem for translation in museum}
    assert passage_terms("افتتح", "ar").stems[0] in {translation.stem for translation in opened}
    cosines = [translation.cosine for translation in museum]
    assert cosines == sorted(cosines, reverse=True)
    assert all(0.4 <= cosine <= 1.0001 for cosine in cosines)


def test_what_the_corpus_says_itself_needs_no_translation(embedder: StaticEmbedder) -> None:
    corpus = Corpus(embedder, ar="متحف")
    assert corpus.translator().translate("المتحف") == [[]]


def test_nothing_is_translated_without_words_or_without_a_corpus(embedder: StaticEmbedder) -> None:
    assert Corpus(embedder, ar="متحف").translator().translate("؟") == []
    assert Corpus(embedder).translator().translate("museum") == [[]]


def test_what_is_remembered_of_words_is_bounded(embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.translation._KEPT_WORDS", 1)
    translator = Corpus(embedder, ar="متحف جسر").translator()
    first = translator.translate("museum bridge")
    assert all(first)
    assert translator.translate("bridge museum") == first[::-1]
