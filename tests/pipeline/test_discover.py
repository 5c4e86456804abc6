from __future__ import annotations

import os
import subprocess
import unicodedata
from pathlib import Path

import pytest

from pipeline.discover import discover
from pipeline.errors import Exit, RunError


def touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def sources(root: Path) -> list[str]:
    return [item.source for item in discover(root)]


def test_inputs_are_found_in_folders_in_one_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a/z.md", "a.html", "ก.txt", "a/b/c.csv")
    assert sources(tmp_path) == ["a.html", "a/b/c.csv", "a/z.md", "b.txt", "ก.txt"]


def test_files_that_are_no_papers_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, ".gitkeep", ".hidden/a.txt", "~$a.docx", "README.md", "README", "x.json", ".gitignore", "Thumbs.db")
    assert sources(tmp_path) == []


def test_papers_in_formats_without_a_reader_are_inputs(tmp_path: Path) -> None:
    touch(tmp_path, "a.xlsx", "b.docx", "c", "d.tar.gz")
    assert sources(tmp_path) == ["a.xlsx", "b.docx", "c", "d.tar.gz"]


def test_one_file_is_an_input(tmp_path: Path) -> None:
    touch(tmp_path, "folder/a.txt")
    assert sources(tmp_path / "folder" / "a.txt") == ["a.txt"]


def test_names_are_nfc(tmp_path: Path) -> None:
    touch(tmp_path, unicodedata.normalize("NFD", "é.txt"))
    assert sources(tmp_path) == ["é.txt"]


def test_names_that_differ_in_their_unicode_form_only_stay_apart(tmp_path: Path) -> None:
    touch(tmp_path, "e\u0301.txt", "\u00e9.txt")
    assert len(set(sources(tmp_path))) == 2


def test_a_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xa1.txt")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert sources(tmp_path) == [r"\xa1.txt"]


@pytest.mark.parametrize(
    ("name", "source"),
    [("a\nb.txt", r"a\nb.txt"), ("\x1b[31mred.txt", r"\x1b[31mred.txt"), ("ก ข 😀.txt", "ก ข 😀.txt")],
)
def test_a_name_that_would_break_a_line_or_the_terminal_is_shown_escaped(
    tmp_path: Path, name: str, source: str
) -> None:
    touch(tmp_path, name)
    assert sources(tmp_path) == [source]


def test_names_that_are_shown_alike_stay_apart(tmp_path: Path) -> None:
    touch(tmp_path, "a\nb.txt", r"a\nb.txt")
    inputs = discover(tmp_path)
    assert [item.source for item in inputs] == [r"a\nb.txt", r"a\nb.txt~"]
    assert len({item.path for item in inputs}) == 2


def test_the_source_does_not_depend_on_how_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "raw/sub/a.txt")
    monkeypatch.chdir(tmp_path / "raw" / "sub")
    for raw in (f"{tmp_path}/raw", f"{tmp_path}/raw/", f"{tmp_path}/raw/.", "..", "../../raw"):
        assert sources(Path(raw)) == ["sub/a.txt"]


def test_folders_may_be_nested_deeper_than_the_stack(tmp_path: Path) -> None:
    folders = [tmp_path / ("d/" * depth) for depth in range(1, 1_200)]
    for folder in folders:
        folder.mkdir()
    touch(folders[-1], "a.txt")
    try:
        assert sources(tmp_path) == ["d/" * len(folders) + "a.txt"]
    finally:  # what clears temporary folders cannot go so deep
        subprocess.run(["rm", "-r", str(folders[0])], check=True)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path, "a/b.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert sources(tmp_path) == ["a/b.txt"]


def test_a_broken_link_is_an_input_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert sources(tmp_path) == ["a.txt"]


def test_the_output_folder_is_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "out/report.md")
    assert [item.source for item in discover(tmp_path, tmp_path / "out")] == ["a.txt"]


def test_a_folder_that_cannot_be_listed_is_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "a.txt", "locked/b.txt")
    listing = Path.iterdir

    def guarded(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", guarded)
    assert sources(tmp_path) == ["a.txt", "locked"]


def test_tables_of_an_earlier_run_are_no_papers(tmp_path: Path) -> None:
    touch(tmp_path, "old/report.md", "old/scores.parquet", "old/paper.md", "theirs/report.md")
    (tmp_path / "old" / "datapackage.json").write_text('{"name": "ita-tables"}', encoding="utf-8")
    (tmp_path / "theirs" / "datapackage.json").write_text('{"name": "other"}', encoding="utf-8")
    assert sources(tmp_path) == ["old/paper.md", "theirs/report.md"]


def test_reports_and_tables_need_two_folders(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    with pytest.raises(RunError, match=r"cannot hold both reports and tables\nName another folder with -o") as caught:
        discover(tmp_path, tmp_path / "." / "x" / "..")
    assert caught.value.code is Exit.USAGE


def test_what_is_neither_a_folder_nor_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RunError, match="is neither a folder nor a file"):
        discover(tmp_path / "pipe")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"gone does not exist\nGive a folder") as caught:
        discover(tmp_path / "gone")
    assert caught.value.code is Exit.USAGE
