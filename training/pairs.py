"""Pairs of texts that mean the same, from the shared sets and from our own lexicon."""

from __future__ import annotations

import itertools
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_DICTIONARIES = ("lex_omw", "lex_wiktionary")
_SHORT = ("names", "lex", "own_lexicon", "news_lexicon")
# Sets that hold the same English text in several languages: through it those languages meet each other.
_PARALLEL = frozenset(
    ("tatoeba_test", "mintaka_dev", "lex_omw", "lex_osm_idtags", "names_cldr", "mscoop", "quran", "sdg_translations",
     "udhr", "opensource_guide", "msdocs_projectops", "african_storybook")
)  # fmt: skip
_MOST_VARIANTS = 3


class Pair(NamedTuple):
    """One text in two languages; ``languages`` as "en-ar", the source's first."""

    set: str
    languages: str
    source: str
    target: str

    @property
    def is_short(self) -> bool:
        """Whether it is a word or a name and not a sentence."""
        return is_short(self.set)


def is_short(set_name: str) -> bool:
    """Whether the set holds words or names and not sentences."""
    return set_name.startswith(_SHORT)


def read_pairs(train_dir: Path, lexicon_dir: Path, pivot_languages: Sequence[str]) -> list[Pair]:
    """All pairs, in an order that depends on the files alone."""
    pairs: list[Pair] = []
    for path in sorted(train_dir.glob("*.tsv.xz")):
        name = path.name.split(".")[0]
        if name == "news_lexicon_5lang":  # the same entries as news_lexicon, before they were paired
            continue
        with lzma.open(path, "rt", encoding="utf8") as lines:
            pairs += _read_set(name, lines)
    pairs += pivot(pairs, pivot_languages)
    for path in sorted(lexicon_dir.glob("*.tsv")):
        kind = "own_sentences" if path.stem.startswith("sentences") else "own_lexicon"
        lines = path.read_text("utf8").splitlines()
        pairs += read_table(lines, kind, in_order=path.stem.startswith("fields"))
    return pairs


def _read_set(name: str, lines: Iterable[str]) -> Iterator[Pair]:
    for line in lines:
        languages, source, target = line.rstrip("\n").split("\t")
        if not name.startswith(_DICTIONARIES):
            yield Pair(name, languages, source, target)
            continue
        for one, other in itertools.islice(
            itertools.product(_variants(source, ", "), _variants(target, ", ")), _MOST_VARIANTS
        ):
            yield Pair(name, languages, one, other)


def _variants(text: str, separator: str) -> list[str]:
    return [v for v in _IN_BRACKETS.sub("", text).split(separator) if v.strip()] or [text]


def read_table(lines: Sequence[str], name: str, *, in_order: bool = False) -> list[Pair]:
    """Pairs of every two languages of a table: a head line of languages, then one entry a line.

    What " | " separates in a cell is one meaning in several words, each paired with each; or, ``in_order``,
    several meanings of one field: the first with the first and so on where two cells hold as many, else
    the two cells as wholes. An empty cell is a language that the entry leaves out.
    """
    head = lines[0].split("\t")
    pairs: list[Pair] = []
    for line in lines[1:]:
        if not line.strip() or line.startswith("#"):
            continue
        cells = [[v.strip() for v in cell.split("|") if v.strip()] for cell in line.split("\t")]
        filled = [(language, cell) for language, cell in zip(head, cells, strict=False) if cell]
        for (one, ones), (other, others) in itertools.combinations(filled, 2):
            if {one, other} & {"en", "ar"}:
                matched = _in_order(ones, others) if in_order else itertools.product(ones, others)
                pairs += [Pair(name, f"{one}-{other}", a, b) for a, b in matched]
    return pairs


def _in_order(ones: list[str], others: list[str]) -> Iterable[tuple[str, str]]:
    return zip(ones, others, strict=True) if len(ones) == len(others) else [(" ".join(ones), " ".join(others))]


def pivot(pairs: Iterable[Pair], languages: Sequence[str]) -> list[Pair]:
    """Arabic paired with each of ``languages`` where both stand beside the same English text of one set."""
    beside: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for pair in pairs:
        first, second = pair.languages.split("-")
        if pair.set in _PARALLEL and first == "en" and (second == "ar" or second in languages):
            beside[pair.set, pair.source].setdefault(second, pair.target)
    return [
        Pair(name, f"ar-{language}", texts["ar"], texts[language])
        for (name, _), texts in beside.items()
        if "ar" in texts
        for language in languages
        if language in texts
    ]
