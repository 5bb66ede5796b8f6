"""Each family's prompts, by whatever name a folder, the hub or a server gives the model."""

from __future__ import annotations

import pytest

from rag.embedders.prompts import Prompts, family_prompts

E5 = Prompts("query: ", "passage: ")
GEMMA = Prompts("task: search result | query: ", "title: none | text: ")
TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("intfloat/multilingual-e5-small", E5),
        ("/models/multilingual_e5_large/", E5),
        (r"C:\models\multilingual-e5-base", E5),
        ("jeffh/intfloat-multilingual-e5-small:f16", E5),
        ("intfloat/multilingual-e5-large-instruct", Prompts(TASK + " ")),
        ("google/embeddinggemma-300m", GEMMA),
        ("embeddinggemma:latest", GEMMA),
        ("Qwen/Qwen3-Embedding-0.6B", Prompts(TASK)),
        ("qwen3-embedding:0.6b", Prompts(TASK)),
        ("BAAI/bge-m3", Prompts()),
        ("text-embedding-3-small", Prompts()),
        ("e5/my-own-model", Prompts()),
    ],
)
def test_the_name_tells_the_family(name: str, prompts: Prompts) -> None:
    assert family_prompts(name) == prompts
