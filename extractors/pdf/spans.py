"""What a PDF shows of a table's structure beyond its words: header rows below spanning heads, spans cut by a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Block, Cell, Table

_DEEPEST_HEADER = 4


def deepen_header(table: Table) -> Table:
    """The table with every row flagged that a head of its header row covers beside the heads below another one.

    Numbers below "ตัวชี้วัด" are heads where "หน่วยงาน" beside it spans both rows, whatever they say.
    """
    depth = table.header_rows()
    if not depth:
        return table
    last = [cell for cell in table.cells if cell.header and cell.row <= depth - 1 < cell.row + cell.row_span]
    covered = max((cell.row + cell.row_span for cell in last), default=depth)
    uneven = any(cell.row + cell.row_span < covered and cell.col_span > 1 for cell in last)
    if covered <= depth or covered > _DEEPEST_HEADER or covered >= table.n_rows or not uneven:
        return table
    return replace(table, cells=tuple(replace(c, header=True) if c.row < covered else c for c in table.cells))


def join_cut_spans(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with cells merged down the rows put together again where a page break cut them."""
    return [_joined(block) if isinstance(block, Table) and block.continued else block for block in blocks]


def _joined(table: Table) -> Table:
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    last: dict[int, Cell] = {}  # by column the last cell with text
    for cell in table.cells:
        above = last.get(cell.column)
        if above is not None and _is_rest(above, cell):
            whole = replace(above, row_span=max(cell.row + cell.row_span - above.row, above.row_span))
            cells[whole.row, whole.column] = last[cell.column] = whole
            del cells[cell.row, cell.column]
        elif cell.text or cell.row_span > 1:
            last[cell.column] = cell
    return replace(table, cells=tuple(cells[place] for place in sorted(cells)))


def _is_rest(above: Cell, below: Cell) -> bool:
    """Whether an empty cell is the rest of the cell above it, on the page before: one of both spans rows already."""
    same = (above.column, above.col_span) == (below.column, below.col_span)
    follows = below.row <= above.row + above.row_span and above.position.page < below.position.page
    spans = max(above.row_span, below.row_span) > 1
    return same and follows and spans and not above.header and bool(above.text) and not below.text
