"""Scores that stand apart from their rows: a cell that spans the indicators of one tool, a sum of weighted points."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Cell
from extractors.scores.grids import score_in
from normalizers.framework import framework

_SUM = 0.021  # points by which three rounded parts may miss their printed sum

Rows = Sequence[tuple[str, tuple[Cell | None, ...]]]


def _spans(cell: Cell) -> bool:
    """Whether a cell stands once for several rows, whichever way up the table is read."""
    return max(cell.row_span, cell.col_span) > 1


def is_merged(cells: Sequence[Cell | None]) -> bool:
    """Whether a column holds nothing but cells that stand for several of its rows: results of groups, not of rows."""
    filled = [cell for cell in cells if cell is not None and cell.text.strip()]
    return bool(filled) and all(_spans(cell) for cell in filled) and len({id(cell) for cell in filled}) < len(filled)


def tool_cells(rows: Rows, taken: set[int], excluded: set[int], year: int | None) -> list[tuple[str, Cell]]:
    """Tools with the score cell that spans their rows; ``rows`` gives the code and the cells of each indicator row.

    ``taken`` are the columns already read, ``excluded`` those that hold weights and the like. A cell that spans other
    rows than those of one whole tool says nothing.
    """
    tools = {frozenset(map(str, tool.indicators)): tool.code for tool in framework(year).tools}
    covered: dict[int, tuple[Cell, set[str], int]] = {}
    for code, cells in rows:
        for column, cell in enumerate(cells):
            if cell is not None and _spans(cell) and column not in taken | excluded:
                covered.setdefault(id(cell), (cell, set(), column))[1].add(code)
    found = [
        (tools[frozenset(codes)], cell)
        for cell, codes, _ in covered.values()
        if frozenset(codes) in tools and score_in(cell.text) is not None
    ]
    return found if len({code for code, _ in found}) == len(found) else []


def weighted_total(rows: Rows, taken: set[int], year: int | None) -> Cell | None:
    """The total that stands below the weighted points of the three tools in a column of their own.

    The sum proves it; None where the row of the total has a score in one of the columns ``taken``.
    """
    cells = dict(rows)
    weights = {tool.code: 100 * tool.weight for tool in framework(year).tools}
    if not {"ITA", *weights} <= cells.keys() or len(cells) < len(rows):
        return None
    if any(_score_at(cells["ITA"], column) is not None for column in taken):
        return None
    for column in range(len(cells["ITA"])):
        parts = {code: _score_at(cells[code], column) for code in weights}
        total = _score_at(cells["ITA"], column)
        points = [part for code, part in parts.items() if part is not None and part <= weights[code]]
        if points == list(weights.values()):
            continue  # the weights themselves
        if total is not None and len(points) == len(weights) and abs(sum(points) - total) <= _SUM:
            return cells["ITA"][column]
    return None


def _score_at(cells: tuple[Cell | None, ...], column: int) -> float | None:
    cell = cells[column] if column < len(cells) else None
    return score_in(cell.text) if cell is not None else None
