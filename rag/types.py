"""The domain's words as frozen types.

Everything that crosses a module boundary is one of these. They hold no behaviour beyond what follows
from their own fields, and import nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of this span in ``text``."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """This span in a text where it begins ``by`` code points later."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """An article as loaded.

    ``text`` is NFC and exactly what the viewer shows; every span of the system points into it.
    ``body`` is the part of it that is the article, in order and without overlap: what lies outside
    (navigation, share lines, teasers, a paragraph that was already said) is shown, never evidence.
    ``source`` is a URL, or the file's path behind the name of its corpus root.
    ``published`` is None when no date was found; ``language`` is an ISO 639-1 code, "und" if unknown.
    """

    doc_id: str
    title: str
    text: str
    source: str
    language: str = "und"
    published: date | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    body: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What chunking makes: ``document.text[span.start:span.end] == text``."""

    passage_id: str
    doc_id: str
    text: str
    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer; an empty field lets everything through.

    A ``sources`` entry admits every document whose source contains it. ``published_from`` is inclusive
    and ``published_before`` exclusive; a document without a date passes neither.
    """

    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    published_from: date | None = None
    published_before: date | None = None

    def __bool__(self) -> bool:
        return bool(self.sources or self.languages or self.published_from or self.published_before)


class Leg(StrEnum):
    """A way by which a passage was found."""

    DENSE = "dense"
    LEXICAL = "lexical"
    TRANSLATED = "translated"
    NAMES = "names"
    WORDS = "words"
    SENTENCE = "sentence"
    RERANKED = "reranked"


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one leg says of a hit: its rank there (from 1) and its own score (rises with relevance).

    ``given`` is what it adds to the hit's score; a leg that only finds adds 0. Where a reranker has read the hit,
    its score is the hit's, and the others tell what they gave to the order that it was handed.
    """

    leg: Leg
    rank: int
    score: float
    given: float = 0.0


@dataclass(frozen=True, slots=True)
class WordPair:
    """A word of a question and the word of a text that means it or names it, both as written there."""

    asked: str
    found: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A scored passage. ``score`` rises with relevance, ``rank`` starts at 1.

    ``pairs`` are the words of the question that stand in the passage as other words. ``also_in`` are the
    ids of the articles that are copies of the passage's own, oldest first, whatever the filters let through.
    """

    passage: Passage
    score: float
    rank: int
    parts: tuple[ScorePart, ...] = ()
    pairs: tuple[WordPair, ...] = ()
    also_in: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What code found when it held a claim against its quotes, best first."""

    VERBATIM = "verbatim"
    NORMALISED = "normalised"
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


class ReasonKind(StrEnum):
    """In what a claim and its quotes differ."""

    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    NAME = "name"
    WORDING = "wording"
    NOT_CITED = "not_cited"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is not better: words of the claim, and those of the quotes that stand in their place, as written.

    ``found`` is empty where the quotes have nothing of the kind; ``asked`` where the quotes say more than the claim.
    """

    kind: ReasonKind
    asked: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """From a claim to the words that carry it: ``quote`` is a span of the *document*'s text.

    ``number`` is the n of the marker [n] in the answer's text.
    """

    number: int
    doc_id: str
    passage_id: str
    quote: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer: ``span`` points into the answer's text, markers excluded."""

    span: Span
    citations: tuple[Citation, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with the text of its answer, oldest first in a history."""

    question: str
    answer: str


class Failure(StrEnum):
    """Why an answerer could not write."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    KEY = "key"
    MODEL = "model"
    QUOTA = "quota"
    CUT = "cut"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StandIn:
    """Another answerer wrote than the one that was set: ``wanted`` failed, for this reason; ``said`` is its error."""

    wanted: str
    failure: Failure
    said: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says, and all that vouches for it.

    ``text`` carries the markers [n]; each has a citation and each citation has its marker.
    ``filters`` are those that held; ``narrowed_by`` are the question's own words that set dates among them, and
    ``newest_by`` those for which newer articles were preferred.
    ``abstained`` means the corpus does not hold the answer: then there is no text and no claim, and
    ``hits`` are only the nearest passages. ``timings_ms`` names each step's duration in milliseconds.
    ``understood`` is the question that was searched and answered, where it leant on an earlier one; else "".
    ``stand_in`` says that another answerer wrote than the one that was set.
    """

    question: str
    text: str
    claims: tuple[Claim, ...]
    hits: tuple[Hit, ...]
    abstained: bool
    language: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    filters: Filters = Filters()
    narrowed_by: str = ""
    newest_by: str = ""
    understood: str = ""
    stand_in: StandIn | None = None

    def also_in(self, doc_id: str) -> tuple[str, ...]:
        """The copies of an article that the hits hold."""
        return next((hit.also_in for hit in self.hits if hit.passage.doc_id == doc_id), ())


@dataclass(frozen=True, slots=True)
class Neighbor:
    """One result of a store: the row's id and its score, which rises with relevance."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class CorpusOverview:
    """What the corpus is, for a person who arrives: counts, documents a language, some titles, the newest date."""

    documents: int
    passages: int
    languages: Mapping[str, int]
    titles: tuple[str, ...]
    newest: date | None
