"""The documents of an index as a judge names them: by id, by the end of the source, by the id of a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.corpus.assembling import document_id
from rag.types import Document

_RECORDS = (".jsonl", ".csv")  # files that hold many documents, all of one source


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of a document."""

    doc_id: str
    source: str
    title: str
    language: str

    @property
    def is_record(self) -> bool:
        """Whether it shares its source with others, so that only its id names it."""
        return self.source.casefold().endswith(_RECORDS)

    @property
    def name(self) -> str:
        return f"{self.source} ({self.doc_id})" if self.is_record else self.source


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that a judge named, and the names that no document of the index has."""

    entries: tuple[Entry, ...]
    missing: tuple[str, ...]


class Catalogue:
    """A source's end begins at a slash: «rabat.md» names «news/rabat.md», not «news/to-rabat.md».

    The record 7 of «news/all.jsonl» is «news/all.jsonl#7», «all.jsonl#7», or «7» where nothing else is called so.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_id: dict[str, Entry] = {}
        self._by_last_part: dict[str, list[Entry]] = defaultdict(list)
        self._record_files: set[str] = set()
        for document in documents:
            entry = Entry(document.doc_id, document.source, document.title, document.language)
            self._by_id[entry.doc_id] = entry
            self._by_last_part[_last_part(entry.source)].append(entry)
            if entry.is_record:
                self._record_files.add(entry.source)

    def __getitem__(self, doc_id: str) -> Entry:
        return self._by_id[doc_id]

    def find(self, names: Sequence[str]) -> Named:
        """The documents of these names; one name may be that of several, and then any of them is right."""
        found: dict[str, Entry] = {}
        missing = []
        for name in names:
            entries = self._named(name)
            found.update((entry.doc_id, entry) for entry in entries)
            if not entries:
                missing.append(name)
        return Named(tuple(found.values()), tuple(missing))

    def _named(self, name: str) -> list[Entry]:
        if name in self._by_id:
            return [self._by_id[name]]
        return self._ending(name) or self._recorded(name)

    def _ending(self, name: str) -> list[Entry]:
        end = name.replace("\\", "/").removeprefix("./").strip("/")
        alike = self._by_last_part.get(_last_part(end), [])
        return [entry for entry in alike if f"/{entry.source.strip('/')}".endswith(f"/{end}")]

    def _recorded(self, name: str) -> list[Entry]:
        file, _, record = name.rpartition("#")
        sources = {entry.source for entry in self._ending(file)} if file else self._record_files
        ids = [document_id(source, record) for source in sorted(sources)]
        return [self._by_id[doc_id] for doc_id in ids if doc_id in self._by_id]


def _last_part(source: str) -> str:
    return source.rstrip("/").rsplit("/", 1)[-1]
