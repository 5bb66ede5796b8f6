"""A set to judge, from the user's own corpus: gaps in sentences and titles, asked by template.

Only a start: such questions borrow the article's words, so that they are easier than those that people ask.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rag.contract import Json
from rag.errors import RagError, UsageError
from rag.evaluation.catalogue import Entry
from rag.evaluation.scoring import holds_answer
from rag.text.sentences import sentence_spans
from rag.types import Document, Span

_GAP = "____"
_WORDS_BEFORE, _WORDS_AFTER = 12, 8
_FEWEST_WORDS = 6  # of a sentence with a gap: fewer say too little to be found by
_LONGEST_TITLE = 150
_WORD = re.compile(r"\S+")


class DraftKind(StrEnum):
    YEAR = "year"
    NUMBER = "number"
    NAME = "name"
    TITLE = "title"


_TEMPLATES = {
    "ar": {
        DraftKind.YEAR: "في أي عام: «{}»؟",
        DraftKind.NUMBER: "ما العدد الناقص: «{}»؟",
        DraftKind.NAME: "ما الاسم الناقص: «{}»؟",
        DraftKind.TITLE: "ماذا جاء في خبر «{}»؟",
    },
    "en": {
        DraftKind.YEAR: "In which year: “{}”?",
        DraftKind.NUMBER: "Which number is missing: “{}”?",
        DraftKind.NAME: "Which name is missing: “{}”?",
        DraftKind.TITLE: "What does the article “{}” report?",
    },
    "fr": {
        DraftKind.YEAR: "En quelle année : « {} » ?",
        DraftKind.NUMBER: "Quel nombre manque : « {} » ?",
        DraftKind.NAME: "Quel nom manque : « {} » ?",
        DraftKind.TITLE: "Que rapporte l'article « {} » ?",
    },
}
_INNER_QUOTES = str.maketrans("«»“”", '""""')  # the template has its own around them
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|١[٨٩]|٢٠)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,٫٬])\d+(?:[.,٫٬]\d+)*(?!\w)")
_ARABIC_TITLES = "الجنرال|الوزير|الرئيس|الأمير|الملك|الشيخ|الدكتور|الدكتورة|السيد|السيدة|القاضي|المدير|المديرة|الأستاذ"
# Arabic has no capitals: names stand in quotation marks, or behind a title.
_ARABIC_NAME = re.compile(rf"«(?P<quoted>[^«»]{{3,40}})»|\b(?:{_ARABIC_TITLES})\s+(?P<titled>[^\W\d_]{{3,}})")
_CAPITALISED = re.compile(r"(?<=[\w,;] )[A-ZÀ-Þ][\w'’\-]+(?: (?:de |du |al-|El |Al-)?[A-ZÀ-Þ][\w'’\-]+)+")
_PATTERNS = {DraftKind.YEAR: _YEAR, DraftKind.NUMBER: _NUMBER}


@dataclass(frozen=True, slots=True)
class Draft:
    """A question by template, with the words of the article that answer it; ``doc`` names that article."""

    language: str
    question: str
    answer: str
    doc: str
    title: str
    evidence: str


def draft_questions(documents: Iterable[Document], languages: Mapping[str, int], count: int) -> list[Draft]:
    """At most ``count`` drafts: languages in turn, articles spread over the corpus, each kind as often as it goes.

    ``languages`` says how many of the documents are in each.
    """
    by_language: dict[str, list[Document]] = {language: [] for language in languages if language in _TEMPLATES}
    seen: Counter[str] = Counter()
    for document in documents:
        language = document.language
        if language in by_language:
            # At most about twice as many are kept as are needed, from one end of the corpus to the other.
            if seen[language] % max(1, languages[language] // (2 * count)) == 0:
                by_language[language].append(document)
            seen[language] += 1
    streams = [_from_documents(some) for some in by_language.values()]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*streams))
    return list(itertools.islice((draft for draft in turns if draft is not None), count))


def write_drafts(path: Path, drafts: Sequence[Draft]) -> None:
    """One JSON a line. Raises UsageError if something stands there, RagError if there is nothing to write."""
    if not drafts:
        raise RagError(
            "no question could be drafted from this index",
            hint="drafts are made from Arabic, English and French articles; write questions by hand for others",
        )
    try:
        with path.open("x", encoding="utf-8") as file:
            for number, draft in enumerate(drafts, start=1):
                file.write(json.dumps(_draft_json(f"draft-{number:03}", draft), ensure_ascii=False) + "\n")
    except FileExistsError as error:
        raise UsageError(f"{path} is there already", hint="name another file for the drafts") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _draft_json(question_id: str, draft: Draft) -> Json:
    return {
        "id": question_id,
        "lang": draft.language,
        "question": draft.question,
        "answers": [draft.answer],
        "docs": [draft.doc],
        "draft": True,
        "title": draft.title,
        "evidence": draft.evidence,
    }


def _from_documents(documents: Sequence[Document]) -> Iterator[Draft]:
    """One draft of each document, then a second one of each, and so on; the kind that was used least comes first."""
    used = dict.fromkeys(DraftKind, 0)
    left = [list(_drafts_of(document)) for document in documents]
    asked: set[str] = set()
    while any(left):
        for candidates in left:
            candidates[:] = [one for one in candidates if one[1].question not in asked]
            if not candidates:
                continue
            kind, draft = min(candidates, key=lambda candidate: used[candidate[0]])
            candidates[:] = [one for one in candidates if one[1].evidence != draft.evidence]
            used[kind] += 1
            asked.add(draft.question)
            yield draft


def _drafts_of(document: Document) -> Iterator[tuple[DraftKind, Draft]]:
    sentences = [
        span.of(part.of(document.text)) for part in document.body for span in sentence_spans(part.of(document.text))
    ]
    whole = [sentence for sentence in sentences if len(_WORD.findall(sentence)) >= _FEWEST_WORDS]
    if whole and 0 < len(document.title) <= _LONGEST_TITLE and document.title not in whole[0]:
        yield DraftKind.TITLE, _draft(document, DraftKind.TITLE, document.title, whole[0], whole[0])
    for sentence in whole:
        for kind in (DraftKind.YEAR, DraftKind.NAME, DraftKind.NUMBER):
            gap = _gap(kind, sentence, document.language)
            if gap is None:
                continue
            asked, answer = _around(sentence, gap), gap.of(sentence)
            if not holds_answer(asked, [answer]):
                yield kind, _draft(document, kind, asked, answer, sentence)


def _draft(document: Document, kind: DraftKind, asked: str, answer: str, evidence: str) -> Draft:
    question = _TEMPLATES[document.language][kind].format(" ".join(asked.translate(_INNER_QUOTES).split()))
    entry = Entry(document.doc_id, document.source, document.title, document.language)
    return Draft(
        document.language, question, answer, entry.doc_id if entry.is_record else entry.source, document.title, evidence
    )


def _gap(kind: DraftKind, sentence: str, language: str) -> Span | None:
    """The first year, number or name of a sentence."""
    if kind is DraftKind.NAME:
        found = (_ARABIC_NAME if language == "ar" else _CAPITALISED).search(sentence)
        return Span(*found.span(found.lastgroup or 0)) if found else None
    found = _PATTERNS[kind].search(sentence)
    if found is None or (kind is DraftKind.NUMBER and _YEAR.fullmatch(found[0])):
        return None
    return Span(*found.span())


def _around(sentence: str, gap: Span) -> str:
    """The sentence with a gap, cut to the words around it."""
    before, after = sentence[: gap.start], sentence[gap.end :].rstrip(" .؟!")
    words_before, words_after = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    if len(words_before) > _WORDS_BEFORE:
        before = "… " + before[words_before[-_WORDS_BEFORE].start() :]
    if len(words_after) > _WORDS_AFTER:
        after = after[: words_after[_WORDS_AFTER - 1].end()] + " …"
    return f"{before}{_GAP}{after}"
