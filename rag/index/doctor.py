"""Find what is wrong with an index, and mend what can be mended: all but the database itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.errors import IndexCorruptError, IndexForeignError, IndexMissingError, PassageIndexError
from rag.index.layout import Layout
from rag.index.manifest import Manifest
from rag.index.passage_index import PassageIndex
from rag.index.records import Records
from rag.index.writer import IndexWriter
from rag.protocols import Embedder, Progress, WordModel


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in a sentence, and whether the doctor can mend it."""

    what: str
    mendable: bool


def examine(index_dir: Path) -> list[Finding]:
    """What is wrong with an index; empty when nothing is.

    Raises IndexMissingError or IndexForeignError where there is no index to examine.
    """
    layout = Layout(index_dir)
    if not layout.records.is_file():
        PassageIndex.open(index_dir)  # says what is there instead
    findings = [Finding(f"{path.name} was left by a writer that was stopped", True) for path in layout.leftovers()]
    records = Records.open_readonly(layout.records)
    try:
        findings += _findings_of_generation(index_dir, records)
        findings += [Finding(what, False) for what in records.findings(_last_generation(layout, records))]
    finally:
        records.close()
    return findings


def _findings_of_generation(index_dir: Path, records: Records) -> list[Finding]:
    try:
        PassageIndex.open(index_dir).close()
    except IndexForeignError:
        raise
    except IndexMissingError:
        if not records.last_generation():
            raise
        return [Finding("no generation is published, though there are documents", True)]
    except PassageIndexError as error:
        return [Finding(str(error), True)]
    return []


def mend(
    index_dir: Path, embedder: Embedder, word_model: WordModel | None = None, progress: Progress | None = None
) -> Manifest:
    """Derive the vector, term and sentence stores again from the database, and publish them.

    Raises IndexCorruptError if the database itself is damaged, IndexMismatchError if ``embedder`` is not
    the one that the index was built with, as far as can be told.
    """
    layout = Layout(index_dir)
    with layout.writing():
        records = Records.create_or_open(layout.records)
        try:
            last = _last_generation(layout, records)
            damage = records.findings(last)
        finally:
            records.close()
        if damage:
            raise IndexCorruptError(index_dir, damage[0], mendable=False)
        layout.set_current(last)
    with IndexWriter.open(index_dir, embedder, word_model, any_model=not _manifest_is_whole(layout, last)) as writer:
        writer.embed(progress)
        return writer.publish(from_scratch=True)


def _last_generation(layout: Layout, records: Records) -> int:
    """The generation that CURRENT names, or where it is lost the last that was published or begun."""
    try:
        current = layout.current()
    except ValueError:
        current = 0
    return current or max([*layout.numbers(), 0]) or records.last_generation()


def _manifest_is_whole(layout: Layout, number: int) -> bool:
    try:
        Manifest.load(layout.generation(number))
    except ValueError:
        return False
    return True
