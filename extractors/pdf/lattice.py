"""Rulings to lattices: which of them belong to one table, and the cells that they enclose, merged ones included.

A lattice is made of rulings that touch each other. Its grid lines are where rulings lie; a place of the grid belongs
to the same cell as its neighbour where no ruling stands between them. The outside of a lattice counts as closed, so a
table that lacks its left, right, top or bottom rule (a page break, an open style) keeps its outer cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractors.document import BoundingBox
from extractors.pdf.geometry import covered, grouped
from extractors.pdf.rulings import SNAP, Ruling, Rulings

_REACH = 2.2  # points by which rulings may miss each other and still touch
_WALL = 0.6  # share of a side that must be drawn for it to separate two places
_OPEN_SIDE = 4.0  # points by which rulings must stick out for a side without a rule of its own


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a lattice: grid place, spans and box."""

    row: int
    column: int
    row_span: int
    col_span: int
    box: BoundingBox


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of one ruled table, sorted by (row, column); ``xs`` and ``ys`` are its grid lines."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[Place, ...]
    open_bottom: bool = False

    @property
    def box(self) -> BoundingBox:
        """The outline."""
        return BoundingBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def n_rows(self) -> int:
        """Number of grid rows."""
        return len(self.ys) - 1

    @property
    def n_columns(self) -> int:
        """Number of grid columns."""
        return len(self.xs) - 1


def lattices_of(rulings: Rulings, most_places: int) -> list[Lattice]:
    """The lattices of a page with several columns, from top to bottom. Grids beyond ``most_places`` are drawings."""
    found: list[Lattice] = []
    for horizontal, vertical in _components(rulings):
        if not (horizontal and vertical):
            continue
        xs = _grid_lines(vertical, horizontal)
        ys = _grid_lines(horizontal, vertical)
        if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > most_places:
            continue
        places = _places(xs, ys, horizontal, vertical)
        if len({place.column for place in places}) > 1:  # one column is a frame around text, or several
            bottom = covered(xs[0], xs[-1], [(r.start, r.end) for r in horizontal if abs(r.at - ys[-1]) <= SNAP])
            found.append(Lattice(tuple(xs), tuple(ys), tuple(places), bottom < _WALL))
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _components(rulings: Rulings) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that touch each other, directly or through others."""
    horizontal, vertical = rulings.horizontal, rulings.vertical
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, flat in enumerate(horizontal):
        for j, upright in enumerate(vertical, start=len(horizontal)):
            if flat.meets(upright, _REACH):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, ruling in enumerate((*horizontal, *vertical)):
        group = groups.setdefault(root(index), ([], []))
        group[index >= len(horizontal)].append(ruling)
    return list(groups.values())


def _grid_lines(along: Sequence[Ruling], across: Sequence[Ruling]) -> list[float]:
    """Where rulings of one direction lie, and where those of the other end although nothing is drawn there.

    A side that only one of several rulings passes is none: a letter or a pen stroke stands at the ruling's end.
    """
    lines = [sum(group) / len(group) for group in grouped((ruling.at for ruling in along), SNAP)]
    first, last = _agreed_ends(across)
    if first < lines[0] - _OPEN_SIDE:
        lines.insert(0, first)
    if last > lines[-1] + _OPEN_SIDE:
        lines.append(last)
    return lines


def _agreed_ends(rulings: Sequence[Ruling]) -> tuple[float, float]:
    """From where to where at least two of the rulings reach, or the only one."""
    groups = grouped((ruling.at for ruling in rulings), SNAP)
    same = [[ruling for ruling in rulings if group[0] <= ruling.at <= group[-1]] for group in groups]
    needed = min(2, len(same))
    first = sorted(min(ruling.start for ruling in group) for group in same)[needed - 1]
    last = sorted(max(ruling.end for ruling in group) for group in same)[-needed]
    return first, last


def _places(
    xs: Sequence[float], ys: Sequence[float], horizontal: Sequence[Ruling], vertical: Sequence[Ruling]
) -> list[Place]:
    rows, columns = len(ys) - 1, len(xs) - 1
    right = _walls(xs, ys, vertical)
    below = _walls(ys, xs, horizontal)

    def open_right(row: int, column: int) -> bool:
        return column + 1 < columns and not right(column + 1, row)

    def open_below(row: int, column: int) -> bool:
        return row + 1 < rows and not below(row + 1, column)

    taken = [[False] * columns for _ in range(rows)]
    places: list[Place] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = 1
            while open_right(row, column + width - 1) and not taken[row][column + width]:
                width += 1
            height = _height(row, column, width, open_right, open_below)
            for covered_row in range(row, row + height):
                taken[covered_row][column : column + width] = [True] * width
            box = BoundingBox(xs[column], ys[row], xs[column + width], ys[row + height])
            places.append(Place(row, column, height, width, box))
    return places


def _height(
    row: int,
    column: int,
    width: int,
    open_right: Callable[[int, int], bool],
    open_below: Callable[[int, int], bool],
) -> int:
    """How many rows a cell covers: downwards as long as nothing is drawn below it or inside it."""
    height = 1
    while all(open_below(row + height - 1, column + step) for step in range(width)) and all(
        open_right(row + height, column + step) for step in range(width - 1)
    ):
        height += 1
    return height


def _walls(at: Sequence[float], between: Sequence[float], rulings: Iterable[Ruling]) -> Callable[[int, int], bool]:
    """Whether the side on grid line ``index`` along the interval ``step`` of the other direction is drawn."""
    pieces: list[list[tuple[float, float]]] = [[] for _ in at]
    for ruling in rulings:
        index = min(range(len(at)), key=lambda index: abs(at[index] - ruling.at))
        pieces[index].append((ruling.start, ruling.end))
    drawn = [
        [covered(between[step], between[step + 1], pieces[index]) >= _WALL for step in range(len(between) - 1)]
        for index in range(len(at))
    ]
    return lambda index, step: drawn[index][step]
