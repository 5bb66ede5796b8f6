"""Changing the model by one setting, through the command line: what is refused, and what mends it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from rag.embedders.remote import KEY_VARIABLE
from tests.embedders.serving import DIM, EmbeddingServer, Reply
from tests.test_cli import ARTICLE, QUESTION, sanad

KEY = "sk-very-secret-0123456789"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "news" / "b.txt").write_text("The harbour bridge in Lund was closed for six weeks.", encoding="utf-8")
    return tmp_path


def static_folder(folder: Path, dim: int) -> Path:
    """A static model with random weights, written without torch."""
    (folder / "0_StaticEmbedding").mkdir(parents=True)
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator([ARTICLE, QUESTION], trainers.WordLevelTrainer(special_tokens=["<unk>", "[PAD]"]))
    tokenizer.save(str(folder / "0_StaticEmbedding" / "tokenizer.json"))
    table = np.random.default_rng(dim).normal(size=(tokenizer.get_vocab_size(), dim)).astype(np.float32)
    save_file({"embedding.weight": table}, folder / "0_StaticEmbedding" / "model.safetensors")
    kind = "sentence_transformers.models.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config_sentence_transformers.json").write_text("{}")
    return folder


def test_an_endpoint_serves_index_search_and_ask_and_another_model_is_refused(
    desk: Path, server: EmbeddingServer
) -> None:
    environ = {"SANAD_MODEL": server.model("bge-m3"), KEY_VARIABLE: KEY}
    done = sanad("index", "news", cwd=desk, environ=environ)
    assert done.returncode == 0, done.stderr
    assert {request.headers["Authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    assert any(ARTICLE in request.texts for request in server.requests)

    hits = json.loads(sanad("search", "bridge closed", "--json", cwd=desk, environ=environ).stdout)
    assert hits[0]["source"] == "news/b.txt"
    assert sanad("ask", QUESTION, cwd=desk, environ=environ).stdout.startswith(f"{ARTICLE} [1]")

    facts = json.loads(sanad("info", "--json", cwd=desk).stdout)
    assert (facts["model"], facts["dim"]) == (server.model("bge-m3"), DIM)
    assert not [path for path in (desk / "index").rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]

    other = server.model("multilingual-e5-small")
    refused = sanad("search", "bridge", "--model", other, cwd=desk)
    assert refused.returncode == 1
    assert f"was built with the model '{server.model('bge-m3')}', and '{other}' is asked for" in refused.stderr
    assert "`sanad index --rebuild --index index` and the same --model" in refused.stderr

    rebuilt = sanad("index", "--rebuild", "--index", "index", "--model", other, cwd=desk)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert sanad("search", "bridge", "--model", other, cwd=desk).returncode == 0


def test_an_endpoint_that_fails_while_indexing_is_one_sentence_and_leaves_the_index_whole(
    desk: Path, server: EmbeddingServer
) -> None:
    environ = {"SANAD_MODEL": server.model(), KEY_VARIABLE: KEY}
    assert sanad("index", "news", cwd=desk, environ=environ).returncode == 0
    (desk / "news" / "c.txt").write_text("New words.", encoding="utf-8")
    probed = Reply(body={"data": [{"index": 0, "embedding": [1.0] * DIM}]})
    server.replies.extend([probed, Reply(401)])
    failed = sanad("index", "news", cwd=desk, environ=environ)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert KEY_VARIABLE in failed.stderr
    assert KEY not in failed.stderr + failed.stdout
    assert sanad("search", "bridge", cwd=desk, environ=environ).returncode == 0
    assert "1 new" in sanad("index", "news", cwd=desk, environ=environ).stdout


def test_a_model_of_another_dimension_is_refused_until_the_index_is_rebuilt_with_it(desk: Path) -> None:
    small, large = static_folder(desk / "small", 16), static_folder(desk / "large", 32)
    assert sanad("index", "news", "--model", small, cwd=desk).returncode == 0
    (desk / "sanad.toml").write_text(f"model = '{large}'\n")
    for command in (["search", "bridge"], ["index", "news"]):
        refused = sanad(*command, cwd=desk)
        assert refused.returncode == 1
        assert "was built with the model 'small', and 'large' is asked for" in refused.stderr
        assert "sanad index --rebuild --index index" in refused.stderr
    assert sanad("index", "--rebuild", cwd=desk).returncode == 0
    assert sanad("search", "bridge", cwd=desk).returncode == 0
    assert json.loads(sanad("info", "--json", cwd=desk).stdout)["dim"] == 32


def test_another_model_in_the_same_folder_is_refused_as_another_one_of_that_name(desk: Path) -> None:
    assert sanad("index", "news", "--model", static_folder(desk / "model", 16), cwd=desk).returncode == 0
    (desk / "model").rename(desk / "before")
    refused = sanad("search", "bridge", "--model", static_folder(desk / "model", 32), cwd=desk)
    assert refused.returncode == 1
    assert "was built with the model 'model', and another one of that name is asked for" in refused.stderr


def test_a_key_is_no_setting(desk: Path, server: EmbeddingServer) -> None:
    (desk / "sanad.toml").write_text(f"embedder_key = '{KEY}'\n")
    refused = sanad("index", "news", "--model", server.model(), cwd=desk)
    assert refused.returncode == 2
    assert "'embedder_key'" in refused.stderr
    assert KEY not in refused.stderr
    assert sanad("index", "news", "--embedder-key", KEY, cwd=desk).returncode == 2
    assert server.requests == []
