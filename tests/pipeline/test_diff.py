"""What differs between two builds."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.diff import compare
from pipeline.errors import Exit, RunError
from pipeline.process import Options
from pipeline.run import Job, ingest

from .conftest import write


def ita(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout + result.stderr


@pytest.fixture
def out(papers: Path, tmp_path: Path) -> Path:
    """Two builds: one score changed, one paper is new, one is gone."""
    folder = tmp_path / "out"
    ingest(Job(papers, folder, Options()))
    write(papers / "b.txt", "A1|อบต.หนึ่ง|2564|ITA|80.5|verified", "A1|อบต.หนึ่ง|2564|10|70.5|reported")
    (papers / "none.txt").rename(papers / "other.txt")
    ingest(Job(papers, folder, Options()))
    return folder


def test_rows_are_compared_by_key(out: Path) -> None:
    found = {diff.table.name: diff for diff in compare(out / ".ita-previous", out, 10)}
    assert found["documents"].counts == {"added": 1, "removed": 1, "changed": 1}
    assert [row["source"] for row in found["documents"].added] == ["other.txt"]
    assert [row["source"] for row in found["documents"].removed] == ["none.txt"]
    assert found["scores"].counts == {"added": 0, "removed": 0, "changed": 2}
    values = [(item.key[0], item.key[-1], item.columns.get("score")) for item in found["scores"].changed]
    assert values == [("b.txt", "ITA", (80.0, 80.5)), ("b.txt", "10", None)]
    assert set(found["scores"].changed[1].columns) == {"document_id"}
    assert found["mentions"].counts == {"added": 2, "removed": 2, "changed": 0}


def test_no_more_than_asked_for_is_shown(out: Path) -> None:
    diff = {diff.table.name: diff for diff in compare(out / ".ita-previous", out, 1)}["scores"]
    assert (diff.counts["changed"], len(diff.changed)) == (2, 1)


def test_the_same_tables_do_not_differ(out: Path) -> None:
    assert not any(diff.differs for diff in compare(out, out, 10))
    assert ita("diff", out, out) == (0, "the tables are the same\n")


def test_the_command_compares_with_the_build_before(out: Path) -> None:
    code, text = ita("diff", out, "--limit", "1")
    assert code == Exit.SOME_FAILED
    assert "score 80.0 → 80.5" in text
    assert "+ other.txt" in text
    assert "… and 1 more changed" in text


def test_folders_without_tables_are_refused(out: Path, tmp_path: Path) -> None:
    for old, new in ((tmp_path, out), (out, tmp_path / "gone")):
        with pytest.raises(RunError) as caught:
            compare(old, new, 1)
        assert caught.value.code is Exit.USAGE
    ingest(Job(tmp_path / "raw", tmp_path / "one", Options()))
    assert ita("diff", tmp_path / "one")[0] == Exit.USAGE
    (out / "scores.parquet").write_bytes(b"x")
    assert ita("diff", out)[0] == Exit.USAGE
