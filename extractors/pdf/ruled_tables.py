"""Lattices and the clusters inside them to tables: every cell with its own lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.pdf.drafts import Slot, TableDraft
from extractors.pdf.lattice import Lattice, Place
from extractors.pdf.lines import Cluster, Line, lines_of
from extractors.pdf.row_split import split_rows
from extractors.pdf.wrapped_numbers import join_wrapped_numbers

_EDGE = 1.0  # points by which a letter may hang over the outline of its table


@dataclass(frozen=True, slots=True)
class Filled:
    """The tables of a page and the clusters that stand in none of them."""

    tables: tuple[TableDraft, ...]
    rest: tuple[Cluster, ...]


def fill(lattices: Sequence[Lattice], clusters: Iterable[Cluster]) -> Filled:
    """Put every cluster into the cell that its middle lies in; lattices without any text are drawings."""
    grids = [_Grid(lattice) for lattice in lattices]
    inner_first = sorted(grids, key=lambda grid: grid.area)
    rest = [cluster for cluster in clusters if not any(grid.take(cluster) for grid in inner_first)]
    tables = tuple(table for grid in grids if (table := grid.table()) is not None)
    return Filled(tables, tuple(rest))


class _Grid:
    """A lattice that is being filled."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.clusters: dict[Place, list[Cluster]] = {place: [] for place in lattice.places}
        self.at: dict[tuple[int, int], Place] = {
            (row, column): place
            for place in lattice.places
            for row in range(place.row, place.row + place.row_span)
            for column in range(place.column, place.column + place.col_span)
        }

    @property
    def area(self) -> float:
        """Size of the outline in square points."""
        box = self.lattice.box
        return (box.x1 - box.x0) * (box.y1 - box.y0)

    def take(self, cluster: Cluster) -> bool:
        """Take a cluster that stands in this lattice."""
        row = _interval(self.lattice.ys, cluster.centre[1])
        column = _interval(self.lattice.xs, cluster.centre[0])
        if row is None or column is None:
            return False
        self.clusters[self.at[row, column]].append(cluster)
        return True

    def table(self) -> TableDraft | None:
        """The table; None where no cell but one holds text (a frame, a drawing)."""
        slots = tuple(
            Slot(place.row, place.column, place.row_span, place.col_span, place.box, tuple(lines_of(clusters)))
            for place, clusters in self.clusters.items()
        )
        if not any(slot.lines for slot in slots):
            return None
        lattice = self.lattice
        draft = TableDraft(slots, lattice.n_rows, lattice.n_columns, lattice.box, lattice.xs)
        return split_rows(join_wrapped_numbers(compact(replace(draft, open_bottom=lattice.open_bottom))))


def _interval(edges: Sequence[float], value: float) -> int | None:
    """Which interval between two neighbouring edges holds the value."""
    if not edges[0] - _EDGE <= value <= edges[-1] + _EDGE:
        return None
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def compact(table: TableDraft) -> TableDraft:
    """The table without grid lines on which no cell begins (they come from the walls of other cells)."""
    rows = {row: index for index, row in enumerate(sorted({slot.row for slot in table.slots}))}
    columns = {column: index for index, column in enumerate(sorted({slot.column for slot in table.slots}))}
    if len(rows) == table.n_rows and len(columns) == table.n_columns:
        return table
    slots = tuple(
        replace(
            slot,
            row=rows[slot.row],
            column=columns[slot.column],
            row_span=sum(1 for row in rows if slot.row <= row < slot.row + slot.row_span),
            col_span=sum(1 for column in columns if slot.column <= column < slot.column + slot.col_span),
        )
        for slot in table.slots
    )
    edges = (*(table.edges[column] for column in columns), table.edges[-1])
    return replace(table, slots=slots, n_rows=len(rows), n_columns=len(columns), edges=edges)


def text_of(lines: Iterable[Line]) -> str:
    """The text of a cell."""
    return "\n".join(line.text for line in lines)
