"""A rerun does what changed and nothing more, and gives what a fresh run gives."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline import process as process_module
from pipeline import stages
from pipeline.across import Across
from pipeline.catalogue import FILE, Catalogue
from pipeline.errors import Exit, RunError
from pipeline.plan import EVERYTHING, Plan, Reason, Selection
from pipeline.process import Options, Understood
from pipeline.publish import published_files
from pipeline.run import CACHE, Job, Outcome, explain, ingest
from pipeline.versions import Versions

from .conftest import fake_understand, write
from .test_run import contents

OLD = 1_600_000_000  # seconds: long before any run


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sources that were extracted."""
    called: list[str] = []

    def understand(data: bytes, source: str, options: Options, store: Path | None = None) -> Understood:
        called.append(source)
        return fake_understand(data, source, options, store)

    monkeypatch.setattr(process_module, "understand", understand)
    return called


@pytest.fixture
def raw(tmp_path: Path, calls: list[str]) -> Path:
    """Four papers that are older than the run."""
    folder = tmp_path / "raw"
    write(folder / "b.txt", "A1|อบต.หนึ่ง|2564|ITA|80.0|verified", "A1|อบต.หนึ่ง|2564|10|70.5|reported")
    write(folder / "sub" / "a.txt", "A1|อบต.หนึ่ง|2564|ITA|81.0|reported", "A2|อบต.สอง|2564|9|50.25|conflict")
    write(folder / "c.txt", "A3|อบต.สาม|2565|ITA|77.0|verified")
    write(folder / "none.txt", "nothing")
    settle(folder)
    return folder


def settle(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (OLD, OLD))


def job(raw: Path, selection: Selection = EVERYTHING, share: float = 0.1) -> Job:
    out = raw.parent / "out"
    return Job(raw, out, Options(), cache=out / CACHE, selection=selection, allow_shrink=share)


def run(raw: Path, selection: Selection = EVERYTHING, share: float = 0.1) -> Outcome:
    return ingest(job(raw, selection, share))


def fresh(raw: Path) -> dict[str, bytes]:
    """What a run that knows nothing publishes."""
    out = raw.parent / "fresh"
    shutil.rmtree(out, ignore_errors=True)
    ingest(Job(raw, out, Options()))
    return contents(out)


def reasons(plan: Plan) -> dict[str, Reason]:
    return {planned.item.source: planned.reason for planned in plan.planned}


def test_a_rerun_without_change_extracts_and_writes_nothing(raw: Path, calls: list[str]) -> None:
    first = run(raw)
    out = raw.parent / "out"
    times = {name: (out / name).stat().st_mtime_ns for name in published_files()}
    before = contents(out)
    calls.clear()
    second = run(raw)
    assert calls == []
    assert second.processed == 0
    assert second.reasons == {"unchanged": 4}
    assert second.summary == first.summary
    assert contents(out) == before == fresh(raw)
    assert {name: (out / name).stat().st_mtime_ns for name in published_files()} == times


def test_touching_and_renaming_extract_nothing(raw: Path, calls: list[str]) -> None:
    run(raw)
    calls.clear()
    os.utime(raw / "b.txt")
    (raw / "c.txt").rename(raw / "sub" / "d.txt")
    run(raw)
    assert calls == []
    assert contents(raw.parent / "out") == fresh(raw)


def test_one_changed_byte_extracts_one_paper(raw: Path, calls: list[str]) -> None:
    run(raw)
    calls.clear()
    write(raw / "c.txt", "A3|อบต.สาม|2565|ITA|78.0|verified")
    assert reasons(explain(job(raw)))["c.txt"] is Reason.CONTENT
    run(raw)
    assert calls == ["c.txt"]
    assert contents(raw.parent / "out") == fresh(raw)


def test_a_change_that_size_and_time_hide_is_seen_by_rehash_only(raw: Path, calls: list[str]) -> None:
    run(raw)
    calls.clear()
    write(raw / "c.txt", "A3|อบต.สาม|2565|ITA|78.0|verified")
    settle(raw)
    run(raw)
    assert calls == []
    run(raw, Selection(rehash=True))
    assert calls == ["c.txt"]


def test_a_file_that_has_just_been_written_is_looked_into_again(raw: Path, calls: list[str]) -> None:
    """It may have changed once more within the same tick of the clock."""
    write(raw / "c.txt", "A3|อบต.สาม|2565|ITA|79.0|verified")
    status = (raw / "c.txt").stat()
    run(raw)
    calls.clear()
    write(raw / "c.txt", "A3|อบต.สาม|2565|ITA|78.0|verified")
    os.utime(raw / "c.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    run(raw)
    assert calls == ["c.txt"]


def test_a_suffix_is_part_of_the_paper(raw: Path, calls: list[str]) -> None:
    run(raw)
    calls.clear()
    (raw / "c.txt").rename(raw / "c.md")
    run(raw)
    assert calls == ["c.md"]


@pytest.mark.parametrize(
    ("versions", "reason"),
    [
        (Versions("other", "other", "t", "p"), Reason.READERS),
        (Versions("read", "other", "t", "p"), Reason.RULES),
    ],
)
def test_other_code_extracts_everything_again(
    raw: Path, calls: list[str], versions: Versions, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "versions", lambda: Versions("read", "rules", "t", "p"))
    run(raw)
    calls.clear()
    monkeypatch.setattr(stages, "versions", lambda: versions)
    assert set(reasons(explain(job(raw))).values()) == {reason}
    run(raw)
    assert calls == ["b.txt", "c.txt", "none.txt", "sub/a.txt"]


def test_failures_are_tried_again_unless_told_otherwise(raw: Path, calls: list[str]) -> None:
    write(raw / "crash.txt", "#crash")
    settle(raw)
    for _ in range(2):
        run(raw)
    assert calls.count("crash.txt") == 2
    assert reasons(explain(job(raw)))["crash.txt"] is Reason.FAILED
    run(raw, Selection(retry_failed=False))
    assert calls.count("crash.txt") == 2
    assert contents(raw.parent / "out") == fresh(raw)
    write(raw / "crash.txt", "#crash once more")
    run(raw, Selection(retry_failed=False))
    assert calls.count("crash.txt") == 4  # and one by the fresh run


def test_a_failure_that_is_mended_is_forgotten(raw: Path) -> None:
    write(raw / "c.txt", "#crash")
    run(raw)
    write(raw / "c.txt", "A3|อบต.สาม|2565|ITA|77.0|verified")
    assert run(raw).summary.failed == 0
    assert contents(raw.parent / "out") == fresh(raw)


def test_copies_are_extracted_once_they_are_known(raw: Path, calls: list[str]) -> None:
    run(raw)
    calls.clear()
    shutil.copy(raw / "b.txt", raw / "again.txt")
    run(raw)
    assert calls == []
    assert contents(raw.parent / "out") == fresh(raw)


def test_a_limit_goes_on_where_it_stopped(raw: Path, calls: list[str]) -> None:
    first = run(raw, Selection(limit=3))
    assert (first.processed, first.missing) == (3, 1)
    second = run(raw, Selection(limit=3))
    assert (second.processed, second.missing) == (1, 0)
    assert len(calls) == 4
    assert contents(raw.parent / "out") == fresh(raw)


def test_papers_that_fail_do_not_use_up_the_limit(raw: Path, calls: list[str]) -> None:
    for name in ("0.txt", "1.txt"):
        write(raw / name, f"#crash {name}")
    for _ in range(4):
        run(raw, Selection(limit=2), share=1.0)
    assert calls == ["0.txt", "1.txt", "b.txt", "c.txt", "none.txt", "sub/a.txt", "0.txt", "1.txt"]


def test_rows_that_another_run_has_replaced_are_not_published(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Catalogue.rows

    def replaced(self: Catalogue, *arguments: Any) -> Any:
        with closing(sqlite3.connect(self.path)) as db, db:
            db.execute("UPDATE results SET checksum = 'other'")
        return rows(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "rows", replaced)
        with pytest.raises(RunError, match=r"another run has replaced the rows of b\.txt"):
            run(raw)
    assert contents(raw.parent / "out") == {}


def test_a_cache_below_the_papers_is_no_input(raw: Path) -> None:
    for _ in range(2):
        outcome = ingest(Job(raw, raw.parent / "out", Options(), cache=raw / "cache"))
    assert outcome.reasons == {"unchanged": 4}
    with pytest.raises(RunError, match="cannot hold both reports and tables"):
        ingest(Job(raw, raw.parent / "out", Options(), cache=raw))


def test_only_what_is_named_is_processed_and_all_that_is_known_is_published(raw: Path, calls: list[str]) -> None:
    run(raw, Selection(only=("sub/*", "c.txt")))
    assert calls == ["c.txt", "sub/a.txt"]
    outcome = run(raw, Selection(only=("b.txt",)))
    assert sum(outcome.summary.documents.values()) == 3
    assert outcome.missing == 1
    with pytest.raises(RunError, match="no input is selected") as caught:
        ingest(Job(raw, raw.parent / "other", Options(), selection=Selection(only=("nothing",))))
    assert caught.value.code is Exit.NOTHING


def test_since_takes_papers_that_changed_on_that_day_or_later(raw: Path, calls: list[str]) -> None:
    day = dt.date.fromtimestamp(OLD)
    os.utime(raw / "b.txt", (OLD - 86_400, OLD - 86_400))
    run(raw, Selection(since=day))
    assert calls == ["c.txt", "none.txt", "sub/a.txt"]


def test_losing_many_rows_stops_before_publishing(raw: Path, calls: list[str]) -> None:
    run(raw)
    before = contents(raw.parent / "out")
    (raw / "b.txt").unlink()
    with pytest.raises(RunError, match="documents from 4 to 3, scores from 5 to 3") as caught:
        run(raw)
    assert caught.value.code is Exit.SHRUNK
    assert contents(raw.parent / "out") == before
    run(raw, share=0.5)
    assert contents(raw.parent / "out") == fresh(raw)


def test_the_tables_before_are_kept(raw: Path) -> None:
    run(raw)
    before = contents(raw.parent / "out")
    write(raw / "new.txt", "A4|อบต.สี่|2565|ITA|70.0|verified")
    run(raw)
    run(raw)
    assert contents(raw.parent / "out" / ".ita-previous") == before


def test_tables_that_somebody_changed_are_written_again(raw: Path, calls: list[str]) -> None:
    run(raw)
    before = contents(raw.parent / "out")
    (raw.parent / "out" / "report.md").write_text("scribble", encoding="utf-8")
    (raw.parent / "out" / "scores.parquet").unlink()
    calls.clear()
    run(raw)
    assert calls == []
    assert contents(raw.parent / "out") == before


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_catalogue_is_begun_anew(raw: Path, damage: bytes) -> None:
    run(raw)
    catalogue = raw.parent / "out" / CACHE / FILE
    for part in ("-wal", "-shm"):
        Path(f"{catalogue}{part}").unlink(missing_ok=True)
    catalogue.write_bytes(damage)
    assert run(raw).processed == 4
    assert contents(raw.parent / "out") == fresh(raw)


def test_a_catalogue_of_another_format_is_begun_anew(raw: Path) -> None:
    run(raw)
    with sqlite3.connect(raw.parent / "out" / CACHE / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    assert run(raw).processed == 4


def test_a_cache_that_cannot_be_written_is_a_clear_error(raw: Path) -> None:
    write(raw.parent / "file", "x")
    with pytest.raises(RunError, match="cannot be used") as caught:
        ingest(Job(raw, raw.parent / "out", Options(), cache=raw.parent / "file"))
    assert caught.value.code is Exit.OUTPUT


def test_a_full_disk_loses_no_result_that_was_kept(
    raw: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, kept = Catalogue.keep, 0

    def full(self: Catalogue, *arguments: object) -> object:
        nonlocal kept
        kept += 1
        if kept == 3:
            raise self._failed(sqlite3.OperationalError("database or disk is full"))
        return keep(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "keep", full)
        with pytest.raises(RunError, match="disk is full"):
            run(raw)
    calls.clear()
    run(raw)
    assert calls == ["none.txt", "sub/a.txt"]


def test_a_full_disk_while_tables_are_written_leaves_the_old_ones(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(raw)
    before = contents(raw.parent / "out")
    write(raw / "new.txt", "A4|อบต.สี่|2565|ITA|70.0|verified")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Across, "add", full)
        with pytest.raises(RunError, match="out cannot be written: database or disk is full") as caught:
            run(raw)
    assert caught.value.code is Exit.OUTPUT
    assert contents(raw.parent / "out") == before
    run(raw)
    assert contents(raw.parent / "out") == fresh(raw)


def test_an_interrupted_run_goes_on(raw: Path, calls: list[str]) -> None:
    def interrupt(done: int, total: int, result: object) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(job(raw), interrupt)
    assert contents(raw.parent / "out") == {}
    run(raw)
    assert calls == ["b.txt", "c.txt", "none.txt", "sub/a.txt"]
    assert contents(raw.parent / "out") == fresh(raw)


def test_files_that_are_gone_are_forgotten(raw: Path) -> None:
    run(raw)
    (raw / "b.txt").unlink()
    run(raw, share=1.0)
    with closing(sqlite3.connect(raw.parent / "out" / CACHE / FILE)) as db:
        assert [source for (source,) in db.execute("SELECT source FROM files")] == ["c.txt", "none.txt", "sub/a.txt"]
        assert db.execute("SELECT count(*) FROM results").fetchone() == (3,)


def test_explain_writes_nothing(raw: Path) -> None:
    plan = explain(job(raw, Selection(only=("b.txt",))))
    assert not (raw.parent / "out").exists()
    assert [planned.item.source for planned in plan.to_do] == ["b.txt"]
    assert set(reasons(plan).values()) == {Reason.NEW}


@pytest.mark.parametrize("moment", [1, 3, 5, 8, 10, 12, 14, 16, 18, 21])
def test_a_run_that_is_killed_is_finished_by_the_next(
    raw: Path, calls: list[str], moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at every fourth step or so of keeping results, flushing files and putting them in place."""
    write(raw.parent / "out" / "unrelated.txt", "mine")
    expected = fresh(raw) | {"unrelated.txt": b"mine"}
    child = os.fork()
    if not child:
        with monkeypatch.context() as patch:
            kill_at(moment, patch)
            run(raw)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    database = raw.parent / "out" / CACHE / FILE
    kept = 0
    if database.exists():
        with closing(sqlite3.connect(database)) as db:
            (kept,) = db.execute("SELECT count(*) FROM results").fetchone()
    calls.clear()
    run(raw)
    assert len(calls) == 4 - kept
    assert contents(raw.parent / "out") == expected


def kill_at(moment: int, patch: pytest.MonkeyPatch) -> None:
    """End this process at the given step of a run."""
    step = 0

    def stepping(action: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **names: Any) -> Any:
            nonlocal step
            step += 1
            if step == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return action(*arguments, **names)

        return stepped

    patch.setattr(Catalogue, "keep", stepping(Catalogue.keep))
    patch.setattr(os, "fsync", stepping(os.fsync))
    patch.setattr(Path, "rename", stepping(Path.rename))
    patch.setattr(Path, "replace", stepping(Path.replace))
