"""The guard: what it takes ahead, what it does twice, what it leaves behind."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.errors import EmptyFileError
from pipeline.discover import Input
from pipeline.engines import Bounds, Choice, engine
from pipeline.engines.cluster import Ray
from pipeline.engines.local import Local
from pipeline.engines.serial import Serial
from pipeline.errors import Exit, RunError
from pipeline.process import DocumentResult, failure

from .faults import marked, needs_ray, sleepers, wardens

ROOT = Path(__file__).parents[2]


def paper(name: str) -> Input:
    return Input(Path(name), name)


def done(item: Input) -> DocumentResult:
    return failure(item.source, EmptyFileError(name=item.source))


@dataclass(frozen=True)
class CrashesOnce:
    mark: Path

    def __call__(self, item: Input) -> DocumentResult:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGSEGV)
        return done(item)


class CannotBeUnpacked:
    def __call__(self, item: Input) -> DocumentResult:
        return done(item)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os._exit, (7,)


def waits(item: Input) -> DocumentResult:
    time.sleep(3600)
    return done(item)


def has_temporary_file(item: Input) -> DocumentResult:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        return failure(item.source, EmptyFileError(name=str(Path(file.name).parent)))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_no_more_is_taken_than_there_are_workers(workers: int) -> None:
    taken = 0

    def items() -> Iterator[Input]:
        nonlocal taken
        for number in range(30):
            taken += 1
            yield paper(str(number))

    ahead = []
    for count, _ in enumerate(Local(workers).run(items(), done), 1):
        ahead.append(taken - count)
    assert len(ahead) == 30
    assert max(ahead) <= workers


def test_no_more_workers_than_papers() -> None:
    with closing(Local(8).run([paper("a"), paper("b")], done)) as outcomes:
        next(outcomes)
        assert len(wardens()) <= 4  # a warden and a worker for each paper
    assert wardens() == set()


def test_nothing_to_do() -> None:
    assert list(Local(2).run([], done)) == []


def test_a_crash_that_does_not_come_again_costs_nothing(tmp_path: Path) -> None:
    (outcome,) = Local(2).run([paper("a")], CrashesOnce(tmp_path / "mark"))
    assert outcome.result == done(paper("a"))
    assert outcome.error is None


def test_workers_that_cannot_start_end_the_run() -> None:
    with pytest.raises(RunError) as caught:
        list(Local(2).run([paper("a"), paper("b")], CannotBeUnpacked()))
    assert caught.value.code is Exit.ENGINE
    assert wardens() == set()


def test_closing_ends_all_work() -> None:
    outcomes = Local(2, Bounds(deadline=0.5)).run(map(paper, "abc"), waits)
    assert next(outcomes).error is not None
    outcomes.close()  # type: ignore[attr-defined]  # a generator, declared as an iterator
    assert wardens() == set()


def test_temporary_files_lie_in_one_folder_that_is_removed() -> None:
    folders = {
        str(o.result.document["error"]).split(" ")[0]
        for o in Local(2).run(map(paper, "abc"), has_temporary_file)
        if o.result
    }
    (folder,) = folders
    assert folder != tempfile.gettempdir()
    assert not Path(folder).exists()


def test_results_are_those_of_the_serial_engine() -> None:
    items = [paper(f"{number}.txt") for number in range(20)]
    expected = [outcome.result for outcome in Serial().run(items, done)]
    found = [outcome.result for outcome in Local(2).run(items, done)]
    assert sorted(map(str, found)) == sorted(map(str, expected))


def test_an_exception_is_an_outcome_of_the_serial_engine_too() -> None:
    def broken(item: Input) -> DocumentResult:
        raise MemoryError if item.source == "a" else ValueError("boom")

    codes = [outcome.error and outcome.error.code for outcome in Serial().run(map(paper, "ab"), broken)]
    assert codes == ["out_of_memory", "internal_error"]


def test_an_engine_that_there_is_not() -> None:
    with pytest.raises(RunError) as caught:
        engine(Choice("threads"))
    assert caught.value.code is Exit.USAGE
    assert "serial, local" in caught.value.remedy


def test_large_papers_have_more_time(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0" * 2 * 1024 * 1024)
    assert Bounds(10, per_megabyte=5).seconds(Input(tmp_path / "a", "a")) == 20
    assert Bounds(10, per_megabyte=5).seconds(Input(tmp_path / "gone", "gone")) == 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_run(number: signal.Signals, tmp_path: Path) -> None:
    for name in ("spins", "child_hangs"):
        (tmp_path / "raw").mkdir(exist_ok=True)
        (tmp_path / "raw" / f"{name}.md").write_text("x")
    mark = f"ITA_TEST_MARK={tmp_path}"
    command = [sys.executable, "-m", "tests.engines.faults", str(tmp_path / "raw"), str(tmp_path / "out")]
    environment = os.environ | dict([mark.split("=", 1)])
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        until(lambda: len(sleepers()) == 2)
        process.send_signal(number)
    until(lambda: marked(mark) == [])
    assert (marked(mark), sleepers()) == ([], [])


def until(holds: Callable[[], bool]) -> None:
    """Wait, but not for ever, so that a failure is told by what the test asserts."""
    deadline = time.monotonic() + 120
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_missing_ray_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RunError) as caught:
        list(Ray(1).run([paper("a")], done))
    assert caught.value.code is Exit.ENGINE
    assert "pip install 'ita-pipeline[ray]'" in caught.value.remedy


def test_a_ray_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def is_initialized(self) -> bool:
            return False

        def init(self, **_: object) -> None:
            raise ConnectionError("nobody there")

    monkeypatch.setitem(sys.modules, "ray", Silent())
    with pytest.raises(RunError) as caught:
        list(Ray(1, address="127.0.0.1:1").run([paper("a")], done))
    assert caught.value.code is Exit.ENGINE
    assert "--ray-address" in caught.value.remedy


@dataclass(frozen=True)
class LosesItsMachineOnce:
    mark: Path

    def __call__(self, item: Input) -> DocumentResult:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(parent(parent(os.getppid())), signal.SIGKILL)  # above the warden and what it was forked from
            time.sleep(3600)
        return done(item)


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@needs_ray
def test_a_lost_machine_costs_no_paper(tmp_path: Path) -> None:
    outcomes = list(Ray(2).run(map(paper, "abcdef"), LosesItsMachineOnce(tmp_path / "mark")))
    assert (tmp_path / "mark").exists()
    assert sorted(outcome.item.source for outcome in outcomes) == [*"abcdef"]
    assert [outcome.error for outcome in outcomes] == [None] * 6
    until(lambda: wardens() == set())
    assert wardens() == set()


@needs_ray
def test_workers_that_cannot_start_on_a_cluster_end_the_run() -> None:
    with pytest.raises(RunError) as caught:
        list(Ray(1).run([paper("a")], CannotBeUnpacked()))
    assert caught.value.code is Exit.ENGINE


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries cannot be told")
def test_a_worker_uses_the_memory_of_large_arrays_again() -> None:
    program = """
import resource, numpy as np
from pipeline.engines.warden import reuse_memory

def asked():
    for megabytes in (40, 20):
        np.full(megabytes << 20, 1, np.uint8)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

reuse_memory()
first, *_, last = [asked() for _ in range(20)]
print(last - first)
"""
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 5_000  # pages of memory that the system gave; 30,000 where each array is given back
