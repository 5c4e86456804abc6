"""Tables in plain text: tab-separated cells, pipe tables with or without their line of dashes, columns of blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell, Position, Table
from extractors.readers.aligned_text import aligned_cells
from extractors.readers.echoes import without_echoes
from extractors.readers.grid import Source, SourceCell, build_table, check_width, is_number
from extractors.readers.inline import cell_text
from extractors.readers.table_headers import flag_headers, is_header_row
from extractors.readers.table_mend import filled_width, mend_table, mended_row
from normalizers.thai import fold

_DASHES = re.compile(r"\s*:?-{2,}:?\s*")
_PIPE_DASHES = re.compile(r"\s*:?-+:?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_MOST_HEAD_LINES = 3
_LIST_MARK = re.compile(
    r"\s*(?:[-*+•●○▪■◦‣\uf0b7\uf0a7]|\(?[0-9๐-๙ก-ฮa-zA-Z]{1,3}[.)]|[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})+\.?)\s*"
)

Rows = list[list[SourceCell]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of one page of a source: their texts, the page and the line number of the first of them."""

    texts: Sequence[str]
    page: int
    first: int

    def position(self, index: int) -> Position:
        """Where the line with this index stands in the file."""
        return Position(self.page, self.first + index)


def is_tab_line(line: str) -> bool:
    """Whether the line is a row of tab-separated cells; tabs between the tags of an HTML table do not count."""
    if "\t" not in line or not line.strip():
        return False
    return "<" not in line or all(map(_is_balanced, line.split("\t")))


def is_tab_table(lines: Sequence[str], previous: Table | None) -> bool:
    """Whether neighbouring tab lines are a table, not indented paragraphs or list items with a tab behind the mark.

    ``previous`` is the table that stands right above, if any: a lone row with its number of columns is its rest.
    """
    rows = [line.split("\t") for line in lines]
    if previous is not None and all(len(row) == previous.n_columns for row in rows):
        return True
    if all(_is_list_row(row) for row in rows):
        return False
    return any(sum(map(bool, map(str.strip, row))) > 1 for row in rows)


def tab_tables(lines: Lines, source: Source) -> Iterator[Table]:
    """The tables that neighbouring tab lines hold: more than one where another header begins in the middle."""
    raw_rows = [line.split("\t") for line in lines.texts]
    widest = max(map(len, raw_rows))
    if widest > source.limits.max_table_columns:
        raw_rows = [_without_empty_end(row) for row in raw_rows]
    yield from _tables(raw_rows, lines, source, _DASHES)


def pipe_run(lines: Sequence[str], start: int) -> int:
    """Where the pipe table that begins at ``start`` ends (``start`` itself where none begins)."""
    end = start
    while end < len(lines) and _PIPE.search(lines[end]) and lines[end].strip():
        end += 1
    run = lines[start:end]
    if not run:
        return start
    if run[0].lstrip().startswith("|") and len(_pipe_cells(run[0])) > 1:
        return end
    counts = [len(_pipe_cells(line)) for line in run]
    alike = next((index for index, count in enumerate(counts) if count != counts[0]), len(counts))
    return start + alike if alike > 1 else start


def pipe_tables(lines: Lines, source: Source) -> Iterator[Table]:
    """The tables that neighbouring pipe lines hold."""
    yield from _tables([_pipe_cells(line) for line in lines.texts], lines, source, _PIPE_DASHES)


def aligned_tables(lines: Lines, source: Source) -> Iterator[Table]:
    """The table that neighbouring lines hold whose cells are kept apart by blanks alone."""
    yield from _tables([aligned_cells(line) for line in lines.texts], lines, source, _DASHES)


def _tables(raw_rows: list[list[str]], lines: Lines, source: Source, dashes: re.Pattern[str]) -> Iterator[Table]:
    check_width(max(map(len, raw_rows)), source)
    rows: Rows = []
    ruled = False  # whether a line of dashes stands below the first row
    for index, raw_row in enumerate(raw_rows):
        if all(map(dashes.fullmatch, raw_row)):
            ruled |= len(rows) == 1 and rows[0][0].text != ""
            continue
        rows.append(_source_cells(raw_row, lines.position(index)))
    rows = without_echoes(rows)
    for part in _split(mend_rows(rows)):
        table = mend_table(build_table(part, part[0][0].position, source))
        if ruled and part[0] is rows[0]:
            table = replace(table, cells=tuple(_as_header(cell) for cell in table.cells))
        yield flag_headers(table)


def _as_header(cell: Cell) -> Cell:
    return replace(cell, header=True) if cell.row == 0 else cell


def _source_cells(raw_row: Sequence[str], position: Position) -> list[SourceCell]:
    return [SourceCell(cell_text(raw), raw.strip(), position) for raw in raw_row]


def _split(rows: Rows) -> Iterator[Rows]:
    """Parts that each begin with a header of their own: the first one again, or another with other columns."""
    if not rows:
        return
    start = 0
    headed, width, key = _head(rows[0])
    for index in range(1, len(rows)):
        if headed and _is_all_head(rows[start:index]):
            continue  # another header right below is its next line
        if not _begins_table(rows[start], rows[index], headed, width, key):
            continue
        yield rows[start:index]
        start = index
        headed, width, key = _head(rows[index])
    yield rows[start:]


def _is_all_head(rows: Rows) -> bool:
    """Whether nothing but header lines went by so far: a header has a body."""
    return len(rows) <= _MOST_HEAD_LINES and all(map(_is_header, rows))


def _head(row: Sequence[SourceCell]) -> tuple[bool, int, str]:
    return _is_header(row), filled_width(row), fold(row[0].text)


def _begins_table(first: list[SourceCell], row: list[SourceCell], headed: bool, width: int, key: str) -> bool:
    row_width = filled_width(row)
    if row_width != width:
        return headed and row_width > 1 and row[0].text != "" and _is_header(row)
    if not headed or fold(row[0].text) != key:
        return False
    return [fold(cell.text) for cell in row[:width]] == [fold(cell.text) for cell in first[:width]]


def _is_header(row: Sequence[SourceCell]) -> bool:
    return is_header_row([Cell(0, index, cell.text, cell.raw, cell.position) for index, cell in enumerate(row)])


def _heads_numbers(rows: Rows) -> bool:
    """Whether the first row holds texts alone and the second, but for its first cell, numbers alone."""
    if len(rows) < 2 or any(is_number(cell.text) for cell in rows[0]):
        return False
    numbers = [is_number(cell.text) for cell in rows[1][1:] if cell.text]
    return len(numbers) > 2 and all(numbers)


def mend_rows(rows: Rows) -> Rows:
    """Rows with one cell more than the header, because a number was broken in two, get their number back."""
    if not rows or not (_is_header(rows[0]) or _heads_numbers(rows)):
        return rows
    width = filled_width(rows[0])
    return [mended_row(row, width) for row in rows]


def _is_balanced(cell: str) -> bool:
    depth = 0
    for tag in _TABLE_TAG.finditer(cell):
        depth += -1 if tag.group(1) else 1
        if depth < 0:
            return False
    return depth == 0


def _is_list_row(row: Sequence[str]) -> bool:
    """``๑.`` tab text, or ``-`` tab text, perhaps indented by tabs: how word processors save lists as text."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 2 and row[-1] == filled[-1] and _LIST_MARK.fullmatch(filled[0]) is not None


def _without_empty_end(row: list[str]) -> list[str]:
    width = next((index for index in range(len(row), 0, -1) if row[index - 1].strip()), 0)
    return row[: max(width, 1)]


def _pipe_cells(line: str) -> list[str]:
    parts = _PIPE.split(line.strip())
    if len(parts) > 1 and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return [part.replace("\\|", "|") for part in parts]
