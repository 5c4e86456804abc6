"""The run's end of a contained worker: hand it a paper, hear its reply, end it."""

from __future__ import annotations

import contextlib
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import TYPE_CHECKING, Any

from pipeline.engines.warden import READY, Place, Reply, stand_guard

if TYPE_CHECKING:
    from pipeline.discover import Input
    from pipeline.engines.model import Work

_START_SECONDS = 300.0  # a worker imports the program; on a busy machine that takes its time
_END_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class Slot:
    """A worker and the paper that it has. ``until`` is when its time is over (``time.monotonic``)."""

    process: ForkServerProcess
    papers: Connection[Any, Any]
    leash: Connection[Any, Any]
    item: Input | None = None
    since: float = field(default_factory=time.monotonic)
    until: float = field(default_factory=lambda: time.monotonic() + _START_SECONDS)
    done: int = 0
    ready: bool = False
    _seconds: float = 0.0

    @property
    def paper(self) -> Input:
        """The paper that the worker has."""
        assert self.item is not None
        return self.item

    def give(self, item: Input, seconds: float) -> None:
        """Hand over a paper that may take so many seconds from when the worker is ready. Raises OSError."""
        self.papers.send(item)
        self.item, self._seconds = item, seconds
        if self.ready:
            self._begin()

    def hear(self) -> Reply | None:
        """The reply that has come; None where it was only that the worker is ready. Raises EOFError when it died."""
        try:
            heard = self.papers.recv()
        except OSError as error:
            raise EOFError from error
        if heard == READY:
            self.ready = True
            self._begin()
            return None
        self.done += 1
        return Reply(heard.kind, heard.value)

    def let_go(self) -> None:
        """Tell the warden to end the worker; ``end`` waits for it."""
        with contextlib.suppress(OSError):  # it has ended before, or was killed
            self.papers.close()
            self.leash.send(None)

    def end(self) -> int:
        """End the worker and all below it; its exit code (negative for a signal). Returns when nothing is left."""
        self.let_go()
        code = -signal.SIGKILL
        with contextlib.suppress(EOFError, OSError):
            if self.leash.poll(_END_SECONDS):
                code = self.leash.recv()
        self.leash.close()
        self.process.join(_END_SECONDS)
        return code

    def _begin(self) -> None:
        self.since = time.monotonic()
        self.until = self.since + self._seconds


def open_slot(context: ForkServerContext, work: Work, place: Place) -> Slot:
    """Start a worker; it is ready when it says so."""
    papers, far_papers = context.Pipe()
    leash, far_leash = context.Pipe()
    process = context.Process(target=stand_guard, args=(far_papers, far_leash, work, place), daemon=True)
    process.start()
    far_papers.close()
    far_leash.close()
    return Slot(process, papers, leash)
