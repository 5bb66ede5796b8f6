"""What docs/models.md says is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.answerers.chat_endpoint import ChatPatience
from rag.answerers.chat_failures import CHAT
from rag.config import Settings
from rag.embedders.prompts import family_prompts
from rag.embedders.remote import KEY_VARIABLE, SERVICE, RemoteEmbedder
from rag.endpoint import PATIENCE, Address
from rag.index import Manifest
from rag.index.writer import mismatch
from rag.types import Failure
from tests.embedders.serving import EmbeddingServer

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
CHAT_GUIDE = (ROOT / "docs" / "chat-models.md").read_text(encoding="utf-8")
ADDRESSES = re.findall(r"\| `(https?://[^`]+)` \|", GUIDE)


def test_every_link_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", GUIDE)
    assert targets
    for target in targets:
        assert (ROOT / "docs" / target).exists(), target


@pytest.mark.parametrize("setting", ADDRESSES)
def test_every_address_is_one(setting: str) -> None:
    assert str(Address.parse(setting, SERVICE)) == setting


@pytest.mark.parametrize(
    "name", ["multilingual-e5-small", "e5-instruct", "embeddinggemma", "qwen3-embedding", "bge-m3"]
)
def test_the_prompts_stand_in_the_table(name: str) -> None:
    prompts = family_prompts(name)
    cells = [
        text and "`" + text.replace("\n", "⏎").replace("|", r"\|") + "`" for text in (prompts.query, prompts.passage)
    ]
    assert "| " + " | ".join(cells).replace("|  |", "| |").strip() in GUIDE


def test_the_limits_and_the_key_are_as_said() -> None:
    assert f"{PATIENCE.connect_s:g} s, {PATIENCE.answer_s:g} s" in GUIDE
    assert PATIENCE.attempts == 5
    assert f"`{KEY_VARIABLE}`" in GUIDE


def test_the_refusal_of_another_model_is_quoted_word_for_word() -> None:
    built, asked = "multilingual-e5-small", "bge-m3"
    with EmbeddingServer() as server:
        embedder = RemoteEmbedder.open(server.model(asked), environ={})
    embedder.name = asked
    manifest = Manifest(1, built, "f", "w", 384, "a", "Flat", 1, 1, "2026-01-01", {})
    error = mismatch(Path("index"), manifest, embedder)
    assert f"Error: {error}.\n{error.hint[0].upper()}{error.hint[1:]}." in GUIDE


def test_the_guide_to_chat_models_says_what_holds() -> None:
    settings = Settings()
    assert f"`chat_silence_s` | {settings.chat_silence_s:g} s |" in CHAT_GUIDE
    assert f"`chat_total_s` | {settings.chat_total_s:g} s |" in CHAT_GUIDE
    assert f"`chat_tokens` | {settings.chat_tokens} |" in CHAT_GUIDE
    assert f"`{CHAT.key_variable}`" in CHAT_GUIDE
    assert all(f"`{failure}`" in CHAT_GUIDE for failure in Failure)
    patience = ChatPatience()
    assert (patience.silence_s, patience.total_s) == (settings.chat_silence_s, settings.chat_total_s)
    assert patience.attempts == 4
    for setting in re.findall(r"\| `(https?://[^`]+)` \|", CHAT_GUIDE):
        assert str(Address.parse(setting, CHAT)) == setting
