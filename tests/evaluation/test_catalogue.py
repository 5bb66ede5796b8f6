"""Documents by id, or by the end of their source."""

from __future__ import annotations

from rag.corpus.assembling import document_id
from rag.evaluation.catalogue import Catalogue
from rag.types import Document
from tests.conftest import MakeDocument


def test_a_name_is_an_id_or_the_end_of_a_source_from_a_slash_on(make_document: MakeDocument) -> None:
    catalogue = Catalogue(
        [
            make_document("1", "x", source="news/2021/الرباط.txt"),
            make_document("2", "x", source="news/2022/الرباط.txt"),
            make_document("3", "x", source="news/to-rabat.md"),
            make_document("4", "x", source="https://example.org/a/"),
        ]
    )

    def found(*names: str) -> list[str]:
        return [entry.doc_id for entry in catalogue.find(names).entries]

    assert found("3") == ["3"]
    assert found("الرباط.txt") == ["1", "2"]
    assert found("2022/الرباط.txt", "2") == ["2"]
    assert found("to-rabat.md") == found("news/to-rabat.md") == found("./news/to-rabat.md") == ["3"]
    assert found("rabat.md") == []
    assert found("https://example.org/a") == ["4"]
    assert catalogue.find(["rabat.md", "3"]).missing == ("rabat.md",)


def test_a_record_is_named_by_its_own_id_alone_or_behind_its_file(make_document: MakeDocument) -> None:
    def record(source: str, name: str) -> Document:
        return make_document(document_id(source, name), "x", source=source)

    catalogue = Catalogue([record("news/all.jsonl", "7"), record("news/all.jsonl", "8"), record("old/all.jsonl", "8")])

    def found(name: str) -> list[str]:
        return [entry.doc_id for entry in catalogue.find([name]).entries]

    assert found("7") == found("all.jsonl#7") == [document_id("news/all.jsonl", "7")]
    assert found("old/all.jsonl#8") == [document_id("old/all.jsonl", "8")]
    assert sorted(found("8")) == sorted([document_id("news/all.jsonl", "8"), document_id("old/all.jsonl", "8")])
    assert found("9") == found("all.jsonl#9") == found("other.jsonl#7") == []
