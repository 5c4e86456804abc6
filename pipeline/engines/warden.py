"""One contained worker: a warden process, and below it the process that reads papers.

The warden does nothing but wait. When the worker ends, for whatever reason, or when the run lets go of the warden's
pipe (it asks for the end, or was killed itself), the warden kills everything below it and only then ends. On Linux it
inherits every orphan below it, so that not even a program in a session of its own survives.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from extractors.errors import OutOfMemoryError
from pipeline.engines.model import MEGABYTE

if TYPE_CHECKING:
    from pipeline.engines.model import Work

READY = "ready"
_SET_CHILD_SUBREAPER = 36  # of prctl(2)
_SET_PARENT_DEATH_SIGNAL = 1
_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1  # of mallopt(3)
_REUSED = 128 * MEGABYTE  # the picture of a page, and whatever is made of it, is smaller
_FIRST_VICTIM = "500"  # when memory runs out the kernel takes a worker, not the run


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker says about one item: its result, or which kind of exception ended it."""

    kind: Literal["result", "error", "memory"]
    value: object = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker works: megabytes that it may ask for, and the folder of its temporary files."""

    memory: int
    folder: str


def stand_guard(papers: Connection, leash: Connection, work: Work, place: Place) -> None:
    """The process of a warden: starts the worker, waits, kills what is left, and tells how the worker ended.

    The answer on ``leash`` is an exit code of ``os.waitstatus_to_exitcode``: negative for a signal.
    """
    os.setsid()  # a Ctrl-C at the terminal is for the run; it ends its wardens
    _prctl(_SET_CHILD_SUBREAPER, 1)
    alarm, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    worker = os.fork()
    if worker == 0:
        leash.close()
        _work(papers, work, place)
    papers.close()
    code = _end_of(worker, alarm, leash)
    with contextlib.suppress(OSError):  # nobody listens any more
        leash.send(code)


def _end_of(worker: int, alarm: int, leash: Connection) -> int:
    """Wait for the worker or for the run to let go; the worker's exit code once nothing is left of it."""
    code = None
    while code is None:
        ready, _, _ = select.select([alarm, leash.fileno()], [], [])
        signals = os.read(alarm, 4096) if alarm in ready else b""
        if leash.fileno() in ready or signal.SIGTERM in signals:
            break
        ended, status = os.waitpid(worker, os.WNOHANG)
        code = os.waitstatus_to_exitcode(status) if ended else None
    return _swept(worker, code)


def _swept(worker: int, code: int | None) -> int:
    """Kill and bury until no child is left; orphans become children here one generation after the other."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker, signal.SIGKILL)
    while True:
        for child in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        try:
            ended, status = os.waitpid(-1, 0)
        except ChildProcessError:
            return -signal.SIGKILL if code is None else code
        if ended == worker:
            code = os.waitstatus_to_exitcode(status)


def _children() -> list[int]:
    """Children of this process, where the system tells them (elsewhere the worker's group is all that is known)."""
    try:
        return [int(number) for number in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def _work(papers: Connection, work: Work, place: Place) -> NoReturn:
    """The process of a worker: one paper after the other until the run has no more."""
    code = 1
    try:
        _settle(place)
        papers.send(READY)
        while True:
            papers.send(_reply(work, papers.recv()))
    except (EOFError, BrokenPipeError):
        code = 0
    finally:
        os._exit(code)


def _reply(work: Work, item: object) -> Reply:
    try:
        result = work(item)  # type: ignore[arg-type]  # a pipe carries anything
        return Reply("memory" if result.error_code == OutOfMemoryError.code_name else "result", result)
    except MemoryError:
        return Reply("memory")
    except Exception as error:
        return Reply("error", f"{type(error).__name__}: {error}")


def _settle(place: Place) -> None:
    """A process group of its own, no signals of the warden, the limits, and death with the warden."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent()
    tempfile.tempdir = place.folder
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_VICTIM)
    limit_memory(place.memory)
    reuse_memory()


def die_with_parent() -> None:
    """Let the system kill this process when the one that started it ends (Linux only)."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def limit_memory(memory: int) -> None:
    """Bound the memory that is written to; what is only reserved (by numeric libraries, generously) is not counted."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def reuse_memory() -> None:
    """Let the C library use the memory of large arrays again, which else it gives back and asks for anew (glibc only).

    The system clears whatever it gives: so much of it that this is a good part of the time that a scan takes.
    """
    if sys.platform != "linux":
        return
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None and option(_MMAP_THRESHOLD, _REUSED):  # alone, the other does harm
        option(_TRIM_THRESHOLD, _REUSED)


def _prctl(option: int, value: int) -> None:
    """A setting of this process that only Linux knows."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
