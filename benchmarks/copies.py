"""How many copies an archive of news holds, what they cost to find, and which alterations are seen through.

    python benchmarks/copies.py

On the 29,486 articles of SaudiNewsNet. The alterations are made of 1,500 of them, drawn by a fixed seed.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable

from development_sets import SHARED

from rag.duplicates import group_copies, sign
from rag.types import Document, Span

_DRAWN = 1500


def main() -> None:
    with gzip.open(SHARED / "eval" / "mono" / "saudinewsnet.ar.jsonl.gz", "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    started = time.perf_counter()
    signatures = [signature for text in texts if (signature := sign(_document(text))) is not None]
    signed = time.perf_counter()
    groups = group_copies(signatures)
    grouped = time.perf_counter()
    print(f"{len(texts):,} articles: {1000 * (signed - started) / len(texts):.2f} ms a signature,", end=" ")
    print(f"{grouped - signed:.2f} s to group all")
    print(f"{len(groups):,} groups of {sum(map(len, groups)):,} articles; of each size: {_sizes(groups)}\n")
    _alterations(random.Random(5).sample(texts, _DRAWN), texts)


def _alterations(drawn: list[str], texts: list[str]) -> None:
    rng = random.Random(5)
    strangers = [paragraph for text in texts[:3000] for paragraph in _paragraphs(text)]

    def without_one(text: str) -> str:
        paragraphs = _paragraphs(text)
        del paragraphs[rng.randrange(len(paragraphs))]
        return "\n".join(paragraphs)

    def with_strangers(text: str) -> str:
        first, *others = _paragraphs(text)
        return "\n".join([first, *rng.sample(strangers, len(others))])

    def reworded(text: str) -> str:
        return " ".join(word[::-1] if i % 20 == 7 else word for i, word in enumerate(text.split()))

    ways: list[tuple[str, int, Callable[[str], str]]] = [
        ("an agency's line before it", 1, lambda text: f"الرياض - وكالات - خاص بالصحيفة: {text}"),
        ("vowel signs", 1, lambda text: re.sub("([بتسل])", "\\1َ", text)),
        ("one word in twenty changed", 1, reworded),
        ("one of four paragraphs and more dropped", 4, without_one),
        ("one of two or three paragraphs dropped", 2, without_one),
        ("cut to 60 %", 1, lambda text: " ".join(text.split()[: len(text.split()) * 6 // 10])),
        ("all but the first of three and more paragraphs exchanged", 3, with_strangers),
    ]
    print("| alteration | articles | taken for a copy |\n|---|---|---|")
    for name, fewest, alter in ways:
        most = 3 if "or three" in name else 10_000
        suitable = [text for text in drawn if fewest <= len(_paragraphs(text)) <= most]
        copies = sum(_are_copies(text, alter(text)) for text in suitable)
        print(f"| {name} | {len(suitable):,} | {copies / len(suitable):.3f} |", flush=True)


def _are_copies(one: str, other: str) -> bool:
    signatures = [sign(_document(text)) for text in (one, other)]
    return bool(group_copies([signature for signature in signatures if signature is not None]))


def _document(text: str) -> Document:
    return Document("d", "", text, "", body=(Span(0, len(text)),))


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _sizes(groups: list[tuple[int, ...]]) -> str:
    return ", ".join(f"{size}: {count:,}" for size, count in sorted(Counter(map(len, groups)).items()))


if __name__ == "__main__":
    main()
