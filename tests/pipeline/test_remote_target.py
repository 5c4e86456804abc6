"""Tables published to an address: a server on loopback, and a folder that is named by an address."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyarrow.fs import FileSelector, FileSystem
from typer.testing import CliRunner

from pipeline import plan as plan_module
from pipeline.cli import app
from pipeline.diff import compare
from pipeline.errors import Exit, RunError
from pipeline.process import Options
from pipeline.publish import PREVIOUS, published_files
from pipeline.remote import Address, address_of
from pipeline.remote import target as target_module
from pipeline.remote.target import Target, target_of
from pipeline.run import CACHE, Job, Outcome, explain, ingest
from pipeline.schema import tables

from .conftest import settle, write
from .object_store import Store
from .test_run import contents


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "_SETTLED", -5_000_000_000)  # objects that are as young as the test count as old


@dataclass
class Place:
    """Where tables go, looked at from outside."""

    address: Address

    def files(self) -> dict[str, bytes]:
        system, path = FileSystem.from_uri(self.address.text)
        infos = system.get_file_info(FileSelector(path, recursive=True, allow_not_found=True))
        files = [info.path for info in infos if info.type.name == "File"]
        return {name.removeprefix(f"{path}/"): system.open_input_stream(name).read() for name in files}

    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.files()["datapackage.json"])
        return found

    def edition(self) -> dict[str, bytes]:
        """The files of the edition that counts, whole after the checksums of its manifest."""
        files, manifest = self.files(), self.manifest()
        for entry in (*manifest["resources"], *manifest.get("review", ())):
            assert f"sha256:{hashlib.sha256(files[entry['path']]).hexdigest()}" == entry["hash"]
        start = f"editions/{manifest['edition']}/"
        return {name.removeprefix(start): data for name, data in files.items() if name.startswith(start)}

    def editions(self) -> set[str]:
        return {name.split("/")[1] for name in self.files() if name.startswith("editions/")}

    def put(self, name: str, data: bytes) -> None:
        system, path = FileSystem.from_uri(self.address.text)
        with system.open_output_stream(f"{path}/{name}") as file:
            file.write(data)


@pytest.fixture(params=["s3", "file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "file":
        text = f"file://{tmp_path}/published"
    else:
        text = request.getfixturevalue("store").address("published")
    address = address_of(text)
    assert address is not None
    return Place(address)


def job(place: Place, raw: Path, machine: str = "one", share: float = 0.1) -> Job:
    out = raw.parent / machine
    return Job(raw, out, Options(), cache=out / CACHE, allow_shrink=share, target=Target(place.address))


def run(place: Place, raw: Path, machine: str = "one", share: float = 0.1) -> Outcome:
    return ingest(job(place, raw, machine, share))


def add(raw: Path, name: str) -> None:
    write(raw / name, f"A{len(name)}|{name}|2566|ITA|90.0|verified")
    settle(raw)


def test_an_edition_is_what_a_folder_would_hold(place: Place, raw: Path) -> None:
    run(place, raw)
    ingest(Job(raw, raw.parent / "folder", Options()))
    assert place.edition() == contents(raw.parent / "folder")
    assert sorted(place.edition()) == sorted(published_files())


def test_the_manifest_leads_to_the_tables(place: Place, raw: Path) -> None:
    run(place, raw)
    system, path = FileSystem.from_uri(place.address.text)
    assert len(place.manifest()["resources"]) == len(tables())
    for resource in place.manifest()["resources"]:
        table = pq.read_table(f"{path}/{resource['path']}", filesystem=system)
        assert table.num_rows == resource["rows"]


def test_a_rerun_without_a_change_writes_nothing(place: Place, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(place, raw)
    before = place.files()
    written: list[str] = []
    put = target_module._put

    def told(system: Any, path: str, source: Any) -> None:
        written.append(path)
        put(system, path, source)

    monkeypatch.setattr(target_module, "_put", told)
    assert run(place, raw).processed == 0
    assert [path.rpartition("/")[2] for path in written] == ["probe"]
    assert place.files() == before


def test_the_edition_before_is_kept_and_no_other(place: Place, raw: Path) -> None:
    names = []
    for name in ("x.txt", "xx.txt", "xxx.txt"):
        add(raw, name)
        run(place, raw)
        names.append(place.manifest()["edition"])
        place.put("mine.txt", b"x")
    assert place.editions() == set(names[1:])
    assert place.manifest()["previous"] == names[1]
    assert place.files()["mine.txt"] == b"x"
    assert {name.split("/")[0] for name in place.files()} == {".ita-cache", "datapackage.json", "editions", "mine.txt"}


def test_another_machine_goes_on_where_this_one_ended(place: Place, raw: Path, calls: list[str]) -> None:
    run(place, raw)
    calls.clear()
    before = place.files()["datapackage.json"]
    assert {planned.reason for planned in explain(job(place, raw, "two")).planned} == {"unchanged"}
    assert run(place, raw, "two").processed == 0
    assert place.files()["datapackage.json"] == before
    add(raw, "x.txt")
    run(place, raw, "two")
    assert calls == ["x.txt"]
    assert sum(len(table.added) for table in compare(raw.parent / "two" / PREVIOUS, raw.parent / "two", 99)) > 0
    assert run(place, raw, "one").processed == 1  # its catalogue is its own
    assert contents(raw.parent / "one") == contents(raw.parent / "two") == place.edition()


def test_another_machine_may_not_lose_rows_either(place: Place, raw: Path) -> None:
    run(place, raw)
    before = place.files()
    shutil.rmtree(raw / "sub")
    with pytest.raises(RunError) as caught:
        run(place, raw, "two")
    assert caught.value.code is Exit.SHRUNK
    assert place.files() == before
    run(place, raw, "two", share=1.0)
    assert place.files() != before


class _Ending:
    """A file system that ends the run right after its n-th change."""

    def __init__(self, system: Any, left: list[int]) -> None:
        self.system, self.left, self.type_name = system, left, system.type_name

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.system, name)
        if name not in ("open_output_stream", "move", "delete_dir", "delete_file", "create_dir"):
            return method

        def change(*arguments: Any, **options: Any) -> Any:
            found = method(*arguments, **options)
            self.left[0] -= 1
            if self.left[0] == 0:
                if found is not None:
                    found.close()  # an empty file
                raise KeyboardInterrupt
            return found

        return change


def test_a_run_that_ends_anywhere_leaves_one_whole_edition(
    place: Place, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place, raw)
    old = place.edition()
    add(raw, "x.txt")
    ingest(Job(raw, raw.parent / "folder", Options()))
    new = contents(raw.parent / "folder")
    system, path = place.address.opened()
    published: list[bool] = []
    left = [0]
    while left[0] == 0:
        left = [len(published) + 1]
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            patch.setattr(Address, "opened", lambda _, left=left: (_Ending(system, left), path))
            run(place, raw)
        assert place.edition() in (old, new)
        published.append(place.edition() == new)
    assert published == sorted(published)
    assert (published[0], published[-1], len(published) > 10) == (False, True, True)


@pytest.mark.parametrize("said", ["NETWORK_CONNECTION", "REQUEST_TIMEOUT", "SLOW_DOWN"])
def test_a_store_that_falls_silent_while_publishing_is_told(
    said: str, place: Place, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place, raw)
    before = place.files()
    add(raw, "x.txt")
    put = target_module._put

    def silent(system: Any, path: str, source: Any) -> None:
        if path.endswith("scores.parquet"):
            raise OSError(f"When uploading part: AWS Error {said} during UploadPart operation (Request ID: x)")
        put(system, path, source)

    monkeypatch.setattr(target_module, "_put", silent)
    with pytest.raises(RunError, match="Check the network") as caught:
        run(place, raw)
    assert caught.value.code is Exit.STORE
    assert "Request ID" not in caught.value.message
    assert place.edition() == {
        name.partition("/")[2].partition("/")[2]: data for name, data in before.items() if "editions/" in name
    }


# What can be wrong


def test_what_cannot_be_published_to_is_told_before_any_work(store: Store, raw: Path, calls: list[str]) -> None:
    nobody = address_of(store.address("out", "nobody"))
    assert nobody is not None
    with pytest.raises(RunError, match="there is no such bucket") as caught:
        run(Place(nobody), raw)
    assert caught.value.code is Exit.OUTPUT
    there = address_of(store.address("out"))
    assert there is not None
    store.refuse_everybody()
    with pytest.raises(RunError, match="AWS_ACCESS_KEY_ID") as caught:
        run(Place(there), raw)
    assert caught.value.code is Exit.STORE
    assert calls == []


def test_a_silent_store_is_told_before_any_work(mortal_store: Store, raw: Path, calls: list[str]) -> None:
    mortal_store.stop()
    there = address_of(mortal_store.address("out"))
    assert there is not None
    with pytest.raises(RunError, match="no answer") as caught:
        run(Place(there), raw)
    assert (caught.value.code, calls) == (Exit.STORE, [])


@pytest.mark.parametrize("data", [b"{}", b"no json", b'{"name": "ita-tables", "resources": []}'])
def test_a_manifest_of_others_is_left_alone(place: Place, raw: Path, data: bytes) -> None:
    run(place, raw)
    place.put("datapackage.json", data)
    with pytest.raises(RunError, match="none of an edition") as caught:
        run(place, raw)
    assert caught.value.code is Exit.OUTPUT
    assert place.files()["datapackage.json"] == data


def test_a_damaged_edition_is_told(place: Place, raw: Path) -> None:
    run(place, raw)
    place.put(f"editions/{place.manifest()['edition']}/scores.parquet", b"x")
    with pytest.raises(RunError, match="are missing or have changed") as caught:
        run(place, raw, "two")
    assert caught.value.code is Exit.OUTPUT
    assert not (raw.parent / "two" / "scores.parquet").exists()


def test_papers_and_tables_may_lie_in_one_bucket(store: Store, raw: Path, tmp_path: Path) -> None:
    store.put_all(raw, "all")
    above, below = store.address("all"), store.address("all/tables")
    for processed in (4, 0):
        out, target = target_of(below, tmp_path / "work")
        papers = address_of(above)
        assert papers is not None
        outcome = ingest(Job(papers, out, Options(), cache=out / CACHE, target=target))
        assert outcome.processed == processed
        assert sum(outcome.reasons.values()) == 4
    with pytest.raises(RunError, match="cannot hold both"):
        ingest(Job(papers, out, Options(), target=Target(papers)))


def test_the_command_publishes_to_an_address(place: Place, tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a.md", "nothing")
    arguments = ["ingest", str(tmp_path / "raw"), "--engine", "serial", "-o"]
    said = CliRunner().invoke(app, [*arguments, place.address.text, "--work", str(tmp_path / "work")])
    assert said.exit_code == 0, said.output
    assert f"Published to {place.address}" in said.output.replace("\n", "")
    assert place.edition() == contents(tmp_path / "work")
    said = CliRunner().invoke(app, [*arguments, str(tmp_path / "out"), "--work", str(tmp_path / "work")])
    assert said.exit_code == Exit.USAGE


def test_every_address_has_its_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folders = {target_of(f"s3://bucket/{name}", None)[0] for name in ("a", "b", "a/")}
    assert len(folders) == 2
    assert all(folder.is_relative_to(tmp_path) for folder in folders)
