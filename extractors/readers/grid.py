"""From rows of cells, as a source gives them, to a ``Table``; and small questions about the cells of a table.

The text of the cells must be clean already. Used by every reader that finds tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell, Position, Table
from extractors.errors import TooLargeError
from extractors.limits import Limits

_NUMBER = re.compile(r"[(\s]*[-+]?[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*\.?\s*%?[)\s]*")
_LONGEST_NUMBER = 40
_YEAR = re.compile(r"(?:ปี|พ\.?ศ\.?|\s)*(?:25[4-9]|๒๕[๔-๙])[0-9๐-๙]\s*")


@dataclass(frozen=True, slots=True)
class Source:
    """The paper being read, for messages, and its limits."""

    name: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell before it has a place: its spans as the source gives them (``row_span`` 0: down to the last row)."""

    text: str
    raw: str
    position: Position
    row_span: int = 1
    col_span: int = 1
    header: bool = False


def build_table(rows: Sequence[Sequence[SourceCell]], position: Position, source: Source) -> Table:
    """Place the cells row by row as HTML does: spans from above push cells to the right; short rows stay short.

    Raises TooLargeError beyond the limits for rows, columns or places.
    """
    _check_size(rows, source)
    limit = source.limits.max_table_columns
    taken = [0] * limit  # for each column the first row that no span from above covers
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < limit and taken[column] > index:
                column += 1
            if column == limit:
                break
            height = min(cell.row_span or len(rows), len(rows) - index)
            width = min(max(cell.col_span, 1), limit - column)
            taken[column : column + width] = [index + height] * width
            cells.append(Cell(index, column, cell.text, cell.raw, cell.position, height, width, header=cell.header))
            column += width
    n_columns = max((cell.column + cell.col_span for cell in cells), default=0)
    if len(rows) * n_columns > source.limits.max_table_cells:
        _refuse(source, f"{len(rows)} × {n_columns} places", source.limits.max_table_cells)
    return Table(tuple(cells), len(rows), n_columns, position)


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else (Thai or Arabic digits, per cent sign, brackets)."""
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a cell holds a Buddhist Era year and nothing else: as a column head that is no value."""
    return len(text) <= _LONGEST_NUMBER and _YEAR.fullmatch(text) is not None


def rows_of(table: Table) -> list[list[Cell]]:
    """The cells by the row in which they begin, in column order."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def table_of(rows: Sequence[Sequence[Cell]], table: Table) -> Table:
    """The table again with other rows; cells get the number of the row in which they now stand."""
    cells = tuple(
        cell if cell.row == index else replace(cell, row=index)
        for index, row in enumerate(rows)
        for cell in sorted(row, key=lambda cell: cell.column)
    )
    n_columns = max((cell.column + cell.col_span for cell in cells), default=0)
    return replace(table, cells=cells, n_rows=len(rows), n_columns=n_columns)


def trim_columns(table: Table) -> Table:
    """Without the columns at the right end in which no row holds any text."""
    width = max((cell.column + cell.col_span for cell in table.cells if cell.text), default=0)
    if width == table.n_columns:
        return table
    cells = tuple(cell for cell in table.cells if cell.column < width)
    return replace(table, cells=cells, n_columns=width)


def _check_size(rows: Sequence[Sequence[SourceCell]], source: Source) -> None:
    limits = source.limits
    if len(rows) > limits.max_table_rows:
        _refuse(source, f"{len(rows)} rows", limits.max_table_rows)
    check_width(max(map(len, rows), default=0), source)


def check_width(columns: int, source: Source) -> None:
    """Raise TooLargeError for a table with more columns than the limit."""
    if columns > source.limits.max_table_columns:
        _refuse(source, f"{columns} columns", source.limits.max_table_columns)


def _refuse(source: Source, found: str, limit: int) -> None:
    raise TooLargeError(name=source.name, what="a table", found=found, limit=limit)
