"""Folders of models that are not whole, not safe or of no known kind: one sentence, a way out, and no code run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from rag.config import Settings
from rag.embedders.sentence_transformer import SentenceTransformerEmbedder
from rag.errors import EmbedderError
from rag.wiring import open_embedder
from tests.conftest import TEXTS

CODE = "from pathlib import Path\nPath(__file__).with_name('was-run').touch()\nclass Custom: ...\n"


@pytest.fixture(scope="module")
def transformer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer with random weights, as sentence-transformers saves it."""
    folder = tmp_path_factory.mktemp("models")
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer.train_from_iterator(TEXTS.values(), trainers.WordLevelTrainer(special_tokens=list(special.values())))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder / "bare")
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=tokenizer.get_vocab_size(), **shape)).save_pretrained(folder / "bare")
    modules = [Transformer(str(folder / "bare")), Pooling(32)]
    SentenceTransformer(modules=modules, device="cpu").save_pretrained(str(folder / "whole"))
    return folder / "whole"


def _change(path: Path, change: Callable[[Any], None]) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


def _pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _only_onnx(folder: Path) -> None:
    (folder / "onnx").mkdir()
    (folder / "model.safetensors").rename(folder / "onnx" / "model.onnx")


def _cut_off(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def _pointer_of_git(folder: Path) -> None:
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\nsize 470641600\n")


def _without_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()


def _broken_modules(folder: Path) -> None:
    (folder / "modules.json").write_text("{")


def _without_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _without_vocabulary(folder: Path) -> None:
    for path in folder.glob("tokenizer*"):
        path.unlink()


def _other_sizes(folder: Path) -> None:
    _change(folder / "config.json", lambda config: config.update(hidden_size=64))


def _unknown_kind(folder: Path) -> None:
    _change(folder / "config.json", lambda config: config.update(model_type="martian"))


def _own_module(folder: Path) -> None:
    (folder / "own.py").write_text(CODE)
    _change(folder / "modules.json", lambda modules: modules[0].update(type="own.Custom"))


def _own_model(folder: Path) -> None:
    (folder / "own.py").write_text(CODE)
    _change(
        folder / "config.json",
        lambda config: config.update(
            model_type="own", auto_map={"AutoConfig": "own.Custom", "AutoModel": "own.Custom"}
        ),
    )


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_pickled, "pickled weights are refused"),
        (_only_onnx, "ONNX is not read"),
        (_cut_off, "cannot be loaded"),
        (_pointer_of_git, "cannot be loaded"),
        (_without_modules, "it has no modules.json"),
        (_broken_modules, "cannot be loaded"),
        (_without_config, "cannot be loaded"),
        (_without_vocabulary, "it has no vocabulary"),
        (_other_sizes, "cannot be loaded"),
        (_unknown_kind, "martian"),
        (_own_module, "third-party code"),
        (_own_model, "custom code"),
    ],
)
def test_a_damaged_or_unsafe_folder_is_refused(
    transformer_folder: Path, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    folder = shutil.copytree(transformer_folder, tmp_path / "damaged")
    damage(folder)
    with pytest.raises(EmbedderError, match=said) as raised:
        open_embedder(Settings(model=str(folder)))
    assert str(folder) in str(raised.value)
    assert raised.value.hint
    assert "\n" not in str(raised.value)
    assert not str(raised.value).endswith(".")
    assert not list(folder.rglob("was-run"))


def test_a_whole_folder_is_opened(transformer_folder: Path) -> None:
    embedder = open_embedder(Settings(model=str(transformer_folder)))
    assert (embedder.name, embedder.dim) == ("whole", 32)


@pytest.mark.parametrize("files", [{}, {"notes.txt": "x"}, {"model.gguf": "x"}, {"model.safetensors": "x"}])
def test_a_folder_of_no_known_kind_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(EmbedderError, match=r"it has no modules\.json") as raised:
        open_embedder(Settings(model=str(tmp_path)))
    assert "save_pretrained" in raised.value.hint


def test_a_model_of_the_hub_with_pickled_weights_alone_is_refused(
    transformer_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "a" * 40
    cached = tmp_path / "models--someone--small"
    snapshot = shutil.copytree(transformer_folder, cached / "snapshots" / commit)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(commit)
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    assert open_embedder(Settings(model="someone/small")).name == "someone/small"
    _pickled(snapshot)
    with pytest.raises(EmbedderError, match="pickled weights are refused") as raised:
        open_embedder(Settings(model="someone/small"))
    assert "save_pretrained" in raised.value.hint


@pytest.mark.parametrize(
    ("own", "query"), [({}, "query: "), ({"query": "ask: ", "document": ""}, "ask: "), ({"query": ""}, "query: ")]
)
def test_prompts_that_a_folder_gives_go_before_those_of_its_family(
    transformer_folder: Path, tmp_path: Path, own: dict[str, str], query: str
) -> None:
    folder = shutil.copytree(transformer_folder, tmp_path / "multilingual-e5-small")
    _change(folder / "config_sentence_transformers.json", lambda config: config.update(prompts=own))
    embedder = SentenceTransformerEmbedder.open(str(folder))
    assert embedder._model.prompts["query"] == query
    assert embedder._model.prompts["document"] == ("passage: " if query == "query: " else "")
