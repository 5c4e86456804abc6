"""Tables without rules: rows whose numbers stand below each other.

Deliberately narrow: at least three rows, and numbers with decimals in one column or numbers in two. Prose with numbers,
contents with page numbers and forms stay text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.document import BoundingBox
from extractors.pdf.drafts import Slot, TableDraft
from extractors.pdf.geometry import around
from extractors.pdf.lines import Cluster, Line, joined, line_of, pieces_of, rows_of
from extractors.readers.grid import is_number
from extractors.readers.table_headers import flag_headers
from normalizers.thai import clean

GAP = 1.0  # of the font size: a gap that parts two cells
_LEAST_ROWS = 3
_HEADER_ROWS = 3
_NAME_ROWS = 2  # lines of a name above its number
_APART = 2.2  # leading, in font sizes, within which rows belong together
_DECIMALS = ".๐๑๒๓๔๕๖๗๘๙0123456789"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row without a wide gap in it."""

    clusters: tuple[Cluster, ...]
    box: BoundingBox
    text: str

    @property
    def number(self) -> bool:
        """Whether it is a number and nothing else."""
        return is_number(self.text)


@dataclass(slots=True)
class Row:
    """A row of a page cut into pieces."""

    pieces: list[Piece]
    box: BoundingBox
    size: float
    numbers: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers = [piece for piece in self.pieces if piece.number]


def cut_rows(clusters: Iterable[Cluster]) -> list[Row]:
    """The rows of clusters, each cut into pieces."""
    rows: list[Row] = []
    for row in rows_of(clusters):
        pieces: list[Piece] = []
        for part in pieces_of(row, GAP):
            inked = [cluster.box for cluster in part if cluster.text.strip()]
            pieces.append(Piece(tuple(part), around(inked), clean(joined(part))))
        if pieces:
            sizes = sorted(cluster.size for piece in pieces for cluster in piece.clusters)
            rows.append(Row(pieces, around(piece.box for piece in pieces), sizes[len(sizes) // 2]))
    return sorted(rows, key=lambda row: (row.box.y0 + row.box.y1, row.box.x0))


def aligned_tables(rows: Sequence[Row]) -> tuple[list[TableDraft], list[Row]]:
    """The tables among the rows, and the rows that belong to none."""
    tables: list[TableDraft] = []
    rest: list[Row] = []
    index = 0
    while index < len(rows):
        end = _run_end(rows, index)
        table = _table(rows, index, end) if end - index >= _LEAST_ROWS else None
        if table is None:
            card = _named_above(rest, rows[index])
            if card is None:
                rest.append(rows[index])
            else:
                tables.append(card.draft)
            index += 1
            continue
        header = _header_start(rest, table, rows[index])
        if header < len(rest):
            table = _build(rest[header:], list(rows[index:end]), table.columns)
            del rest[header:]
        tables.append(table.draft)
        index = end
    return tables, rest


def _named_above(above: list[Row], row: Row) -> _Built | None:
    """The table of a row of decimals with the names right above them, each over its own; takes these from ``above``.

    Boxes side by side are set so, a name over its number.
    """
    if len(row.pieces) < 2 or len(row.numbers) < len(row.pieces) or not all("." in n.text for n in row.numbers):
        return None
    names: list[Row] = []
    for candidate in reversed(above[-_NAME_ROWS:]):
        near = (names[0] if names else row).box.y0 - candidate.box.y1 <= _APART * row.size
        columns = _columns([candidate, *names, row])
        if not near or candidate.numbers or len(columns) != len(row.pieces) or len(candidate.pieces) < 2:
            break
        names.insert(0, candidate)
    if not names or len(names[0].pieces) != len(row.pieces):
        return None
    del above[-len(names) :]
    return _build(names, [row], _columns([*names, row]))


def _is_data(row: Row) -> bool:
    """A row with a number behind something else."""
    return len(row.pieces) > 1 and any(piece.number for piece in row.pieces[1:])


def _run_end(rows: Sequence[Row], start: int) -> int:
    """Behind the last row of a run of data rows; rows of words between them are their wrapped text."""
    if not _is_data(rows[start]):
        return start
    end = start + 1
    for index in range(start + 1, len(rows)):
        above, row = rows[index - 1], rows[index]
        if row.box.y0 - above.box.y1 > _APART * max(row.size, above.size):
            break
        if _is_data(row) and len(row.numbers) == len(rows[start].numbers):
            end = index + 1
        elif row.numbers or index - end >= 2:
            break
    return end


@dataclass(frozen=True, slots=True)
class _Built:
    draft: TableDraft
    columns: list[tuple[float, float]]


def _table(rows: Sequence[Row], start: int, end: int) -> _Built | None:
    run = list(rows[start:end])
    data = [row for row in run if _is_data(row)]
    if len(data) < _LEAST_ROWS or not _numbers_align(data):
        return None
    if len(data) < len(run) and all(piece.number for row in data for piece in row.pieces):
        return None  # nothing but numbers in rows, words in others: names stand above their numbers
    return _build([], run, _columns(data))


def _numbers_align(data: Sequence[Row]) -> bool:
    """Whether the numbers of all rows stand below each other, and are worth a table."""
    count = len(data[0].numbers)
    decimals = False
    for place in range(count):
        pieces = [row.numbers[place] for row in data]
        left = max(piece.box.x0 for piece in pieces)
        right = min(piece.box.x1 for piece in pieces)
        if right - left <= 0:  # all of them must share some x
            return False
        if sum("." in piece.text.strip(".") for piece in pieces) * 2 > len(pieces):
            decimals = True
    first_is_key = data[0].pieces[0].number
    return decimals or count - first_is_key >= 2


def _columns(data: Sequence[Row]) -> list[tuple[float, float]]:
    """The x intervals of the columns: pieces of different rows that overlap are in one column."""
    spans = sorted((piece.box.x0, piece.box.x1) for row in data for piece in row.pieces)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _header_start(above: Sequence[Row], table: _Built, first: Row) -> int:
    """Index of the first row above the table that is part of its header; ``len(above)`` where there is none."""
    start = len(above)
    below = first
    for index in range(len(above) - 1, max(len(above) - 1 - _HEADER_ROWS, -1), -1):
        row = above[index]
        if below.box.y0 - row.box.y1 > _APART * row.size or row.numbers:
            break
        if len(row.pieces) < 2 or not _is_header(above[index:], table.columns):
            break
        start, below = index, row
    return start


def _is_header(rows: Sequence[Row], columns: list[tuple[float, float]]) -> bool:
    draft = _build(rows, [], columns).draft
    from extractors.pdf.blocks import table_of

    return any(cell.header for cell in flag_headers(table_of(draft, 1, lambda box: box)).cells)


def _build(header: Sequence[Row], run: Sequence[Row], columns: list[tuple[float, float]]) -> _Built:
    """Slots: header rows become one row; wrapped lines go to the nearest data row."""
    anchors = [row for row in run if _is_data(row)] or list(run)
    groups: list[list[Row]] = [[anchor] for anchor in anchors]
    for row in run:
        if not _is_data(row):
            nearest = min(range(len(anchors)), key=lambda index: _distance(anchors[index], row))
            groups[nearest].append(row)
    if header:
        groups.insert(0, list(header))
    slots: list[Slot] = []
    for index, group in enumerate(groups):
        slots += _slots(index, sorted(group, key=lambda row: row.box.y0), columns)
    box = around(row.box for row in (*header, *run))
    edges = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    draft = TableDraft(tuple(slots), len(groups), len(columns), box, edges)
    return _Built(draft, columns)


def _distance(anchor: Row, row: Row) -> float:
    """Vertical distance; a tie goes to the row above."""
    below = row.box.y0 >= anchor.box.y0
    return row.box.y0 - anchor.box.y1 if below else anchor.box.y0 - row.box.y1 + 0.1


def _slots(index: int, group: Sequence[Row], columns: list[tuple[float, float]]) -> list[Slot]:
    """One row of the table: every piece in the columns that it overlaps, empty slots elsewhere."""
    held: dict[int, list[tuple[Line, int]]] = {}
    for row in group:
        for piece in row.pieces:
            line = line_of(piece.clusters)
            first, last = _span(piece.box, columns)
            if line is not None:
                held.setdefault(first, []).append((line, last))
    top, bottom = min(row.box.y0 for row in group), max(row.box.y1 for row in group)
    slots: list[Slot] = []
    column = 0
    while column < len(columns):
        lines = held.get(column, [])
        last = max((last for _, last in lines), default=column)
        last = min([last, *(other - 1 for other in held if other > column)])
        box = BoundingBox(columns[column][0], top, columns[last][1], bottom)
        slots.append(Slot(index, column, 1, last - column + 1, box, tuple(line for line, _ in lines)))
        column = last + 1
    return slots


def _span(box: BoundingBox, columns: list[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that a piece stands in: those it overlaps, else the nearest."""
    over = [index for index, (x0, x1) in enumerate(columns) if min(box.x1, x1) - max(box.x0, x0) > 0]
    if over:
        return over[0], over[-1]
    middle = (box.x0 + box.x1) / 2
    nearest = min(range(len(columns)), key=lambda index: abs((columns[index][0] + columns[index][1]) / 2 - middle))
    return nearest, nearest
