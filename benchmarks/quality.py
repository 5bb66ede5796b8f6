"""What retrieval finds, what the answerer picks, and how often it answers or is silent wrongly.

    python benchmarks/quality.py [--model NAME]

On the development halves (ARCD train, XQuAD every second paragraph). Cross-language answers are those
of the paragraph in its own language. "Near miss": the paragraph that answers is taken out of the hits.
"Off topic": the questions of the other set. The answerer's weights were learned from these questions: what they are
worth on others of the kind, cross-validated, `python -m training.ranker` says.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from development_sets import JudgedQuestion, load_questions, load_set
from measuring import DEPTH, as_wired, build, by_leg, recalls

from rag.answerers.extractive import ExtractiveAnswerer
from rag.config import BUNDLED_MODEL, Settings
from rag.index import PassageIndex
from rag.protocols import Embedder
from rag.retrieval import DenseLeg, LexicalLeg
from rag.text.normalise import fold
from rag.types import Hit
from rag.wiring import build_engine, open_embedder

Indexes = Mapping[tuple[str, str], PassageIndex]
SETS = (("arcd_train", "ar", "ar"), ("xquad_dev", "ar", "ar"), ("xquad_dev", "en", "en"))
SETS += (("xquad_dev", "en", "ar"), ("xquad_dev", "es", "ar"), ("xquad_dev", "ar", "en"))  # asked in, written in
# Questions of another subject: asked in, of that set, of these paragraphs.
OFF_TOPIC = (
    ("xquad_dev", "ar", ("arcd_train", "ar")), ("xquad_dev", "en", ("arcd_train", "ar")),
    ("xquad_dev", "es", ("arcd_train", "ar")), ("arcd_train", "ar", ("xquad_dev", "ar")),
    ("arcd_train", "ar", ("xquad_dev", "en")),
)  # fmt: skip
K = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=BUNDLED_MODEL)
    embedder = open_embedder(Settings(model=parser.parse_args().model))
    print(f"Model: {embedder.name}\n")
    with tempfile.TemporaryDirectory() as folder:
        indexes = {
            (name, written): build(Path(folder) / f"{name}-{written}", load_set(name, written)[0], embedder)
            for name, _, written in SETS
        }
        _retrieval(indexes, embedder)
        _answers(indexes, embedder)
        _off_topic(indexes, embedder)


def _retrieval(indexes: Indexes, embedder: Embedder) -> None:
    print("| recall@1 / @5 / @10 | terms | sentence vectors | as wired |\n|---|---|---|---|")
    for name, asked, written in SETS:
        index = indexes[name, written]
        ways = [
            by_leg(index, LexicalLeg(index)),
            by_leg(index, DenseLeg(index, embedder)),
            as_wired(index, embedder),
        ]
        found = [recalls(find, load_questions(name, asked, written)).values() for find in ways]
        cells = [" / ".join(f"{recall:.3f}" for recall in cell) for cell in found]
        print(f"| {name} {asked}→{written} | " + " | ".join(cells) + " |", flush=True)


def _answers(indexes: Indexes, embedder: Embedder) -> None:
    print(
        "\n| | right sentence first / within three, given the paragraph | from the whole index"
        " | silent though answerable | … though the right sentence was first | answered: near miss |"
        "\n|---|---|---|---|---|---|"
    )
    for name, asked, written in SETS:
        questions = load_questions(name, asked, written)
        engine = build_engine(indexes[name, written], embedder)
        answerer = engine.answerer
        assert isinstance(answerer, ExtractiveAnswerer)
        hits = [engine.search(judged.question, k=DEPTH) for judged in questions]
        given = [_only(found, judged.doc_id) for found, judged in zip(hits, questions, strict=True)]
        missed = [[h for h in found if not _is_of(h, q.doc_id)][:K] for found, q in zip(hits, questions, strict=True)]
        top = [found[:K] for found in hits]
        right = _right(answerer, questions, top)
        answered = _answered(answerer, questions, top)
        silent_though_right = sum(1 for was, said in zip(right, answered, strict=True) if was == 1 and not said)
        cells = [
            _share_right(_right(answerer, questions, given)),
            _share_right(right),
            f"{1 - sum(answered) / len(questions):.3f}",
            f"{silent_though_right / right.count(1):.3f}",
            f"{sum(_answered(answerer, questions, missed)) / len(questions):.3f}",
        ]
        print(f"| {name} {asked}→{written} | " + " | ".join(cells) + " |", flush=True)


def _off_topic(indexes: Indexes, embedder: Embedder) -> None:
    print("\n| off topic | answered |\n|---|---|")
    for name, asked, (of, written) in OFF_TOPIC:
        engine = build_engine(indexes[of, written], embedder)
        questions = load_set(name, asked)[1]
        answered = sum(not engine.ask(judged.question).abstained for judged in questions) / len(questions)
        print(f"| {name} {asked} → {of} {written} | {answered:.3f} |", flush=True)


def _only(hits: Sequence[Hit], doc_id: str) -> list[Hit]:
    return [hit for hit in hits if _is_of(hit, doc_id)]


def _is_of(hit: Hit, doc_id: str) -> bool:
    return doc_id in (hit.passage.doc_id, *hit.also_in)


def _right(
    answerer: ExtractiveAnswerer, questions: Sequence[JudgedQuestion], hits: Sequence[Sequence[Hit]]
) -> list[int | None]:
    """The place, from 1 to 3, of the first sentence that holds an answer; None where there is none."""
    places: list[int | None] = []
    for judged, found in zip(questions, hits, strict=True):
        texts = [fold(candidate.text) for candidate in answerer.rank(judged.question, found)[:3]]
        right = (any(fold(answer).strip() in text for answer in judged.answers) for text in texts)
        places.append(next((place for place, holds in enumerate(right, start=1) if holds), None))
    return places


def _share_right(places: Sequence[int | None]) -> str:
    return f"{places.count(1) / len(places):.3f} / {1 - places.count(None) / len(places):.3f}"


def _answered(
    answerer: ExtractiveAnswerer, questions: Sequence[JudgedQuestion], hits: Sequence[Sequence[Hit]]
) -> list[bool]:
    pairs = zip(questions, hits, strict=True)
    return [bool(answerer.choose(judged.question, found)) for judged, found in pairs]


if __name__ == "__main__":
    main()
