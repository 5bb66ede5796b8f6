"""Files in, an up-to-date index out; what cannot be read is reported and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.building import BuildReport, Step, build_index, rebuild_index
from rag.corpus import FieldNames
from rag.embedders.static import StaticEmbedder, open_bundled
from rag.errors import ReadError
from rag.index import IndexWriter, PassageIndex

ARTICLE = "افتتح الوزير سالم المهيري متحف الفنون في مدينة صحار يوم ٣ مارس ٢٠٢١، وحضر الافتتاح نحو ٤٠٠ زائر."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "2021").mkdir(parents=True)
    (folder / "2021" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.md").write_text("---\ntitle: Bridge\ndate: 2020-05-05\n---\nThe bridge in Lund was closed.", "utf-8")
    (folder / "README.md").write_text("About this folder, which is not news.", encoding="utf-8")
    return folder


def _index(tmp_path: Path, *paths: Path | str, steps: list[tuple[Step, int, int]] | None = None) -> BuildReport:
    seen = steps if steps is not None else []
    with IndexWriter.open(tmp_path / "index", open_bundled()) as writer:
        return build_index(
            writer, [str(path) for path in paths], fields=FieldNames(), progress=lambda *step: seen.append(step)
        )


def _sources(tmp_path: Path) -> list[str]:
    with PassageIndex.open(tmp_path / "index") as index:
        return [document.source for document in index.documents()]


def test_a_folder_is_read_with_sources_relative_to_it_and_without_its_readme(tmp_path: Path, archive: Path) -> None:
    steps: list[tuple[Step, int, int]] = []
    report = _index(tmp_path, archive, steps=steps)
    assert (report.added, report.unchanged, report.removed, report.skipped) == (2, 0, 0, [])
    assert _sources(tmp_path) == ["archive/2021/a.txt", "archive/b.md"]
    assert {step for step, _, _ in steps} == set(Step)
    assert all(done <= total for _, done, total in steps)


def test_a_readme_that_is_named_is_an_article(tmp_path: Path, archive: Path) -> None:
    assert _index(tmp_path, archive / "README.md").added == 1


def test_running_again_changes_nothing(tmp_path: Path, archive: Path) -> None:
    first = _index(tmp_path, archive)
    second = _index(tmp_path, archive)
    assert first.manifest is not None
    assert second.manifest is None
    assert (second.added, second.unchanged, second.embedded) == (0, 2, 0)


def test_what_changed_is_updated_and_what_is_gone_is_removed(tmp_path: Path, archive: Path) -> None:
    _index(tmp_path, archive)
    (archive / "b.md").unlink()
    (archive / "2021" / "a.txt").write_text(ARTICLE + " وغاب كثيرون.", encoding="utf-8")
    (archive / "c.txt").write_text("Un nouveau musée ouvre à Dakar.", encoding="utf-8")
    report = _index(tmp_path, archive)
    assert (report.added, report.updated, report.removed) == (1, 1, 1)
    assert _sources(tmp_path) == ["archive/2021/a.txt", "archive/c.txt"]


def test_indexing_a_part_removes_nothing_elsewhere(tmp_path: Path, archive: Path) -> None:
    _index(tmp_path, archive)
    (archive / "2021" / "a.txt").rename(archive / "2021" / "moved.txt")
    (archive / "b.md").unlink()
    report = _index(tmp_path, archive / "2021")
    assert (report.added, report.removed) == (1, 1)
    assert _sources(tmp_path) == ["archive/2021/moved.txt", "archive/b.md"]
    assert _index(tmp_path, archive / "2021" / "moved.txt").removed == 0


def test_an_archive_that_moved_is_the_same_archive(tmp_path: Path, archive: Path) -> None:
    _index(tmp_path, archive)
    moved = tmp_path / "elsewhere" / "archive"
    moved.parent.mkdir()
    archive.rename(moved)
    report = _index(tmp_path, moved)
    assert (report.unchanged, report.added, report.removed) == (2, 0, 0)


def test_a_file_that_can_no_longer_be_read_keeps_what_was_known_of_it(tmp_path: Path, archive: Path) -> None:
    _index(tmp_path, archive)
    (archive / "b.md").write_bytes(b"\x00\x01\x02\xff" * 100)
    report = _index(tmp_path, archive)
    assert [Path(error.path).name for error in report.skipped] == ["b.md"]
    assert (report.unchanged, report.removed) == (1, 0)
    assert _sources(tmp_path) == ["archive/2021/a.txt", "archive/b.md"]


def test_globs_and_folders_that_overlap_read_each_file_once(tmp_path: Path, archive: Path) -> None:
    assert _index(tmp_path, f"{archive}/**/*.txt", archive).read == 2


def test_a_path_that_is_not_there_stops_before_anything_changes(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(ReadError, match="nowhere"):
        _index(tmp_path, archive, tmp_path / "nowhere")
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_rebuild_needs_no_files(tmp_path: Path, archive: Path, other_embedder: StaticEmbedder) -> None:
    _index(tmp_path, archive)
    (archive / "b.md").unlink()
    with IndexWriter.open(tmp_path / "index", other_embedder, any_model=True) as writer:
        report = rebuild_index(writer, progress=lambda *_: None)
    assert report.manifest is not None
    assert (report.manifest.model, report.manifest.documents, report.embedded) == ("other", 2, 2)
    assert _sources(tmp_path) == ["archive/2021/a.txt", "archive/b.md"]
