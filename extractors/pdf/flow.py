"""Reading order: the rows and tables of a page to regions, columns from left to right.

Two columns are believed only where a gutter stays empty over several rows that fill both sides: a list of labels and
values, or two signatures side by side, must be read row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.pdf.aligned_tables import Row, aligned_tables, cut_rows
from extractors.pdf.drafts import Item, Region, TableDraft
from extractors.pdf.lines import line_of

_LEAST_ROWS = 4  # rows that a column must have
_FILLED = 0.6  # share of a column's width that most of its rows must fill
_MOSTLY = 0.6
_MARGIN = 0.2  # of the width, at both sides, where no gutter is looked for
_GUTTER = 8.0  # points that a gutter is wide at least
_STEP = 3.0
_LONGEST_PITCH = 2.0  # heights of a row between one line of a column and the next


def regions_of(rows: Sequence[Row], tables: Sequence[TableDraft]) -> tuple[Region, ...]:
    """The regions of a page in reading order. Tables part the page into bands."""
    aligned, rows = aligned_tables(rows)
    tables = [*tables, *aligned]
    edges = [edge for row in rows for edge in (row.box.x0, row.box.x1)]
    edges += [edge for table in tables for edge in (table.box.x0, table.box.x1)]
    if not edges:
        return ()
    left, right = min(edges), max(edges)
    items: list[tuple[float, list[Region]]] = [(table.box.y0, [Region(left, right, (table,))]) for table in tables]
    items += [(band[0].box.y0, list(_read(band, left, right))) for band in _bands(rows, tables)]
    items.sort(key=lambda item: item[0])
    return tuple(_joined([region for _, regions in items for region in regions]))


def _joined(regions: Sequence[Region]) -> list[Region]:
    """Neighbouring regions of the same width are one."""
    result: list[Region] = []
    for region in regions:
        if result and (result[-1].left, result[-1].right) == (region.left, region.right):
            result[-1] = Region(region.left, region.right, (*result[-1].items, *region.items))
        else:
            result.append(region)
    return result


def _bands(rows: Sequence[Row], tables: Sequence[TableDraft]) -> Iterator[list[Row]]:
    """Rows between one table and the next."""
    band: list[Row] = []
    above: float | None = None
    for row in rows:
        passed = sum(1 for table in tables if table.box.y0 < row.box.y0)
        if band and passed != above:
            yield band
            band = []
        above = passed
        band.append(row)
    if band:
        yield band


def _read(rows: Sequence[Row], left: float, right: float) -> Iterator[Region]:
    gutter = _gutter(rows, left, right)
    if gutter is None:
        yield from _plain(rows, left, right)
        return
    gutter = _grown(gutter, rows)
    if gutter.start:
        yield from _read(rows[: gutter.start], left, right)
    columns = rows[gutter.start : gutter.end]
    for x0, x1 in ((left, gutter.x), (gutter.x, right)):
        clusters = [
            cluster
            for row in columns
            for piece in row.pieces
            if x0 <= (piece.box.x0 + piece.box.x1) / 2 < x1
            for cluster in piece.clusters
        ]
        side = cut_rows(clusters)
        if side:
            yield from _read(side, min(row.box.x0 for row in side), max(row.box.x1 for row in side))
    if gutter.end < len(rows):
        yield from _read(rows[gutter.end :], left, right)


def _plain(rows: Sequence[Row], left: float, right: float) -> Iterator[Region]:
    tables, rest = aligned_tables(rows)
    items: list[Item] = list(tables)
    for row in rest:
        line = line_of([cluster for piece in row.pieces for cluster in piece.clusters])
        if line is not None:
            items.append(line)
    items.sort(key=lambda item: (item.box.y0 + item.box.y1, item.box.x0))
    yield Region(left, right, tuple(items))


@dataclass(frozen=True, slots=True)
class _Gutter:
    """An empty strip at ``x`` beside the rows ``start`` to ``end``."""

    x: float
    start: int
    end: int


def _gutter(rows: Sequence[Row], left: float, right: float) -> _Gutter | None:
    """The strip that parts most rows into two columns of text."""
    best: tuple[int, _Gutter] | None = None
    width = right - left
    x = left + _MARGIN * width
    while x < right - _MARGIN * width:
        for start, end in _free_runs(rows, x):
            score = _score(rows[start:end], x)
            if score and (best is None or score > best[0]):
                best = (score, _Gutter(x, start, end))
        x += _STEP
    return best[1] if best else None


def _grown(gutter: _Gutter, rows: Sequence[Row]) -> _Gutter:
    """The gutter with the lines by which one column is longer: the right one above, the left one below.

    Lines of columns need not stand at the same heights; those of the other two corners are read in order anyway.
    """
    start, end = gutter.start, gutter.end
    columns = rows[start:end]
    above = [row for row in columns if row.box.x1 > gutter.x]
    below = [row for row in columns if row.box.x0 < gutter.x]
    pitch = _LONGEST_PITCH * median(row.box.y1 - row.box.y0 for row in columns)
    while start and rows[start - 1].box.x0 >= gutter.x and above[0].box.y0 - rows[start - 1].box.y0 <= pitch:
        start -= 1
        above.insert(0, rows[start])
    while end < len(rows) and rows[end].box.x1 <= gutter.x and rows[end].box.y0 - below[-1].box.y0 <= pitch:
        below.append(rows[end])
        end += 1
    return _Gutter(gutter.x, start, end)


def _free_runs(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """Runs of rows that leave the strip at ``x`` empty, from the first to the last row with text on both sides."""
    start = 0
    for index in range(len(rows) + 1):
        if index == len(rows) or any(_crosses(piece.box.x0, piece.box.x1, x) for piece in rows[index].pieces):
            both = [place for place in range(start, index) if _on_both_sides(rows[place], x)]
            if len(both) >= 2:
                yield both[0], both[-1] + 1
            start = index + 1


def _crosses(x0: float, x1: float, x: float) -> bool:
    return x0 < x + _GUTTER / 2 and x1 > x - _GUTTER / 2


def _on_both_sides(row: Row, x: float) -> bool:
    return row.box.x0 < x < row.box.x1


def _score(rows: Sequence[Row], x: float) -> int:
    """Letters beside the gutter where both sides are columns of text, 0 elsewhere."""
    letters = 0
    for left_side in (True, False):
        spans: list[tuple[float, float]] = []
        for row in rows:
            pieces = [piece for piece in row.pieces if (piece.box.x0 < x) == left_side]
            if pieces and all(piece.number for piece in pieces):
                continue
            if pieces:
                spans.append((pieces[0].box.x0, pieces[-1].box.x1))
                letters += sum(len(piece.text) for piece in pieces)
        if not _is_column(spans, len(rows)):
            return 0
    return letters


def _is_column(spans: Sequence[tuple[float, float]], rows: int) -> bool:
    if len(spans) < _LEAST_ROWS or len(spans) * 2 < rows:
        return False
    width = max(x1 for _, x1 in spans) - min(x0 for x0, _ in spans)
    return sum(x1 - x0 >= _FILLED * width for x0, x1 in spans) >= _MOSTLY * len(spans)
