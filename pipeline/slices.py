"""Long scans in slices of pages, so that one paper does not hold one worker while the others have nothing to do.

Whoever first has such a paper says which pages are to be recognised. Slices of these go to any workers, which keep what
they see in the store (``extractors.ocr.kept_pages``). Then the paper is read as if nothing had happened, and finds its
pages there. So the document is that of an uncut paper whatever became of the slices, and a run that is killed loses no
pages but those in flight.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.errors import DocumentError
from pipeline.discover import Input
from pipeline.engines.model import Outcome

if TYPE_CHECKING:
    from pipeline.process import DocumentResult


@dataclass(frozen=True, slots=True)
class Slicing:
    """A scan with more pages to be recognised than ``longest`` is cut into slices of ``pages`` pages."""

    longest: int = 40
    pages: int = 20


USUAL_SLICING = Slicing()


@dataclass(frozen=True, slots=True)
class Slice(Input):
    """Pages (numbers from 1) of a long scan, of which ``of`` are to be recognised."""

    pages: tuple[int, ...]
    of: int

    @property
    def share(self) -> float:
        """Its part of the time that the paper has."""
        return len(self.pages) / self.of


@dataclass(frozen=True, slots=True)
class Whole(Input):
    """A long scan whose slices are done: it is read now, however many of its pages are still missing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What comes of a look at a long scan or of a slice: no result yet.

    ``left`` are pages that are to be recognised in slices. ``in_vain`` says that the recogniser failed, which more
    slices would only repeat.
    """

    left: tuple[int, ...] = ()
    in_vain: bool = False
    error_code: None = None


@dataclass(slots=True)
class _Cut:
    """A paper in slices: how many are not done yet, how long the others took, and what ended one of them."""

    item: Input
    slices: int
    seconds: float
    error: DocumentError | None = None


@dataclass
class Sliced(Iterator[Input]):
    """The items of a run for an engine, slices and then their papers in front; ``heard`` is to be told every outcome.

    At its end it may have more items after another outcome was heard.
    """

    items: Iterator[Input]
    slicing: Slicing
    _ready: deque[Input] = field(default_factory=deque)
    _cut: dict[str, _Cut] = field(default_factory=dict)

    def __next__(self) -> Input:
        return self._ready.popleft() if self._ready else next(self.items)

    def heard(self, outcome: Outcome) -> Outcome | None:
        """The outcome of a whole paper; None where a part of its way is done."""
        item = outcome.item
        if isinstance(item, Slice):
            return self._of_slice(item, outcome)
        if isinstance(outcome.result, Seen):
            slices = list(_slices(item, outcome.result.left, self.slicing.pages))
            self._cut[item.source] = _Cut(item, len(slices), outcome.seconds)
            self._ready.extend(slices)
            return None
        cut = self._cut.pop(item.source, None)
        return _whole(cut, outcome.result, outcome.error, outcome.seconds) if cut else outcome

    def _of_slice(self, item: Slice, outcome: Outcome) -> Outcome | None:
        cut = self._cut[item.source]
        cut.slices -= 1
        cut.seconds += outcome.seconds
        cut.error = cut.error or outcome.error
        if outcome.error or (isinstance(outcome.result, Seen) and outcome.result.in_vain):
            self._drop_slices(item.source, cut)
        if cut.slices:
            return None
        if cut.error:
            del self._cut[item.source]
            return _whole(cut, None, cut.error, 0.0)
        self._ready.appendleft(Whole(cut.item.path, item.source))
        return None

    def _drop_slices(self, source: str, cut: _Cut) -> None:
        """Forget the slices of a paper that no worker has."""
        kept = [item for item in self._ready if item.source != source]
        cut.slices -= len(self._ready) - len(kept)
        self._ready = deque(kept)


def _slices(item: Input, pages: tuple[int, ...], size: int) -> Iterable[Slice]:
    for start in range(0, len(pages), size):
        yield Slice(item.path, item.source, pages[start : start + size], len(pages))


def _whole(cut: _Cut, result: DocumentResult | Seen | None, error: DocumentError | None, seconds: float) -> Outcome:
    """The outcome of a paper that was cut, with the time that all its parts took."""
    return Outcome(cut.item, result, error, cut.seconds + seconds)
