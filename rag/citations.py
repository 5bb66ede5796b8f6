"""Draft + hits → claims with citations.

The answerer knows no other way to cite than a marker [n] behind a sentence, n being the place of a hit.
Here the draft is cut into claims, markers are read in any script and form, and the quote of each citation
is found in the stored document. Quotes are numbered by first use: a number opens one quote. A marker that
names nothing is removed, and its claim says that it is unsupported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.markers import MARKER, marked_numbers
from rag.text.normalise import fold, normalise
from rag.text.search import find_words
from rag.text.sentences import sentence_spans
from rag.types import Citation, Claim, Document, Hit, Reason, ReasonKind, Span, Verdict
from rag.verification import Judge, Judgement

_TERMINATORS = tuple(".!?؟۔。！？…")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The text of an answer, with a marker for each citation, and its claims."""

    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a draft and the numbers of the hits that it cites."""

    text: str
    cited: tuple[int, ...]
    new_line: bool


def resolve(draft: str, hits: Sequence[Hit], documents: Mapping[str, Document], judge: Judge) -> Resolved:
    """The answer that a draft makes. ``documents`` holds the document of every hit, by id."""
    numbers: dict[tuple[str, Span], int] = {}
    text = ""
    claims: list[Claim] = []
    for sentence in _sentences(draft):
        text += ("\n" if sentence.new_line else " ") if text else ""
        span = Span(len(text), len(text) + len(sentence.text))
        named = [hits[number - 1] for number in sentence.cited if 1 <= number <= len(hits)]
        citations = _citations(sentence.text, named, documents, judge, numbers)
        text += sentence.text + "".join(f" [{citation.number}]" for citation in citations)
        quotes = [citation.quote.of(documents[citation.doc_id].text) for citation in citations]
        judgement = judge.judge(sentence.text, quotes)
        if len(named) < len(sentence.cited):
            judgement = Judgement(Verdict.UNSUPPORTED, (Reason(ReasonKind.NOT_CITED, sentence.text),))
        claims.append(Claim(span, tuple(citations), judgement.verdict, judgement.reasons))
    return Resolved(text, tuple(claims))


def _citations(
    claim: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    judge: Judge,
    numbers: dict[tuple[str, Span], int],
) -> list[Citation]:
    """A citation for each hit that a claim cites; ``numbers`` are those given so far, and grows."""
    citations: list[Citation] = []
    for hit in hits:
        document = documents[hit.passage.doc_id]
        quote = find_quote(claim, document, hit.passage.span, judge)
        shown = numbers.setdefault((document.doc_id, quote), len(numbers) + 1)
        if all(citation.number != shown for citation in citations):  # two passages that overlap hold the same words
            citations.append(Citation(shown, document.doc_id, hit.passage.passage_id, quote))
    return citations


def find_quote(claim: str, document: Document, passage: Span, judge: Judge) -> Span:
    """The whole sentences in which the claim stands; where it does not, those of the passage that best support it.

    Looked for in the passage first, then in all of the document's body, exactly and then folded. Whole
    sentences, so that nobody reads "he resigned" where the source says that this is false.
    """
    for place in (passage, *document.body):
        start = find_words(document.text, claim, place.start, place.end)
        if start is not None:
            return _whole_sentences(document.text, place, Span(start, start + len(claim)))
    folded_claim = fold(claim).strip()
    for place in (passage, *document.body):
        found = _find_folded(folded_claim, place.of(document.text))
        if found is not None:
            return _whole_sentences(document.text, place, found.shifted(place.start))
    sentences = _sentences_of(document.text, passage) or [passage]
    first, last = judge.best_run(claim, [span.of(document.text) for span in sentences])
    return Span(sentences[first].start, sentences[last].end)


def _find_folded(folded_claim: str, text: str) -> Span | None:
    start = find_words(fold(text), folded_claim)
    return None if start is None else normalise(text).original(Span(start, start + len(folded_claim)))


def _whole_sentences(text: str, place: Span, found: Span) -> Span:
    touched = [span for span in _sentences_of(text, place) if span.overlaps(found)]
    return Span(touched[0].start, touched[-1].end) if touched else found


def _sentences_of(text: str, place: Span) -> list[Span]:
    return [span.shifted(place.start) for span in sentence_spans(place.of(text))]


def _sentences(draft: str) -> list[_Sentence]:
    """The sentences of a draft in order, each with the markers that follow its words."""
    clean = ""
    markers: list[tuple[int, int]] = []  # (where in the clean text, number)
    position = 0
    for marker in MARKER.finditer(draft):
        clean += draft[position : marker.start()]
        position = marker.end()
        if marker["escaped"]:
            clean += marker["escaped"]
            continue
        if clean[-1:].isalnum() and draft[position : position + 1].isalnum():
            clean += " "
        markers += [(len(clean), number) for number in marked_numbers(marker["marker"])]
    clean += draft[position:]
    sentences: list[_Sentence] = []
    previous_end = 0
    spans = _cut_behind_markers(clean, sentence_spans(clean), [place for place, _ in markers])
    for i, span in enumerate(spans):
        until = spans[i + 1].start if i + 1 < len(spans) else len(clean)
        # A marker before the first sentence belongs to it: there is nothing else that it could vouch for.
        cited = (number for place, number in markers if (span.start < place <= until or (i == 0 and place <= until)))
        new_line = "\n" in clean[previous_end : span.start]
        sentences.append(_Sentence(span.of(clean), tuple(dict.fromkeys(cited)), new_line))
        previous_end = span.end
    return sentences


def _cut_behind_markers(text: str, spans: Sequence[Span], places: Sequence[int]) -> list[Span]:
    """The spans, cut where a marker stands behind a full stop: «… in Lund. [1] iPhones …» are two sentences."""
    cut: list[Span] = []
    for span in spans:
        start = span.start
        for place in places:
            said = text[start:place].rstrip()
            if place < span.end and said.endswith(_TERMINATORS) and text[place : span.end].strip():
                cut.append(Span(start, start + len(said)))
                start = span.end - len(text[place : span.end].lstrip())
        cut.append(Span(start, span.end))
    return cut
