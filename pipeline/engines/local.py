"""The engine ``local``: contained workers on this machine. Nothing but Python is needed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import forkserver
from typing import TYPE_CHECKING

from pipeline.engines.guard import Guard, prepare_workers
from pipeline.engines.model import USUAL_BOUNDS, Bounds, Outcome, Work

if TYPE_CHECKING:
    from pipeline.discover import Input


def start_early() -> None:
    """Start what workers are forked from, so that it loads the program while the run looks for its papers."""
    prepare_workers()
    forkserver.ensure_running()


@dataclass(frozen=True, slots=True)
class Local:
    """``workers`` processes, each with one paper at a time; one is contained as well."""

    workers: int
    bounds: Bounds = USUAL_BOUNDS

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        """One outcome for each item, in the order in which they are finished."""
        with Guard(work, self.workers, self.bounds) as guard:
            yield from guard.run(items)
