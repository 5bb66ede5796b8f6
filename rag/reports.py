"""What the command line says to a person: lines of text, and progress."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answerers.notices import stand_in_notice
from rag.building import BuildReport, Step, StepProgress
from rag.cards import CheckedClaim, Standing
from rag.contract import Json
from rag.engine import Engine
from rag.index import PassageIndex
from rag.protocols import Progress
from rag.types import Answer, Document, Filters, Hit, Reason, Verdict

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_MARKS = {
    Verdict.VERBATIM: "✓ verbatim",
    Verdict.NORMALISED: "✓ same words, other spelling",
    Verdict.SUPPORTED: "✓ supported",
    Verdict.CONTRADICTED: "✗ contradicted",
    Verdict.UNSUPPORTED: "? unsupported",
}
_STEP_NAMES = {Step.READING: "Reading files", Step.EMBEDDING: "Embedding passages", Step.WRITING: "Writing the index"}
_SKIPPED_SHOWN = 20
_SNIPPET = 240
_TITLE = 160
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@contextmanager
def step_progress() -> Iterator[StepProgress]:
    """A progress bar a step on stderr, where that is a terminal."""
    tasks: dict[Step, TaskID] = {}
    with _bars() as bars:

        def advance(step: Step, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(_STEP_NAMES[step], total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield advance


@contextmanager
def count_progress(what: str) -> Iterator[Progress]:
    """One progress bar on stderr, where that is a terminal."""
    with _bars() as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bars(*columns, console=console, disable=not console.is_terminal)


def build_lines(report: BuildReport, index_dir: Path) -> Iterator[str]:
    for error in report.skipped[:_SKIPPED_SHOWN]:
        yield f"Skipped {error.path}: {error.reason}"
    if len(report.skipped) > _SKIPPED_SHOWN:
        yield f"… and {len(report.skipped) - _SKIPPED_SHOWN} more (--json lists them all)"
    yield (
        f"Read {report.read} documents: {report.added} new, {report.updated} changed, {report.unchanged} unchanged;"
        f" {report.removed} removed, {len(report.skipped)} skipped."
    )
    if report.manifest is not None:
        held = f"{report.manifest.documents} documents in {report.manifest.passages} passages"
        yield f"The index in {index_dir} now holds {held}."
    elif report.read:
        yield f"The index in {index_dir} is up to date."


def build_json(report: BuildReport) -> Json:
    return {
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "embedded": report.embedded,
        "skipped": [{"path": error.path, "reason": error.reason} for error in report.skipped],
        "generation": report.manifest.generation if report.manifest else None,
    }


def hit_lines(hit: Hit, document: Document) -> Iterator[str]:
    legs = ", ".join(f"{part.leg.value} {part.rank}" for part in hit.parts)
    yield f"{hit.rank}. {_title(document)}  [{_origin(document)}]  ({legs})"
    yield f"   {_printable(textwrap.shorten(hit.passage.text, _SNIPPET, placeholder=' …'))}"
    if hit.pairs:
        yield f"   {_printable(', '.join(f'{pair.asked} ↔ {pair.found}' for pair in hit.pairs))}"
    yield f"   {document.doc_id}"
    if hit.also_in:
        yield f"   {_also(hit.also_in)}"


def answer_lines(engine: Engine, answer: Answer) -> Iterator[str]:
    yield from _note_lines(answer)
    if answer.abstained:
        yield from _nearest_lines(engine, answer)
        return
    if any(claim.verdict is Verdict.CONTRADICTED for claim in answer.claims):
        yield "✗ A sentence of this answer disagrees with its source."
    yield _printable(answer.text)
    yield ""
    for claim in answer.claims:
        if not claim.citations:
            yield f"[-] {_MARKS[claim.verdict]}: {_printable(textwrap.shorten(claim.span.of(answer.text), _SNIPPET))}"
        for citation in claim.citations:
            document = engine.document(citation.doc_id)
            vouched = f"[{citation.number}] {_MARKS[claim.verdict]}"
            yield f"{vouched}: {_title(document)}  [{_origin(document)}]  {citation.doc_id}"
            if copies := answer.also_in(citation.doc_id):
                yield f"    {_also(copies)}"
        for reason in claim.reasons if claim.citations else ():
            yield f"    {_printable(_reason(reason))}"
        if not claim.citations:
            yield _printable(f"[-] {_MARKS[claim.verdict]}: {textwrap.shorten(claim.span.of(answer.text), _TITLE)}")


_STANDINGS = {
    Standing.HOLDS: "the quote stands in the article",
    Standing.MOVED: "the quote stands in the article, at another place",
    Standing.NOT_THERE: "the quote is no longer in the article",
    Standing.NO_ARTICLE: "the article is no longer in the index",
}


def checked_lines(claims: Sequence[CheckedClaim]) -> Iterator[str]:
    """What has become of each sentence of an answer that was kept, and of its quotes."""
    for claim in claims:
        yield _printable(f"{'✓' if claim.holds else '✗'} {textwrap.shorten(claim.text, _SNIPPET, placeholder=' …')}")
        for quote in claim.quotes:
            yield _printable(f"    [{quote.number}] {_STANDINGS[quote.standing]}: {quote.doc_id}")
        if claim.verdict is not claim.told:
            yield f"    {_MARKS[claim.told]} when it was kept, now {_MARKS[claim.verdict]}"
        for reason in claim.reasons if claim.verdict is not claim.told and claim.quotes else ():
            yield f"    {_printable(_reason(reason))}"
    if not claims:
        yield "The answer says nothing: there is nothing to check."


def _note_lines(answer: Answer) -> Iterator[str]:
    """How the question was read, and who answered it."""
    if answer.narrowed_by:
        yield f"Only articles published {_period(answer.filters)}, for the question says “{answer.narrowed_by}”."
    if answer.newest_by:
        yield f"Newer articles were preferred, for the question says “{answer.newest_by}”."
    if answer.understood:
        yield f"The question was read as: “{_printable(answer.understood)}”."
    if answer.stand_in is not None:
        yield _printable(stand_in_notice(answer.stand_in, answer.language, abstained=answer.abstained))
        yield f"({_printable(answer.stand_in.said)}.)"


def _nearest_lines(engine: Engine, answer: Answer) -> Iterator[str]:
    yield "The articles do not hold an answer."
    nearest = dict.fromkeys(hit.passage.doc_id for hit in answer.hits[:3])
    if nearest:
        yield "Nearest:"
    for doc_id in nearest:
        document = engine.document(doc_id)
        yield f"  {_title(document)}  [{_origin(document)}]  {doc_id}"


def _reason(reason: Reason) -> str:
    """What the answer says and what stands in the source instead."""
    if not reason.asked:
        return f"{reason.kind.value}: the source has “{reason.found}”, the answer does not"
    if not reason.found:
        return f"{reason.kind.value}: “{reason.asked}” is not in the source"
    return f"{reason.kind.value}: the answer has “{reason.asked}”, the source “{reason.found}”"


def _also(doc_ids: Sequence[str]) -> str:
    return f"also in {len(doc_ids)} other{'' if len(doc_ids) == 1 else 's'}: {', '.join(doc_ids)}"


def _period(filters: Filters) -> str:
    start, end = filters.published_from, filters.published_before
    return " and ".join([f"from {start} on"] * bool(start) + [f"before {end}"] * bool(end))


def document_lines(document: Document) -> Iterator[str]:
    yield _printable(document.title)
    yield f"{_origin(document)}, {document.language}, {document.doc_id}"
    yield ""
    yield _printable(document.text)


def info_json(index: PassageIndex, index_dir: Path) -> Json:
    manifest = index.manifest
    newest = index.published[1] if index.published else None
    return {
        "index": str(index_dir),
        "generation": manifest.generation,
        "created": manifest.created,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "languages": dict(index.languages),
        "newest": newest.isoformat() if newest else None,
        "model": manifest.model,
        "fingerprint": manifest.fingerprint,
        "dim": manifest.dim,
        "vectors": manifest.vector_kind,
        "analysis": manifest.analysis,
        "bytes": sum(path.stat().st_size for path in index_dir.rglob("*") if path.is_file()),
    }


def info_lines(facts: Json) -> Iterator[str]:
    width = max(map(len, facts))
    for name, value in facts.items():
        shown = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
        yield f"{name:<{width}}  {'-' if shown is None else shown}"


def _title(document: Document) -> str:
    return _printable(textwrap.shorten(document.title, _TITLE, placeholder=" …"))


def _printable(text: str) -> str:
    """Text of an article without what could turn the terminal's line around."""
    return _DIRECTION_CONTROLS.sub("", text)


def _origin(document: Document) -> str:
    return f"{document.source}, {document.published.isoformat()}" if document.published else document.source
