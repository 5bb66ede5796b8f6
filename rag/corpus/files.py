"""From what a person types to the files that can be read."""

from __future__ import annotations

import glob
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.errors import ReadError

logger = logging.getLogger(__name__)

# Suffix -> the adapter module of rag.corpus that reads it.
ADAPTERS = {
    ".txt": "plain_text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".pdf": "pdf",
    ".docx": "word",
}


def unsupported(path: Path) -> ReadError:
    """The error for a file of a format that no adapter reads."""
    found = f"{path.suffix} files" if path.suffix else "files without a suffix"
    return ReadError(path, f"{found} cannot be read; the formats are {', '.join(ADAPTERS)}")


def expand_paths(patterns: Sequence[str]) -> list[Path]:
    """The paths that ``patterns`` name, in order and once each: a pattern that exists is itself, else a glob.

    ``**`` goes into folders. Raises ReadError for a pattern that names nothing.
    """
    paths: dict[Path, None] = {}
    for pattern in patterns:
        plain = Path(pattern).expanduser()
        if plain.exists():
            paths[plain] = None
            continue
        matches = sorted(glob.glob(str(plain), recursive=True))  # noqa: PTH207 - takes absolute patterns too
        if not matches:
            raise ReadError(pattern, "no such file")
        paths.update(dict.fromkeys(map(Path, matches)))
    return list(paths)


def find_files(path: Path) -> Iterator[Path]:
    """The files under ``path`` that can be read, sorted; hidden ones and editors' backups are left out.

    A file named explicitly is given whatever it is called. Raises ReadError when it is of no supported
    format, or when there is nothing at ``path``.
    """
    if path.is_dir():
        yield from _walk(path, frozenset())
        return
    if not path.exists():
        raise ReadError(path, "no such file")
    if path.suffix.lower() not in ADAPTERS:
        raise unsupported(path)
    yield path


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """``above`` are the real folders on the way here: a link back to one of them is a loop."""
    real = folder.resolve()
    if real in above:
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        if not above:
            raise ReadError(folder, f"the folder cannot be opened ({error.strerror})") from error
        logger.warning("%s: left out, the folder cannot be opened (%s)", folder, error.strerror)
        return
    for entry in entries:
        if _is_hidden_or_backup(entry.name):
            continue
        if entry.is_dir():
            yield from _walk(entry, above | {real})
        elif entry.suffix.lower() in ADAPTERS and entry.is_file():
            yield entry


def _is_hidden_or_backup(name: str) -> bool:
    # "~$report.docx" is Word's lock file, "#notes.md#" and "notes.md~" are Emacs', ".notes.swp" is Vim's.
    return name.startswith((".", "~", "#")) or name.endswith(("~", "#", ".bak", ".swp"))
