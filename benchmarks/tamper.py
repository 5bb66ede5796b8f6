"""How often an altered sentence is found out, and how often a true one is doubted.

Every claim goes the way of a draft: it cites the passage it was made from, the quote is found there, and the verdict is
given. An alteration is found out when the verdict is contradicted or unsupported; the same of a claim that was not
altered is a false alarm. Run with ``tune`` for the half that bars were chosen on; the other half is published.
"""

from __future__ import annotations

import gzip
import json
import lzma
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import rewording
import tampering
from development_sets import SHARED, load_set

from rag.bundled import BUNDLED_FOLDER
from rag.citations import resolve
from rag.embedders.static import open_bundled
from rag.markers import escape_markers
from rag.protocols import Vectors
from rag.text.sentences import sentence_spans
from rag.types import Claim, Document, Hit, Passage, Span, Verdict
from rag.verification import Judge

MOST = 400  # claims of one kind in one group
AROUND = 2  # sentences before and after that are in the passage
SHORTEST, LONGEST = 6, 60  # words of a sentence that is claimed
FLAGGED = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)
Verdicts = dict[tuple[str, str], list[Verdict]]


@dataclass(frozen=True, slots=True)
class TrueClaim:
    """A sentence, the passage that says it, another passage of the same article, and names known to stand in it."""

    claim: str
    language: str
    passage: str
    elsewhere: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    kind: str
    claim: str
    passage: str


def main() -> None:
    half = 0 if sys.argv[1:2] == ["tune"] else 1
    judge = Judge(open_bundled())
    verdicts: Verdicts = defaultdict(list)
    for group, pairs in groups(half).items():
        for case in (*cases(pairs), *rewordings(group, half)):
            if len(verdicts[case.kind, group]) < MOST:
                claim = verdict_of(case, judge)
                if claim is not None:
                    verdicts[case.kind, group].append(claim.verdict)
    _print(verdicts)
    _print_speed(groups(half)["ar"])


def _print(verdicts: Verdicts) -> None:
    columns = list(dict.fromkeys(group for _, group in verdicts))
    kinds = sorted({kind for kind, _ in verdicts}, key=lambda kind: (kind.startswith("untouched"), kind))
    print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for kind in kinds:
        cells = []
        for group in columns:
            given = verdicts.get((kind, group), [])
            flagged = sum(verdict in FLAGGED for verdict in given)
            cells.append(f"{flagged / len(given):.3f} ({len(given)})" if given else "")
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)


def _print_speed(pairs: Sequence[TrueClaim]) -> None:
    """Five claims on eight passages: copied from one each, or reworded and citing two each; nothing is kept between.

    The processor's time, since the machine is shared.
    """
    chance = random.Random(2)
    print("\n| five claims, eight passages | p50 ms | p95 ms |\n|---|---|---|")
    for name in ("verbatim", "reworded"):
        times = []
        for _ in range(100):
            eight = chance.sample(pairs, 8)
            documents = {str(i): _document(str(i), pair.passage) for i, pair in enumerate(eight)}
            hits = [_hit(document, i) for i, document in enumerate(documents.values(), start=1)]
            claims = [
                pair.claim if name == "verbatim" else rewording.reworded(pair.claim, "ar", chance) or pair.claim
                for pair in eight[:5]
            ]
            cited = [f"[{i}]" if name == "verbatim" else f"[{i}][{(i + 3) % 8 + 1}]" for i in range(1, 6)]
            draft = " ".join(f"{escape_markers(claim)} {markers}" for claim, markers in zip(claims, cited, strict=True))
            judge = Judge(open_bundled())
            started = time.process_time()
            resolve(draft, hits, documents, judge)
            times.append(1000 * (time.process_time() - started))
        times.sort()
        print(f"| {name} | {times[50]:.1f} | {times[95]:.1f} |", flush=True)


def _document(doc_id: str, text: str) -> Document:
    return Document(doc_id, "", text, "", body=(Span(0, len(text)),))


def _hit(document: Document, rank: int) -> Hit:
    return Hit(Passage(document.doc_id, document.doc_id, document.text, document.body[0], "und"), 1.0, rank)


def verdict_of(case: Case, judge: Judge) -> Claim | None:
    """What becomes of the claim as a draft that cites its passage; None where it is more sentences than one."""
    document = _document("d", case.passage)
    claims = resolve(f"{escape_markers(case.claim)} [1]", [_hit(document, 1)], {"d": document}, judge).claims
    return claims[0] if len(claims) == 1 else None


def rewordings(group: str, half: int) -> Iterator[Case]:
    """Two sentences of Tatoeba with one translation in common: what people wrote for the same."""
    together: dict[str, set[str]] = defaultdict(set)
    with lzma.open(SHARED / "train" / "tatoeba_test.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            pair, english, other = line.rstrip("\n").split("\t")
            if pair == f"en-{group}":
                together[english].add(other)
            elif group == "en" and pair in ("en-ar", "en-fr", "en-es", "en-de", "en-he"):
                together[other].add(english)
    for i, same in enumerate(sorted(sorted(texts) for texts in together.values())):
        if i % 2 == half and len(same) > 1 and min(len(text.split()) for text in same[:2]) >= SHORTEST:
            yield Case("untouched: reworded by people", same[0], same[1])


def cases(pairs: Sequence[TrueClaim]) -> Iterator[Case]:
    """Every pair as it is and altered each way that applies."""
    chance = random.Random(20261125)
    language = pairs[0].language
    others = [found[0] for pair in pairs for found in tampering.names_in(pair.claim, language, pair.names)]
    for i, pair in enumerate(pairs):
        foreign = pairs[(i + 37) % len(pairs)].claim
        crosses = pair.claim not in pair.passage
        yield Case("untouched: translation" if crosses else "untouched: verbatim", pair.claim, pair.passage)
        if not crosses:
            yield Case("untouched: respelled", rewording.respelled(pair.claim, language, chance), pair.passage)
        altered = {kind: change(pair.claim, language, chance) for kind, change in tampering.ALTERATIONS.items()}
        altered["untouched: reworded by rule"] = rewording.reworded(pair.claim, language, chance)
        altered["name"] = tampering.name(pair.claim, language, chance, known=pair.names, others=others)
        altered["invented"] = tampering.invented(pair.claim, language, chance, foreign=foreign)
        altered["near neighbour"] = near_neighbour(pair.claim, chance) if i < MOST else None
        for kind, claim in altered.items():
            if claim is not None and claim != pair.claim:
                yield Case(kind, claim, pair.passage)
        yield Case("moved", pair.claim, pair.elsewhere)


@cache
def whole_words() -> tuple[list[str], Vectors]:
    """The words that the model knows as they stand, and their unit vectors, shape (n, dim)."""
    vocabulary = json.loads((BUNDLED_FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    rows = [(token[1:], row) for row, (token, _) in enumerate(vocabulary) if token[:1] == "▁" and token[1:].isalpha()]
    words, places = zip(*sorted((word, row) for word, row in rows if len(word) > 1), strict=True)
    vectors = open_bundled().token_vectors(np.array(places))
    return list(words), vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def near_neighbour(text: str, chance: random.Random) -> str | None:
    """One long word in lower case or Arabic replaced by another that the embedder holds to be near."""
    words, vectors = whole_words()
    rows = _rows()
    places = [f for f in re.finditer(r"(?<!\w)[a-zà-ü\u0620-\u064a]{5,}(?!\w)", text) if f[0] in rows]
    if not places:
        return None
    found = chance.choice(places)
    cosines = vectors @ vectors[rows[found[0]]]
    same_script = [
        row for row in cosines.argsort()[::-1][1:40]
        if 0.3 < cosines[row] < 0.75
        and words[row][:3] != found[0][:3]
        and (words[row] < "\u0600") == (found[0] < "\u0600")
    ]  # fmt: skip
    return None if not same_script else text[: found.start()] + words[same_script[0]] + text[found.end() :]


def _rows(kept: dict[str, int] = {}) -> dict[str, int]:  # noqa: B006 - made once
    if not kept:
        kept |= {word: row for row, word in enumerate(whole_words()[0])}
    return kept


def groups(half: int) -> dict[str, list[TrueClaim]]:
    """The sentences of one half of each set, by language and across languages."""
    known = _known_names()
    found = {
        "ar": [
            *_parallel("ar", known, same=True),
            *_paragraphs("xquad_dev", "ar", known),
            *_paragraphs("arcd_train", "ar", known),
        ],
        "en": [*_parallel("fr", known, same=True, side=0), *_paragraphs("xquad_dev", "en", known)],
        "fr": [*_parallel("fr", known, same=True), *_paragraphs("spf_questions", "fr", known)],
        "en→ar": [*_parallel("ar", known, same=False)],
    }
    chosen = {}
    for group, pairs in found.items():
        chosen[group] = [pair for i, pair in enumerate(pairs) if i // 20 % 2 == half]
        random.Random(1).shuffle(chosen[group])
    return chosen


def _known_names() -> dict[str, set[str]]:
    """English names as Arabic writes them (Wikidata)."""
    known: dict[str, set[str]] = defaultdict(set)
    with lzma.open(SHARED / "train" / "names_wikidata_tokens.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            pair, english, arabic = line.rstrip("\n").split("\t")
            if pair == "en-ar":
                known[arabic].add(english)
    return known


def _names(arabic: str, english: str, known: Mapping[str, set[str]]) -> dict[str, str]:
    return {
        word: name
        for word in re.findall(r"\w{4,}", arabic)
        for name in known.get(word, ())
        if re.search(rf"\b{re.escape(name)}\b", english)
    }


def _parallel(language: str, known: Mapping[str, set[str]], *, same: bool, side: int = 1) -> Iterator[TrueClaim]:
    """News sentences with their neighbours; ``same``: claimed in the language of the passage."""
    with gzip.open(SHARED / "eval" / "bitext" / f"ntrex128.en-{language}.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    texts = [row[side] for row in rows]
    for i, row in enumerate(rows):
        claim = row[side] if same else row[0]
        if not SHORTEST <= len(claim.split()) <= LONGEST or len(sentence_spans(claim)) != 1:
            continue
        start = max(0, i - AROUND)
        passage = "\n".join(texts[start : i + AROUND + 1])
        elsewhere = "\n".join(texts[(i + 8) % len(rows) :][:5])
        spoken = ("en" if side == 0 else language) if same else "en"
        yield TrueClaim(claim, spoken, passage, elsewhere, _names(row[1], row[0], known) if spoken == "ar" else {})


def _paragraphs(name: str, language: str, known: Mapping[str, set[str]]) -> Iterator[TrueClaim]:
    documents = load_set(name, language)[0]
    english = [d.text for d in load_set(name, "en")[0]] if name == "xquad_dev" else [""] * len(documents)
    for i, document in enumerate(documents):
        spans = sentence_spans(document.text)
        elsewhere = documents[i + 1 - 2 * (i % 2)] if i + 1 < len(documents) else documents[i - 1]
        for j, span in list(enumerate(spans))[:20]:
            claim = span.of(document.text)
            if not SHORTEST <= len(claim.split()) <= LONGEST:
                continue
            near = spans[max(0, j - AROUND) : j + AROUND + 1]
            passage = document.text[near[0].start : near[-1].end]
            yield TrueClaim(claim, language, passage, elsewhere.text[:600], _names(claim, english[i], known))


if __name__ == "__main__":
    main()
