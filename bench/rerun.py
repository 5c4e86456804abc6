"""What a rerun costs: ``python -m bench.rerun [--count N] [--kills N]``.

Tiny generated papers are ingested by processes of their own: for the first time, without a change, with touched times,
with one changed byte, with other rules, and killed at random moments, while they publish too. Extractions are counted
in the logs of the runs. Memory is the peak of the run's own process, whose workers do the reading. Exit status 1 when
a run did too much or the tables differ from those of a fresh run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FEW = 100  # papers of a run that is killed
PUBLISHING = 0.3  # seconds that publishing them takes at least
A_PAPER = 0.05  # seconds that one takes at least
PACKAGES = ("extractors", "normalizers", "pipeline")
PAPER = """ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {year} องค์การบริหารส่วนตำบลทดสอบ {number}

| ตัวชี้วัด | คะแนน |
| --- | --- |
| การปฏิบัติหน้าที่ | {score}.25 |
| การใช้งบประมาณ | {score}.50 |
"""
# Runs the command and tells processor time and the peak of memory of its own, its workers left out.
_MEASURED = """
import resource, sys
from pipeline.cli import main
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds by the clock, processor seconds and MiB of its process, papers processed, papers read anew."""

    seconds: float
    cpu: float
    memory: float
    processed: int
    read: int

    def __str__(self) -> str:
        spent = f"{self.seconds:6.1f} s  {self.cpu:5.1f} s CPU  {self.memory:5.0f} MiB"
        return f"{spent}  {self.processed:6} processed  {self.read:6} read from file"


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; exit status 1 when one is not what it has to be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="how many papers")
    parser.add_argument("--kills", type=int, default=0, help="how often a run is killed")
    parser.add_argument("--engine", default="local", help="who does the work")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_program(folder / "program")
        few = Bench(folder / "few", folder / "program", options.engine)
        write_papers(few.raw, min(options.count, FEW))
        faults = few.kills(options.kills) if options.kills else []
        bench = Bench(folder / "many", folder / "program", options.engine)
        write_papers(bench.raw, options.count)
        faults += bench.reruns(options.count)
    for fault in faults:
        print(f"failed: {fault}", file=sys.stderr)
    return 1 if faults else 0


def copy_program(folder: Path) -> None:
    """A copy of the program whose rules may be changed."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package)


def write_papers(raw: Path, count: int) -> None:
    """Papers in folders of a hundred, last changed long ago."""
    for number in range(count):
        path = raw / f"{number // 100:03}" / f"{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = PAPER.format(year=2563 + number % 6, number=number, score=50 + number % 6)  # no two years disagree
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with papers and published tables, and the copy of the program that is used."""

    folder: Path
    program: Path
    engine: str

    @property
    def raw(self) -> Path:
        """The papers."""
        return self.folder / "raw"

    @property
    def out(self) -> Path:
        """The tables."""
        return self.folder / "out"

    def reruns(self, count: int) -> list[str]:
        """Print one line for each kind of rerun; gives what was not as it has to be."""
        steps: Mapping[str, tuple[Callable[[], None], int, int]] = {
            "first run": (lambda: None, count, count),
            "no change": (lambda: None, 0, 0),
            "all touched": (self._touch_all, 0, 0),
            "one renamed": (self._rename_one, 0, 0),
            "one byte changed": (self._change_one, 1, 1),
            "other rules": (self._change_rules, count, 0),
        }
        faults: list[str] = []
        for name, (prepare, processed, read) in steps.items():
            prepare()
            found = self._run(self.out)
            print(f"{name:20} {found}", flush=True)
            if (found.processed, found.read) != (processed, read):
                faults.append(f"{name}: {processed} processed and {read} read were expected")
        fresh = self._run(self.folder / "fresh")
        print(f"{'fresh run':20} {fresh}", flush=True)
        return faults if tables(self.out) == tables(self.folder / "fresh") else [*faults, "the tables differ"]

    def kills(self, count: int) -> list[str]:
        """Kill runs at random moments, every fourth while it publishes; gives what an undisturbed run has otherwise.

        After four kills the run is let finish, and the next round begins anew.
        """
        chance, out, killed = random.Random(1), self.folder / "killed", Counter[str]()
        self._run(self.folder / "fresh")
        expected, papers = tables(self.folder / "fresh"), results(self.folder / "fresh")
        faults: list[str] = []
        for number in range(count):
            process = self._started(out)
            wait_for(out, process, None if number % 4 == 3 else chance.randint(0, papers))
            time.sleep(chance.uniform(0.0, PUBLISHING if number % 4 == 3 else A_PAPER))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed[state(out)] += 1
            if number % 4 == 3 or number == count - 1:
                self._run(out)
                if tables(out) != expected:
                    faults.append(f"kill {number}: the tables differ")
                faults += [f"kill {number}: {lost} was done twice" for lost in done_twice(out)]
                shutil.rmtree(out)
        told = ", ".join(f"{times} {name}" for name, times in sorted(killed.items()))
        print(f"{count} kills ({told}): {len(faults)} faults", flush=True)
        return faults

    def _run(self, out: Path) -> Measured:
        since = time.perf_counter()
        process = self._started(out)
        _, errors = process.communicate()
        seconds = time.perf_counter() - since
        if process.returncode:
            raise RuntimeError(errors)
        logged = [json.loads(line) for line in last_log(out).read_text("utf-8").splitlines()]
        processed = sum(line["event"] == "document" for line in logged)
        read = len(stored(out, since=logged[0]["time"]))
        cpu, memory = errors.split()[-2:]
        return Measured(seconds, float(cpu), int(memory) / 1024, processed, read)

    def _started(self, out: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", _MEASURED, "ingest", str(self.raw), "-o", str(out), "--engine", self.engine]
        return subprocess.Popen(
            [*command, "--quiet", "--ocr", "never"],
            cwd=self.program,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _touch_all(self) -> None:
        for path in self.raw.rglob("*.md"):
            os.utime(path, (1_700_000_100, 1_700_000_100))

    def _rename_one(self) -> None:
        path = min(self.raw.rglob("*.md"))
        path.rename(path.with_name("a new name.md"))

    def _change_one(self) -> None:
        path = max(self.raw.rglob("*.md"))
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")

    def _change_rules(self) -> None:
        with (self.program / "normalizers" / "grades.toml").open("a") as file:
            file.write("\n# other rules\n")


def tables(out: Path) -> dict[str, bytes]:
    """The published files."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def wait_for(out: Path, process: subprocess.Popen[str], papers: int | None) -> None:
    """Wait until a run has kept so many results (None: until it begins to write tables), or ends.

    Moments are told by progress and not by a clock, which means nothing on a busy machine.
    """
    while process.poll() is None and not any(out.glob(".ita-build-*")):
        if papers is not None and results(out) >= papers:
            return
        time.sleep(0.01)


def results(out: Path) -> int:
    """How many papers have a result that is kept, as the logs tell."""
    return sum(path.read_bytes().count(b'"event": "document"') for path in (out / ".ita-cache" / "runs").glob("*"))


def state(out: Path) -> str:
    """How far the run had come that was killed."""
    if (out / ".ita-commit").exists():
        return "while files were put in place"
    if any(out.glob(".ita-build-*")):
        return "while tables were written"
    return "after publishing" if (out / "datapackage.json").exists() else "before publishing"


def done_twice(out: Path) -> list[str]:
    """Papers that a later run did again although a result was kept: it is kept before the log tells it."""
    lines = (line for path in (out / ".ita-cache" / "runs").glob("*") for line in path.read_text("utf-8").splitlines())
    events = [json.loads(line) for line in lines if line.endswith("}")]  # the last line may be cut
    times = Counter(event["source"] for event in events if event["event"] == "document")
    return sorted(source for source, count in times.items() if count > 1)


def last_log(out: Path) -> Path:
    """The log of the last run."""
    return max((out / ".ita-cache" / "runs").glob("*.run.jsonl"))


def stored(out: Path, since: str) -> list[Path]:
    """Documents that were put into the store at this time (ISO 8601) or later: they were read from their files."""
    from datetime import datetime

    start = datetime.fromisoformat(since).timestamp()
    found = (path for path in (out / ".ita-cache" / "documents").rglob("*.md") if path.is_file())
    return [path for path in found if path.stat().st_mtime >= start - 0.01]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
