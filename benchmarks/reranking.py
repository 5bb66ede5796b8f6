"""What a reranker could gain at each depth, and what reading so many passages costs.

    python benchmarks/reranking.py

Gain: the share of questions whose paragraph is among the first N, in the archive of `archive.py`. A reranker can put
first what was found, and nothing else. Cost: cross-encoders of the usual sizes, built with random weights (the time
does not depend on what they were trained for), in seconds that one core of this machine works.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import torch
from archive import build_archive
from development_sets import load_questions, load_set
from transformers import XLMRobertaConfig, XLMRobertaForSequenceClassification

from rag.embedders.static import open_bundled
from rag.index import PassageIndex
from rag.types import Filters
from rag.wiring import build_engine

ASKED = (("arcd_train", "ar"), ("xquad_dev", "ar"), ("xquad_dev", "en"))
DEPTHS = (8, 10, 20, 30, 50, 100)
EVERY = 4  # questions that are asked: one standard error is then about .03
_WITHIN = 30  # up to here retrieval reads the same candidates
# Layers, width, heads; the vocabulary is looked up and costs no time.
SIZES = {
    "6 × 384, as mmarco-mMiniLMv2-L6": (6, 384, 12),
    "12 × 384, as mmarco-mMiniLMv2-L12-H384-v1": (12, 384, 12),
    "12 × 768, as bge-reranker-base": (12, 768, 12),
    "24 × 1024, as bge-reranker-v2-m3": (24, 1024, 16),
}
PAIR_TOKENS = 180  # a passage of at most 160 with its question
PAIRS = 10


def main() -> None:
    embedder = open_bundled()
    _cost()
    with tempfile.TemporaryDirectory() as folder:
        build_archive(Path(folder), embedder)
        with PassageIndex.open(Path(folder) / "index", embedder) as index:
            retriever = build_engine(index, embedder).retriever
            print("\n| among the first | " + " | ".join(map(str, DEPTHS)) + " |\n|---|" + "---|" * len(DEPTHS))
            for name, asked in ASKED:
                questions = load_questions(name, asked, "ar")[::EVERY]
                found = dict.fromkeys(DEPTHS, 0)
                for judged in questions:
                    for most in (_WITHIN, *(depth for depth in DEPTHS if depth > _WITHIN)):
                        hits = retriever.retrieve(judged.question, most, Filters())
                        ids = [hit.passage.doc_id for hit in hits]
                        for depth in DEPTHS:
                            if (depth <= _WITHIN and most == _WITHIN) or depth == most:
                                found[depth] += judged.doc_id in ids[:depth]
                cells = [f"{found[depth] / len(questions):.3f}" for depth in DEPTHS]
                print(f"| {name} {asked}→ar | " + " | ".join(cells) + " |", flush=True)


def _cost() -> None:
    assert load_set("xquad_dev", "ar")  # fails early where the data is not at hand
    torch.set_num_threads(1)
    print("| layers × width | core-ms a passage | core-s for 30 |\n|---|---|---|")
    for name, (layers, width, heads) in SIZES.items():
        shape = XLMRobertaConfig(
            vocab_size=1000, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads,
            intermediate_size=4 * width, num_labels=1, max_position_embeddings=514,
        )  # fmt: skip
        model = XLMRobertaForSequenceClassification(shape).eval()
        pairs = torch.randint(5, 1000, (PAIRS, PAIR_TOKENS))
        with torch.no_grad():
            model(pairs[:2])
            started = time.process_time()
            model(pairs)
            took = 1000 * (time.process_time() - started) / PAIRS
        print(f"| {name} | {took:.0f} | {30 * took / 1000:.1f} |", flush=True)


if __name__ == "__main__":
    main()
