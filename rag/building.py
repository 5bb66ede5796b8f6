"""The offline use case: files → documents → passages → vectors and terms → index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from rag.corpus import FieldNames, expand_paths, find_files, read_file
from rag.errors import ReadError
from rag.index import Change, IndexWriter, Manifest
from rag.roots import Root, root_of
from rag.types import Document

_NEVER_ARTICLES = frozenset({"readme.md", "readme.txt", "license.txt"})  # found beside articles, speak about them


class Step(StrEnum):
    """What a build is doing."""

    READING = "reading"
    EMBEDDING = "embedding"
    WRITING = "writing"


StepProgress = Callable[[Step, int, int], None]
"""Called with (step, done, total) while a build goes on."""


@dataclass(slots=True)
class BuildReport:
    """What a build did, in documents; ``skipped`` says what could not be read, and why."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    embedded: int = 0
    skipped: list[ReadError] = field(default_factory=list)
    manifest: Manifest | None = None

    @property
    def read(self) -> int:
        return self.added + self.updated + self.unchanged

    @property
    def changed(self) -> bool:
        return bool(self.added or self.updated or self.removed)

    def count(self, change: Change) -> None:
        setattr(self, change.value, getattr(self, change.value) + 1)


def build_index(
    writer: IndexWriter, paths: Sequence[str], *, fields: FieldNames, progress: StepProgress
) -> BuildReport:
    """Bring the index up to date with ``paths`` (files, folders, globs).

    What a named folder no longer holds is removed; a file that cannot be read is skipped, reported, and
    what was known of it is kept. Raises ReadError for a path that is not there.
    """
    report = BuildReport()
    files = _files(writer, paths)
    for done, (root, path) in enumerate(files, start=1):
        for document in _read(root, path, fields, report):
            report.count(writer.put(document, file=root.source(path)))
        progress(Step.READING, done, len(files))
    unread = {error.path for error in report.skipped}
    kept = {root.source(path) for root, path in files if str(path) in unread}
    for folder in (Path(name).resolve() for name in expand_paths(paths)):
        if folder.is_dir():
            root = root_of(folder, writer.roots)
            report.removed += writer.remove_missing(root.prefix(folder), but=kept)
    return _finish(writer, report, progress)


def rebuild_index(writer: IndexWriter, *, progress: StepProgress) -> BuildReport:
    """Cut and embed every stored document again, without its file: after a change of model."""
    report = BuildReport()
    stored = list(writer.stored_documents())
    for done, (document, file) in enumerate(stored, start=1):
        report.count(writer.put(document, file=file))
        progress(Step.READING, done, len(stored))
    return _finish(writer, report, progress, from_scratch=True)


def _finish(
    writer: IndexWriter, report: BuildReport, progress: StepProgress, *, from_scratch: bool = False
) -> BuildReport:
    report.embedded = writer.embed(lambda done, total: progress(Step.EMBEDDING, done, total))
    if report.changed or from_scratch:
        progress(Step.WRITING, 0, 1)
        report.manifest = writer.publish(from_scratch=from_scratch)
        progress(Step.WRITING, 1, 1)
    return report


def _files(writer: IndexWriter, paths: Sequence[str]) -> list[tuple[Root, Path]]:
    """Every file to read, once, with its root; new roots are made known to the index."""
    found: dict[Path, Root] = {}
    for named in (Path(name).resolve() for name in expand_paths(paths)):
        root = root_of(named, writer.roots)
        writer.set_root(root.label, root.path)
        for path in find_files(named):
            if path == named or path.name.casefold() not in _NEVER_ARTICLES:
                found.setdefault(path, root)
    return [(root, path) for path, root in found.items()]


def _read(root: Root, path: Path, fields: FieldNames, report: BuildReport) -> Iterator[Document]:
    try:
        yield from read_file(path, source=root.source(path), fields=fields, on_skip=report.skipped.append)
    except ReadError as error:
        report.skipped.append(error)
