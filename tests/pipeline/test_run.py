from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import run as run_module
from pipeline.discover import Input, discover
from pipeline.errors import Exit, RunError
from pipeline.process import DocumentResult, Options
from pipeline.publish import published_files
from pipeline.run import Job, ingest, process_all, process_file
from pipeline.schema import arrow_schema, tables

from .conftest import write
from .whole import assemble, read_tables


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_a_run_publishes_all_files_and_nothing_else(papers: Path, tmp_path: Path) -> None:
    ingest(Job(papers, tmp_path / "out", Options()))
    assert sorted(contents(tmp_path / "out")) == sorted(published_files())


def test_published_tables_have_the_declared_schema(papers: Path, tmp_path: Path) -> None:
    ingest(Job(papers, tmp_path / "out", Options()))
    for table in tables().values():
        assert pq.read_schema(tmp_path / "out" / table.file).equals(arrow_schema(table))


def test_tables_without_rows_keep_their_schema(fake_stages: None, tmp_path: Path) -> None:
    write(tmp_path / "raw" / "crash.txt", "#crash")
    ingest(Job(tmp_path / "raw", tmp_path / "out", Options()))
    for table in tables().values():
        read = pq.read_table(tmp_path / "out" / table.file)
        assert read.schema.equals(arrow_schema(table))
        assert read.num_rows == (1 if table.name == "documents" else 0)


def test_documents_count_their_findings_and_sort_by_source(papers: Path, tmp_path: Path) -> None:
    ingest(Job(papers, tmp_path / "out", Options()))
    built = read_tables(tmp_path / "out")
    rows = [(row["source"], row["status"], row["findings"]) for row in built["documents"]]
    assert rows == [
        ("b.txt", "ok", 2),
        ("crash.txt", "failed", 0),
        ("none.txt", "no_scores", 1),
        ("sub/a.txt", "ok", 2),
    ]


def test_a_rerun_writes_the_same_bytes(papers: Path, tmp_path: Path) -> None:
    ingest(Job(papers, tmp_path / "one", Options()))
    ingest(Job(papers, tmp_path / "two", Options()))
    ingest(Job(papers, tmp_path / "two", Options()))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_order_of_the_inputs_does_not_matter(papers: Path) -> None:
    inputs = discover(papers)
    built = assemble(process_all(inputs, Options()))
    for seed in range(5):
        random.Random(seed).shuffle(inputs)
        assert assemble(process_all(inputs, Options())) == built


def test_scores_sort_by_source_year_and_code(fake_stages: None, tmp_path: Path) -> None:
    codes = ["10", "2", "OIT", "ITA", "9", "IIT", "EIT"]
    write(tmp_path / "a.txt", *(f"A1|ก|{year}|{code}|50|reported" for year in (2565, 2564) for code in codes))
    built = assemble(process_all(discover(tmp_path), Options()))
    expected = [(year, code) for year in (2564, 2565) for code in ("ITA", "IIT", "EIT", "OIT", "2", "9", "10")]
    assert [(row["fiscal_year"], row["code"]) for row in built["scores"]] == expected


def test_two_files_with_the_same_bytes_are_one_document_and_a_finding(papers: Path) -> None:
    shutil.copy(papers / "b.txt", papers / "c.txt")
    built = assemble(process_all(discover(papers), Options()))
    found = [(row["source"], row["found"]) for row in built["findings"] if row["code"] == "duplicate_document"]
    assert found == [("c.txt", "b.txt")]
    assert built["panel"][0]["documents"] == 2


def test_progress_is_told_after_every_document(papers: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, bool]] = []

    def progress(done: int, total: int, result: DocumentResult) -> None:
        told.append((done, total, result.failed))

    ingest(Job(papers, tmp_path / "out", Options()), progress)
    assert told == [(1, 4, False), (2, 4, True), (3, 4, False), (4, 4, False)]


def test_a_file_that_vanishes_is_a_failed_row(tmp_path: Path) -> None:
    document = process_file(Input(tmp_path / "gone.txt", "gone.txt"), Options()).document
    assert (document["status"], document["error_code"], document["document_id"]) == ("failed", "vanished", None)


def test_a_file_that_may_not_be_read_is_a_failed_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", "x")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    document = process_file(Input(tmp_path / "a.txt", "a.txt"), Options()).document
    assert document["error_code"] == "not_readable"
    assert str(document["error"]).startswith("a.txt may not be read: Permission denied.")


def test_a_link_that_leads_nowhere_is_a_failed_row(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    document = process_file(Input(tmp_path / "a.txt", "a.txt"), Options()).document
    assert (document["error_code"], document["document_id"]) == ("not_readable", None)
    assert "the link leads nowhere" in str(document["error"])


def test_a_pipe_is_a_failed_row_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    document = process_file(Input(tmp_path / "a.txt", "a.txt"), Options()).document
    assert document["error_code"] == "not_readable"
    assert "it is a pipe" in str(document["error"])


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(1 << 40)
    document = process_file(Input(tmp_path / "a.txt", "a.txt"), Options()).document
    assert document["error_code"] == "too_large"


def test_a_folder_without_papers_leaves_the_old_tables(papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ingest(Job(papers, out, Options()))
    before = contents(out)
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunError) as caught:
        ingest(Job(tmp_path / "empty", out, Options()))
    assert caught.value.code is Exit.NOTHING
    assert contents(out) == before


def test_an_interrupted_run_leaves_the_old_tables(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    ingest(Job(papers, out, Options()))
    before = contents(out)

    def interrupt(*_: object) -> DocumentResult:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "process_file", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ingest(Job(papers, out, Options()))
    assert contents(out) == before
