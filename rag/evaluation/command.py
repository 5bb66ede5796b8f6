"""What ``sanad eval`` and ``sanad calibrate`` do, each with what it says; each imports what it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rag.config import Settings
from rag.errors import UsageError
from rag.options import print_json
from rag.types import Filters

if TYPE_CHECKING:
    from rag.evaluation.words import Words


def compare_reports(before: Path, after: Path, *, as_json: bool) -> None:
    """Say what changed between two reports. Raises UsageError."""
    from rag.evaluation.comparing import compare, comparison_json
    from rag.evaluation.lines import comparison_lines

    comparison = compare(before, after)
    if as_json:
        print_json(comparison_json(comparison))
        return
    for line in comparison_lines(comparison):
        typer.echo(line)


def draft(settings: Settings, path: Path, count: int, *, as_json: bool) -> None:
    """Write questions to judge, and say what to do with them. Raises PassageIndexError."""
    from rag.evaluation.drafting import draft_questions, write_drafts
    from rag.index import PassageIndex

    with PassageIndex.open(settings.index_dir) as opened:
        drafts = draft_questions(opened.documents(), opened.languages, count)
    write_drafts(path, drafts)
    if as_json:
        print_json({"path": str(path), "drafts": len(drafts)})
        return
    typer.echo(
        f"Wrote {len(drafts)} drafts to {path}." + (" The articles gave no more." if len(drafts) < count else "")
    )
    typer.echo('Read each, ask it in your own words, and take "draft" out of those that are right.')
    typer.echo("Add questions that the articles do not answer, with no answers: they show what is answered wrongly.")
    typer.echo(f"Then: sanad eval {path} --index {settings.index_dir}")


def evaluate_file(
    settings: Settings, path: Path, out: Path, *, language: str, filters: Filters, accept_drafts: bool, as_json: bool
) -> None:
    """Ask every question of a file, write the report in a language, and print it. Raises RagError."""
    from rag.evaluation.questions import load_judged

    words = _words(language)

    judged = load_judged(path, accept_drafts=accept_drafts)  # a mistake in a line is told before a model is loaded
    from rag.evaluation.lines import report_lines
    from rag.evaluation.record import report_json
    from rag.evaluation.running import evaluate, write_report
    from rag.reports import count_progress
    from rag.wiring import open_engine

    engine = open_engine(settings)
    with count_progress("Asking") as progress:
        report = evaluate(
            engine, judged, questions=path, index_dir=settings.index_dir, k=settings.k, filters=filters,
            progress=progress,
        )  # fmt: skip
    paths = write_report(report, out, words)
    if as_json:
        print_json(report_json(report))
    else:
        for line in report_lines(report, words):
            typer.echo(line)
        for written in paths:
            typer.echo(words.wrote.format(path=written))
    if not report.complete:
        typer.echo(f"Stopped after {report.asked} of {report.planned} questions; these are in the report.", err=True)
        raise typer.Exit(130)


def _words(language: str) -> Words:
    """Raises UsageError for a language that reports do not speak."""
    from rag.evaluation.arabic import ARABIC
    from rag.evaluation.words import ENGLISH

    for words in (ENGLISH, ARABIC):
        if words.language == language:
            return words
    raise UsageError(f"reports speak en and ar, not {language!r}", hint="--only chooses the language of documents")


def calibrate_file(settings: Settings, path: Path, *, accept_drafts: bool, as_json: bool) -> None:
    """Fit the bar on the questions of a file, write it to ``sanad.toml`` here, and say what it gives.

    Raises RagError.
    """
    from dataclasses import asdict

    from rag.answerers.weights import Weights
    from rag.config import SETTINGS_FILE, write_setting
    from rag.evaluation.bar import fit_bar
    from rag.evaluation.questions import load_judged

    judged = load_judged(path, accept_drafts=accept_drafts)
    from rag.evaluation.running import evaluate
    from rag.reports import count_progress
    from rag.wiring import open_engine

    in_force = Weights.load().bar if settings.bar is None else settings.bar
    engine = open_engine(settings)
    with count_progress("Asking") as progress:
        report = evaluate(engine, judged, questions=path, index_dir=settings.index_dir, k=settings.k, progress=progress)
    if not report.complete:
        typer.echo(f"Stopped after {report.asked} of {report.planned} questions; the bar stays as it is.", err=True)
        raise typer.Exit(130)
    fitted = fit_bar(report, in_force)
    write_setting(Path.cwd() / SETTINGS_FILE, "bar", fitted.best.bar)
    if as_json:
        print_json({**asdict(fitted), "path": SETTINGS_FILE})
        return
    typer.echo(f"{fitted.answerable} questions that the articles answer, {fitted.unanswerable} that they do not.")
    for name, rates in (("Until now", fitted.in_force), ("From now on", fitted.best)):
        typer.echo(
            f"{name}, bar {rates.bar:g}: {rates.false_answers:.0%} answered though the articles hold no answer,"
            f" {rates.false_silence:.0%} not answered though they do."
        )
    typer.echo(f"Wrote bar = {fitted.best.bar:g} to {SETTINGS_FILE}, which every command in this folder reads.")
