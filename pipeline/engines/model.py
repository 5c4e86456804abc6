"""What all engines share: the work on one paper, its bounds, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from extractors.errors import DocumentError
    from pipeline.discover import Input
    from pipeline.process import DocumentResult
    from pipeline.slices import Seen

MEGABYTE = 1024 * 1024
USUAL_ENGINE = "local"
USUAL_DEADLINE = 1800.0
USUAL_MEMORY = 4096
_SECONDS_PER_MEGABYTE = 60.0  # of a scan: a page of 100 kB takes a few seconds to be recognised

Work = Callable[["Input"], "DocumentResult | Seen"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one paper may cost before it is given up.

    ``deadline`` is in seconds, and every megabyte of the file adds ``per_megabyte`` to it; ``memory`` is in megabytes.
    The last bounds what the worker asks for, on Linux; its child programs are bounded each for itself.
    """

    deadline: float = USUAL_DEADLINE
    per_megabyte: float = _SECONDS_PER_MEGABYTE
    memory: int = USUAL_MEMORY

    def seconds(self, item: Input) -> float:
        """How long this paper, or this part of one, may take."""
        try:
            size = item.path.stat().st_size
        except OSError:  # whoever reads it will say so
            size = 0
        return self.deadline + self.per_megabyte * size * item.share / MEGABYTE


USUAL_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the work on one paper, or on a part of one, ended: with a result or an error, and after how many seconds."""

    item: Input
    result: DocumentResult | Seen | None
    error: DocumentError | None
    seconds: float


class Engine(Protocol):
    """Does the work of a run."""

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        """One outcome for each item, in any order, taken from ``items`` as there is room.

        ``items`` that are exhausted are asked again when an outcome was dealt with: it may have brought more.
        ``work`` must be picklable, and its results too. Closing the iterator ends all work and every process of it.
        Raises RunError when the engine itself cannot work.
        """
        ...
