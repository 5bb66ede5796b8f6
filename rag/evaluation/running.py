"""What `sanad eval` does: questions of a file through an engine, and the report in three files."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from rag import __version__
from rag.contract import filters_json
from rag.engine import Engine
from rag.errors import RagError, UsageError
from rag.evaluation.markdown import report_markdown
from rag.evaluation.observing import run_questions
from rag.evaluation.page import report_page
from rag.evaluation.questions import QuestionSet
from rag.evaluation.record import report_json
from rag.evaluation.report import About, Report, summarise
from rag.evaluation.words import ENGLISH, Words
from rag.protocols import Progress
from rag.types import Filters


def evaluate(
    engine: Engine,
    asked: QuestionSet,
    *,
    questions: Path,
    index_dir: Path,
    k: int,
    progress: Progress,
    filters: Filters = Filters(),
) -> Report:
    """Ask and sum up; ``questions`` and ``index_dir`` are told in the report.

    An interrupt ends it with what was done so far. Raises RagError if no question could be counted.
    """
    run = run_questions(engine, asked.questions, k=k, filters=filters, progress=progress)
    if not run.observations:
        if run.asked < run.planned:
            raise RagError(f"stopped before the first of {run.planned} questions was answered; nothing was written")
        raise UsageError(
            f"none of the {run.planned} questions can be counted: the first, {run.set_aside[0].question_id!r},"
            f" {run.set_aside[0].reason}",
            hint="name documents by their ids, or by the ends of their sources, as `sanad search` shows them",
        )
    manifest = engine.manifest
    about = About(
        questions=str(questions),
        index=str(index_dir),
        created=datetime.now().astimezone().isoformat(timespec="seconds"),
        generation=manifest.generation,
        documents=manifest.documents,
        passages=manifest.passages,
        model=manifest.model,
        fingerprint=manifest.fingerprint,
        reranker=engine.reranker,
        answerer=engine.answerer.name,
        k=k,
        filters=filters_json(filters) if filters else {},
        version=__version__,
    )
    return summarise(run, about, drafts=asked.drafts, drafts_counted=asked.drafts_counted)


def write_report(report: Report, folder: Path, words: Words = ENGLISH) -> list[Path]:
    """Write it as JSON, Markdown and HTML, under the name of the questions and the time. Raises UsageError."""
    stem = f"{Path(report.about.questions).stem}-{datetime.now():%Y%m%d-%H%M%S}"
    contents = {
        ".json": json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n",
        ".md": report_markdown(report, words),
        ".html": report_page(report, words),
    }
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, text in contents.items():
            path = folder / (stem + suffix)
            # What cannot be encoded, half a surrogate pair, came from a question; it must not cost the report.
            path.write_text(text, encoding="utf-8", errors="replace")
            paths.append(path)
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be written: {error.strerror}", hint="see --out") from error
    return paths
