"""The engine ``serial``: everything in the process of the run, one paper after the other; for debugging.

An exception costs its paper only. A crash, a hang or a lack of memory costs the run: nothing is contained.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.errors import DocumentError, InternalError, OutOfMemoryError
from pipeline.engines.model import Outcome, Work

if TYPE_CHECKING:
    from pipeline.discover import Input


@dataclass(frozen=True, slots=True)
class Serial:
    """In this process, in the order of the items."""

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        """One outcome for each item."""
        for item in items:
            since = time.monotonic()
            error: DocumentError
            try:
                yield Outcome(item, work(item), None, time.monotonic() - since)
                continue
            except MemoryError:
                error = OutOfMemoryError(name=item.source)
            except Exception as reason:
                error = InternalError(name=item.source, reason=f"{type(reason).__name__}: {reason}")
            yield Outcome(item, None, error, time.monotonic() - since)
