"""What a generation says of itself, and whether its files still are what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 2
MANIFEST_NAME = "manifest.json"
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FileRecord:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``generation`` counts publications from 1; ``files`` are paths inside the generation's folder."""

    generation: int
    model: str
    fingerprint: str
    dim: int
    analysis: str
    vector_kind: str
    documents: int
    passages: int
    created: str
    files: Mapping[str, FileRecord]
    format: int = FORMAT

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Raises ValueError, with the finding, if there is no manifest that this version can read."""
        try:
            data = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
            data["files"] = {name: FileRecord(**record) for name, record in data["files"].items()}
            return cls(**data)
        except FileNotFoundError as error:
            raise ValueError(f"{folder.name} has no manifest") from error
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            raise ValueError(f"the manifest of {folder.name} cannot be read") from error

    def findings(self, folder: Path) -> list[str]:
        """What is wrong with the files, one sentence each; empty when every checksum holds."""
        found = []
        for name, record in sorted(self.files.items()):
            path = folder / name
            if not path.is_file():
                found.append(f"{folder.name}/{name} is missing")
            elif path.stat().st_size != record.size:
                found.append(f"{folder.name}/{name} has {path.stat().st_size} bytes instead of {record.size}")
            elif _sha256(path) != record.sha256:
                found.append(f"{folder.name}/{name} is not what was written")
        return found


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Size and checksum of every file in a folder, but for lock files and the manifest itself."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): FileRecord(path.stat().st_size, _sha256(path))
        for path in paths
        if path.suffix != ".lock" and path.name != MANIFEST_NAME
    }


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()
