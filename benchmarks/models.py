"""What embedding models are worth in the product, side by side in one run.

    python benchmarks/models.py

The model in the box, and every model folder found in SANAD_MODELS_DIR; terms alone beside them. On the
development halves: recall of the paragraph that answers, among 120 (XQuAD) or 231 (ARCD) paragraphs, as the
product retrieves; NTREX: how often the right translation of a sentence is the nearest of 1,976. Of folders
whose names differ in a last number alone ("seed-0", "seed-1") mean and spread are told too.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

from development_sets import SHARED, load_questions, load_set
from measuring import as_wired, build, by_leg, recalls

from rag.config import BUNDLED_MODEL, Settings
from rag.errors import RagError
from rag.protocols import Embedder
from rag.retrieval import LexicalLeg
from rag.wiring import open_embedder

CROSS = (("en", "ar"), ("es", "ar"), ("ar", "en"), ("de", "ar"), ("zh", "ar"))
COLUMNS = [f"{asked}→{written} R@1 / R@10" for asked, written in CROSS] + [
    "ARCD R@1 / R@5", "XQuAD-ar R@1 / R@5", "XQuAD-en R@1 / R@5", "NTREX en→ar",
]  # fmt: skip
Row = list[tuple[float, ...]]


def main() -> None:
    print("| | " + " | ".join(COLUMNS) + " |\n|---" + "|---" * len(COLUMNS) + "|")
    rows: dict[str, Row] = {}
    for name, model in _models():
        try:
            embedder = open_embedder(Settings(model=model))
        except RagError as error:
            print(f"| {name} | {error} |")
            continue
        if not rows:
            rows["terms alone"] = _terms_alone(embedder)
            _tell("terms alone", rows["terms alone"])
        rows[name] = _row(embedder)
        _tell(name, rows[name])
    _spread(rows)


def _models() -> list[tuple[str, str]]:
    """The names and settings of the models at hand."""
    folder = os.environ.get("SANAD_MODELS_DIR")
    found = sorted(p for p in Path(folder).iterdir() if (p / "modules.json").is_file()) if folder else []
    return [("bundled", BUNDLED_MODEL), *((path.name, str(path)) for path in found)]


def _row(embedder: Embedder) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        cells: Row = []
        for asked, written in CROSS:
            documents, _ = load_set("xquad_dev", written)
            with build(Path(folder) / f"{asked}-{written}", documents, embedder) as index:
                found = recalls(as_wired(index, embedder), load_questions("xquad_dev", asked, written))
            cells.append((found[1], found[10]))
        for name, language in (("arcd_train", "ar"), ("xquad_dev", "ar"), ("xquad_dev", "en")):
            documents, questions = load_set(name, language)
            with build(Path(folder) / f"{name}-{language}", documents, embedder) as index:
                found = recalls(as_wired(index, embedder), questions)
            cells.append((found[1], found[5]))
    return [*cells, (_ntrex(embedder),)]


def _terms_alone(embedder: Embedder) -> Row:
    cells: Row = [() for _ in CROSS]
    for name, language in (("arcd_train", "ar"), ("xquad_dev", "ar"), ("xquad_dev", "en")):
        documents, questions = load_set(name, language)
        with tempfile.TemporaryDirectory() as folder, build(Path(folder) / "index", documents, embedder) as index:
            found = recalls(by_leg(index, LexicalLeg(index)), questions)
        cells.append((found[1], found[5]))
    return [*cells, ()]


def _ntrex(embedder: Embedder) -> float:
    path = SHARED / "eval" / "bitext" / "ntrex128.en-ar.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        pairs = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    english, arabic = (embedder.embed_passages([pair[side] for pair in pairs]) for side in (0, 1))
    return float(((english @ arabic.T).argmax(axis=1) == range(len(pairs))).mean())


def _tell(name: str, row: Row) -> None:
    print(f"| {name} | " + " | ".join(" / ".join(f"{value:.3f}" for value in cell) for cell in row) + " |", flush=True)


def _spread(rows: dict[str, Row]) -> None:
    families: dict[str, list[Row]] = defaultdict(list)
    for name, row in rows.items():
        if re.search(r"\d+$", name):
            families[re.sub(r"\d+$", "", name)].append(row)
    for family, members in families.items():
        if len(members) > 1:
            cells = [
                " / ".join(f"{statistics.mean(v):.3f} ± {statistics.stdev(v):.3f}" for v in zip(*column, strict=True))
                for column in zip(*members, strict=True)
            ]
            print(f"| mean ± standard deviation of {len(members)} {family}* | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
