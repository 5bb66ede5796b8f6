"""What a document's source is called: its path behind the name of the folder that was indexed.

A source must stay the same when the command is given from elsewhere, and when the whole archive moves.
So a corpus root has a label, its own name, with as much of what stands above it as tells it from other
roots of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Root:
    """A folder whose files are documents; ``label`` stands before their paths."""

    label: str
    path: Path

    def source(self, file: Path) -> str:
        """What a file under this root is called."""
        return f"{self.label}/{file.relative_to(self.path).as_posix()}"

    def prefix(self, folder: Path) -> str:
        """What the sources of all files in a folder under this root begin with."""
        return f"{self.label}/" if folder == self.path else f"{self.source(folder)}/"


def root_of(path: Path, known: Mapping[str, Path]) -> Root:
    """The root that a file or folder (absolute) belongs to.

    One that is ``known`` and holds it, else a new one: the folder itself, or a file's folder. A label
    whose known folder is gone passes to the folder of that name that is here.
    """
    holding = [Root(label, root) for label, root in known.items() if path.is_relative_to(root)]
    if holding:
        return max(holding, key=lambda root: len(root.path.parts))
    folder = path if path.is_dir() else path.parent
    label = folder.name or "root"
    above = folder.parent
    while label in known and known[label].exists() and above.name:
        label = f"{above.name}/{label}"
        above = above.parent
    return Root(label, folder)
