"""A report as one HTML page that needs nothing else: no script, no font, no picture from anywhere.

Text of questions and articles stands in elements of its own direction; every word passes through `element`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.evaluation.metrics import TABLES, Metric
from rag.evaluation.plots import calibration_plot, intervals_plot, latency_plot
from rag.evaluation.record import WORST
from rag.evaluation.report import PERCENTILES, Report
from rag.evaluation.scoring import Scored
from rag.evaluation.statistics import Estimate
from rag.evaluation.wording import (
    FOUND_SHOWN,
    about_facts,
    estimate_text,
    group_name,
    latency_rows,
    remarks,
    share_text,
    short,
    what_went_wrong,
)
from rag.evaluation.words import ENGLISH, Words
from rag.text.direction import text_direction
from rag.web.markup import Html, element, join

_PLOTTED = (Metric.SUCCESS_1, Metric.NDCG_10, Metric.SENTENCE_1, Metric.SAID)
_CARDS = (
    Metric.SUCCESS_1, Metric.SUCCESS_10, Metric.SENTENCE_1, Metric.SAID, Metric.FALSE_ANSWERS, Metric.FALSE_SILENCE,
)  # fmt: skip
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --paper: light-dark(#faf9f5, #15181a); --sheet: light-dark(#fff, #1c2023);
  --ink: light-dark(#1d2023, #e9e7e1); --soft: light-dark(#5b6065, #a9aeb2); --line: light-dark(#e2dfd6, #32383c);
  --accent: light-dark(#17594a, #7fd1bb); --bad: light-dark(#9b1c1c, #ffa8a0);
  --warn: light-dark(#7a4a00, #f2c57c); --warn-tint: light-dark(#fdf1dc, #3a2d16); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 24px clamp(14px, 3vw, 36px) 64px; background: var(--paper);
  color: var(--ink); line-height: 1.6;
  font-family: 'Segoe UI', system-ui, 'Noto Sans', 'DejaVu Sans', 'Noto Sans Arabic', sans-serif; }
[dir=rtl] { font-family: 'Noto Sans Arabic', 'Segoe UI', system-ui, 'DejaVu Sans', sans-serif; line-height: 1.9; }
h1 { font-size: 1.6rem; margin: 0 0 4px; } h2 { font-size: 1.2rem; margin: 40px 0 12px; }
h3 { font-size: 1rem; margin: 0 0 6px; } p { margin: 0 0 10px; }
.about, figcaption, .soft { color: var(--soft); font-size: .92rem; }
bdi, p, li, dd { overflow-wrap: anywhere; }
.remark { background: var(--warn-tint); color: var(--warn); border-radius: 8px; padding: 8px 14px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0 0;
  padding: 0; list-style: none; }
.cards li, figure, .worst > li { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px;
  padding: 14px 16px; }
.cards strong { display: block; font-size: 1.7rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 16px; }
figure { margin: 0; } svg { display: block; width: 100%; max-width: 520px; height: auto; margin: 0 auto; }
svg text { fill: var(--soft); font-size: 11px; } svg .axis { fill: var(--ink); }
.grid { stroke: var(--line); } .interval { stroke: var(--accent); stroke-width: 3; opacity: .5; }
.mean, .bar { fill: var(--accent); } .now { stroke: var(--ink); stroke-dasharray: 3 3; }
.curve { fill: none; stroke-width: 2.5; } .answers { stroke: var(--bad); } .silence { stroke: var(--accent);
  stroke-dasharray: 7 3; }
.key { font-weight: 700; } .key.answers { color: var(--bad); } .key.silence { color: var(--accent); }
.scroll { overflow-x: auto; margin-bottom: 16px; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); text-align: end; white-space: nowrap; }
th:first-child, td:first-child { text-align: start; position: sticky; inset-inline-start: 0; background: var(--paper); }
small { color: var(--soft); } th { font-weight: 600; color: var(--soft); }
.worst { padding: 0; list-style: none; display: grid; gap: 12px; }
.worst .question { font-size: 1.06rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 14px; margin: 8px 0 0; }
dt { color: var(--soft); } dd { margin: 0; } dd > p { margin: 0; }
@media (max-width: 560px) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 8px; }
  th, td { padding: 6px 9px; } }
"""


def report_page(report: Report, words: Words = ENGLISH) -> str:
    """The whole page."""
    about = report.about
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{words.evaluation}: {about.questions}"),
        element("style", Html(_STYLE)),
    )
    body = element(
        "body",
        element(
            "main",
            *_opening(report, words),
            *_plots(report, words),
            *_tables(report, words),
            *_worst(report, words),
            *_meanings(words),
        ),
    )
    return "<!doctype html>\n" + element("html", head, body, lang=words.language, dir=words.direction) + "\n"


def own_direction(tag: str, text: str, *, class_: str | None = None) -> Html:
    """Text of a question or an article in the direction of its letters."""
    return element(tag, short(text), class_=class_, dir=text_direction(text))


def _opening(report: Report, words: Words) -> Iterator[Html]:
    yield element("h1", words.evaluation)
    for fact in about_facts(report, words):
        yield element("p", fact, class_="about")
    for remark in remarks(report, words):
        yield element("p", remark, class_="remark", dir="auto")
    estimates = report.overall.estimates
    cards = [
        element(
            "li",
            element("span", words.label(metric), class_="soft"),
            element("strong", f"{100 * estimates[metric].mean:.0f} %"),
            element("span", _counted(estimates[metric], words), class_="soft"),
        )
        for metric in _CARDS
        if metric in estimates
    ]
    yield element("ul", *cards, class_="cards")


def _plots(report: Report, words: Words) -> Iterator[Html]:
    figures = [
        _figure(
            words.label(metric),
            intervals_plot(report.groups, metric, words),
            f"{words.sentence(metric)} {words.interval}",
        )
        for metric in _PLOTTED
        if metric in report.overall.estimates
    ]
    if report.calibration is not None:
        figures.append(
            _figure(words.bar_title, calibration_plot(report.calibration, words), *_curve_key(report, words))
        )
    totals = [one.observation.timings_ms["total"] for one in report.scored if "total" in one.observation.timings_ms]
    if totals:
        of = report.latency_ms["total"]
        plot = latency_plot(totals, [(f"p{share}", of[share]) for share in (50, 95)], words)
        figures.append(_figure(words.time, plot, words.time_caption))
    if figures:
        yield element("h2", words.in_pictures)
        yield element("div", *figures, class_="plots")


def _figure(title: str, plot: Html, *caption: str) -> Html:
    return element("figure", element("h3", title), plot, element("figcaption", *caption))


def _curve_key(report: Report, words: Words) -> Iterator[str]:
    falls, rises, _ = words.curve
    answers = words.label(Metric.FALSE_ANSWERS)
    yield element("span", answers[0].upper() + answers[1:], class_="key answers")
    yield falls
    yield element("span", words.label(Metric.FALSE_SILENCE), class_="key silence")
    yield rises
    separation = report.calibration.separation if report.calibration else None
    if separation is not None:
        yield f" {words.separation.format(share=share_text(separation))}"


def _tables(report: Report, words: Words) -> Iterator[Html]:
    for title, metrics in TABLES.items():
        shown = [metric for metric in metrics if metric in report.overall.estimates]
        rows = [
            [group_name(group.name, words), str(group.counted(shown)), *(_cell(group.estimates.get(m)) for m in shown)]
            for group in report.groups
            if any(metric in group.estimates for metric in shown)
        ]
        if rows:
            yield element("h2", words.tables[title])
            yield _table(["", words.questions, *map(words.label, shown)], rows)
    rows = latency_rows(report, words)
    if rows:
        yield element("h2", words.time_title)
        yield _table(["", *(f"p{share}" for share in PERCENTILES)], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    table = element(
        "table",
        element("thead", element("tr", *(element("th", cell, scope="col") for cell in head))),
        element("tbody", *map(_row, rows)),
    )
    return element("div", table, class_="scroll", tabindex="0")


def _row(row: Sequence[str]) -> Html:
    """A name, then numbers, which run from left to right in every language."""
    name, *numbers = row
    return element("tr", element("td", name), *(element("td", number, dir="ltr") for number in numbers))


def _counted(estimate: Estimate, words: Words) -> Html:
    """The mean with its interval, and of how many questions it is."""
    return join(element("bdi", estimate_text(estimate), dir="ltr"), f"{words.comma}{words.questions}: {estimate.count}")


def _cell(estimate: Estimate | None) -> Html:
    """The mean, and its interval below."""
    mean, _, interval = estimate_text(estimate).partition(" ")
    return join(mean, element("br"), element("small", interval)) if interval else join(mean)


def _worst(report: Report, words: Words) -> Iterator[Html]:
    worst = report.worst(WORST)
    if worst:
        yield element("h2", words.worst)
        yield element("ol", *(_worst_item(one, words) for one in worst), class_="worst")


def _worst_item(one: Scored, words: Words) -> Html:
    observation, judged = one.observation, one.observation.judged
    told = [(words.judged, [own_direction("p", answer) for answer in judged.answers])]
    told.append((words.in_documents, [own_direction("p", name) for name in judged.docs] if judged.answerable else []))
    told.append((words.said, [own_direction("p", observation.answer)] if observation.answered else []))
    cited = dict.fromkeys(entry.name for entry in observation.cited)
    told.append((words.cited, [own_direction("p", source) for source in cited]))
    found = [
        line
        for entry in observation.ranked[:FOUND_SHOWN]
        for line in (own_direction("p", entry.title), own_direction("p", entry.name, class_="soft"))
    ]
    told.append((words.found, found))
    terms = [part for name, lines in told if lines for part in (element("dt", name), element("dd", *lines))]
    return element(
        "li",
        element(
            "p",
            element("bdi", judged.question_id),
            " · ",
            element("bdi", observation.pair, dir="ltr"),
            f" · {what_went_wrong(one, words)}",
            class_="soft",
        ),
        own_direction("p", judged.question, class_="question"),
        element("dl", *terms),
    )


def _meanings(words: Words) -> Iterator[Html]:
    yield element("h2", words.measured)
    told = [
        part
        for metric in Metric
        for part in (element("dt", words.label(metric)), element("dd", words.sentence(metric)))
    ]
    yield element("dl", *told)
    yield element("p", words.method, class_="soft")
