"""The words that some families of models were trained to see before a text.

For folders that say nothing of it and for endpoints, which put nothing before a text themselves. Without
these words recall drops (docs/models.md#prompts). A family that is not listed here, such as bge-m3, has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEARCH_TASK = "Given a web search query, retrieve relevant passages that answer the query"


@dataclass(frozen=True, slots=True)
class Prompts:
    """What stands before a query, and before a passage."""

    query: str = ""
    passage: str = ""

    def __bool__(self) -> bool:
        return bool(self.query or self.passage)


# By the words that a model's name must hold; the first that fits counts. Each as its model card gives it.
_FAMILIES: tuple[tuple[frozenset[str], Prompts], ...] = (
    (frozenset({"e5", "instruct"}), Prompts(query=f"Instruct: {_SEARCH_TASK}\nQuery: ")),
    (frozenset({"e5"}), Prompts(query="query: ", passage="passage: ")),
    (frozenset({"embeddinggemma"}), Prompts(query="task: search result | query: ", passage="title: none | text: ")),
    (frozenset({"qwen3", "embedding"}), Prompts(query=f"Instruct: {_SEARCH_TASK}\nQuery:")),
)


def family_prompts(name: str) -> Prompts:
    """The prompts of the family that a folder's, hub or server's name of a model tells; none for any other."""
    last = re.split(r"[/\\]", name.casefold().rstrip("/\\"))[-1]
    words = set(re.split(r"[^a-z0-9]+", last))
    return next((prompts for needed, prompts in _FAMILIES if needed <= words), Prompts())
