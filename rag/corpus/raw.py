"""What a reader of one format hands on: the words and what the file itself says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class RawDocument:
    """An article as its file gives it, not yet cleaned or judged.

    An empty string, and None for ``published``, mean that the file does not say. ``url`` is set for a
    record that has its own, and then becomes the document's source; ``record`` tells the records of one
    file apart, and is empty where the file is the document.
    """

    text: str
    title: str = ""
    language: str = ""
    published: date | None = None
    url: str = ""
    record: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What the fields of .jsonl and .csv records are called; only ``text`` has to be there."""

    title: str = "title"
    text: str = "text"
    date: str = "date"
    url: str = "url"
    id: str = "id"
    language: str = "language"

    def all(self) -> frozenset[str]:
        """Every name, to tell the fields with a meaning from those that become metadata."""
        return frozenset((self.title, self.text, self.date, self.url, self.id, self.language))


DEFAULT_FIELDS = FieldNames()
