"""The shape of an interface language, and the few rules of wording: dates, plurals, names of languages.

The words themselves are in `strings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rag.types import Leg, Reason, ReasonKind, Verdict


@dataclass(frozen=True, slots=True)
class Strings:
    """One language of the interface. A ``{name}`` in a string is filled by its reader."""

    language: str
    direction: str
    product: str
    tagline: str
    other_language: str
    other_language_name: str
    skip_to_question: str
    loading: str
    needs_script: str
    conversation: str
    question_label: str
    question_placeholder: str
    answer_label: str
    copy_label: str
    copied_label: str
    send: str
    stop: str
    new_conversation: str
    hint_idle: str
    hint_empty: str
    hint_too_long: str
    hint_retry_lost: str
    welcome: str
    newest: str
    examples: tuple[str, ...]
    no_corpus: str
    no_corpus_next: str
    index_unusable: str
    searching: str
    stopped: str
    abstained: str
    nearest: str
    other_language_note: str
    comma: str
    narrowed_note: str
    any_time: str
    newest_note: str
    understood_note: str
    answers_by: str
    answers_by_whole: str
    period_from: str
    period_before: str
    period_and: str
    worst_contradicted: str
    worst_unsupported: str
    error: str
    connection_lost: str
    failed: str
    failed_next: str
    answer_failed: str
    evidence: str
    evidence_empty: str
    evidence_gone: str
    evidence_failed: str
    evidence_uncited: str
    close: str
    claim_label: str
    quote_label: str
    pairs_label: str
    why_label: str
    part_gives: str
    part_finds: str
    source: str
    source_n: str
    open_document: str
    undated: str
    untitled: str
    outside_body: str
    quote_n_of: str
    previous_quote: str
    next_quote: str
    quotes: str
    quote_moved: str
    answer_forgotten: str
    not_found: str
    not_found_next: str
    legs: Mapping[Leg, str]
    verdicts: Mapping[Verdict, str]
    verdict_meanings: Mapping[Verdict, str]
    reason_kinds: Mapping[ReasonKind, str]
    reason_differs: str
    reason_missing: str
    reason_unsaid: str
    reason_not_cited: str
    languages: Mapping[str, str]
    months: tuple[str, ...]


def format_date(day: date | None, strings: Strings) -> str:
    """ "12 سبتمبر 2022" or "12 September 2022"."""
    if day is None:
        return strings.undated
    return f"{day.day} {strings.months[day.month - 1]} {day.year}"


def reason_sentence(reason: Reason, strings: Strings) -> str:
    """Why a verdict is not better, in words: what the answer says and what stands in the source instead."""
    if reason.kind is ReasonKind.NOT_CITED:
        return strings.reason_not_cited
    if not reason.asked:
        template = strings.reason_unsaid
    else:
        template = strings.reason_differs if reason.found else strings.reason_missing
    return template.format(kind=strings.reason_kinds[reason.kind], asked=reason.asked, found=reason.found)


def language_name(code: str, strings: Strings) -> str:
    return strings.languages.get(code, code)


def count_documents(count: int, strings: Strings) -> str:
    """ "12 مقالًا" or "12 articles", with the plural that the number asks for."""
    if strings.language != "ar":
        return f"{count:,} article" + ("" if count == 1 else "s")
    if count in (1, 2):
        return ("مقال واحد", "مقالان")[count - 1]
    last_two = count % 100
    if 3 <= last_two <= 10:
        return f"{count:,} مقالات"
    return f"{count:,} مقالًا" if last_two > 10 else f"{count:,} مقال"


def also_in_others(count: int, strings: Strings) -> str:
    """ "وهو أيضًا في 3 مقالات أخرى" or "Also in 3 other articles": how many copies an article has, one or more."""
    if strings.language != "ar":
        return f"Also in {count:,} other article" + ("" if count == 1 else "s")
    if count in (1, 2):
        return "وهو أيضًا في " + ("مقال آخر", "مقالين آخرين")[count - 1]
    last_two = count % 100
    if 3 <= last_two <= 10:
        return f"وهو أيضًا في {count:,} مقالات أخرى"
    return f"وهو أيضًا في {count:,} " + ("مقالًا آخر" if last_two > 10 else "مقال آخر")
