"""What is known of a page before its neighbours are: regions of lines and tables with their places, not yet blocks.

All boxes are in the plane in which the page's text runs to the right (see ``geometry.Turn``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from extractors.document import Block, BoundingBox
from extractors.pdf.geometry import Plane
from extractors.pdf.lines import Line


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell: its grid place and spans, its outline and the lines of text in it."""

    row: int
    column: int
    row_span: int
    col_span: int
    box: BoundingBox
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableDraft:
    """The part of a table that stands on one page; ``edges`` are the x of its column borders.

    ``open_bottom`` tells that no rule was drawn below its last row although it has rules.
    """

    slots: tuple[Slot, ...]
    n_rows: int
    n_columns: int
    box: BoundingBox
    edges: tuple[float, ...]
    open_bottom: bool = False


Item = Line | TableDraft
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, as intervals of x, of a table without upright rules that reaches the end of its page.

    ``head`` are the lines of its head, folded.
    """

    intervals: tuple[Interval, ...]
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A column of text, or the whole width of a page: what stands in it from top to bottom, between two x."""

    left: float
    right: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page: its regions in reading order; ``label`` is the page number printed on it.

    ``blocks`` are those of a recogniser that gives whole blocks instead of lines; ``recogniser`` names it (with its
    source OCR), empty where the page was read from its text layer. ``pictures`` are boxes, on the page as displayed, of
    pictures that may hold text; ``pasted`` tells that some of the text was recognised in them, ``picture_left_out``
    why one of them could not be recognised. ``unseen`` begins the text that nobody can see and that was left out.
    ``carried`` are the columns of a table that may go on on the next page.
    """

    number: int
    turn: Plane
    regions: tuple[Region, ...] = ()
    unreadable: str | None = None
    repairs: tuple[str, ...] = ()
    confidence: float = 1.0
    label: str | None = None
    blocks: tuple[Block, ...] = ()
    recogniser: str = ""
    pictures: tuple[BoundingBox, ...] = ()
    pasted: bool = False
    picture_left_out: str | None = None
    unseen: str = ""
    carried: Columns | None = None

    def lines(self) -> Iterator[Line]:
        """The lines outside of tables, in reading order."""
        for region in self.regions:
            yield from (item for item in region.items if isinstance(item, Line))


def lines_in(regions: tuple[Region, ...]) -> list[Line]:
    """Every line, those in cells included, in reading order."""
    lines: list[Line] = []
    for item in (item for region in regions for item in region.items):
        if isinstance(item, Line):
            lines.append(item)
        else:
            lines += [line for slot in item.slots for line in slot.lines]
    return lines


def with_lines(regions: tuple[Region, ...], change: Callable[[Line], Line]) -> tuple[Region, ...]:
    """The regions with every line replaced by what ``change`` makes of it, called in the order of ``lines_in``."""
    return tuple(replace(region, items=tuple(_changed(item, change) for item in region.items)) for region in regions)


def _changed(item: Item, change: Callable[[Line], Line]) -> Item:
    if isinstance(item, Line):
        return change(item)
    slots = tuple(replace(slot, lines=tuple(change(line) for line in slot.lines)) for slot in item.slots)
    return replace(item, slots=slots)
