"""From the grid rows of measure tables to logical rows: one for every measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.document import Cell, Table
from extractors.measures.columns import Layout, repeats_header
from extractors.measures.subjects import opens_subject
from extractors.measures.vocabulary import Field, vocabulary
from normalizers.thai import fold


@dataclass(frozen=True, slots=True)
class Part:
    """A table (or its continuation) and the first of its rows that is no header."""

    table: Table
    start: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """One printed row. ``own`` are the cells that begin in it; ``broken`` tells that a break stands before it."""

    cells: tuple[Cell | None, ...]
    own: tuple[Cell, ...]
    broken: bool


@dataclass(slots=True)
class LogicalRow:
    """One measure: per column its distinct cells from top to bottom; ``section`` is the title row above it, if any."""

    cells: list[list[Cell]]
    own: list[Cell] = field(default_factory=list)
    section: str | None = None

    def texts(self, columns: tuple[int, ...]) -> list[str]:
        """The texts of these columns, each cell once, without empty ones."""
        cells = {id(cell): cell for column in columns for cell in self.cells[column]}
        return [cell.text for cell in cells.values() if cell.text.strip()]

    def text(self, columns: tuple[int, ...]) -> str:
        """The texts of these columns, one below the other."""
        return "\n".join(self.texts(columns))

    def covers(self, column: int, cell: Cell) -> bool:
        """Whether a cell is the one that this row ends with in the column: one cell merged down the rows."""
        return bool(self.cells[column]) and self.cells[column][-1] is cell

    def add(self, row: GridRow) -> None:
        """Take in a row that continues this one."""
        for column, cell in enumerate(row.cells):
            if cell is not None and not self.covers(column, cell):
                self.cells[column].append(cell)
        self.own.extend(row.own)


_DIGITS = re.compile(r"\d{1,2}")
_STEP_NUMBER = re.compile(r"(?<![\d.])(\d{1,2})\s*[.)](?!\d)")


def _has_text(cell: Cell | None) -> bool:
    return cell is not None and bool(fold(cell.text))


def _is_column_numbering(row: tuple[Cell | None, ...]) -> bool:
    """A row "(1) (2) (3)" below the header."""
    keys = [fold(cell.text) for cell in row if cell is not None and _has_text(cell)]
    return len(keys) >= 3 and all(_DIGITS.fullmatch(key) for key in keys) and keys == sorted(set(keys), key=int)


def grid_rows(parts: list[Part], layout: Layout) -> Iterator[GridRow]:
    """The printed rows of all parts without headers, repeated headers and empty rows."""
    last: tuple[int, int] | None = None
    broken = False
    for part in parts:
        broken = True
        for index, cells in enumerate(part.table.grid()[part.start :], start=part.start):
            if not any(_has_text(cell) for cell in cells):
                continue
            if repeats_header(cells, layout) or _is_column_numbering(tuple(cells)):
                broken = True
                continue
            own = tuple(dict.fromkeys(cell for cell in cells if cell is not None and cell.row == index))
            place = _place(own)
            gap = last is not None and place is not None and (place[0] != last[0] or place[1] > last[1] + 1)
            yield GridRow(tuple(cells), own, broken or gap)
            broken, last = False, place


def _place(own: tuple[Cell, ...]) -> tuple[int, int] | None:
    """Page and line of a row; rows of text on following lines belong together."""
    lines = [(cell.position.page, cell.position.line) for cell in own if cell.position.line is not None]
    return min((page, line) for page, line in lines if line is not None) if lines else None


def section_title(row: GridRow, layout: Layout) -> str | None:
    """The text of a row that is one cell across the table, a title between the measures; else None."""
    cells = {id(cell): cell for cell in row.cells if cell is not None and _has_text(cell)}
    if len(cells) != 1:
        return None
    (cell,) = cells.values()
    longest = vocabulary().recognition["section_length"]
    wide = cell.col_span >= max(2, layout.width - 1)
    return cell.text if wide and cell.row_span == 1 and len(cell.text) <= longest else None


def _step_numbers(text: str) -> list[int]:
    return [int(number) for number in _STEP_NUMBER.findall(text)]


def _is_cut(current: LogicalRow, row: GridRow, layout: Layout) -> bool:
    """Whether a row after a break is the lower half of the row above although it has a title of its own.

    The title above ends in the middle of a phrase, or the steps go on with the next number of the list above.
    A text that is itself the name of an indicator, or that begins with a number, opens a row.
    """
    title = "\n".join(cell.text for c in layout.columns(layout.title) if (cell := row.cells[c]) is not None)
    if opens_subject(title):
        return False
    above = fold(current.text(layout.columns(layout.title)))
    if above.endswith(tuple(vocabulary().rows["dangling"])):
        return True
    columns = layout.columns(*(set(vocabulary().steps) - {layout.title}))
    below = "\n".join(cell.text for c in columns if (cell := row.cells[c]) is not None)
    done, following = _step_numbers(current.text(columns)), _step_numbers(below)
    return bool(done and following) and following[0] == done[-1] + 1 and not _STEP_NUMBER.match(below)


def _is_new(row: GridRow, current: LogicalRow, column: int) -> bool:
    """Whether a column holds a text of its own that the row above does not already cover."""
    cell = row.cells[column]
    return cell is not None and _has_text(cell) and not current.covers(column, cell)


def _continues(current: LogicalRow, row: GridRow, layout: Layout) -> bool:
    """Whether a row belongs to the measure above: its title cell is empty, covered by a span, or cut by a break."""
    if any(_is_new(row, current, column) for column in layout.columns(layout.title)):
        return row.broken and _is_cut(current, row, layout)
    subjects = [c for c in layout.columns(Field.INDICATOR) if _is_new(row, current, c)]
    texts = [cell.text for c in subjects if (cell := row.cells[c]) is not None]
    return not texts or (row.broken and not any(opens_subject(text) for text in texts))


def logical_rows(parts: list[Part], layout: Layout) -> list[LogicalRow]:
    """The measures of a table and its continuations, in order; a row without title opens one only at the very top."""
    rows: list[LogicalRow] = []
    section: str | None = None
    for row in grid_rows(parts, layout):
        title = section_title(row, layout)
        if title is not None:
            section = title
        elif rows and _continues(rows[-1], row, layout):
            rows[-1].add(row)
        else:
            cells = [[cell] if cell is not None else [] for cell in row.cells]
            rows.append(LogicalRow(cells, list(row.own), section))
    return rows
