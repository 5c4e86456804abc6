"""Papers through contained workers: whatever a paper does to its worker costs that paper only.

A worker has one paper at a time, so the run always knows which paper ended it, and no other one is lost with it. A
paper that crashed or ran out of memory may have suffered from its neighbours; it is done once more at the end, in a
fresh worker and alone, and that outcome counts.
"""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext
from types import TracebackType
from typing import TYPE_CHECKING

from extractors.errors import CrashedError, InternalError, OutOfMemoryError, TimedOutError
from pipeline.engines.model import Bounds, Outcome, Work
from pipeline.engines.slot import Slot, open_slot
from pipeline.engines.warden import Place, Reply
from pipeline.errors import Exit, RunError

if TYPE_CHECKING:
    from extractors.errors import DocumentError
    from pipeline.discover import Input
    from pipeline.process import DocumentResult
    from pipeline.slices import Seen

_FRESH_AFTER = 200  # papers: what libraries leak stays bounded
_FALSE_STARTS = 3  # in a row
_PRELOADED = ["__main__", "pipeline.engines.preload"]


def prepare_workers() -> ForkServerContext:
    """Where workers come from: a process that has loaded the program and is copied for each of them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


@dataclass
class Guard(AbstractContextManager["Guard"]):
    """Up to ``workers`` contained workers that do ``work``; they are started when there is something for them."""

    work: Work
    workers: int
    bounds: Bounds
    _slots: list[Slot] = field(default_factory=list)
    _again: list[Input] = field(default_factory=list)  # papers that no worker began
    _false_starts: int = 0

    def __enter__(self) -> Guard:
        self._context = prepare_workers()
        self._folder = tempfile.TemporaryDirectory(prefix="ita-", ignore_cleanup_errors=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_all()
        self._folder.cleanup()

    def run(self, items: Iterable[Input]) -> Iterator[Outcome]:
        """One outcome for each item, as they come. Raises RunError where workers do not start."""
        items = iter(items)
        while True:
            suspects: list[Input] = []
            for outcome in self._pass(items, self.workers):
                if isinstance(outcome.error, CrashedError | OutOfMemoryError):
                    suspects.append(outcome.item)
                else:
                    yield outcome
            for item in suspects:
                self._end_all()
                yield from self._pass(iter([item]), 1)
            if not suspects:  # else what came of them may have brought more items
                return

    def _pass(self, items: Iterator[Input], workers: int) -> Iterator[Outcome]:
        """One outcome for each item; no more items are taken than there are workers."""
        while True:
            self._fill(items, workers)
            busy = [slot for slot in self._slots if slot.item is not None]
            if not busy:
                return
            for slot in _stirring(busy):
                outcome = self._outcome(slot)
                if outcome is not None:
                    self._fill(items, workers)  # before the outcome is dealt with, so that no worker waits for that
                    yield outcome

    def _fill(self, items: Iterator[Input], workers: int) -> None:
        """Give a paper to every worker that has none."""
        while True:
            slot = next((slot for slot in self._slots if slot.item is None), None)
            if slot is None and len(self._slots) >= workers:
                return
            item = self._again.pop() if self._again else next(items, None)
            if item is None:
                return
            if slot is None:
                slot = open_slot(self._context, self.work, Place(self.bounds.memory, self._folder.name))
                self._slots.append(slot)
            try:
                slot.give(item, self.bounds.seconds(item))
            except OSError:  # it died while it had nothing to do
                slot.item = item
                self._not_begun(slot)

    def _outcome(self, slot: Slot) -> Outcome | None:
        """How the paper of a worker ended; None where it goes on, or was not begun."""
        if not slot.papers.poll():
            return self._lost(slot, self._late)
        try:
            reply = slot.hear()
        except EOFError:
            return self._lost(slot, self._died)
        self._false_starts = 0
        return self._answered(slot, reply) if reply else None

    def _lost(self, slot: Slot, why: Callable[[Slot], Outcome]) -> Outcome | None:
        """The outcome of a paper that cost its worker; None where the worker ended before it began."""
        if slot.ready:
            return why(slot)
        self._not_begun(slot)
        return None

    def _answered(self, slot: Slot, reply: Reply) -> Outcome:
        if reply.kind == "memory":
            self._end(slot)
            return _failed(slot, OutOfMemoryError(name=slot.paper.source))
        outcome = _replied(slot, reply)
        slot.item = None
        if slot.done >= _FRESH_AFTER:
            self._end(slot)
        return outcome

    def _died(self, slot: Slot) -> Outcome:
        code = self._end(slot)
        if code == -signal.SIGKILL:  # nobody does that but the kernel, where memory runs out
            return _failed(slot, OutOfMemoryError(name=slot.paper.source))
        reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return _failed(slot, CrashedError(name=slot.paper.source, reason=reason))

    def _late(self, slot: Slot) -> Outcome:
        self._end(slot)
        return _failed(slot, TimedOutError(name=slot.paper.source, limit=round(self.bounds.seconds(slot.paper))))

    def _not_begun(self, slot: Slot) -> None:
        """A worker ended before it began its paper, which goes to another one. Raises RunError when that goes on."""
        self._again.append(slot.paper)
        self._false_starts += 1
        code = self._end(slot)
        if self._false_starts >= _FALSE_STARTS:
            raise RunError(
                f"no worker can be started (exit code {code})",
                "Free memory or raise --memory; --engine serial works without workers.",
                Exit.ENGINE,
            )

    def _end(self, slot: Slot) -> int:
        if slot in self._slots:
            self._slots.remove(slot)
        return slot.end()

    def _end_all(self) -> None:
        for slot in self._slots:
            slot.let_go()
        for slot in list(self._slots):
            self._end(slot)


def _stirring(busy: list[Slot]) -> list[Slot]:
    """The workers that have something to say or whose time is over; waits until there is one."""
    by_pipe = {slot.papers: slot for slot in busy}
    patience = min(slot.until for slot in busy) - time.monotonic()
    ready = wait(list(by_pipe), max(patience, 0.0))
    heard = [by_pipe[pipe] for pipe in ready]  # type: ignore[index]  # typed as anything that can be waited for
    now = time.monotonic()
    return heard + [slot for slot in busy if slot not in heard and slot.until <= now]


def _replied(slot: Slot, reply: Reply) -> Outcome:
    if reply.kind == "error":
        return _failed(slot, InternalError(name=slot.paper.source, reason=reply.value))
    result: DocumentResult | Seen = reply.value  # type: ignore[assignment]  # what is left is a result
    return Outcome(slot.paper, result, None, time.monotonic() - slot.since)


def _failed(slot: Slot, error: DocumentError) -> Outcome:
    return Outcome(slot.paper, None, error, time.monotonic() - slot.since)
