"""``sanad``: the command line.

Exit code 0 for success (also when an answer abstains), 1 for a failure, 2 for a usage error.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from rag import __version__
from rag.config import Settings
from rag.errors import RagError, UsageError
from rag.options import (
    After,
    AnyTime,
    AsJson,
    Before,
    ChatModel,
    Explain,
    HowMany,
    IndexDir,
    Languages,
    Model,
    OnlyIn,
    RerankDepth,
    Reranker,
    Sources,
    field_names,
    filters,
    load_settings,
    print_json,
)

app = typer.Typer(
    name="sanad",
    help="Answers over a corpus of articles, each sentence tied to exact words in its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command; every error of ours becomes one sentence on stderr."""
    # A console of another encoding must not turn an Arabic answer into an error.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except RagError as error:
        hint = f"\n{error.hint[0].upper()}{error.hint[1:]}." if error.hint else ""
        typer.echo(f"Error: {error}.{hint}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:  # the reader of a pipe went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sanad {__version__}")
        raise typer.Exit


@app.callback()
def sanad(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Answers over a corpus of articles, each sentence tied to exact words in its source."""


@app.command()
def index(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders or globs.", metavar="PATH…")] = None,
    index_dir: IndexDir = None,
    model: Model = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Cut and embed again what is stored, without PATH: after a new model.")
    ] = False,
    fields: Annotated[
        str, typer.Option("--fields", help="Field names of records, as text=body,title=headline.", metavar="MAP")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Index articles: .txt .md .html .jsonl .csv .pdf .docx.

    Run it again to bring the index up to date: only what changed is read into it, and what a folder no longer holds
    is removed.
    """
    from rag.building import build_index, rebuild_index
    from rag.index import IndexWriter
    from rag.reports import build_json, build_lines, step_progress
    from rag.wiring import open_embedder, word_model

    if bool(paths) == rebuild:
        raise UsageError("name the articles to index, or --rebuild without them", hint="see `sanad index --help`")
    settings = load_settings(index_dir=index_dir, model=model)
    embedder = open_embedder(settings)
    names = field_names(fields)
    try:
        opened = IndexWriter.open(settings.index_dir, embedder, word_model(embedder), any_model=rebuild)
        with opened as writer, step_progress() as progress:
            if rebuild:
                report = rebuild_index(writer, progress=progress)
            else:
                report = build_index(writer, paths or [], fields=names, progress=progress)
    except KeyboardInterrupt as stop:
        typer.echo("Stopped. The index is as it was, and what was embedded is kept: run the command again.", err=True)
        raise typer.Exit(130) from stop
    if as_json:
        print_json(build_json(report))
    else:
        for line in build_lines(report, settings.index_dir):
            typer.echo(line)
    if not report.read and report.skipped:
        raise RagError("nothing could be indexed")


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for, in any language.")],
    index_dir: IndexDir = None,
    model: Model = None,
    reranker: Reranker = None,
    rerank_depth: RerankDepth = None,
    k: HowMany = None,
    source: Sources = None,
    language: Languages = None,
    published_from: After = None,
    published_before: Before = None,
    explain: Explain = False,
    as_json: AsJson = False,
) -> None:
    """Show the passages that fit a query, best first."""
    from rag import explaining
    from rag.contract import hit_json
    from rag.explanations import explanation_lines
    from rag.reports import hit_lines
    from rag.wiring import open_engine

    settings = load_settings(index_dir=index_dir, model=model, reranker=reranker, rerank_depth=rerank_depth, k=k)
    chosen = filters(source, language, published_from, published_before)
    engine = open_engine(settings)
    hits = engine.search(query, k=settings.k, filters=chosen)
    if as_json:
        if explain:
            print_json([explaining.explanation_json(engine, explaining.explain(engine, query, hit)) for hit in hits])
        else:
            print_json([hit_json(engine, hit) for hit in hits])
        return
    if not hits:
        typer.echo("Nothing in the corpus fits.")
    for hit in hits:
        for line in hit_lines(hit, engine.document(hit.passage.doc_id)):
            typer.echo(line)
        if explain:
            for line in explanation_lines(explaining.explain(engine, query, hit), engine.detect_language(query)):
                typer.echo(line)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question, in any language.")] = None,
    index_dir: IndexDir = None,
    model: Model = None,
    reranker: Reranker = None,
    rerank_depth: RerankDepth = None,
    chat_model: ChatModel = None,
    k: HowMany = None,
    source: Sources = None,
    language: Languages = None,
    published_from: After = None,
    published_before: Before = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            help="Answer each line {id, question, history?, filters?} of a file, one JSON a line.",
            metavar="JSONL",
        ),
    ] = None,
    any_time: AnyTime = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question with sentences of the articles, each with its source; or say that they hold no answer."""
    from rag.contract import answer_json
    from rag.reports import answer_lines
    from rag.wiring import open_engine

    if (question is None) == (batch is None):
        raise UsageError("give one question, or --batch with a file of them", hint="see `sanad ask --help`")
    settings = load_settings(
        index_dir=index_dir, model=model, reranker=reranker, rerank_depth=rerank_depth, chat_model=chat_model, k=k
    )
    chosen = filters(source, language, published_from, published_before)
    if batch is not None:
        from rag.batch import answer_batch, load_questions

        questions = load_questions(batch)
        engine = open_engine(settings)
        for reply in answer_batch(engine, questions, filters=chosen, k=settings.k, any_time=any_time):
            typer.echo(json.dumps(reply, ensure_ascii=False))
        return
    engine = open_engine(settings)
    answer = engine.ask(question or "", filters=chosen, k=settings.k, any_time=any_time)
    if as_json:
        print_json(answer_json(engine, answer, "1"))
        return
    for line in answer_lines(engine, answer):
        typer.echo(line)


@app.command(name="eval")
def evaluate(
    questions: Annotated[
        Path | None,
        typer.Argument(help="Judged questions, one JSON a line; with --draft, the file to write.", metavar="JSONL"),
    ] = None,
    index_dir: IndexDir = None,
    model: Model = None,
    reranker: Reranker = None,
    rerank_depth: RerankDepth = None,
    chat_model: ChatModel = None,
    k: HowMany = None,
    source: Sources = None,
    only: OnlyIn = None,
    published_from: After = None,
    published_before: Before = None,
    language: Annotated[str, typer.Option("--language", help="Of the report: en or ar.", metavar="CODE")] = "en",
    out: Annotated[Path, typer.Option("--out", help="Folder for the reports.", metavar="DIR")] = Path("evaluation"),
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", help="Say what changed between two reports (.json).", metavar="A.json B.json"),
    ] = None,
    draft: Annotated[
        int | None, typer.Option("--draft", help="Draft N questions to judge from the articles.", metavar="N", min=1)
    ] = None,
    accept_drafts: Annotated[
        bool, typer.Option("--accept-drafts", help="Count drafts as if somebody had judged them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure on judged questions what is found, what is answered, and what is answered wrongly.

    Writes a report as JSON, Markdown and one HTML page. docs/evaluation.md says how to judge questions.
    """
    from rag.evaluation import command

    settings = load_settings(
        index_dir=index_dir, model=model, reranker=reranker, rerank_depth=rerank_depth, chat_model=chat_model, k=k
    )
    if compare is not None:
        if questions is not None or draft is not None:
            raise UsageError("--compare takes two reports and nothing else", hint="see `sanad eval --help`")
        command.compare_reports(*compare, as_json=as_json)
    elif draft is not None:
        command.draft(settings, questions or Path("questions-draft.jsonl"), draft, as_json=as_json)
    elif questions is not None:
        chosen = filters(source, only, published_from, published_before)
        command.evaluate_file(
            settings, questions, out, language=language, filters=chosen, accept_drafts=accept_drafts, as_json=as_json
        )
    else:
        raise UsageError(
            "name a file of judged questions, or --draft N to begin with drafts", hint="see `sanad eval --help`"
        )


@app.command()
def calibrate(
    questions: Annotated[Path, typer.Argument(help="Judged questions, one JSON a line.", metavar="JSONL")],
    index_dir: IndexDir = None,
    model: Model = None,
    k: HowMany = None,
    accept_drafts: Annotated[
        bool, typer.Option("--accept-drafts", help="Count drafts as if somebody had judged them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fit the bar below which nothing is answered on judged questions, and write it to sanad.toml here.

    A quarter of the questions should have no answer in the articles: see docs/evaluation.md.
    """
    from rag.evaluation import command

    settings = load_settings(index_dir=index_dir, model=model, k=k)
    command.calibrate_file(settings, questions, accept_drafts=accept_drafts, as_json=as_json)


@app.command()
def show(
    doc_id: Annotated[str, typer.Argument(help="The id of a document, as search and ask print it.")],
    index_dir: IndexDir = None,
    as_json: AsJson = False,
) -> None:
    """Print a document as it is stored."""
    from rag.contract import document_json
    from rag.index import PassageIndex
    from rag.reports import document_lines

    with PassageIndex.open(load_settings(index_dir=index_dir).index_dir) as opened:
        document = opened.document(doc_id)
    if as_json:
        print_json(document_json(document))
        return
    for line in document_lines(document):
        typer.echo(line)


@app.command()
def verify(
    card: Annotated[Path, typer.Argument(help="An answer that `sanad ask --json` printed.", metavar="CARD.json")],
    index_dir: IndexDir = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Hold an answer that was kept against the articles as they are now.

    Ends with 1 where a quote no longer stands in its article, or no longer carries its sentence.
    """
    from rag.cards import all_hold, check_card
    from rag.contract import checked_json
    from rag.index import PassageIndex
    from rag.reports import checked_lines
    from rag.wiring import open_judge

    settings = load_settings(index_dir=index_dir, model=model)
    try:
        text = card.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{card} cannot be read", hint="name a file that `sanad ask --json` wrote") from error
    with PassageIndex.open(settings.index_dir) as opened:
        claims = check_card(opened, open_judge(settings), text)
    if as_json:
        print_json([checked_json(claim) for claim in claims])
    else:
        for line in checked_lines(claims):
            typer.echo(line)
    if not all_hold(claims):
        raise typer.Exit(1)


@app.command()
def serve(
    index_dir: IndexDir = None,
    model: Model = None,
    reranker: Reranker = None,
    rerank_depth: RerankDepth = None,
    chat_model: ChatModel = None,
    language: Annotated[str | None, typer.Option("--language", help="Of the page: ar or en.  [default: ar]")] = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.  [default: 7860]")] = None,
) -> None:
    """Open the chat in a browser of this machine."""
    settings = load_settings(
        index_dir=index_dir,
        model=model,
        reranker=reranker,
        rerank_depth=rerank_depth,
        chat_model=chat_model,
        language=language,
        host=host,
        port=port,
    )
    from rag.web.server import serve_chat
    from rag.wiring import EngineSource, open_chat_endpoint

    open_chat_endpoint(settings)  # a wrong form is told before the page opens
    source = EngineSource(settings)
    try:
        serve_chat(source, settings)
    finally:
        source.close()


@app.command()
def doctor(
    index_dir: IndexDir = None,
    model: Model = None,
    chat_model: ChatModel = None,
    mend: Annotated[bool, typer.Option("--mend", help="Mend what can be mended.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check every part of an index, and the chat model where one is set; with --mend, rebuild what is derived."""
    from rag.building import Step
    from rag.chat_check import chat_json, chat_lines, check_chat_model
    from rag.index.doctor import examine
    from rag.index.doctor import mend as mend_index
    from rag.reports import step_progress
    from rag.wiring import open_embedder, word_model

    settings = load_settings(index_dir=index_dir, model=model, chat_model=chat_model)
    findings = examine(settings.index_dir)
    hopeless = [finding for finding in findings if not finding.mendable]
    mended = bool(mend and findings and not hopeless)
    if mended:
        with step_progress() as progress:
            embedder = open_embedder(settings)
            mend_index(
                settings.index_dir,
                embedder,
                word_model(embedder),
                lambda done, total: progress(Step.EMBEDDING, done, total),
            )
    chat = check_chat_model(settings)
    if as_json:
        found = [{"what": f.what, "mendable": f.mendable} for f in findings]
        print_json({"findings": found, "mended": mended, "chat_model": chat_json(chat)})
    else:
        for finding in findings:
            typer.echo(f"- {finding.what}")
        typer.echo(_prognosis(settings, bool(findings), bool(hopeless), mended))
        for line in chat_lines(chat):
            typer.echo(line)
    if (findings and not mended) or (chat is not None and chat.error is not None):
        raise typer.Exit(1)


@app.command()
def info(index_dir: IndexDir = None, as_json: AsJson = False) -> None:
    """Say what an index holds and what made it."""
    from rag.index import PassageIndex
    from rag.reports import info_json, info_lines

    settings = load_settings(index_dir=index_dir)
    with PassageIndex.open(settings.index_dir) as opened:
        facts = info_json(opened, settings.index_dir)
    if as_json:
        print_json(facts)
        return
    for line in info_lines(facts):
        typer.echo(line)


def _prognosis(settings: Settings, ill: bool, hopeless: bool, mended: bool) -> str:
    if mended:
        return "Mended: vectors and terms were derived again from the database."
    if hopeless:
        return f"This cannot be mended. Index the articles again: `sanad index PATH --index {settings.index_dir}-new`."
    if ill:
        return f"Mend it with `sanad doctor --mend --index {settings.index_dir}`."
    return "The index is whole."


__all__ = ["app", "main"]
