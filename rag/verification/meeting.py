"""How the words of a claim are met by the words of its quotes: by their letters, as names, by their vectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from rag.protocols import Embedder
from rag.verification.words import ReadText, Word, same_name, same_word

_NAMES_MEET = 0.9  # two spellings of a name in two scripts are all but sure, and short ones meet by chance

_EXACT = 0.99
_SHARED = 0.25  # of the words that two texts of one language have in common, letter by letter, at least


@dataclass(frozen=True, slots=True)
class Meeting:
    """``met`` has a row a word of the claim and a column a word of the quotes, in [0, 1]; 1 is the same word.

    ``cosine`` is that of the claim as a whole and of the quote nearest to it. ``columns`` says of each column which
    quote it is in and which of its words it is, ``firsts`` which column is each quote's first.
    """

    claim: ReadText
    quotes: tuple[ReadText, ...]
    met: NDArray[np.float64]
    cosine: float
    columns: tuple[tuple[int, int], ...]
    firsts: tuple[int, ...]

    def column(self, number: int, row: int) -> int:
        """The column of a word of a quote."""
        return self.firsts[number] + row

    @property
    def is_foreign(self) -> bool:
        """Whether claim and quotes are in two languages: not even their small words are the same."""
        best = [(word.is_content, self.best(row) >= _EXACT) for row, word in enumerate(self.claim.words)]
        small = [same for is_content, same in best if not is_content]
        content = [same for is_content, same in best if is_content]
        return sum(small) < _SHARED * max(1, len(small)) and sum(content) < _SHARED * len(content)

    def met_by_quote(self) -> NDArray[np.float64]:
        """How far each content word and figure of the claim is met by each quote: a row a word, a column a quote."""
        rows = [row for row, word in enumerate(self.claim.words) if word.is_content or word.text.isdecimal()]
        parts = [
            self.met[rows, first : first + len(quote.words)]
            for first, quote in zip(self.firsts, self.quotes, strict=False)
        ]
        return np.stack([part.max(axis=1, initial=0.0) for part in parts], axis=1)

    def best(self, row: int) -> float:
        """How far a word of the claim is met by any word of any quote."""
        return float(self.met[row].max()) if self.columns else 0.0


def meet(claim: ReadText, quotes: Sequence[ReadText], embedder: Embedder) -> Meeting:
    """Hold every word of a claim against every word of its quotes; ``embedder`` is one whose words compare."""
    columns = tuple((number, row) for number, quote in enumerate(quotes) for row in range(len(quote.words)))
    firsts = tuple(accumulate((len(quote.words) for quote in quotes), initial=0))
    held = [quotes[number].words[row] for number, row in columns]
    if not claim.words or not held:
        return Meeting(claim, tuple(quotes), np.zeros((len(claim.words), len(held))), 0.0, columns, firsts)
    distinct = list(dict.fromkeys(word.text for word in (*claim.words, *held)))
    place = {text: i for i, text in enumerate(distinct)}
    whole = [claim.original, *(quote.original for quote in quotes)]
    vectors = embedder.embed_passages([*whole, *distinct])
    cosine = float((vectors[1 : len(whole)] @ vectors[0]).max())
    vectors = vectors[len(whole) :]
    asked = vectors[[place[word.text] for word in claim.words]]
    found = vectors[[place[word.text] for word in held]]
    met = np.clip(asked @ found.T, 0.0, 1.0).astype(np.float64)
    _meet_as_written(claim.words, held, met)
    return Meeting(claim, tuple(quotes), met, cosine, columns, firsts)


def _meet_as_written(asked: Sequence[Word], held: Sequence[Word], met: NDArray[np.float64]) -> None:
    """Raise ``met`` where two words are forms of one, or spellings of one name in two scripts."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for column, word in enumerate(held):
        for key in word.keys:
            by_key[key].append(column)
    for row, word in enumerate(asked):
        for column in {column for key in word.keys for column in by_key.get(key, ())}:
            other = held[column]
            if same_word(word.text, other.text):
                met[row, column] = 1.0
            elif met[row, column] < _NAMES_MEET and word.is_content and same_name(word, other):
                met[row, column] = _NAMES_MEET
