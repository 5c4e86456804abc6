from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipeline import publish as publish_module
from pipeline.build import fill
from pipeline.errors import Exit, RunError
from pipeline.process import Options
from pipeline.publish import prepare, publish, published_files, recover
from pipeline.run import Job, ingest
from pipeline.schema import tables

from .conftest import write
from .whole import papers_of


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.fixture
def out(papers: Path, tmp_path: Path) -> Path:
    """A folder that holds published tables; the papers have changed since."""
    folder = tmp_path / "out"
    ingest(Job(papers, folder, Options()))
    write(papers / "new.txt", "A9|อบต.เก้า|2564|ITA|90.0|verified")
    return folder


def test_the_manifest_has_size_and_checksum_of_every_table(out: Path) -> None:
    manifest = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in manifest["resources"]] == list(tables())
    for resource in manifest["resources"]:
        data = (out / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_the_manifest_describes_every_column_in_both_languages(out: Path) -> None:
    manifest = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource in manifest["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in tables()[resource["name"]].columns]
        assert all(field["description"] and field["description_th"] for field in fields)


def test_the_manifest_carries_closed_lists_and_keys(out: Path) -> None:
    resources = {r["name"]: r["schema"] for r in json.loads((out / "datapackage.json").read_text("utf-8"))["resources"]}
    fields = {field["name"]: field for field in resources["scores"]["fields"]}
    statuses = ["verified", "repaired", "reported", "computed", "conflict"]
    assert fields["status"]["constraints"] == {"required": True, "enum": statuses}
    assert resources["panel"]["primaryKey"] == ["agency_id", "fiscal_year"]
    assert resources["scores"]["uniqueKeys"] == [list(tables()["scores"].key)]


@pytest.mark.parametrize("failing", published_files())
def test_a_failure_while_writing_leaves_the_old_tables(
    out: Path, papers: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(out)
    sync = publish_module._sync

    def full_disk(path: Path) -> None:
        if path.name == failing:
            raise OSError(28, "No space left on device")
        sync(path)

    monkeypatch.setattr(publish_module, "_sync", full_disk)
    with pytest.raises(RunError, match="No space left on device") as caught:
        ingest(Job(papers, out, Options()))
    assert caught.value.code is Exit.OUTPUT
    assert contents(out) == before


@pytest.mark.parametrize("files_moved", range(len(published_files())))
def test_a_crash_after_the_commit_is_finished_later(
    out: Path, papers: Path, tmp_path: Path, files_moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(Job(papers, tmp_path / "expected", Options()))
    moved = 0
    replace = Path.replace

    def crash(path: Path, target: Path) -> Path:
        nonlocal moved
        if moved == files_moved:
            raise KeyboardInterrupt
        moved += 1
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            ingest(Job(papers, out, Options()))
    recover(out)
    assert contents(out) == contents(tmp_path / "expected")


def test_what_a_killed_run_left_half_written_is_removed(out: Path, papers: Path) -> None:
    write(out / ".ita-build-old" / "scores.parquet", "half")
    ingest(Job(papers, out, Options()))
    assert sorted(contents(out)) == sorted(published_files())


def test_files_of_others_are_not_touched(out: Path, papers: Path) -> None:
    write(out / "notes.txt", "mine")
    write(out / "folder" / "more.txt", "mine")
    ingest(Job(papers, out, Options()))
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (out / "folder" / "more.txt").read_text(encoding="utf-8") == "mine"


def test_files_of_others_with_our_names_are_not_overwritten(papers: Path, tmp_path: Path) -> None:
    write(tmp_path / "out" / "report.md", "mine")
    with pytest.raises(RunError, match=r"holds report\.md, which this program has not written") as caught:
        ingest(Job(papers, tmp_path / "out", Options()))
    assert caught.value.code is Exit.OUTPUT
    assert contents(tmp_path / "out") == {"report.md": b"mine"}


def test_an_output_that_is_a_file_is_refused_before_any_work(papers: Path, tmp_path: Path) -> None:
    write(tmp_path / "out", "a file")
    with pytest.raises(RunError, match="out cannot be written: File exists") as caught:
        prepare(tmp_path / "out")
    assert caught.value.code is Exit.OUTPUT


def test_no_rows_are_no_reason_to_fail(tmp_path: Path) -> None:
    def nothing(build: Path) -> None:
        fill(build, papers_of([]), lambda _: (), lambda _: None)

    prepare(tmp_path)
    publish(tmp_path, nothing)
    assert sorted(contents(tmp_path)) == sorted(published_files())
