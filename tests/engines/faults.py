"""Work that goes wrong in every way, told by the name of the paper; the product knows nothing of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from pipeline.discover import Input
from pipeline.engines import Engine, Outcome, Work
from pipeline.process import DocumentResult

# Its own in every run of the tests, and inherited by all processes of it: others may run beside this one.
SLEEPER = ["sleep", os.environ.setdefault("ITA_TEST_SLEEP", f"4711.{os.getpid():09}")]
CODES = {
    "raises": "internal_error",
    "segfaults": "crashed",
    "exits": "crashed",
    "exits_in_peace": "crashed",
    "sleeps": "timed_out",
    "spins": "timed_out",
    "allocates": "out_of_memory",
    "is_killed": "out_of_memory",
    "child_hangs": "timed_out",
}


def _raises() -> None:
    raise ValueError("boom")


def _segfaults() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _exits() -> None:
    os._exit(3)


def _exits_in_peace() -> None:
    os._exit(0)


def _sleeps() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(1000)


def _spins() -> None:
    re.match("(a+)+$", "a" * 50 + "b")  # holds the interpreter's lock


def _allocates() -> None:
    held: list[object] = []
    while True:
        held.append(np.zeros(1 << 26, dtype=np.uint8))  # asked for, and never touched: quick on any machine


def _is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stops() -> None:
    raise KeyboardInterrupt


def _child_hangs() -> None:
    subprocess.run(["sh", "-c", " ".join([*SLEEPER, "& setsid", *SLEEPER])], check=False, start_new_session=True)


needs_ray = pytest.mark.skipif(
    find_spec("ray") is None, reason="Ray is not installed (pip install 'ita-pipeline[ray]')"
)
DEEDS = {name: globals()[f"_{name}"] for name in (*CODES, "stops")}


def faulty(work: Work, item: Input) -> DocumentResult:
    """The work on a paper, after the deed that its name asks for."""
    if deed := DEEDS.get(Path(item.source).stem):
        deed()
    return work(item)


@dataclass(frozen=True)
class Faulty:
    """An engine whose work goes wrong."""

    inner: Engine

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        return self.inner.run(items, partial(faulty, work))


def sleepers() -> list[int]:
    """Processes that a faulty paper left behind."""
    wanted = "\0".join(SLEEPER).encode() + b"\0"
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if _read(path) == wanted]


def wardens() -> set[int]:
    """Processes that were forked for the workers of this process, at any depth."""
    return set(_below(os.getpid())) - set(_children(os.getpid()))


def _below(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _below(child)


def _children(pid: int) -> list[int]:
    return [int(child) for path in Path("/proc").glob(f"{pid}/task/*/children") for child in _read(path).split()]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def marked(mark: str) -> list[str]:
    """Command lines of the living processes whose environment holds a mark."""
    holders = [path for path in Path("/proc").glob("[0-9]*") if mark.encode() in _read(path / "environ")]
    return [_read(path / "cmdline").decode() for path in holders if int(path.name) != os.getpid()]


def main(raw: str, out: str) -> None:
    """A run of its own with faults, for tests that interrupt or kill it."""
    from pipeline.engines.local import Local
    from pipeline.process import Options
    from pipeline.run import Job, ingest

    ingest(Job(Path(raw), Path(out), Options(), engine=Faulty(Local(2))))


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
