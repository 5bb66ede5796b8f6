"""What sources are called, wherever the command is given and wherever the archive lies."""

from __future__ import annotations

from pathlib import Path

from rag.roots import Root, root_of


def test_a_source_is_the_path_behind_the_name_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "2022").mkdir(parents=True)
    root = root_of(folder, {})
    assert root.source(folder / "2022" / "a.txt") == "archive/2022/a.txt"
    assert root.prefix(folder) == "archive/"
    assert root.prefix(folder / "2022") == "archive/2022/"


def test_a_single_file_is_called_as_if_its_folder_had_been_named(tmp_path: Path) -> None:
    file = tmp_path / "archive" / "a.txt"
    file.parent.mkdir()
    file.touch()
    assert root_of(file, {}) == root_of(file.parent, {}) == Root("archive", file.parent)


def test_a_folder_inside_a_known_root_belongs_to_it(tmp_path: Path) -> None:
    inner = tmp_path / "archive" / "2022"
    inner.mkdir(parents=True)
    root = root_of(inner, {"archive": tmp_path / "archive"})
    assert root.source(inner / "a.txt") == "archive/2022/a.txt"


def test_two_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "one" / "articles", tmp_path / "two" / "articles"
    first.mkdir(parents=True)
    second.mkdir(parents=True)
    assert root_of(second, {"articles": first}).label == "two/articles"


def test_an_archive_that_moved_keeps_its_name(tmp_path: Path) -> None:
    moved = tmp_path / "new" / "archive"
    moved.mkdir(parents=True)
    assert root_of(moved, {"archive": tmp_path / "old" / "archive"}) == Root("archive", moved)
