"""A rerun does what changed and nothing more, and gives what a fresh run gives."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline import stages
from pipeline.catalogue import FILE, Catalogue
from pipeline.errors import Exit, RunError
from pipeline.plan import Reason, Selection
from pipeline.process import Options
from pipeline.publish import published_files
from pipeline.run import CACHE, Job, explain, ingest
from pipeline.versions import Versions

from .conftest import OLD, settle, write
from .reruns import fresh, job, reasons, run
from .test_run import contents


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
