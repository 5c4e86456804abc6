"""The command from end to end, with the real stages, on the sample papers and on bad inputs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result
from wcwidth import wcswidth

from pipeline import run as run_module
from pipeline.cli import app
from pipeline.errors import Exit
from pipeline.findings_view import SAME_CODE
from pipeline.publish import published_files

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "raw"
SAMPLE = SAMPLES / "2565_result_kamphaeng.csv"

TABLE = """การประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 องค์การบริหารส่วนตำบลกำแพง

| ตัวชี้วัด | คะแนน |
| --- | --- |
"""


def ita(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def documents(out: Path) -> dict[str, tuple[str, str | None]]:
    rows = pq.read_table(out / "documents.parquet").to_pylist()
    return {row["source"]: (row["status"], row["error_code"]) for row in rows}


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "out"
    assert ita("ingest", SAMPLES, "-o", folder).exit_code == 0
    return folder


def test_the_samples_give_all_tables(out: Path) -> None:
    assert sorted(contents(out)) == sorted(published_files())
    assert [path.name for path in out.iterdir() if path.is_dir()] == [".ita-cache"]
    assert {status for status, _ in documents(out).values()} <= {"ok", "partial", "no_scores"}
    assert pq.read_table(out / "scores.parquet").num_rows > 100


def test_the_samples_give_the_same_bytes_again(out: Path, tmp_path: Path) -> None:
    assert ita("ingest", SAMPLES, "-o", tmp_path, "--quiet").exit_code == 0
    assert contents(tmp_path) == contents(out)


def test_the_summary_names_counts_and_what_to_look_at_first(tmp_path: Path) -> None:
    result = ita("ingest", SAMPLES, "-o", tmp_path)
    assert "documents" in result.stdout
    assert "verified" in result.stdout
    assert "What to look at first" in result.stdout


def test_quiet_says_nothing(tmp_path: Path) -> None:
    result = ita("ingest", SAMPLE, "-o", tmp_path, "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_show_one_paper() -> None:
    result = ita("show", SAMPLE)
    assert result.exit_code == 0
    for word in ("who", "result", "Scores", "Readings", "IIT"):
        assert word in result.stdout


def test_show_a_paper_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    result = ita("show", tmp_path / "a.txt")
    assert result.exit_code == Exit.SOME_FAILED
    assert "empty_file" in result.stdout


def test_show_needs_a_file(tmp_path: Path) -> None:
    result = ita("show", tmp_path)
    assert result.exit_code == Exit.USAGE
    assert "is no file" in result.stderr


def test_thai_lines_up_in_a_terminal() -> None:
    """Rich and terminals agree on the cells of every Thai character: marks above and below take none."""
    thai = [chr(code) for code in range(0x0E01, 0x0E5C) if not 0x0E3A < code < 0x0E3F]
    assert [char for char in thai if cell_len("ก" + char) != wcswidth("ก" + char)] == []
    assert cell_len("การปฏิบัติหน้าที่") == 11


def test_findings_are_listed_by_paper(out: Path) -> None:
    result = ita("findings", out, "--severity", "warning")
    assert result.exit_code == 0
    assert "warning" in result.stdout
    assert "papers" in result.stdout


def test_findings_of_one_code(out: Path) -> None:
    result = ita("findings", out, "--code", "total_mismatch", "--limit", "0")
    assert result.exit_code == 0
    assert "mention_conflict" not in result.stdout


@pytest.mark.parametrize(("option", "message"), [("--severity", "no severity"), ("--code", "no finding code")])
def test_findings_refuse_what_is_on_no_list(out: Path, option: str, message: str) -> None:
    result = ita("findings", out, option, "fatal")
    assert result.exit_code == Exit.USAGE
    assert message in result.stderr
    assert "There are:" in result.stderr


def test_findings_of_one_code_in_one_paper_do_not_hide_the_rest(tmp_path: Path) -> None:
    rows = "".join(f"| โครงการ {number} | {50 + number}.25 |\n" for number in range(20))
    (tmp_path / "a.md").write_text(TABLE + rows.replace("โครงการ", "การปฏิบัติหน้าที่"), encoding="utf-8")
    assert ita("ingest", tmp_path, "-o", tmp_path / "out", "-q").exit_code == 0
    found = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    code, count = Counter(row["code"] for row in found).most_common(1)[0]
    assert count > SAME_CODE
    shown = ita("findings", tmp_path / "out").stdout
    assert shown.count(f"warning {code}") == SAME_CODE
    assert f"and {count - SAME_CODE} more {code}" in shown
    for everything in (("--code", code), ("--limit", "0")):
        assert ita("findings", tmp_path / "out", *everything).stdout.count(f"warning {code}") == count


def test_findings_of_damaged_tables(out: Path, tmp_path: Path) -> None:
    for name, data in contents(out).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "scores.parquet").write_bytes(b"x")
    result = ita("findings", tmp_path)
    assert result.exit_code == Exit.USAGE
    assert "holds damaged tables" in result.stderr
    assert "again" in result.stderr


def test_a_terminal_without_thai_shows_question_marks() -> None:
    command = [sys.executable, "-m", "pipeline", "show", str(SAMPLE)]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"who     ????" in done.stdout


def test_findings_need_published_tables(tmp_path: Path) -> None:
    assert ita("findings", tmp_path / "gone").exit_code == Exit.USAGE
    assert "Run `ita ingest" in ita("findings", tmp_path).stderr


def test_tables_shows_columns() -> None:
    result = ita("tables", "panel")
    assert result.exit_code == 0
    assert "worst_status" in result.stdout
    assert "blind_spot" not in result.stdout


def test_tables_shows_closed_lists() -> None:
    result = ita("tables", "finding_code", "severity")
    assert result.exit_code == 0
    assert "total_mismatch" in result.stdout
    assert "look at it" in result.stdout
    assert "worst_status" not in result.stdout


def test_types_of_lists_are_shown_whole() -> None:
    assert "list<string>" in ita("tables", "measures").stdout


def test_tables_refuses_what_is_no_table() -> None:
    result = ita("tables", "results")
    assert result.exit_code == Exit.USAGE
    assert "no table results" in result.stderr


def test_a_missing_folder(tmp_path: Path) -> None:
    result = ita("ingest", tmp_path / "gone", "-o", tmp_path / "out")
    assert result.exit_code == Exit.USAGE
    assert f"{tmp_path / 'gone'} does not exist" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_without_papers(tmp_path: Path) -> None:
    result = ita("ingest", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == Exit.NOTHING
    assert "holds no reports" in result.stderr


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    result = ita("ingest", SAMPLE, "-o", tmp_path / "file" / "out")
    assert result.exit_code == Exit.OUTPUT
    assert "cannot be written" in result.stderr
    assert "-o" in result.stderr


def test_an_empty_path_is_refused_and_means_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (("ingest", ""), ("ingest", SAMPLE, "-o", ""), ("show", ""), ("findings", "")):
        result = ita(*arguments)
        assert (result.exit_code, "is empty" in result.stderr) == (Exit.USAGE, True), arguments
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage() -> None:
    assert ita("ingest").exit_code == Exit.USAGE
    assert ita("ingest", "a", "--colour").exit_code == Exit.USAGE
    assert ita("digest").exit_code == Exit.USAGE


def test_bad_papers_do_not_stop_good_ones(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "empty.txt").write_bytes(b"")
    (raw / "junk.txt").write_bytes(bytes(range(256)) * 200)
    (raw / "paper.xlsx").write_bytes(b"x")
    (raw / "thai.txt").write_bytes((TABLE + "| การปฏิบัติหน้าที่ | 85.50 |\n").encode("cp874"))
    (raw / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    result = ita("ingest", raw, "-o", tmp_path / "out", "--strict")
    assert result.exit_code == Exit.SOME_FAILED
    found = documents(tmp_path / "out")
    assert found["empty.txt"] == ("failed", "empty_file")
    assert found["junk.txt"][0] == "failed"
    assert found["junk.txt"][1] in {"binary_file", "undecodable_text"}
    assert found["paper.xlsx"] == ("failed", "unsupported_format")
    assert found["thai.txt"][0] != "failed"
    assert found[SAMPLE.name] == ("ok", None)


@pytest.mark.parametrize("size", [1_000_000, pytest.param(50_000_000, marks=pytest.mark.large)])
def test_a_long_text(tmp_path: Path, size: int) -> None:
    line = "รายงานผลการดำเนินงานประจำปีของหน่วยงานและกิจกรรมที่เกี่ยวข้อง ครั้งที่ 12 งบประมาณ 1,250.00 บาท\n".encode()
    (tmp_path / "large.txt").write_bytes(line * (size // len(line)))
    assert ita("ingest", tmp_path, "-o", tmp_path / "out", "--quiet").exit_code == 0
    assert documents(tmp_path / "out")["large.txt"] == ("no_scores", None)


@pytest.mark.parametrize("count", [1_000, pytest.param(20_000, marks=pytest.mark.large)])
def test_a_long_table(tmp_path: Path, count: int) -> None:
    rows = (f"| โครงการที่ {number} | {number % 100}.25 |\n" for number in range(count))
    (tmp_path / "long.md").write_text(TABLE + "".join(rows), encoding="utf-8")
    assert ita("ingest", tmp_path, "-o", tmp_path / "out", "--quiet").exit_code == 0
    assert documents(tmp_path / "out")["long.md"][0] != "failed"


def test_interrupted_between_papers(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "process_file", interrupt)
    before = contents(out)
    result = ita("ingest", SAMPLES, "-o", out, "--engine", "serial", "--cache", tmp_path)
    assert result.exit_code == Exit.INTERRUPTED
    assert "interrupted" in result.stderr
    assert contents(out) == before


def test_ctrl_c_in_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "ingest", str(endless(tmp_path / "raw")), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        wait_for(tmp_path / "out")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == Exit.INTERRUPTED
    assert errors == "ita: interrupted; published tables stay as they were; the same command goes on\n"
    assert contents(tmp_path / "out") == {}


def endless(raw: Path) -> Path:
    """More papers than could be read before the test interrupts."""
    raw.mkdir()
    for number in range(3_000):
        (raw / f"{number}.csv").write_bytes(SAMPLE.read_bytes())
    return raw


def wait_for(folder: Path) -> None:
    deadline = time.monotonic() + 60
    while not folder.is_dir() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_the_command_in_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "ingest", str(SAMPLE), "-o", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 ok" in done.stdout


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from pipeline.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'bs4', 'lxml', 'pythainlp', 'geothai', 'rapidfuzz', 'pdfplumber'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
