"""Word by word the model in the box reads every text as its tokenizer and model2vec read it whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model2vec import StaticModel
from tokenizers import Tokenizer, models, pre_tokenizers

from rag.bundled import BUNDLED_FOLDER
from rag.embedders.word_tokens import WordByWordModel, WordTokens
from tests.conftest import TEXTS

# Marks that compose, ligatures that NFKC takes apart into several words, the article, digits, and all white space.
LETTERS = (
    'والمكتب ءآإئؤةىـًّ\u0301\u0338\u0345\u200c\ufdfa\ufefbaÀßİϔς½3٣,.،؛:؟!"«»()<=_-%$図あがｶﾞไทยกำहिंदी🙂'
    "\t\n\x1c\x85\u00a0\u2028\u3000\u00a8"
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED_FOLDER / "tokenizer.json"))


@pytest.fixture(scope="module")
def model() -> WordByWordModel:
    opened = WordByWordModel.read(BUNDLED_FOLDER)
    assert opened is not None
    return opened


@pytest.fixture(scope="module")
def peer() -> StaticModel:
    return StaticModel.from_pretrained(BUNDLED_FOLDER, normalize=True, max_length=None)


@settings(max_examples=500, deadline=None)
@given(text=st.one_of(st.text(st.sampled_from(LETTERS), max_size=60), st.text(max_size=40)))
def test_the_tokens_of_a_text_are_those_of_its_words(tokenizer: Tokenizer, text: str) -> None:
    whole = tokenizer.encode(text, add_special_tokens=False).ids
    tokens = WordTokens(tokenizer)
    assert tokens.count(text) == len(whole)
    assert tokens.ids(["", text])[1].tolist() == whole


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_vectors_are_those_of_model2vec_to_the_bit(model: WordByWordModel, peer: StaticModel, text: str) -> None:
    texts = [text, "☂☂", "", f"☂ {text}", text[:20]]
    assert np.array_equal(model.encode(texts), peer.encode(texts))
    assert model.count_tokens(text) == len(peer.tokenizer.encode(text, add_special_tokens=False).ids)


def test_what_was_forgotten_is_learned_again(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.embedders.word_tokens._MOST_LETTERS", 10)
    tokens = WordTokens(tokenizer)
    for text in [*TEXTS.values(), *TEXTS.values()]:
        assert tokens.ids([text])[0].tolist() == tokenizer.encode(text, add_special_tokens=False).ids


def test_a_table_under_other_rules_is_left_to_model2vec(tmp_path: Path) -> None:
    for path in BUNDLED_FOLDER.glob("*.*"):
        if path.name != "tokenizer.json":
            (tmp_path / path.name).symlink_to(path)
    other = Tokenizer(models.WordLevel({"<unk>": 0}, unk_token="<unk>"))
    other.pre_tokenizer = pre_tokenizers.Whitespace()
    other.save(str(tmp_path / "tokenizer.json"))
    assert WordByWordModel.read(tmp_path) is None
