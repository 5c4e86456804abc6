"""Papers behind an address, read from a server on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.limits import Limits
from pipeline import plan as plan_module
from pipeline.cli import app
from pipeline.discover import Input
from pipeline.drawing import drawn_apart
from pipeline.errors import Exit, RunError
from pipeline.process import DocumentResult, Options
from pipeline.remote import Address, address_of
from pipeline.remote.inputs import StoredFile, discover_stored, reachable
from pipeline.run import CACHE, Job, explain, ingest, process_file

from .conftest import write
from .object_store import Store
from .reruns import fresh, reasons
from .test_run import contents

SAMPLES = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "_SETTLED", -5_000_000_000)  # objects that are as young as the test count as old


def address(store: Store, path: str = "in", bucket: str | None = None) -> Address:
    found = address_of(store.address(path, bucket))
    assert found is not None
    return found


def job(store: Store, tmp_path: Path) -> Job:
    out = tmp_path / "out"
    return Job(address(store), out, Options(), cache=out / CACHE)


def sources(store: Store, path: str = "in") -> list[str]:
    return [item.source for item in discover_stored(address(store, path))]


# What is an input


def test_inputs_have_the_names_that_they_have_in_a_folder(store: Store) -> None:
    for name in ("b.txt", "sub/a b%20+#?.txt", "sub/ก.md", "README.md", ".hidden/x.txt", "sub/~$lock.txt", "x.json"):
        store.put(f"in/{name}", b"x")
    store.put("input/other.txt", b"x")
    assert sources(store) == ["b.txt", "sub/a b%20+#?.txt", "sub/ก.md"]
    assert sources(store, "in/") == sources(store)
    assert sources(store, "in/sub") == ["a b%20+#?.txt", "ก.md"]


def test_an_address_may_name_one_paper_or_a_bucket(store: Store) -> None:
    store.put("in/ก ข.txt", b"x")
    assert sources(store, "in/ก ข.txt") == ["ก ข.txt"]
    assert sources(store, "in/%E0%B8%81%20%E0%B8%82.txt") == ["ก ข.txt"]
    assert sources(store, "") == ["in/ก ข.txt"]


def test_tables_of_an_earlier_run_are_no_inputs(store: Store, papers: Path, tmp_path: Path) -> None:
    ingest(Job(papers, tmp_path / "out", Options()))
    store.put_all(papers, "in")
    store.put_all(tmp_path / "out", "in/tables")
    store.put("in/tables/mine.md", b"x")
    assert sources(store) == ["b.txt", "crash.txt", "none.txt", "sub/a.txt", "tables/mine.md"]


def test_what_is_excluded_is_left_out(store: Store) -> None:
    store.put("in/a.txt", b"x")
    store.put("in/out/b.txt", b"x")
    store.put("in/out2/c.txt", b"x")
    found = discover_stored(address(store), [address(store, "in/out"), address(store, "other")])
    assert [item.source for item in found] == ["a.txt", "out2/c.txt"]
    with pytest.raises(RunError) as caught:
        discover_stored(address(store), [address(store)])
    assert caught.value.code is Exit.USAGE


# A run


def test_tables_are_those_of_the_same_papers_in_a_folder(store: Store, raw: Path, tmp_path: Path) -> None:
    store.put_all(raw, "in")
    ingest(job(store, tmp_path))
    assert contents(tmp_path / "out") == fresh(raw)


def test_workers_read_the_papers_themselves(store: Store, tmp_path: Path) -> None:
    for name in ("2567_memo_khaokhansong.md", "2565_result_kamphaeng.csv"):
        store.put(f"in/{name}", (SAMPLES / name).read_bytes())
        write(tmp_path / "raw" / name, "")
        (tmp_path / "raw" / name).write_bytes((SAMPLES / name).read_bytes())
    for raw, out in ((store.address("in"), "out"), (tmp_path / "raw", "fresh")):
        said = CliRunner().invoke(app, ["ingest", str(raw), "-o", str(tmp_path / out), "--workers", "2"])
        assert said.exit_code == 0, said.output
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_rerun_reads_what_changed(store: Store, raw: Path, tmp_path: Path, calls: list[str]) -> None:
    store.put_all(raw, "in")
    ingest(job(store, tmp_path))
    calls.clear()
    assert set(reasons(explain(job(store, tmp_path))).values()) == {"unchanged"}
    ingest(job(store, tmp_path))
    store.put("in/c.txt", b"A3|xx|2565|ITA|77.5|verified")
    ingest(job(store, tmp_path))
    assert calls == ["c.txt"]


def test_a_rerun_without_a_change_opens_no_paper(
    store: Store, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put_all(raw, "in")
    ingest(job(store, tmp_path))
    opened: list[str] = []
    for name in ("read_bytes", "open"):
        monkeypatch.setattr(StoredFile, name, lambda file, *_: opened.append(file.path))
    assert ingest(job(store, tmp_path)).processed == 0
    assert opened == []


def test_a_paper_that_vanishes_fails_alone(store: Store) -> None:
    store.put("in/a.txt", b"x")
    (item,) = discover_stored(address(store))
    store.system().delete_file("papers/in/a.txt")
    document = process_file(item, Options()).document
    assert (document["status"], document["error_code"]) == ("failed", "vanished")
    reachable(address(store, ""))


def test_a_paper_beyond_the_limit_is_not_read(store: Store) -> None:
    item = Input(StoredFile(address(store), "papers/in/none.pdf", 1 << 40, 0), "none.pdf")
    assert process_file(item, Options()).error_code == "too_large"


def test_pictures_are_drawn_of_papers_behind_an_address(store: Store) -> None:
    import hashlib

    path = min(SAMPLES.glob("*.pdf"))
    store.put(f"in/{path.name}", path.read_bytes())
    (item,) = discover_stored(address(store))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(drawn_apart(item.path, digest, [1], Limits())) == list(drawn_apart(path, digest, [1], Limits()))


# What can be wrong


def test_what_does_not_exist_is_told(store: Store) -> None:
    for path, bucket, said in (
        ("in", "nobody", "there is no such bucket"),
        ("none", None, "papers/none?endpoint_override"),
    ):
        with pytest.raises(RunError, match="Check the address") as caught:
            discover_stored(address(store, path, bucket))
        assert caught.value.code is Exit.USAGE
        assert said in caught.value.message


def test_a_store_that_refuses_is_told(store: Store) -> None:
    store.put("in/a.txt", b"x")
    store.refuse_everybody()
    with pytest.raises(RunError, match="AWS_ACCESS_KEY_ID") as caught:
        discover_stored(address(store))
    assert caught.value.code is Exit.STORE


def test_a_store_that_is_silent_is_told(mortal_store: Store) -> None:
    mortal_store.stop()
    with pytest.raises(RunError, match="Check the network") as caught:
        discover_stored(address(mortal_store))
    assert caught.value.code is Exit.STORE
    assert "no answer" in caught.value.message


def test_a_store_that_falls_silent_ends_the_run_and_leaves_the_tables(
    mortal_store: Store, raw: Path, tmp_path: Path
) -> None:
    mortal_store.put_all(raw, "in")
    ingest(job(mortal_store, tmp_path))
    before = contents(tmp_path / "out")
    for name in ("d.txt", "e.txt", "f.txt"):
        mortal_store.put(f"in/{name}", b"nothing else")

    def stop(done: int, total: int, result: DocumentResult) -> None:
        mortal_store.stop()

    with pytest.raises(RunError) as caught:
        ingest(job(mortal_store, tmp_path), stop)
    assert caught.value.code is Exit.STORE
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("s3://key:secret@bucket/in", "must not hold keys"),
        ("nothing://bucket/in", "nothing://bucket/in is no address"),
        ("s3://", "s3: does not exist"),
        ("fsspec+memory://in", "fsspec"),
    ],
)
def test_addresses_that_cannot_be_used_are_wrong_usage(text: str, said: str, tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["ingest", text, "-o", str(tmp_path / "out"), "--engine", "serial"])
    assert found.exit_code == Exit.USAGE
    assert said in found.output
    assert "secret" not in found.output


def test_only_papers_may_lie_behind_an_address(tmp_path: Path) -> None:
    for arguments in (
        ["findings", "s3://bucket/out"],
        ["show", "s3://bucket/a.pdf"],
        ["ingest", "x", "--cache", "s3://b"],
    ):
        found = CliRunner().invoke(app, arguments)
        assert found.exit_code == Exit.USAGE
        assert "is an address" in found.output
