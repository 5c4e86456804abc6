"""Damaged catalogues, full disks and runs that are cut off: the old tables stand, what was done stays done."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.across import Across
from pipeline.catalogue import FILE, Catalogue
from pipeline.errors import Exit, RunError
from pipeline.process import Options
from pipeline.run import CACHE, Job, ingest

from .conftest import write
from .reruns import fresh, job, run
from .test_run import contents


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
        return keep(self, *arguments)  # type: ignore[arg-type]  # passed on as they came

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
