"""The model card that lies in a model's folder: ``MODEL_CARD.md`` with the folder's size and figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from training.folder import write_checksums

TEMPLATE = Path(__file__).with_name("MODEL_CARD.md")
_BITEXT = "ntrex en→"
_LEGS = {"terms": "terms alone", "words": "words", "sentences": "sentences", "all": "all fused"}

Figures = Mapping[str, Mapping[str, float]]


def write_card(folder: Path, figures: Figures) -> None:
    """Write README.md, figures.json and the checksums anew."""
    (folder / "figures.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf8")
    card = TEMPLATE.read_text("utf8").replace("@SIZE@", f"{size_mb(folder):.1f}")
    (folder / "README.md").write_text(card.replace("@FIGURES@", render_figures(figures)), "utf8")
    write_checksums(folder)


def size_mb(folder: Path) -> float:
    """All files of the folder together, in millions of bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def render_figures(figures: Figures) -> str:
    """Recall in passages as a table, recall of translations as a line."""
    lines = ["| | R@1 | R@5 | R@10 |", "|---|---|---|---|"]
    translations = []
    for name, found in figures.items():
        if name.startswith(_BITEXT):
            both = f"{_short(found['R@1'])} / {_short(found['back R@1'])}"
            translations.append(f"{name.removeprefix(_BITEXT)} {both}")
            continue
        for leg in (leg for leg in _LEGS if f"{leg} R@1" in found):
            recalls = " | ".join(_short(found[f"{leg} R@{k}"]) for k in (1, 5, 10))
            lines.append(f"| {name}, {_LEGS[leg]} | {recalls} |")
    lines += [
        "",
        f"NTREX, the right one of 1,976 sentences first, from English / into English: {'; '.join(translations)}.",
    ]
    return "\n".join(lines)


def _short(recall: float) -> str:
    return f"{recall:.3f}".removeprefix("0")
