"""The groups of copies of one generation, as a file of it: derived from the signatures in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from rag.duplicates import Signature, group_copies

_NAME = "copies.json"


def write_copies(folder: Path, signatures: Mapping[str, Signature]) -> None:
    """Group documents, given by their ids, and keep the groups in the order of ``signatures``."""
    doc_ids = list(signatures)
    groups = [[doc_ids[place] for place in group] for group in group_copies(list(signatures.values()))]
    (folder / _NAME).write_text(json.dumps(groups, ensure_ascii=False), encoding="utf-8")


def read_copies(folder: Path) -> dict[str, tuple[str, ...]]:
    """For each document that has copies, the ids of the others."""
    groups: list[list[str]] = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    return {doc_id: tuple(other for other in group if other != doc_id) for group in groups for doc_id in group}
