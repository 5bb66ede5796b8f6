"""Judged questions on the starter corpus through the real engine, and the report of them."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.errors import RagError, UsageError
from rag.evaluation.arabic import ARABIC
from rag.evaluation.lines import report_lines
from rag.evaluation.markdown import report_markdown
from rag.evaluation.metrics import TABLES, Metric
from rag.evaluation.observing import run_questions
from rag.evaluation.page import report_page
from rag.evaluation.questions import JudgedQuestion, QuestionSet
from rag.evaluation.record import load_report, report_json
from rag.evaluation.report import STEPS, Report
from rag.evaluation.running import evaluate, write_report
from rag.evaluation.scoring import Outcome
from rag.evaluation.words import ENGLISH, Words
from rag.types import Filters
from tests.evaluation.conftest import QUESTIONS


def _ask(engine: Engine, *questions: JudgedQuestion) -> Report:
    asked = QuestionSet(questions, 0, drafts_counted=False)
    return evaluate(engine, asked, questions=Path("q.jsonl"), index_dir=Path("index"), k=8, progress=lambda *_: None)


def test_the_starter_corpus_answers_most_of_its_questions(report: Report) -> None:
    estimates = report.overall.estimates
    assert report.asked == report.planned == 24
    assert estimates[Metric.MRR].count == 20
    assert estimates[Metric.SUCCESS_1].mean >= 0.85
    assert estimates[Metric.SAID].mean >= 0.75
    assert estimates[Metric.CITATION_PRECISION].mean >= 0.8
    assert estimates[Metric.FALSE_SILENCE].mean <= 0.2
    assert sum(report.outcomes().values()) == 24


def test_pairs_are_of_the_question_and_of_the_judged_document(report: Report) -> None:
    counts = {group.name: group.questions for group in report.groups}
    assert counts == {"all": 24, "ar→ar": 14, "ar→none": 2, "en→en": 3, "en→none": 1, "fr→fr": 3, "fr→none": 1}


def test_a_question_across_languages_is_of_its_own_pair(engine: Engine) -> None:
    judged = JudgedQuestion("x", "Who organises African Lion?", ("المغرب",), ("ar-2022-07-african-lion.md",), "en")
    assert _ask(engine, judged).scored[0].observation.pair == "en→ar"


def test_the_curve_at_the_bar_in_force_is_what_happened(report: Report) -> None:
    assert report.calibration is not None
    now = next(point for point in report.calibration.points if point.bar == 1.0)
    assert now.false_answers == pytest.approx(report.overall.estimates[Metric.FALSE_ANSWERS].mean)
    assert now.false_silence == pytest.approx(report.overall.estimates[Metric.FALSE_SILENCE].mean)


def test_latencies_are_of_every_step(report: Report) -> None:
    assert set(report.latency_ms) == {"retrieve", "answer", "total"}
    for shares in report.latency_ms.values():
        assert 0 < shares[50] <= shares[90] <= shares[95] <= shares[99]


def test_a_judged_document_that_is_not_in_the_index_is_told_and_is_no_miss(engine: Engine) -> None:
    known = JudgedQuestion("known", "من استقبل الجنرال كوخافي؟", ("لوديي",), ("gone.md", "ar-2022-07-kochavi-rabat.md"))
    gone = JudgedQuestion("gone", "من استقبل الجنرال كوخافي؟", ("لوديي",), ("gone.md",))
    report = _ask(engine, known, gone)
    assert [(one.question_id, one.reason) for one in report.set_aside] == [("gone", "not in the index: gone.md")]
    assert report.missing() == {"known": ("gone.md",)}
    assert report.overall.questions == report.overall.estimates[Metric.RECALL_10].count == 1
    assert report.overall.estimates[Metric.RECALL_10].mean == 1.0
    for text in (report_markdown(report), report_page(report)):
        assert "gone.md" in text
    with pytest.raises(UsageError, match="none of the 1 questions can be counted"):
        _ask(engine, gone)


def test_filters_hold_for_every_question_and_are_told(engine: Engine) -> None:
    judged = JudgedQuestion("q", "من استقبل الجنرال كوخافي في الرباط؟", ("لوديي",), ("ar-2022-07-kochavi-rabat.md",))
    report = evaluate(
        engine, QuestionSet((judged,), 0, drafts_counted=False), questions=Path("q.jsonl"), index_dir=Path("index"),
        k=8, progress=lambda *_: None, filters=Filters(languages=("en",)),
    )  # fmt: skip
    assert {entry.language for entry in report.scored[0].observation.ranked} == {"en"}
    assert report_json(report)["about"]["filters"]["languages"] == ["en"]
    assert report_json(_ask(engine, judged))["about"]["filters"] == {}


def test_an_interrupt_ends_with_what_was_done(engine: Engine, judged: QuestionSet) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    run = run_questions(engine, judged.questions, k=8, progress=stop)
    assert (run.asked, run.planned) == (3, 24)

    def stop_at_once(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(RagError, match="stopped before"):
        evaluate(
            engine,
            QuestionSet((JudgedQuestion("g", "من؟", ("a",), ("gone",)), *judged.questions), 0, drafts_counted=False),
            questions=QUESTIONS, index_dir=Path("index"), k=8, progress=stop_at_once,
        )  # fmt: skip


def test_the_worst_are_what_went_wrong_with_invention_first(engine: Engine) -> None:
    silent = JudgedQuestion("silent", "ما هو سعر الذهب اليوم؟", ("ألف",), ("ar-2022-07-kochavi-rabat.md",))
    wrong = JudgedQuestion("wrong", "من استقبل الجنرال كوخافي في الرباط؟", ("الملك",), ("ar-2022-07-kochavi-rabat.md",))
    invented = JudgedQuestion("invented", "متى وقع بيني غانتس مذكرة التفاهم في الرباط؟", (), ())
    right = JudgedQuestion("right", "من استقبل الجنرال كوخافي في الرباط؟", ("لوديي",), ())
    report = _ask(engine, silent, right, wrong, invented)
    told = [(one.observation.judged.question_id, one.outcome) for one in report.worst(10)]
    assert told == [
        ("invented", Outcome.FALSE_ANSWER),
        ("wrong", Outcome.WRONG),
        ("silent", Outcome.FALSE_SILENCE),
    ]


def test_an_answerer_that_does_not_tell_support_has_no_curve_and_its_own_sentences(engine: Engine) -> None:
    class Mute:
        name = "mute"
        draft = engine.answerer.draft

    judged = JudgedQuestion("q", "من استقبل الجنرال كوخافي في الرباط؟", ("لوديي",), ())
    report = _ask(replace(engine, answerer=Mute()), judged)
    assert report.calibration is None
    assert report.overall.estimates[Metric.SENTENCE_1].mean == 1.0
    assert "bar" not in report_json(report)
    assert "Where the bar" not in report_page(report)


def test_three_files_are_written_and_the_json_is_read_back(report: Report, tmp_path: Path) -> None:
    paths = write_report(report, tmp_path / "out")
    assert [path.suffix for path in paths] == [".json", ".md", ".html"]
    recorded = load_report(paths[0])
    assert len(recorded.questions) == 24
    first = recorded.questions["s01"]
    assert first.scores == {metric: pytest.approx(value, abs=1e-6) for metric, value in report.scored[0].scores.items()}
    written = json.loads(paths[0].read_text(encoding="utf-8"))
    assert written["groups"][0]["metrics"]["mrr"]["mean"] == pytest.approx(report.overall.estimates[Metric.MRR].mean)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_report(report, tmp_path / "file")


class _Page(HTMLParser):
    """Which elements a page has, in what direction Arabic text stands, and what it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.directions: dict[str, str | None] = {}
        self.tags: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads.extend(name for name, _ in attrs if name in ("src", "href") or name.startswith("on"))
        if tag not in ("meta", "br", "link"):
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if re.search("[\u0621-\u064a]", data) and self.open[-1][0] != "title":
            self.directions[data] = self.open[-1][1].get("dir")


def test_the_page_needs_nothing_else_and_sets_the_direction_of_every_text(engine: Engine) -> None:
    evil = "<script>alert(1)</script> من استقبل الجنرال كوخافي في الرباط؟ | `x` \u202e"
    report = _ask(
        engine,
        JudgedQuestion("<b>", evil, ("<i>الملك</i>",), ("ar-2022-07-kochavi-rabat.md",), "ar"),
        JudgedQuestion("q", "من استقبل الجنرال كوخافي في الرباط؟", (), ()),
    )
    page = _Page()
    page.feed(report_page(report))
    page.close()
    assert page.open == []
    assert not page.tags & {"script", "iframe", "img", "link", "i", "b", "object", "embed"}
    assert page.loads == []
    assert {"svg", "polyline", "circle"} <= page.tags
    assert page.directions
    assert set(page.directions.values()) == {"rtl"}
    assert "\u202e" not in report_page(report)


def test_markdown_takes_no_markup_from_a_question(engine: Engine) -> None:
    report = _ask(engine, JudgedQuestion("q", "من استقبل كوخافي؟ <script> [x](y) |", ("الملك",), ()))
    text = report_markdown(report)
    assert "\\<script\\> \\[x\\](y) \\|" in text
    assert "<script>" not in text.replace("\\<", "")


def test_a_report_in_arabic_says_what_it_measures_in_arabic_from_right_to_left(report: Report) -> None:
    page, markdown = report_page(report, ARABIC), report_markdown(report, ARABIC)
    lines = "\n".join(report_lines(report, ARABIC))
    assert '<html lang="ar" dir="rtl">' in page
    assert markdown.startswith('<div dir="rtl" lang="ar">\n\n# تقييم')
    for text in (page, markdown, lines):
        assert "صمت في غير محله" in text
        assert "إجابة صحيحة" in text
        assert not any(word in text for word in ("found first", "right answer", "milliseconds", "95 % interval"))
    cells = re.findall(r"<td[^>]*>[0-9.]+<br>", page)
    assert cells
    assert all('dir="ltr"' in cell for cell in cells)
    assert "\u20661.000 (1.000–1.000)\u2069" in lines
    mean = report.overall.estimates[Metric.MRR].mean
    assert f"{mean:.3f}" in page
    assert f"{mean:.3f}" in markdown


def test_both_languages_have_words_for_everything() -> None:
    for words in (ENGLISH, ARABIC):
        assert set(words.metrics) == set(Metric)
        assert set(words.outcomes) == set(Outcome)
        assert set(words.tables) == set(TABLES)
        assert set(words.steps) == set(STEPS)
    for field in dataclasses.fields(ENGLISH):
        one, other = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(one, str):
            assert set(re.findall(r"{(\w+)", one)) == set(re.findall(r"{(\w+)", other)), field.name


@pytest.mark.parametrize(("words", "said"), [(ENGLISH, "answered, though"), (ARABIC, "أُجيب عنه، وليس")])
def test_what_went_wrong_is_told_in_the_reports_language(engine: Engine, words: Words, said: str) -> None:
    report = _ask(engine, JudgedQuestion("invented", "متى وقع بيني غانتس مذكرة التفاهم في الرباط؟", (), ()))
    for text in (report_page(report, words), report_markdown(report, words), "\n".join(report_lines(report, words))):
        assert said in text


def test_filters_and_reranker_are_told_among_the_facts(report: Report) -> None:
    about = replace(report.about, filters={"languages": ["ar"], "published_from": None}, reranker="small")
    for words in (ENGLISH, ARABIC):
        text = report_markdown(replace(report, about=about), words)
        assert "languages ar" in text
        assert "small" in text
        assert "languages ar" not in report_markdown(report, words)
