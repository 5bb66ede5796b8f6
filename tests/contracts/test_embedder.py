"""The suite that every Embedder passes, on real small models saved to a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from rag.config import Settings
from rag.embedders.remote import RemoteEmbedder
from rag.embedders.sentence_transformer import SentenceTransformerEmbedder
from rag.embedders.static import StaticEmbedder, is_static, open_bundled
from rag.errors import EmbedderError
from rag.protocols import Embedder
from rag.wiring import open_embedder
from tests.conftest import TEXTS
from tests.embedders.serving import EmbeddingServer

Save = Callable[[Path, int], Path]


@pytest.fixture(scope="session")
def save_model() -> Save:
    """Saves a small static model with random weights of a seed."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(TEXTS.values(), trainers.WordLevelTrainer(special_tokens=["<unk>", "<pad>"]))

    def save(folder: Path, seed: int) -> Path:
        weights = np.random.default_rng(seed).normal(size=(tokenizer.get_vocab_size(), 32)).astype(np.float32)
        module = StaticEmbedding(tokenizer, embedding_weights=weights)
        SentenceTransformer(modules=[module], device="cpu").save_pretrained(str(folder))
        return folder

    return save


@pytest.fixture(scope="session")
def model_folder(save_model: Save, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "small", 0)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The setting for a model behind a real HTTP server on this machine."""
    with EmbeddingServer() as server:
        yield server.model()


@pytest.fixture(params=["bundled", "sentence-transformers", "static", "remote"])
def any_embedder(request: pytest.FixtureRequest, model_folder: Path, endpoint: str) -> Embedder:
    if request.param == "remote":
        return RemoteEmbedder.open(endpoint, environ={})
    if request.param == "bundled":
        return open_bundled()
    if request.param == "static":
        return StaticEmbedder.open(model_folder)
    return SentenceTransformerEmbedder.open(str(model_folder))


def test_vectors_are_unit_rows_in_the_order_of_texts(any_embedder: Embedder) -> None:
    texts = list(TEXTS.values())
    vectors = any_embedder.embed_passages(texts)
    assert vectors.shape == (len(texts), any_embedder.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.allclose(any_embedder.embed_passages(texts[::-1])[::-1], vectors, atol=1e-6)


def test_the_same_text_has_cosine_one_and_is_nearest_to_itself(any_embedder: Embedder) -> None:
    texts = list(TEXTS.values())
    vectors = any_embedder.embed_passages(texts)
    for i, text in enumerate(texts):
        scores = vectors @ any_embedder.embed_query(text)
        assert scores[i] == pytest.approx(1.0, abs=1e-5)
        assert int(np.argmax(scores)) == i


def test_shared_words_bring_texts_near(any_embedder: Embedder) -> None:
    near, far = any_embedder.embed_passages([TEXTS["en"], TEXTS["fr"]])
    query = any_embedder.embed_query("The harbour bridge in Lund was closed")
    assert query @ near > query @ far + 0.1


@pytest.mark.parametrize("text", ["", " ", "؟", "zzzqqq", "كلمة " * 2000])
def test_any_text_has_a_unit_vector(any_embedder: Embedder, text: str) -> None:
    vector = any_embedder.embed_query(text)
    assert vector.shape == (any_embedder.dim,)
    if text.strip():  # sentence-transformers gives a text without any token the zero vector
        assert np.isfinite(vector).all()


def test_no_texts_give_no_rows(any_embedder: Embedder) -> None:
    assert any_embedder.embed_passages([]).shape == (0, any_embedder.dim)


def test_progress_is_told_up_to_the_end(any_embedder: Embedder) -> None:
    seen: list[tuple[int, int]] = []
    any_embedder.embed_passages(["نص"] * 300, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (300, 300)
    assert seen == sorted(seen)


def test_tokens_are_counted_and_bounded(any_embedder: Embedder) -> None:
    assert any_embedder.count_tokens("one two three") >= 3
    assert any_embedder.max_tokens >= 128


def test_the_fingerprint_tells_weights_apart_and_not_folders(
    save_model: Save, model_folder: Path, tmp_path: Path
) -> None:
    copied = shutil.copytree(model_folder, tmp_path / "copied")
    other = save_model(tmp_path / "other", 1)
    for opener in (StaticEmbedder.open, lambda folder: SentenceTransformerEmbedder.open(str(folder))):
        original: Embedder = opener(model_folder)
        assert opener(copied).fingerprint == original.fingerprint
        assert opener(other).fingerprint != original.fingerprint


def test_a_static_folder_gives_the_same_vectors_with_and_without_torch(model_folder: Path) -> None:
    texts = list(TEXTS.values())
    light = StaticEmbedder.open(model_folder).embed_passages(texts)
    full = SentenceTransformerEmbedder.open(str(model_folder)).embed_passages(texts)
    assert np.allclose(light, full, atol=1e-5)


def test_settings_pick_the_adapter_that_fits_the_folder_or_address(model_folder: Path, endpoint: str) -> None:
    assert isinstance(open_embedder(Settings(model=endpoint)), RemoteEmbedder)
    assert is_static(model_folder)
    assert isinstance(open_embedder(Settings(model=str(model_folder))), StaticEmbedder)
    assert open_embedder(Settings()) is open_bundled()


def test_the_family_prompts_of_e5_are_applied_where_the_folder_has_none(save_model: Save, tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder.open(str(save_model(tmp_path / "multilingual-e5-small", 0)))
    assert embedder._model.prompts["query"] == "query: "
    assert embedder._model.prompts["document"] == "passage: "


def test_a_model_that_is_not_here_is_said_in_a_sentence_with_the_way_out() -> None:
    with pytest.raises(EmbedderError, match="no/such-model") as raised:
        open_embedder(Settings(model="no/such-model"))
    assert "--model /path/to/folder" in raised.value.hint
    assert "\n" not in str(raised.value)


def _no_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()


def _pickled(folder: Path) -> None:
    next(folder.rglob("*.safetensors")).rename(folder / "pytorch_model.bin")


def _no_tokenizer(folder: Path) -> None:
    next(folder.rglob("tokenizer.json")).unlink()


def _cut_weights(folder: Path) -> None:
    weights = next(folder.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:100])


@pytest.mark.parametrize("damage", [_no_modules, _pickled, _no_tokenizer, _cut_weights])
def test_a_folder_that_is_not_whole_is_refused_in_a_sentence(
    model_folder: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "damaged")
    damage(folder)
    with pytest.raises(EmbedderError) as raised:
        open_embedder(Settings(model=str(folder)))
    assert str(folder) in str(raised.value)
    assert raised.value.hint
    assert "\n" not in str(raised.value)


def test_a_file_is_no_model_folder(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"x")
    with pytest.raises(EmbedderError, match="is a file"):
        open_embedder(Settings(model=str(tmp_path / "model.bin")))
