"""Once against a real inference server: `transformers serve` with a tiny model of random weights, made here.

What such a model says means nothing; that its stream is read to its end, cut at its limit and stopped half-way proves
that we speak the protocol.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from rag.answerers.chat_endpoint import ChatPatience
from rag.errors import AnswerError
from rag.types import Failure
from tests.answerers.conftest import connect

_STARTS_WITHIN_S = 60


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of two layers and 16 numbers a token, with a vocabulary of bytes and a chat template."""
    torch = pytest.importorskip("torch", reason="torch is missing")
    torch.manual_seed(3)  # of other weights some end at once, or write but halves of letters
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(["<s>", "</s>", *letters])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    fast.chat_template = "{% for message in messages %}<s>{{ message['content'] }}{% endfor %}<s>"
    config = LlamaConfig(
        vocab_size=len(vocabulary), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=4096, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("model") / "tiny-llama"
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def setting(tiny_model: Path) -> Iterator[str]:
    """URL#NAME of the running server; skips, saying why, where it cannot run."""
    from transformers.utils.import_utils import is_serve_available

    if not is_serve_available():
        pytest.skip("`transformers serve` lacks its dependencies (pip install 'transformers[serving]')")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["from transformers.cli.transformers import main; main()", "serve", str(tiny_model)]
    said = tiny_model.parent / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", *command, "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
            env={**os.environ, "HF_HUB_OFFLINE": "1"}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_until_it_answers(process, f"http://127.0.0.1:{port}", said)
        yield f"http://127.0.0.1:{port}/v1#{tiny_model}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_it_answers(process: subprocess.Popen[bytes], base: str, said: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.skip(f"`transformers serve` ended at once: {said.read_text(errors='replace').strip()[-200:]}")
        try:
            with urlopen(f"{base}/v1/models", timeout=2) as reply:
                json.load(reply)
                return
        except (URLError, OSError, ValueError):
            time.sleep(0.2)
    pytest.skip(f"`transformers serve` did not answer within {_STARTS_WITHIN_S} s")


def test_a_real_server_is_read_to_the_limit_that_it_is_given(setting: str) -> None:
    endpoint = connect(setting, patience=ChatPatience())
    written: list[str] = []
    with pytest.raises(AnswerError, match="still writing after 24 tokens") as raised:
        written.extend(endpoint.write("أجب.", "من؟", tokens=24))
    assert raised.value.failure == Failure.CUT
    assert 0 < len("".join(written)) <= 24 * 2


def test_a_real_server_can_be_stopped_half_way_and_answers_again(setting: str) -> None:
    endpoint = connect(setting, patience=ChatPatience())
    pieces = endpoint.write("Answer.", "Who?", tokens=2000)
    assert any(pieces)  # the first word
    started = time.monotonic()
    pieces.close()
    assert time.monotonic() - started < 1
    with pytest.raises(AnswerError, match="still writing"):
        "".join(endpoint.write("Answer.", "Who?", tokens=8))


def test_a_real_server_says_in_its_own_way_that_it_has_no_such_model(setting: str) -> None:
    base = setting.partition("#")[0]
    with pytest.raises(AnswerError) as raised:
        "".join(connect(f"{base}#nobody/nothing", patience=ChatPatience(attempts=1)).write("", "Who?", tokens=8))
    assert raised.value.failure in (Failure.MODEL, Failure.FAILED)
