from __future__ import annotations

import os

import pytest

from rag.corpus import expand_paths, find_files
from rag.errors import ReadError


def names(root):
    return [path.relative_to(root).as_posix() for path in find_files(root)]


def test_a_folder_gives_its_supported_files_sorted_and_recursively(write, tmp_path):
    for name in ("b.txt", "a.md", "sub/خبر.html", "sub/picture.png", "Z.PDF", "notes"):
        write(name, "x")
    assert names(tmp_path) == ["Z.PDF", "a.md", "b.txt", "sub/خبر.html"]


def test_hidden_files_and_editors_backups_are_left_out(write, tmp_path):
    for name in (".hidden.txt", ".git/a.txt", "~$report.docx", "#draft.txt#", "draft.txt~", "draft.txt"):
        write(name, "x")
    assert names(tmp_path) == ["draft.txt"]


def test_a_link_back_to_a_folder_above_ends_the_walk(write, tmp_path):
    write("sub/a.txt", "x")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    assert names(tmp_path) == ["sub/a.txt"]


def test_an_explicit_file_of_an_unsupported_format_is_refused_with_the_list(write):
    path = write("picture.png", b"x")
    with pytest.raises(ReadError, match=r"\.png files cannot be read.*\.txt.*\.docx"):
        list(find_files(path))


def test_a_missing_path_is_refused(tmp_path):
    with pytest.raises(ReadError, match="no such file"):
        list(find_files(tmp_path / "nowhere"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_closed_folder_is_left_out_and_the_others_go_on(write, tmp_path):
    write("a.txt", "x")
    closed = write("closed/b.txt", "x").parent
    closed.chmod(0)
    try:
        assert names(tmp_path) == ["a.txt"]
    finally:
        closed.chmod(0o755)


def test_a_pattern_that_exists_is_itself_even_with_brackets_in_its_name(write):
    path = write("[draft].txt", "x")
    assert expand_paths([str(path)]) == [path]


def test_globs_go_into_folders_and_each_path_comes_once(write, tmp_path):
    first, second = write("a.txt", "x"), write("sub/b.txt", "x")
    assert expand_paths([f"{tmp_path}/**/*.txt", str(first)]) == [first, second]


def test_a_pattern_that_names_nothing_is_refused(tmp_path):
    with pytest.raises(ReadError, match="no such file"):
        expand_paths([f"{tmp_path}/*.txt"])
