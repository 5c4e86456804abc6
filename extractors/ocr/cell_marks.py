"""Ticks that a coloured pen put into cells of a table that has no printed boxes.

Colours are lifted off a page before it is read, so such a cell would be empty. A tick goes up to the right: its right
edge leans on all its height, it has no loop and no bar on top. Where anything else is written into a column by pen it
is no column of ticks. A cell of such a column through which a stamp or a signature runs is neither ticked nor empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import TICKED, UNTICKED, BoundingBox
from extractors.ocr.pen_marks import PenInk, pen_ink
from extractors.ocr.straighten import StraightPage
from extractors.pdf.distrust import LOST
from extractors.pdf.geometry import centre_in
from extractors.pdf.lattice import Lattice, Place
from extractors.pdf.lines import Cluster

_COLOUR = 25  # difference of channels: thin strokes are pale, and here their form speaks for them
_SMALLEST, _LARGEST = 5.0, 34.0  # points of a mark's longer side
_OWN = 0.6  # of a stroke's ink that lies in its cell
_SPECK = 0.15  # of the ink in a cell: so much may lie apart from the mark
_PASSING = 3.0  # points of a stamp's or signature's ink in a cell
_LEAST = 2  # ticks in a column before it is one of ticks
_RESIDUE, _PRINT = 2, 130  # letters read from what was left of a mark; grey of print, which is darker
_BOXES = (TICKED, UNTICKED, LOST)
_LEAN, _STEADY = 0.3, 0.85  # of its height: how far the right edge leans; share of the rows in which it does
_TOP, _BAR = 0.25, 0.55  # of its height: its top; of its width: a longer stroke there is a bar
_SURE = 0.95  # confidence


class _Mark(Enum):
    TICK = 1
    WRITING = 2
    PASSING = 3


@dataclass(frozen=True, slots=True)
class _Marked:
    """A cell with ink of a pen in it, and where that is in points."""

    place: Place
    mark: _Mark
    box: BoundingBox


def with_ticks(lattices: Sequence[Lattice], clusters: Sequence[Cluster], page: StraightPage) -> list[Cluster]:
    """The words of a page with the ticks in the cells of its tables; what was read of their remains goes."""
    if page.image.pixels.ndim == 2 or not lattices:
        return list(clusters)
    ink = pen_ink(page, _COLOUR)
    if len(ink.stats) == 1:
        return list(clusters)
    marked = [
        item
        for lattice in lattices
        for item in _ticked(lattice, ink, page.plane.scale)
        if _is_blank(item.place, clusters, page)
    ]
    places = [item.place.box for item in marked]
    size = median(cluster.size for cluster in clusters) if clusters else 12.0
    kept = [cluster for cluster in clusters if not any(centre_in(cluster.box, box) for box in places)]
    return kept + [Cluster(TICKED if item.mark is _Mark.TICK else LOST, item.box, "", size, _SURE) for item in marked]


def _ticked(lattice: Lattice, ink: PenInk, scale: float) -> list[_Marked]:
    """The marked cells of the columns of a table into which ticks were put."""
    columns: dict[int, list[_Marked]] = {}
    for place in lattice.places:
        if place.row and place.col_span == 1 and (found := _marked(place, ink, scale)) is not None:
            columns.setdefault(place.column, []).append(found)
    counts = {
        column: sum(item.mark is _Mark.TICK for item in cells)
        for column, cells in columns.items()
        if all(item.mark is not _Mark.WRITING for item in cells)
    }
    if max(counts.values(), default=0) < _LEAST:
        return []
    return [item for column, count in counts.items() if count for item in columns[column]]


def _is_blank(place: Place, clusters: Sequence[Cluster], page: StraightPage) -> bool:
    """Whether nothing is printed in a cell: what was left of a mark may have been read, but it is pale."""
    found = [cluster for cluster in clusters if centre_in(cluster.box, place.box) and cluster.text.strip()]
    if sum(len(cluster.text) for cluster in found) > _RESIDUE or any(cluster.text in _BOXES for cluster in found):
        return False
    return all(_darkest(page, cluster.box) > _PRINT for cluster in found)


def _darkest(page: StraightPage, box: BoundingBox) -> int:
    x0, y0, x1, y1 = (max(round(value * page.plane.scale), 0) for value in (box.x0, box.y0, box.x1, box.y1))
    return int(page.pixels[y0:y1, x0:x1].min(initial=255))


def _marked(place: Place, ink: PenInk, scale: float) -> _Marked | None:
    """What a pen left in a cell; None where it is nothing."""
    inside = ink.within(place.box.scaled(scale), 0.0)
    labels, counts = np.unique(inside[inside > 0], return_counts=True)
    shares = dict(zip(labels.tolist(), counts.tolist(), strict=True))
    own = [label for label, count in shares.items() if count >= _OWN * ink.stats[label, 4]]
    points = ink.scale * scale
    if any(_reach(inside == label) >= _PASSING * points for label in shares if label not in own):
        return _Marked(place, _Mark.PASSING, place.box)
    if not own or _reach(np.isin(inside, own)) < _SMALLEST * points:
        return None
    largest = max(own, key=lambda label: int(ink.stats[label, 4]))
    left, top, width, height, area = (int(value) for value in ink.stats[largest])
    shape = np.asarray(ink.labels[top : top + height, left : left + width] == largest, np.uint8)
    if max(width, height) > _LARGEST * points:
        return _Marked(place, _Mark.PASSING, place.box)
    apart = sum(shares[label] for label in own) - shares[largest]
    is_tick = apart <= _SPECK * area and _is_tick(shape)
    box = BoundingBox(left / points, top / points, (left + width) / points, (top + height) / points)
    return _Marked(place, _Mark.TICK if is_tick else _Mark.WRITING, box)


def _reach(ink: NDArray[np.bool_]) -> int:
    """The longer side of the box around ink."""
    rows, columns = np.nonzero(ink)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1 if len(rows) else 0


def _is_tick(shape: NDArray[np.uint8]) -> bool:
    """Whether a stroke goes up to the right as that of a tick or a slash does."""
    height, width = shape.shape
    edge = width - 1 - shape[::-1, ::-1].argmax(axis=1)  # the right edge from the bottom up
    steps = np.diff(edge)
    if not len(steps) or edge[-1] - edge[0] < _LEAN * height or float((steps >= -1).mean()) < _STEADY:
        return False
    top = shape[: max(1, round(_TOP * height))]
    return max(_runs(top), default=0) <= _BAR * width and not _has_loop(shape)


def _runs(rows: NDArray[np.uint8]) -> Iterator[int]:
    """The lengths of all strokes along rows."""
    for row in np.pad(rows, ((0, 0), (1, 1))).astype(np.int8):
        ends = np.flatnonzero(np.diff(row))
        yield from (ends[1::2] - ends[::2]).tolist()


def _has_loop(shape: NDArray[np.uint8]) -> bool:
    paper = np.asarray(np.pad(shape, 1) == 0, np.uint8)
    count, _ = cv2.connectedComponents(paper, connectivity=4)
    return count > 2
