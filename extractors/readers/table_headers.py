"""Which rows of a table are its header, where the source does not say so.

Papers print one of: a header row; a caption over all columns and a header row; either with a second header row below
cells that span columns. A row counts only where that is sure: most cells hold words of table heads and none a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extractors.document import TICKED, UNTICKED, Cell, Table
from extractors.readers.grid import is_number, is_year
from extractors.readers.vocabulary import vocabulary
from normalizers.thai import fold

_MAX_CAPTIONS = 2
_MAX_DEPTH = 3
_BEGINS_WITH_NUMBER = re.compile(r"[(\s]*[0-9๐-๙]")

Row = Sequence[Cell | None]


def flag_headers(table: Table) -> Table:
    """The table with ``header`` set on its header rows; unchanged where the source set it or none is sure."""
    if any(cell.header for cell in table.cells):
        return table
    count = count_header_rows(_top(table))
    if not count:
        return table
    cells = tuple(replace(cell, header=True) if cell.row < count else cell for cell in table.cells)
    return replace(table, cells=cells)


def count_header_rows(rows: Sequence[Row]) -> int:
    """How many of the first rows are caption and header; 0 where no header is sure."""
    captions = 0
    while captions < min(_MAX_CAPTIONS, len(rows)) and _is_caption(rows[captions]):
        captions += 1
    if captions >= len(rows) or not is_header_row(rows[captions]):
        return 0
    return captions + 1 + _rows_below(rows[captions:])


def is_header_row(row: Row) -> bool:
    """Whether the row can only be a header (see ``vocabulary.toml`` for the words and the thresholds)."""
    cells = _distinct(row)
    if len(cells) < 2 or not all(map(_can_be_head, cells)) or _is_key(cells[0].text):
        return False
    words = vocabulary()
    coverage = [_coverage(cell.text) for cell in cells]
    share = sum(1 for value in coverage if value) / len(cells)
    return share >= words.header_min_share and sum(coverage) / len(cells) >= words.header_min_coverage


def _top(table: Table) -> list[list[Cell | None]]:
    """The grid of the first rows only."""
    height = min(table.n_rows, _MAX_CAPTIONS + 1 + _MAX_DEPTH)
    cells = tuple(cell for cell in table.cells if cell.row < height)
    return replace(table, cells=cells, n_rows=height).grid()


def _distinct(row: Row) -> list[Cell]:
    """The cells of a row that hold text, each once however many columns it covers."""
    cells: list[Cell] = []
    for cell in row:
        if cell is not None and cell.text and (not cells or cell is not cells[-1]):
            cells.append(cell)
    return cells


def _is_caption(row: Row) -> bool:
    """One text over the whole row: in the first cell, the others empty, or spanning all columns."""
    cells = _distinct(row)
    return len(row) > 2 and len(cells) == 1 and cells[0].column == 0 and not is_number(cells[0].text)


def _can_be_head(cell: Cell) -> bool:
    text = cell.text
    if is_number(text):
        return is_year(text)
    return len(fold(text)) <= vocabulary().header_max_length and TICKED not in text and UNTICKED not in text


def _is_key(text: str) -> bool:
    """Whether the first cell is the key of a data row: ``๑. …``, ``ตัวชี้วัดที่ ๙ …``."""
    if is_year(text):
        return False
    return _BEGINS_WITH_NUMBER.match(text) is not None or _numbered_key().match(fold(text)) is not None


@cache
def _numbered_key() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, vocabulary().key_starts))})(?:ที่)?[0-9]")


@cache
def _head_words() -> re.Pattern[str]:
    words = sorted(vocabulary().header_words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=4096)
def _coverage(text: str) -> float:
    """The share (0..1) of a cell's letters that words of table heads make up; years count as heads."""
    folded = fold(text)
    if not folded:
        return 0.0
    if folded in vocabulary().header_whole or is_year(text):
        return 1.0
    covered = sum(map(len, _head_words().findall(folded)))
    return covered / len(folded) if covered else _misread_head(folded)


def _misread_head(folded: str) -> float:
    from rapidfuzz import fuzz, process

    words = vocabulary()
    best = process.extractOne(
        folded, words.header_words, scorer=fuzz.ratio, processor=None, score_cutoff=words.header_misread
    )
    return best[1] / 100 if best else 0.0


def _rows_below(rows: Sequence[Row]) -> int:
    """How many more rows the header row's spans (or the blanks that flat sources leave for them) reserve."""
    header = rows[0]
    cells = _distinct(header)
    if any(cell.row_span > 1 for cell in cells):
        depth = min(max(cell.row_span for cell in cells), _MAX_DEPTH, len(rows))
        uneven = any(cell.row_span < depth for cell in cells)
        return depth - 1 if uneven and all(_only_heads(row) for row in rows[1:depth]) else 0
    if len(rows) < 2 or not _only_heads(rows[1]):
        return 0
    if any(cell.col_span > 1 for cell in cells):
        return 1 if _below_spans(rows[1], [cell.column for cell in cells if cell.col_span > 1], header) else 0
    return 1 if _below_blanks(header, rows[1]) else 0


def _only_heads(row: Row) -> bool:
    cells = _distinct(row)
    return bool(cells) and all(map(_can_be_head, cells))


def _below_spans(row: Row, spans: list[int], header: Row) -> bool:
    """Spans without row spans: the second row has text below every span, elsewhere blanks or the head again."""
    below = {column for column, cell in enumerate(header) if cell is not None and cell.column in spans}
    for column, cell in enumerate(row):
        text = cell.text if cell is not None else ""
        above = header[column]
        repeated = above is not None and fold(above.text) == fold(text)
        if (column in below) != bool(text) and not repeated:
            return False
    return True


def _below_blanks(header: Row, row: Row) -> bool:
    """A flat source: texts of the second row stand below a blank of the header, or below the text left of one."""
    if row[0] is not None and row[0].text:
        return False
    blank = [cell is None or not cell.text for cell in header]
    for column, cell in enumerate(row):
        opens = column + 1 < len(blank) and blank[column + 1]
        if cell is not None and cell.text and not (blank[column] or opens):
            return False
    return any(blank[1:])
