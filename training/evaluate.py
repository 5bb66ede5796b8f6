"""``python -m training.evaluate FOLDER …``: what a model is worth on the development halves, as a table.

Fixed fusion, the same for every model: each leg standardised for a question and added up.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from model2vec import StaticModel

from training import matching
from training.card import size_mb, write_card

EVAL_DIR = Path(__file__).resolve().parents[1].parent / "shared" / "eval"
TERMS_WEIGHT = 2.0  # in one language: terms count twice (RETRIEVAL.md)
_PAIRS = (("en", "ar"), ("es", "ar"), ("de", "ar"), ("zh", "ar"), ("ar", "en"))
_BITEXT = ("ar", "fr", "es", "de", "he", "zh", "fa", "tr", "ru", "ur", "hi")


class Judge:
    """One model and the development sets."""

    def __init__(self, folder: Path, eval_dir: Path = EVAL_DIR) -> None:
        self._model = StaticModel.from_pretrained(folder)
        self._eval_dir = eval_dir
        self._vectors: dict[str, np.ndarray] = {}

    def figures(self) -> dict[str, dict[str, float]]:
        """Recall for every line of the table."""
        table = {f"xquad {q}→{t}": self.across(q, t) for q, t in _PAIRS}
        table["arcd"] = self.arabic("arcd_train")
        table["xquad ar→ar"] = self.arabic("xquad_dev")
        table |= {f"ntrex en→{language}": self.bitext(language) for language in _BITEXT}
        return table

    def across(self, asked: str, told: str) -> dict[str, float]:
        """Questions of one language on paragraphs of another: words, sentences, names, and all together."""
        questions, gold, texts = self._load("xquad_dev", asked, told)
        reference = self._texts("xquad_dev", asked)
        legs = [
            (1.0, matching.sentence_scores(questions, texts, self.encode)),
            (1.0, matching.word_scores(questions, texts, self.encode, self.pieces, reference)),
        ]
        found = _recalls("sentences", legs[0][1], gold) | _recalls("words", legs[1][1], gold)
        if told == "ar" and asked != "zh":
            legs.append((0.5, matching.name_scores(questions, texts)))
        return found | _recalls("all", matching.fuse(legs), gold)

    def arabic(self, name: str) -> dict[str, float]:
        """Arabic questions on Arabic paragraphs: terms alone, and with the model."""
        questions, gold, texts = self._load(name, "ar", "ar")
        terms = matching.bm25([matching.arabic_terms(q) for q in questions], [matching.arabic_terms(t) for t in texts])
        sentences = matching.sentence_scores(questions, texts, self.encode)
        words = matching.word_scores(questions, texts, self.encode, self.pieces, texts)
        fused = matching.fuse([(TERMS_WEIGHT, terms), (0.5, sentences), (1.0, words)])
        return _recalls("terms", terms, gold) | _recalls("words", words, gold) | _recalls("all", fused, gold)

    def bitext(self, language: str) -> dict[str, float]:
        """How often the right sentence of 1,976 comes first, by sentence vectors."""
        path = self._eval_dir / "bitext" / f"ntrex128.en-{language}.tsv.gz"
        with gzip.open(path, "rt", encoding="utf8", newline="") as lines:
            rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        cosines = self._encode_all([r[0] for r in rows]) @ self._encode_all([r[1] for r in rows]).T
        own = np.arange(len(rows))
        return {"R@1": float((cosines.argmax(1) == own).mean()), "back R@1": float((cosines.argmax(0) == own).mean())}

    def encode(self, texts: list[str]) -> np.ndarray:
        """Unit vectors; a text is encoded once."""
        new = [t for t in dict.fromkeys(texts) if t not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encode_all(new), strict=True))
        return np.stack([self._vectors[t] for t in texts])

    def pieces(self, text: str) -> list[str]:
        """The vocabulary's pieces of a text in a script without spaces."""
        return [t for t in (p.strip("▁") for p in self._model.tokenizer.encode(text).tokens) if t and t != "<unk>"]

    def _encode_all(self, texts: list[str]) -> np.ndarray:
        vectors = self._model.encode(texts, use_multiprocessing=False)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms > 0, norms, 1)

    def _load(self, name: str, asked: str, told: str) -> tuple[list[str], np.ndarray, list[str]]:
        contexts = _records(self._eval_dir / "qa" / f"{name}.{told}.contexts.jsonl.gz")
        place = {c["context_id"]: i for i, c in enumerate(contexts)}
        questions = _records(self._eval_dir / "qa" / f"{name}.{asked}.jsonl.gz")
        gold = np.array([place[q["context_id"]] for q in questions])
        return [q["question"] for q in questions], gold, [c["text"] for c in contexts]

    def _texts(self, name: str, language: str) -> list[str]:
        return [c["text"] for c in _records(self._eval_dir / "qa" / f"{name}.{language}.contexts.jsonl.gz")]


def _records(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def _recalls(leg: str, scores: np.ndarray, gold: np.ndarray) -> dict[str, float]:
    own = scores[np.arange(len(gold)), gold]
    ranks = 1 + (scores > own[:, None]).sum(1)
    return {f"{leg} R@{k}": float((ranks <= k).mean()) for k in (1, 5, 10)}


def render(figures: dict[str, dict[str, float]]) -> str:
    """The table as aligned text."""
    lines = []
    for name, found in figures.items():
        lines.append(f"{name:16}" + "  ".join(f"{k} {v:.3f}" for k, v in found.items()))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of each folder, and write it into the folder's card where asked."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--save", action="store_true", help="write it to README.md and figures.json in FOLDER")
    options = parser.parse_args(arguments)
    for folder in options.folder:
        figures = Judge(folder).figures()
        print(f"== {folder} ({size_mb(folder):.1f} MB)")
        print(render(figures), flush=True)
        if options.save:
            write_card(folder, figures)


if __name__ == "__main__":
    main()
