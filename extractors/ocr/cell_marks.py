"""Ticks by pen or print in cells of a table that has no printed boxes.

Colours are lifted off a page before it is read, and a recogniser takes strokes that are no letters for dirt: such cells
would be empty. In columns whose head is an answer, a state or a part of the year every mark is judged by its form
(``mark_shapes``); in others only coloured ink is, and only where the marks of a column are ticks. A mark belongs to the
cell in which most of it lies. A cell through which a stamp or a signature runs, one whose mark may belong to its
neighbour, or whose mark is none that is known, is neither ticked nor empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.document import TICKED, UNTICKED, BoundingBox
from extractors.ocr.cell_ink import Ink, ink_of
from extractors.ocr.mark_shapes import Shape, shape_of
from extractors.ocr.straighten import StraightPage
from extractors.ocr.tick_columns import TickColumn, columns_to_tick, text_in
from extractors.ocr.words import Pixels
from extractors.pdf.distrust import LOST
from extractors.pdf.geometry import centre_in
from extractors.pdf.lattice import Lattice, Place
from extractors.pdf.lines import Cluster
from normalizers.status import parse_answer

_LARGEST = 34.0  # points of a mark's longer side
_SPECK, _SMALLEST = 2.5, 4.0  # points: less is dirt; less is no mark where it stands alone
_OWN, _MOST = 0.7, 0.5  # of a stroke's ink in its cell; where its lowest point lies there as well
_PASSING = 3.0  # points of a stroke's ink in a cell that is not its own
_BESIDE = 0.5  # of a mark's ink: with no more of another stroke in its cell it is still to be seen
_CUT = 3.5  # points on either side of a rule in which a stroke may be lost
_RESIDUE, _PRINT = 2, 130  # letters read from a mark; grey of print, which is darker than what is left of colours
_FLAT = 4.0  # points: what is longer than a mark and no higher is an arrow or the rest of a rule
_LEAST, _OUTNUMBER = 2, 2  # ticks in columns whose heads say nothing; how many for each mark that is none
_BOXES = (TICKED, UNTICKED, LOST)
_SIGNS = {"/": Shape.TICK, "✓": Shape.TICK, "✔": Shape.TICK, "√": Shape.TICK}  # what a recogniser may read
_CROSS = "x"
_SURE = 0.95  # confidence


class _Mark(Enum):
    TICK = 1
    CROSS = 2
    OTHER = 3
    PASSING = 4


_OF_SHAPE = {Shape.TICK: _Mark.TICK, Shape.DOT: _Mark.TICK, Shape.CROSS: _Mark.CROSS}
_WRITTEN = {_Mark.TICK: TICKED, _Mark.CROSS: _CROSS, _Mark.OTHER: LOST, _Mark.PASSING: LOST}


@dataclass(frozen=True, slots=True)
class _Marked:
    """A cell with a mark in it, and where that is in points."""

    place: Place
    mark: _Mark
    box: BoundingBox


def with_ticks(
    lattices: Sequence[Lattice], clusters: Sequence[Cluster], page: StraightPage, bare: Pixels
) -> list[Cluster]:
    """The words of a page with the marks in the cells of its tables, in place of what was read of these.

    ``bare`` is the straight page without the rules of its tables.
    """
    inside = [[cluster for cluster in clusters if centre_in(cluster.box, lattice.box)] for lattice in lattices]
    tickable = [columns_to_tick(lattice, own) for lattice, own in zip(lattices, inside, strict=True)]
    marked: list[_Marked] = []
    for lattice, own, heads in zip(lattices, inside, tickable, strict=True):
        blank = {place: text for place in lattice.places if (text := _residue(place, own, page)) is not None}
        heads = _with_neighbours(heads, lattice, blank)
        if heads:
            marked += _in_columns(heads, blank, ink_of(page, bare, _part(lattice, heads)))
        elif columns := _open_columns(lattice, blank, own):
            marked += _by_form(blank, columns, ink_of(page, bare, _part(lattice, columns)))
    size = median(cluster.size for cluster in clusters) if clusters else 12.0
    places = [item.place.box for item in marked]
    kept = [cluster for cluster in clusters if not any(centre_in(cluster.box, box) for box in places)]
    return kept + [Cluster(_WRITTEN[item.mark], item.box, "", size, _SURE) for item in marked]


def _part(lattice: Lattice, columns: Collection[int]) -> BoundingBox:
    """Where the columns to be ticked lie, with room for marks that leave them."""
    box = lattice.box
    x0, x1 = lattice.xs[min(columns)], lattice.xs[max(columns) + 1]
    return BoundingBox(x0 - _LARGEST, box.y0 - _LARGEST, x1 + _LARGEST, box.y1 + _LARGEST)


def _residue(place: Place, clusters: Sequence[Cluster], page: StraightPage) -> str | None:
    """What was read of the mark in a cell; None where something is printed there, or the cell is none to be ticked."""
    if place.col_span > 1:
        return None
    text = text_in(place, clusters)
    if parse_answer(text) is not None or any(box in text for box in _BOXES):
        return None
    own = [cluster for cluster in clusters if centre_in(cluster.box, place.box)]
    if len(text) > _RESIDUE and any(_darkest(page, cluster.box) <= _PRINT for cluster in own):
        return None
    return text


def _darkest(page: StraightPage, box: BoundingBox) -> int:
    x0, y0, x1, y1 = (max(round(value * page.plane.scale), 0) for value in (box.x0, box.y0, box.x1, box.y1))
    return int(page.pixels[y0:y1, x0:x1].min(initial=255))


def _with_neighbours(
    heads: Mapping[int, TickColumn], lattice: Lattice, blank: Mapping[Place, str]
) -> dict[int, TickColumn]:
    """The columns to be ticked, and those beside one for an answer or a state in which nothing is printed."""
    found = dict(heads)
    for column, head in heads.items():
        for beside in {column - 1, column + 1} - heads.keys():
            cells = [place for place in lattice.places if place.column == beside and place.row >= head.body]
            if cells and not head.period and all(place in blank for place in cells if place.col_span == 1):
                found[beside] = head
    return found


def _in_columns(heads: Mapping[int, TickColumn], blank: Mapping[Place, str], ink: Ink) -> list[_Marked]:
    """The marks in the columns to be ticked; what was read as a letter stays where most are no marks."""
    places = [place for place in blank if place.column in heads and place.row >= heads[place.column].body]
    marked = [
        replace(item, mark=_Mark.TICK) if item.mark is _Mark.OTHER and blank[item.place] in _SIGNS else item
        for item in _marks(places, ink)
    ]
    ticks = sum(item.mark in (_Mark.TICK, _Mark.CROSS) for item in marked)
    read = sum(item.mark is _Mark.OTHER and bool(blank[item.place]) for item in marked)
    charts = {column for column, head in heads.items() if head.period and not ticks}
    return [
        item
        for item in marked
        if item.mark in (_Mark.TICK, _Mark.CROSS)
        or (item.place.column not in charts and not (read > ticks and blank[item.place]))
    ]


def _open_columns(lattice: Lattice, blank: Mapping[Place, str], clusters: Sequence[Cluster]) -> set[int]:
    """Columns in which next to nothing was read, of a table in which something was."""
    cells: dict[int, list[str]] = {}
    for place, text in blank.items():
        if place.row:
            cells.setdefault(place.column, []).append(text)
    whole = Counter(place.column for place in lattice.places if place.row and place.col_span == 1)
    if not clusters:
        return set()
    return {
        column
        for column, texts in cells.items()
        if len(texts) >= whole[column] and sum(bool(text) and text not in _SIGNS for text in texts) <= len(texts) / 4
    }


def _by_form(blank: Mapping[Place, str], columns: Collection[int], ink: Ink) -> list[_Marked]:
    """The marks in columns without a head that says what they are for, where ticks are the rule.

    One alone may be a slip of the pen: its cell is in doubt.
    """
    found: dict[int, list[_Marked]] = {}
    for item in _marks([place for place in blank if place.column in columns], ink):
        found.setdefault(item.place.column, []).append(item)
    kept = [item for cells in found.values() if _are_ticks(cells) for item in cells]
    alone = sum(item.mark is _Mark.TICK for item in kept) < _LEAST
    return [replace(item, mark=_Mark.PASSING) if alone else item for item in kept]


def _are_ticks(cells: Sequence[_Marked]) -> bool:
    ticks = sum(item.mark is _Mark.TICK for item in cells)
    return ticks > 0 and ticks >= _OUTNUMBER * sum(item.mark in (_Mark.OTHER, _Mark.CROSS) for item in cells)


def _marks(places: Sequence[Place], ink: Ink) -> Iterator[_Marked]:
    """What stands in cells; those with nothing but dirt or a dash are left out."""
    own: dict[Place, list[int]] = {}
    passing: Counter[Place] = Counter()
    for label, cells in _shares(places, ink).items():
        owner = _owner(label, cells, ink)
        if owner is not None:
            own.setdefault(owner, []).append(label)
        elif not _is_flat(label, ink):
            for place, inside in cells.items():
                if _reach(inside) >= _PASSING * ink.scale:
                    passing[place] += int(np.count_nonzero(inside))
    for place in places:
        item = _judged(place, own[place], ink) if place in own else None
        if place in passing and (item is None or passing[place] > _BESIDE * sum(ink.stats[own[place], 4])):
            yield _Marked(place, _Mark.PASSING, place.box)
        elif item is not None:
            yield replace(item, mark=_Mark.PASSING) if _may_be_cut_off(item, own[place], ink) else item


def _may_be_cut_off(item: _Marked, labels: Sequence[int], ink: Ink) -> bool:
    """Whether a mark ends at the rule below it where another begins: it may be the tail of a tick in the next row."""
    box, bottom = item.box, item.place.box.y1
    if item.mark is not _Mark.TICK or box.y1 < bottom - _CUT:
        return False
    below = BoundingBox(box.x0 - 2 * _CUT, bottom - _CUT / 2, box.x0 + 2 * _CUT, bottom + 2 * _CUT)
    found = [label for label in np.unique(ink.within(below)).tolist() if label and label not in labels]
    return any(ink.length(label) >= _SPECK for label in found)


def _shares(places: Sequence[Place], ink: Ink) -> dict[int, dict[Place, NDArray[np.bool_]]]:
    """The strokes in cells, by label and cell, with their ink there."""
    shares: dict[int, dict[Place, NDArray[np.bool_]]] = {}
    for place in places:
        inside = ink.within(place.box)
        for label in np.unique(inside).tolist():
            if label and ink.length(label) >= _SPECK:
                shares.setdefault(label, {})[place] = inside == label
    return shares


def _owner(label: int, cells: Mapping[Place, NDArray[np.bool_]], ink: Ink) -> Place | None:
    """The cell that a stroke was put into."""
    if ink.length(label) > _LARGEST:
        return None
    counts = {place: int(np.count_nonzero(inside)) for place, inside in cells.items()}
    place = max(counts, key=lambda place: counts[place])
    share = counts[place] / int(ink.stats[label, 4])
    x, y = ink.foot(label)
    has_foot = place.box.x0 <= x <= place.box.x1 and place.box.y0 <= y <= place.box.y1
    return place if share >= _OWN or (share >= _MOST and has_foot) else None


def _is_flat(label: int, ink: Ink) -> bool:
    width, height = ink.stats[label, 2:4].tolist()
    return bool(height <= _FLAT * ink.scale < width)


def _judged(place: Place, labels: Sequence[int], ink: Ink) -> _Marked | None:
    strokes, box = ink.strokes(labels)
    if max(box.x1 - box.x0, box.y1 - box.y0) < _SMALLEST:
        return None
    shape = shape_of(strokes, ink.scale)
    return None if shape is Shape.DASH else _Marked(place, _OF_SHAPE.get(shape, _Mark.OTHER), box)


def _reach(ink: NDArray[np.bool_]) -> int:
    """The longer side of the box around ink."""
    rows, columns = np.nonzero(ink)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1 if len(rows) else 0
