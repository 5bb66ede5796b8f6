"""Documents go in, passages come out; each publication is a whole."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.embedders.static import StaticEmbedder, open_bundled
from rag.errors import (
    DocumentMissingError,
    IndexBusyError,
    IndexCorruptError,
    IndexForeignError,
    IndexMismatchError,
    IndexMissingError,
)
from rag.index import Change, IndexWriter, PassageIndex
from rag.index.layout import Layout
from rag.text.terms import query_terms
from rag.types import Document, Filters
from tests.conftest import BuildIndex, CountingEmbedder, MakeDocument


def _put_all(index_dir: Path, embedder: StaticEmbedder, documents: list[Document]) -> list[Change]:
    with IndexWriter.open(index_dir, embedder) as writer:
        changes = [writer.put(document, file=document.source) for document in documents]
        writer.embed()
        writer.publish()
    return changes


def test_every_passage_of_every_script_is_an_exact_slice_of_its_document(
    build_index: BuildIndex, documents: list[Document]
) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        stored = {document.doc_id: document for document in index.documents()}
        assert stored == {document.doc_id: document for document in documents}
        rows = index.rows.tolist()
        for passage in index.passages(rows):
            assert passage.span.of(stored[passage.doc_id].text) == passage.text
        assert {passage.doc_id for passage in index.passages(rows)} == set(stored)


def test_a_text_is_its_own_nearest_neighbour_with_cosine_one(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        for row in index.rows.tolist():
            (passage,) = index.passages([row])
            nearest = index.nearest(embedder.embed_query(passage.text), 1)[0]
            assert nearest.row == row
            assert nearest.score == pytest.approx(1.0, abs=1e-3)  # vectors are kept as 16-bit floats


def test_terms_find_the_passage_that_holds_them(build_index: BuildIndex, documents: list[Document]) -> None:
    with PassageIndex.open(build_index(documents)) as index:
        for query, doc_id in (
            ("المتاحف والفنون", "ar"),
            ("repairing bridges", "en"),
            ("图书馆", "zh"),
            ("किताबें", "hi"),
        ):
            best = index.matching(query_terms(query, index.languages, index.knows), 1)[0]
            assert index.passages([best.row])[0].doc_id == doc_id


def test_unchanged_documents_are_neither_stored_nor_embedded_again(tmp_path: Path, documents: list[Document]) -> None:
    embedder = CountingEmbedder()
    assert set(_put_all(tmp_path, embedder, documents)) == {Change.ADDED}
    first = len(embedder.embedded)
    assert set(_put_all(tmp_path, embedder, documents)) == {Change.UNCHANGED}
    assert len(embedder.embedded) == first


def test_a_text_that_stands_in_two_documents_is_embedded_once(tmp_path: Path, make_document: MakeDocument) -> None:
    embedder = CountingEmbedder()
    _put_all(tmp_path, embedder, [make_document("a", "نص واحد مكرر."), make_document("b", "نص واحد مكرر.")])
    assert embedder.embedded == ["نص واحد مكرر."]
    with PassageIndex.open(tmp_path) as index:
        assert index.passage_count == 2


def test_a_new_title_alone_updates_the_document_without_embedding(tmp_path: Path, make_document: MakeDocument) -> None:
    embedder = CountingEmbedder()
    document = make_document("a", "نص المقال هنا.")
    _put_all(tmp_path, embedder, [document])
    embedder.embedded.clear()
    assert _put_all(tmp_path, embedder, [replace(document, title="عنوان آخر")]) == [Change.UPDATED]
    assert embedder.embedded == []
    with PassageIndex.open(tmp_path) as index:
        assert index.document("a").title == "عنوان آخر"


def test_an_updated_document_is_found_by_its_new_words_only(
    build_index: BuildIndex, make_document: MakeDocument
) -> None:
    build_index([make_document("a", "حريق في المصنع.")])
    index_dir = build_index([make_document("a", "فيضان في الوادي.")])
    with PassageIndex.open(index_dir) as index:
        assert index.passage_count == 1
        assert index.matching(query_terms("حريق", index.languages, index.knows), 5) == []
        assert len(index.matching(query_terms("فيضان", index.languages, index.knows), 5)) == 1


def test_a_removed_document_is_gone_from_every_part(
    tmp_path: Path, embedder: StaticEmbedder, documents: list[Document]
) -> None:
    _put_all(tmp_path, embedder, documents)
    with IndexWriter.open(tmp_path, embedder) as writer:
        assert writer.remove(["ar", "unknown"]) == 1
        writer.publish()
    with PassageIndex.open(tmp_path) as index:
        assert index.manifest.documents == len(documents) - 1
        with pytest.raises(DocumentMissingError):
            index.document("ar")
        assert index.matching(query_terms("متحف", index.languages, index.knows), 5) == []
        arabic_vector = embedder.embed_query(documents[0].text)
        rows = [neighbor.row for neighbor in index.nearest(arabic_vector, 100)]
        assert "ar" not in {passage.doc_id for passage in index.passages(rows)}


def test_only_files_that_were_under_the_folder_and_not_put_again_are_removed(
    tmp_path: Path, embedder: StaticEmbedder, make_document: MakeDocument
) -> None:
    old = [make_document(name, f"نص {name}", source=name) for name in ("a/1.txt", "a/2.txt", "ab/1.txt", "a/3.txt")]
    _put_all(tmp_path, embedder, old)
    with IndexWriter.open(tmp_path, embedder) as writer:
        writer.put(old[0], file=old[0].source)
        assert writer.remove_missing("a/", but={"a/3.txt"}) == 1
        writer.embed()
        writer.publish()
    with PassageIndex.open(tmp_path) as index:
        assert [document.doc_id for document in index.documents()] == ["a/1.txt", "a/3.txt", "ab/1.txt"]


def test_an_index_of_no_documents_is_an_index(build_index: BuildIndex, embedder: StaticEmbedder) -> None:
    with PassageIndex.open(build_index([]), embedder) as index:
        assert index.passage_count == 0
        assert index.nearest(embedder.embed_query("سؤال"), 5) == []
        assert index.matching(query_terms("سؤال", (), index.knows), 5) == []
        assert index.published is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(languages=("ar",)), {"ar"}),
        (Filters(languages=("fr", "zh")), {"fr", "zh"}),
        (Filters(sources=("news/h",)), {"hi"}),
        (Filters(published_from=date(2019, 6, 1)), {"hi", "th", "emoji"}),
        (Filters(published_before=date(2016, 6, 1)), {"ar"}),
        (Filters(languages=("en",), published_from=date(2020, 1, 1)), {"emoji"}),
        (Filters(languages=("de",)), set()),
    ],
)
def test_filters_hold_in_both_legs(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder, filters: Filters, expected: set[str]
) -> None:
    words = " ".join(document.text for document in documents)
    with PassageIndex.open(build_index(documents)) as index:
        allowed = index.admitted(filters)
        for found in (
            index.nearest(embedder.embed_query(words), 100, allowed=allowed),
            index.matching(query_terms(words, index.languages, index.knows), 100, allowed=allowed),
        ):
            assert {p.doc_id for p in index.passages([neighbor.row for neighbor in found])} == expected


def test_a_document_without_a_date_passes_no_filter_by_date(
    build_index: BuildIndex, make_document: MakeDocument
) -> None:
    with PassageIndex.open(build_index([make_document("a", "بلا تاريخ.")])) as index:
        for always in (Filters(published_from=date(1900, 1, 1)), Filters(published_before=date(2100, 1, 1))):
            admitted = index.admitted(always)
            assert admitted is not None
            assert admitted.tolist() == []


def test_what_a_reader_opened_stays_valid_through_many_publications(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    index_dir = build_index([make_document("a", "النص الأول عن البحر.")])
    with PassageIndex.open(index_dir, embedder) as opened:
        for i in range(4):
            build_index([make_document("a", f"نص آخر رقم {i}."), make_document(f"new{i}", "وثيقة جديدة.")])
        assert not opened.is_current()
        assert opened.document("a").text == "النص الأول عن البحر."
        best = opened.matching(query_terms("البحر", opened.languages, opened.knows), 3)
        assert [passage.text for passage in opened.passages([n.row for n in best])] == ["النص الأول عن البحر."]
        assert [n.row for n in opened.nearest(embedder.embed_query("البحر"), 3)] == [n.row for n in best]
    with PassageIndex.open(index_dir, embedder) as latest:
        assert latest.is_current()
        assert latest.document("a").text == "نص آخر رقم 3."


def test_generations_that_nobody_reads_are_swept(build_index: BuildIndex, make_document: MakeDocument) -> None:
    for i in range(4):
        index_dir = build_index([make_document("a", f"نص {i}.")])
    assert Layout(index_dir).numbers() == [4]
    with sqlite3.connect(index_dir / "records.db") as database:
        assert database.execute("SELECT count(*) FROM documents").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM vectors").fetchone() == (1,)


def test_two_readers_search_while_one_writer_publishes(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    texts = [f"خبر رقم {i} عن ميناء {'طنجة' if i % 2 else 'صحار'}." for i in range(40)]
    index_dir = build_index([make_document(f"d{i}", text) for i, text in enumerate(texts)])
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                with PassageIndex.open(index_dir, embedder) as index:
                    found = index.matching(query_terms("طنجة", index.languages, index.knows), 50)
                    passages = index.passages([neighbor.row for neighbor in found])
                    assert len(passages) == 20
                    assert all("طنجة" in passage.text for passage in passages)
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for i in range(5):
        build_index([make_document("extra", f"خبر إضافي {i} عن السوق.")])
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_a_second_writer_is_told_that_the_index_is_busy(
    build_index: BuildIndex, documents: list[Document], embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    with IndexWriter.open(index_dir, embedder), pytest.raises(IndexBusyError) as raised:
        IndexWriter.open(index_dir, embedder)
    assert "run the command again" in raised.value.hint


def test_changes_of_a_writer_that_did_not_publish_are_undone_and_its_vectors_kept(
    tmp_path: Path, make_document: MakeDocument
) -> None:
    embedder = CountingEmbedder()
    _put_all(tmp_path, embedder, [make_document("a", "النص الأول."), make_document("b", "النص الثاني.")])
    with IndexWriter.open(tmp_path, embedder) as writer:
        writer.put(make_document("a", "نص معدل."), file="a")
        writer.remove(["b"])
        writer.embed()
    with PassageIndex.open(tmp_path) as index:
        assert {document.text for document in index.documents()} == {"النص الأول.", "النص الثاني."}
    embedder.embedded.clear()
    assert _put_all(tmp_path, embedder, [make_document("a", "نص معدل.")]) == [Change.UPDATED]
    assert embedder.embedded == []
    with PassageIndex.open(tmp_path) as index:
        assert {document.text for document in index.documents()} == {"نص معدل.", "النص الثاني."}


def test_another_model_is_refused_with_the_command_that_embeds_again(
    build_index: BuildIndex, documents: list[Document], other_embedder: StaticEmbedder
) -> None:
    index_dir = build_index(documents)
    for refused in (
        lambda: PassageIndex.open(index_dir, other_embedder),
        lambda: IndexWriter.open(index_dir, other_embedder),
    ):
        with pytest.raises(IndexMismatchError) as raised:
            refused()
        assert "'sanad-1'" in str(raised.value)
        assert "sanad index --rebuild" in raised.value.hint


def test_vectors_of_two_models_live_side_by_side_and_are_not_computed_twice(
    tmp_path: Path, make_document: MakeDocument
) -> None:
    first, second = CountingEmbedder(), CountingEmbedder()
    second.name = second.fingerprint = "second"
    document = make_document("a", "نص واحد.")
    _put_all(tmp_path, first, [document])
    for embedder in (second, first):
        embedder.embedded.clear()
        with IndexWriter.open(tmp_path, embedder, any_model=True) as writer:
            for stored, file in writer.stored_documents():
                writer.put(stored, file=file)
            writer.embed()
            assert writer.publish(from_scratch=True).fingerprint == embedder.fingerprint
    assert second.embedded == ["نص واحد."]
    assert first.embedded == []


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError) as raised:
        PassageIndex.open(tmp_path / "nowhere")
    assert "sanad index PATH" in raised.value.hint


def test_a_folder_of_something_else_is_not_taken_for_an_index(tmp_path: Path, embedder: StaticEmbedder) -> None:
    (tmp_path / "letter.doc").write_text("x")
    with pytest.raises(IndexForeignError):
        PassageIndex.open(tmp_path)
    (tmp_path / "records.db").write_bytes(b"not a database at all, but long enough to look like a file" * 100)
    with pytest.raises(IndexForeignError):
        IndexWriter.open(tmp_path, embedder)


def test_another_database_is_not_taken_for_an_index(tmp_path: Path, embedder: StaticEmbedder) -> None:
    with sqlite3.connect(tmp_path / "records.db") as database:
        database.execute("CREATE TABLE t (x)")
    with pytest.raises(IndexForeignError, match="not an index of Sanad"):
        IndexWriter.open(tmp_path, embedder)


def test_an_older_format_is_refused_with_what_to_do(build_index: BuildIndex, documents: list[Document]) -> None:
    index_dir = build_index(documents)
    with sqlite3.connect(index_dir / "records.db") as database:
        database.execute("PRAGMA user_version=0")
    with pytest.raises(IndexForeignError, match="format 0") as raised:
        PassageIndex.open(index_dir)
    assert "sanad index PATH" in raised.value.hint


def test_a_store_grown_step_by_step_equals_one_derived_at_once(
    tmp_path: Path, build_index: BuildIndex, embedder: StaticEmbedder, documents: list[Document]
) -> None:
    for document in documents:
        grown = build_index([document])
    _put_all(tmp_path / "at-once", embedder, documents)
    with PassageIndex.open(grown) as first, PassageIndex.open(tmp_path / "at-once") as second:
        for document in documents:
            vector = embedder.embed_query(document.text)
            found = [
                [
                    (p.passage_id, round(n.score, 4))
                    for n, p in zip(near, index.passages([n.row for n in near]), strict=True)
                ]
                for index in (first, second)
                for near in [index.nearest(vector, 10)]
            ]
            assert sorted(found[0]) == sorted(found[1])


def test_the_segments_of_terms_are_shared_between_generations_where_the_file_system_can(
    build_index: BuildIndex, documents: list[Document]
) -> None:
    index_dir = build_index(documents[:-1])
    layout = Layout(index_dir)
    with PassageIndex.open(index_dir):
        build_index([documents[-1]])
        before = {path.name: path for path in (layout.generation(1) / "terms").glob("*.idx")}
        after = {path.name: path for path in (layout.generation(2) / "terms").glob("*.idx")}
        common = before.keys() & after.keys()
        assert common
        assert all(before[name].samefile(after[name]) for name in common)


def test_vectors_come_back_as_unit_rows(build_index: BuildIndex, documents: list[Document]) -> None:
    from rag.index.records import Records

    index_dir = build_index(documents)
    records = Records.open_readonly(index_dir / "records.db")
    rows, vectors = records.vectors(records.rows(1), open_bundled().fingerprint, open_bundled().dim)
    records.close()
    assert rows == sorted(rows)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_what_was_not_embedded_cannot_be_published(
    build_index: BuildIndex, make_document: MakeDocument, embedder: StaticEmbedder
) -> None:
    index_dir = build_index([make_document("a", "نص أول.")])
    with IndexWriter.open(index_dir, embedder) as writer:
        writer.put(make_document("b", "نص لم يُضمَّن."), file="b")
        with pytest.raises(IndexCorruptError, match="1 of 2 passages have vectors"):
            writer.publish()
    with PassageIndex.open(index_dir, embedder) as index:
        assert index.titles() == ["title of a"]


def test_an_index_that_was_begun_and_never_published_is_no_index_yet(
    tmp_path: Path, embedder: StaticEmbedder, make_document: MakeDocument
) -> None:
    with IndexWriter.open(tmp_path, embedder) as writer:
        writer.put(make_document("a", "نص."), file="a")
    with pytest.raises(IndexMissingError):
        PassageIndex.open(tmp_path)
    assert Layout(tmp_path / "nowhere").numbers() == []


def test_a_reader_goes_on_when_current_cannot_be_read(build_index: BuildIndex, documents: list[Document]) -> None:
    index_dir = build_index(documents)
    with PassageIndex.open(index_dir) as index:
        (index_dir / "CURRENT").write_text("later")
        assert index.is_current()
        assert index.document("ar") == documents[0]


def test_a_transaction_that_fails_changes_nothing(tmp_path: Path, make_document: MakeDocument) -> None:
    from rag.index.records import Records

    records = Records.create_or_open(tmp_path / "records.db")
    document = make_document("a", "نص.")

    def add_and_stop() -> None:
        with records.transaction():
            records.add(document, [], file="a", content_hash="h", at=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_and_stop()
    assert records.document("a", 1) is None
    records.close()


def test_an_error_that_is_no_damage_is_not_called_so(build_index: BuildIndex, documents: list[Document]) -> None:
    from rag.index.records import Records

    records = Records.open_readonly(build_index(documents) / "records.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        records.set_root("label", Path("anywhere"))
    records.close()


class Transformer:
    """An embedder that is not static: it has vectors of texts, and none of tokens."""

    def __init__(self, model: StaticEmbedder) -> None:
        self.name, self.fingerprint, self.dim, self.max_tokens = "transformer", "t", model.dim, 128
        self.count_tokens, self.embed_query, self.embed_passages = (
            model.count_tokens, model.embed_query, model.embed_passages
        )  # fmt: skip


def test_a_model_that_has_no_words_needs_one_that_has_beside_it(
    tmp_path: Path, embedder: StaticEmbedder, other_embedder: StaticEmbedder, make_document: MakeDocument
) -> None:
    transformer = Transformer(embedder)
    with pytest.raises(TypeError, match="static model beside it"):
        IndexWriter.open(tmp_path, transformer)
    with IndexWriter.open(tmp_path, transformer, embedder) as writer:
        writer.put(make_document("d", "افتتح المتحف."), file="d")
        writer.embed()
        writer.publish()
    with PassageIndex.open(tmp_path, transformer) as index:
        assert index.manifest.fingerprint == "t"
        index.check_word_model(embedder)
        with pytest.raises(IndexMismatchError) as raised:
            index.check_word_model(other_embedder)
        assert "sanad index --rebuild" in raised.value.hint
    with IndexWriter.open(tmp_path, transformer, other_embedder) as writer:  # reads all of it anew
        writer.put(make_document("e", "أغلق الجسر."), file="e")
        writer.embed()
        writer.publish()
    with PassageIndex.open(tmp_path, transformer) as index:
        index.check_word_model(other_embedder)
        assert len(index.rows) == 2


def test_sentences_are_read_anew_when_most_of_what_is_stored_was_removed(
    tmp_path: Path, embedder: StaticEmbedder, make_document: MakeDocument
) -> None:
    texts = {f"d{i}": f"الخبر رقم {i} عن متحف صحار. ثم خبر ثان." for i in range(6)}
    _put_all(tmp_path, embedder, [make_document(name, text) for name, text in texts.items()])
    with IndexWriter.open(tmp_path, embedder) as writer:
        writer.remove([f"d{i}" for i in range(5)])
        writer.put(make_document("new", "أغلق الجسر في لوند."), file="new")
        writer.embed()
        writer.publish()
    with PassageIndex.open(tmp_path, embedder) as index:
        assert {passage.doc_id for passage in index.passages(index.rows.tolist())} == {"d5", "new"}
        assert index.sentences(index.rows.tolist()).sizes.tolist() == [2, 1]
        assert ("4", "number") not in index.words.numbers
        assert ("5", "number") in index.words.numbers
