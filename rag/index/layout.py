"""Where things stand in an index folder, and the two ways to touch it: a writer's lock, a reader's lease.

index_dir/
  records.db            SQLite, the truth
  CURRENT               the name of the published generation
  writer.lock           held by the one process that writes
  generations/
    000007/             vectors.faiss, terms/, sentences/, copies.json, manifest.json; lease.lock is its readers'
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker

from rag.errors import IndexBusyError

VECTORS = "vectors.faiss"
TERMS = "terms"
SENTENCES = "sentences"
_LEASE = "lease.lock"
_UNFINISHED = "unfinished-"


class Layout:
    """The paths of one index folder."""

    def __init__(self, index_dir: Path) -> None:
        self.index_dir = index_dir
        self.records = index_dir / "records.db"
        self.generations = index_dir / "generations"
        self._current = index_dir / "CURRENT"

    def generation(self, number: int) -> Path:
        return self.generations / f"{number:06d}"

    def unfinished(self, number: int) -> Path:
        """Where a generation is built before it is published."""
        return self.generations / f"{_UNFINISHED}{number:06d}"

    def current(self) -> int:
        """The published generation's number; 0 if there is none. Raises ValueError if CURRENT is unreadable."""
        try:
            return int(self._current.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0

    def set_current(self, number: int) -> None:
        """Publish a generation in one step: a reader sees the one before or this one, never neither."""
        written = self._current.with_suffix(".new")
        with written.open("w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._current)
        sync_folder(self.index_dir)

    def numbers(self) -> list[int]:
        """The finished generations on disk, oldest first."""
        if not self.generations.is_dir():
            return []
        return sorted(int(path.name) for path in self.generations.iterdir() if path.name.isdecimal())

    def leftovers(self) -> list[Path]:
        """Folders of generations that were begun and never published."""
        return sorted(self.generations.glob(f"{_UNFINISHED}*"))

    def sweep(self, keep: int) -> list[int]:
        """Delete what no reader can need any more; return the generations that remain.

        Kept are ``keep`` and every older generation that a reader holds open.
        """
        for path in self.leftovers():
            shutil.rmtree(path, ignore_errors=True)
        for number in self.numbers():
            if number != keep and not self._is_leased(number):
                shutil.rmtree(self.generation(number), ignore_errors=True)
        return self.numbers()

    def lease(self, number: int) -> IO[bytes]:
        """Keep a generation from being swept until the returned file is closed (or the process ends)."""
        file = (self.generation(number) / _LEASE).open("ab")
        portalocker.lock(file, portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING)
        return file

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock. Raises IndexBusyError if another process has it."""
        self.generations.mkdir(parents=True, exist_ok=True)
        with (self.index_dir / "writer.lock").open("ab") as file:
            try:
                portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
            except portalocker.LockException as error:
                raise IndexBusyError(self.index_dir) from error
            yield

    def _is_leased(self, number: int) -> bool:
        lease = self.generation(number) / _LEASE
        if not lease.exists():
            return False
        with lease.open("ab") as file:
            try:
                portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
            except portalocker.LockException:
                return True
        return False


def sync_tree(folder: Path) -> None:
    """Make every file under a folder, and the folder itself, survive a power cut."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    if os.name != "posix":  # pragma: no cover - elsewhere a folder cannot be opened, and need not be
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
