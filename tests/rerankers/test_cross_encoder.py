"""A cross-encoder in a folder: what it gives is what the model gives, and what is refused in one sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import AutoTokenizer, BertForSequenceClassification

from rag.config import Settings
from rag.errors import RerankerError
from rag.rerankers.cross_encoder import CrossEncoderReranker
from rag.wiring import open_reranker
from tests.conftest import TEXTS
from tests.rerankers.models import save_encoder, save_scorer

CODE = "from pathlib import Path\nPath(__file__).with_name('was-run').touch()\nclass Custom: ...\n"


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_scorer(tmp_path_factory.mktemp("rerankers") / "small")


def refused(name: Path | str) -> str:
    with pytest.raises(RerankerError) as raised:
        open_reranker(Settings(reranker=str(name)))
    said = str(raised.value)
    assert raised.value.hint
    assert "\n" not in said + raised.value.hint
    assert not said.endswith(".")
    return f"{said}. {raised.value.hint}"


def test_the_score_is_what_the_model_gives_for_question_and_text_in_this_order(scorer: Path) -> None:
    texts = list(TEXTS.values())
    tokenizer, model = AutoTokenizer.from_pretrained(scorer), BertForSequenceClassification.from_pretrained(scorer)
    read = tokenizer([TEXTS["en"]] * len(texts), texts, padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        expected = torch.sigmoid(model.eval()(**read).logits[:, 0]).numpy()
    scores = CrossEncoderReranker.open(str(scorer)).score(TEXTS["en"], texts)
    assert np.allclose(scores, expected, atol=1e-5)


def test_a_folder_of_transformers_and_one_of_sentence_transformers_score_alike(scorer: Path, tmp_path: Path) -> None:
    CrossEncoder(str(scorer), device="cpu").save_pretrained(str(tmp_path / "saved"))
    bare, saved = CrossEncoderReranker.open(str(scorer)), open_reranker(Settings(reranker=str(tmp_path / "saved")))
    assert saved is not None
    assert (bare.name, saved.name) == ("small", "saved")
    assert np.allclose(bare.score("Lund", [TEXTS["en"]]), saved.score("Lund", [TEXTS["en"]]), atol=1e-6)


def test_none_is_no_reranker() -> None:
    assert open_reranker(Settings()) is None
    assert open_reranker(Settings(reranker="none")) is None


def test_a_model_that_embeds_is_refused_and_does_not_order_by_chance(tmp_path: Path) -> None:
    said = refused(save_encoder(tmp_path / "encoder"))
    assert "scores no pairs of texts: it is a BertModel" in said
    assert "--model" in said


def test_a_model_that_gives_several_numbers_is_refused(tmp_path: Path) -> None:
    assert "gives 3 numbers for a pair" in refused(save_scorer(tmp_path / "three", labels=3))


def _pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _cut_off(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def _without_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _broken_config(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def _without_vocabulary(folder: Path) -> None:
    for path in folder.glob("tokenizer*"):
        path.unlink()


@pytest.mark.parametrize("damage", [_pickled, _cut_off, _without_config, _broken_config, _without_vocabulary])
def test_a_folder_that_is_not_whole_is_refused_in_a_sentence(
    scorer: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = shutil.copytree(scorer, tmp_path / "damaged")
    damage(folder)
    assert str(folder) in refused(folder)


def test_code_that_a_folder_brings_along_is_not_run(scorer: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(scorer, tmp_path / "coded")
    (folder / "custom.py").write_text(CODE)
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = dict.fromkeys(("AutoConfig", "AutoModelForSequenceClassification"), "custom.Custom")
    config["model_type"] = "custom"
    (folder / "config.json").write_text(json.dumps(config))
    refused(folder)
    assert not list(tmp_path.rglob("was-run"))


def test_a_file_and_a_model_that_is_not_here_are_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"x")
    assert "is a file" in refused(tmp_path / "model.bin")
    assert "--reranker /path/to/folder" in refused("no/such-reranker")
