"""Questions by template from the articles themselves."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.errors import RagError, UsageError
from rag.evaluation.catalogue import Catalogue
from rag.evaluation.drafting import draft_questions, write_drafts
from rag.evaluation.questions import load_judged
from rag.evaluation.scoring import holds_answer
from tests.conftest import MakeDocument


def test_a_draft_is_answered_by_its_document_and_does_not_hold_its_answer(engine: Engine) -> None:
    drafts = draft_questions(engine.index.documents(), engine.index.languages, 40)
    by_source = {document.source: document for document in engine.index.documents()}
    assert len(drafts) == 40
    for draft in drafts:
        document = by_source[draft.doc]
        assert draft.answer in draft.evidence
        assert draft.evidence in document.text
        assert draft.language == document.language
        assert not holds_answer(draft.question, [draft.answer])


def test_drafts_are_spread_over_languages_and_articles_and_kinds(engine: Engine) -> None:
    drafts = draft_questions(engine.index.documents(), engine.index.languages, 12)
    assert Counter(draft.language for draft in drafts) == {"ar": 4, "en": 4, "fr": 4}
    assert len({draft.doc for draft in drafts if draft.language == "ar"}) == 4
    assert len({draft.question for draft in drafts}) == 12
    assert any(draft.question.startswith("في أي عام") for draft in drafts)
    assert any(draft.question.startswith("What does the article") for draft in drafts)
    assert any(draft.question.startswith("Quel n") for draft in drafts)


def test_a_large_corpus_gives_articles_from_its_beginning_to_its_end(make_document: MakeDocument) -> None:
    documents = [
        make_document(f"{i:03}", f"حضر الاجتماع في المدينة رقم {i + 100} زائرًا يوم الأحد.") for i in range(200)
    ]
    drafted = [draft.doc for draft in draft_questions(iter(documents), {"ar": 200}, 10)]
    assert drafted == [f"news/{i:03}.txt" for i in range(0, 100, 10)]


def test_a_record_is_named_by_its_id_since_its_file_holds_others(make_document: MakeDocument) -> None:
    document = make_document("a", "حضر الاجتماع في المدينة ٤٠٠ زائر يوم الأحد.", source="news/all.jsonl")
    assert {draft.doc for draft in draft_questions([document], {"ar": 1}, 5)} == {"a"}


def test_a_gap_stands_where_the_answer_stood(make_document: MakeDocument) -> None:
    first = "عقدت الشركة اجتماعها السنوي في العاصمة أمس.\n"  # the title's
    text = first + "وقّعت الوزيرة مذكرة تفاهم مع شركة «النور» في صحار يوم الأحد."
    drafts = [draft for draft in draft_questions([make_document("a", text)], {"ar": 1}, 9) if "____" in draft.question]
    assert [(draft.question, draft.answer) for draft in drafts] == [
        ('ما الاسم الناقص: «وقّعت الوزيرة مذكرة تفاهم مع شركة "____" في صحار يوم الأحد»؟', "النور")
    ]


def test_drafts_are_written_as_drafts_and_load_as_questions(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    write_drafts(path, draft_questions(engine.index.documents(), engine.index.languages, 6))
    assert all(json.loads(line)["draft"] is True for line in path.read_text(encoding="utf-8").splitlines())
    loaded = load_judged(path, accept_drafts=True).questions
    catalogue = Catalogue(engine.index.documents())
    assert len(loaded) == 6
    assert all(len(catalogue.find(judged.docs).entries) == 1 for judged in loaded)
    with pytest.raises(UsageError, match="there already"):
        write_drafts(path, draft_questions(engine.index.documents(), engine.index.languages, 1))


def test_articles_without_a_template_give_no_drafts(make_document: MakeDocument, tmp_path: Path) -> None:
    drafts = draft_questions([make_document("zh", "新图书馆于2018年在成都开放。", language="zh")], {"zh": 1}, 5)
    with pytest.raises(RagError, match="no question could be drafted") as raised:
        write_drafts(tmp_path / "d.jsonl", drafts)
    assert "Arabic, English and French" in raised.value.hint
    assert not (tmp_path / "d.jsonl").exists()
