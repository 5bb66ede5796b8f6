"""What retrieval finds, what the answerer picks, and how often it answers or is silent wrongly.

    python benchmarks/quality.py [--model NAME]

On the development halves (ARCD train, XQuAD every second paragraph). "Near miss": the paragraph that
answers is taken out of the hits. "Off topic": the questions of the other set.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from development_sets import JudgedQuestion, load_set

from rag.answerers.extractive import ExtractiveAnswerer
from rag.config import HASHING_MODEL, Settings
from rag.index import IndexWriter, PassageIndex
from rag.protocols import Embedder, Retriever
from rag.retrieval import DenseLeg, FusedRetriever, LexicalLeg
from rag.text.normalise import fold
from rag.types import Document, Filters, Hit
from rag.wiring import build_engine, open_embedder

SETS = (("arcd_train", "ar"), ("xquad_dev", "ar"), ("xquad_dev", "en"))
CROSS = (("en", "ar"), ("es", "ar"), ("ar", "en"), ("de", "ar"), ("zh", "ar"))
WEIGHTS = (0.15, 0.3, 0.5, 1.0)
DEPTH = 30  # passages looked at, so that ten documents are among them
K = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=HASHING_MODEL)
    embedder = open_embedder(Settings(model=parser.parse_args().model))
    print(f"Model: {embedder.name}\n")
    sets = {f"{name}.{language}": load_set(name, language) for name, language in SETS}
    with tempfile.TemporaryDirectory() as folder:
        indexes = {name: _build(Path(folder) / name, documents, embedder) for name, (documents, _) in sets.items()}
        _retrieval({name: (indexes[name], questions) for name, (_, questions) in sets.items()}, embedder)
        _across(Path(folder), embedder)
        _answers({name: (indexes[name], questions) for name, (_, questions) in sets.items()}, embedder)


def _build(index_dir: Path, documents: Sequence[Document], embedder: Embedder) -> PassageIndex:
    with IndexWriter.open(index_dir, embedder) as writer:
        for document in documents:
            writer.put(document, file=document.source)
        writer.embed()
        writer.publish()
    return PassageIndex.open(index_dir, embedder)


def _retrieval(sets: dict[str, tuple[PassageIndex, list[JudgedQuestion]]], embedder: Embedder) -> None:
    print("| recall@1 / @5 / @10 | " + " | ".join(sets) + " |\n|---" + "|---" * len(sets) + "|")
    rows: dict[str, list[str]] = {}
    for index, questions in sets.values():
        lexical, dense = LexicalLeg(index), DenseLeg(index, embedder)
        retrievers: dict[str, Retriever] = {
            "terms": FusedRetriever(index, [(lexical, 1.0)]),
            "dense": FusedRetriever(index, [(dense, 1.0)]),
            "as wired": build_engine(index, embedder).retriever,
            **{f"both, dense × {w}": FusedRetriever(index, [(lexical, 1.0), (dense, w)]) for w in WEIGHTS},
        }
        for name, retriever in retrievers.items():
            rows.setdefault(name, []).append(_recalls(retriever, questions))
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


def _across(folder: Path, embedder: Embedder) -> None:
    print("\n| question → article | recall@1 / @5 / @10, as wired |\n|---|---|")
    for asked, written in CROSS:
        documents, _ = load_set("xquad_dev", written)
        questions = [
            JudgedQuestion(q.question, q.answers, q.doc_id.replace(f"-{asked}-", f"-{written}-"))
            for q in load_set("xquad_dev", asked)[1]
        ]
        index = _build(folder / f"across-{asked}-{written}", documents, embedder)
        print(f"| {asked} → {written} | {_recalls(build_engine(index, embedder).retriever, questions)} |")


def _recalls(retriever: Retriever, questions: Sequence[JudgedQuestion]) -> str:
    ranks = []
    for judged in questions:
        found = list(dict.fromkeys(h.passage.doc_id for h in retriever.retrieve(judged.question, DEPTH, Filters())))
        ranks.append(found.index(judged.doc_id) + 1 if judged.doc_id in found else DEPTH + 1)
    return " / ".join(f"{sum(rank <= k for rank in ranks) / len(ranks):.3f}" for k in (1, 5, 10))


def _answers(sets: dict[str, tuple[PassageIndex, list[JudgedQuestion]]], embedder: Embedder) -> None:
    print(
        "\n| | right sentence first / within three, given the paragraph | from the whole index"
        " | silent though answerable | answered: near miss | answered: off topic |\n|---|---|---|---|---|---|"
    )
    for name, (index, questions) in sets.items():
        engine = build_engine(index, embedder)
        answerer = engine.answerer
        assert isinstance(answerer, ExtractiveAnswerer)
        hits = [engine.search(judged.question, k=DEPTH) for judged in questions]
        given = [_only(found, judged.doc_id) for found, judged in zip(hits, questions, strict=True)]
        missed = [
            [h for h in found if h.passage.doc_id != q.doc_id][:K] for found, q in zip(hits, questions, strict=True)
        ]
        top = [found[:K] for found in hits]
        # XQuAD's paragraphs are the same in every language: only another set is another subject.
        strangers = [
            q.question for other, (_, qs) in sets.items() if other.split(".")[0] != name.split(".")[0] for q in qs
        ]
        answered_off_topic = sum(not engine.ask(question).abstained for question in strangers) / len(strangers)
        cells = [
            _right(answerer, questions, given),
            _right(answerer, questions, top),
            f"{1 - _answered(answerer, questions, top):.3f}",
            f"{_answered(answerer, questions, missed):.3f}",
            f"{answered_off_topic:.3f}",
        ]
        print(f"| {name} | " + " | ".join(cells) + " |")


def _only(hits: Sequence[Hit], doc_id: str) -> list[Hit]:
    return [hit for hit in hits if hit.passage.doc_id == doc_id]


def _right(answerer: ExtractiveAnswerer, questions: Sequence[JudgedQuestion], hits: Sequence[Sequence[Hit]]) -> str:
    first = three = 0
    for judged, found in zip(questions, hits, strict=True):
        texts = [fold(candidate.text) for candidate in answerer.rank(judged.question, found)[:3]]
        right = [any(fold(answer).strip() in text for answer in judged.answers) for text in texts]
        first += any(right[:1])
        three += any(right)
    return f"{first / len(questions):.3f} / {three / len(questions):.3f}"


def _answered(
    answerer: ExtractiveAnswerer, questions: Sequence[JudgedQuestion], hits: Sequence[Sequence[Hit]]
) -> float:
    pairs = zip(questions, hits, strict=True)
    return sum(bool(answerer.choose(judged.question, found)) for judged, found in pairs) / len(questions)


if __name__ == "__main__":
    main()
