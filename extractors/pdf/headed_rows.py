"""Rows of a table without upright rules, from its lines: parted by rules, by distances, or by a column of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.document import BoundingBox
from extractors.pdf.aligned_tables import Piece, Row
from extractors.pdf.drafts import Interval
from extractors.pdf.rulings import Rulings
from normalizers.numerals import to_arabic

_WIDER = 0.1  # font sizes by which the distances between rows are wider than those inside
_OFF = 0.35  # font sizes by which the middles of cells side by side may differ
_FREE = 0.8  # font sizes that are free between two lines of a column that are no neighbours
_HEAD_LINES = 4
_BEGINS = 0.7  # share of a row's cells that must begin on its first line, where no rule parts it from the one above
_FULL = 0.8  # share of the columns that every row must fill where each line is one
_FILLED = 0.5  # share of the columns that most rows must fill
_COVERS = 0.7  # share of a table's width that a rule between two of its rows has
_KEY = re.compile(r"\(?(\d{1,2})[.)]?")


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ends:
    """How lines begin and end.

    They begin with ``head`` lines of a head (``whole``: no more than these), or with the rest of a row that was cut;
    ``cut`` says that they end with a row that the page may cut.
    """

    head: int
    whole: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows as intervals of lines, over the first ``count`` lines; ``open_bottom``: no rule below the last, as above."""

    rows: tuple[Span, ...]
    count: int
    open_bottom: bool = False


def rows_between(lines: Sequence[Row], columns: Sequence[Interval], rulings: Rulings, ends: Ends) -> Cut | None:
    """The rows of lines whose columns are known, their head, if any, as the first of them.

    None where nothing tells them.
    """
    rules, head = _rules_between(lines, columns, rulings), ends.head
    if any(rule > head for rule in rules) and (cut := _by_rules(lines, columns, rules)) is not None:
        if not any(_restarts(lines[slice(*row)], columns) for row in cut.rows):
            return cut
        below = max(rule for rule in rules if rule < len(lines))
        if below > max(head, 1) * _HEAD_LINES:
            return None  # rules stand between some rows only
        ends, lines = replace(ends, head=max(head, below)), lines[: rules[-1]]
    starts = _by_numbers(lines, columns, ends) or _by_distances(lines, columns, ends)
    if not starts:
        return None
    rows = _intervals([*starts, head] if ends.whole else starts, len(lines))
    while rows and _filled(lines[slice(*rows[-1])], columns) < 2:
        rows.pop()  # lines below the table that happen to stand in one of its columns
    body = rows[1:] if ends.head else rows
    if not body or sum(_filled(lines[slice(*row)], columns) >= _FILLED * len(columns) for row in body) * 2 < len(body):
        return None
    return Cut(tuple(rows), rows[-1][1])


def _restarts(lines: Sequence[Row], columns: Sequence[Interval]) -> bool:
    """Whether two columns of a row go on below free lines, as cells of several rows do."""
    if len(lines) < 2:
        return False
    going_on = 0
    for column in range(len(columns)):
        held = [line.box for line in lines if column in _columns_of(line, columns)]
        going_on += any(below.y0 - above.y1 > _FREE * lines[0].size for above, below in pairwise(held))
    return going_on > 1


def _intervals(starts: Sequence[int], end: int) -> list[Span]:
    edges = sorted({0, *starts})
    return [(start, stop) for start, stop in pairwise([*edges, end]) if stop > start]


def _filled(lines: Sequence[Row], columns: Sequence[Interval]) -> int:
    return len({column for line in lines for column in _columns_of(line, columns)})


def _columns_of(line: Row, columns: Sequence[Interval]) -> set[int]:
    """The columns that a line has ink in."""
    return {place for place, column in enumerate(columns) if _boxes_in([line], column)}


def _rules_between(lines: Sequence[Row], columns: Sequence[Interval], rulings: Rulings) -> list[int]:
    """The lines above which (or, for their number, below which) a rule stands as wide as the table."""
    left, right = columns[0][0], columns[-1][1]
    found: set[int] = set()
    for rule in rulings.horizontal:
        if min(rule.end, right) - max(rule.start, left) < _COVERS * (right - left):
            continue
        above = sum((line.box.y0 + line.box.y1) / 2 < rule.at for line in lines)
        near = above < len(lines) or rule.at - lines[-1].box.y1 <= 2 * lines[-1].size
        if above and near:
            found.add(above)
    return sorted(found)


def _by_rules(lines: Sequence[Row], columns: Sequence[Interval], rules: Sequence[int]) -> Cut | None:
    """Rows between rules; below the last rule only what a page may have cut: a row with more than one cell."""
    rows = _intervals([rule for rule in rules if rule < len(lines)], len(lines))
    closed = rules[-1] == len(lines)
    if not closed and _filled(lines[slice(*rows[-1])], columns) < 2:
        rows, closed = rows[:-1], True
    return Cut(tuple(rows), rows[-1][1], not closed) if rows else None


def _by_numbers(lines: Sequence[Row], columns: Sequence[Interval], ends: Ends) -> list[int]:
    """The lines on which the numbers of the first column stand, where they count the rows and all cells begin there."""
    places = range(ends.head, len(lines))
    numbered = [(index, number) for index in places if (number := _number(lines[index], columns))]
    starts = [index for index, _ in numbered]
    counts = [number for _, number in numbered]
    if len(counts) < 2 or counts != list(range(counts[0], counts[0] + len(counts))):
        return []
    return starts if all(_begins(row, columns) for row in _whole(lines, starts, ends)) else []


def _whole(lines: Sequence[Row], starts: Sequence[int], ends: Ends) -> list[Sequence[Row]]:
    """The lines of the rows that no page cuts."""
    rows = [lines[start:end] for start, end in pairwise([*starts, len(lines)])]
    return rows[:-1] if ends.cut and len(rows) > 1 else rows


def _number(line: Row, columns: Sequence[Interval]) -> int | None:
    first: list[Piece] = [piece for piece in line.pieces if piece.box.x0 < columns[0][1]]
    match = _KEY.fullmatch(to_arabic(first[0].text.strip())) if len(first) == 1 else None
    return int(match[1]) if match else None


def _begins(row: Sequence[Row], columns: Sequence[Interval]) -> bool:
    """Whether the cells of a row begin on its first line."""
    return len(_columns_of(row[0], columns)) >= _BEGINS * _filled(row, columns)


def _is_level(row: Sequence[Row], columns: Sequence[Interval]) -> bool:
    """Whether the cells of a row have their middles at one height."""
    middle = (min(line.box.y0 for line in row) + max(line.box.y1 for line in row)) / 2
    for column in columns:
        boxes = _boxes_in(row, column)
        if boxes and abs((min(b.y0 for b in boxes) + max(b.y1 for b in boxes)) / 2 - middle) > _OFF * row[0].size:
            return False
    return True


def _boxes_in(lines: Sequence[Row], column: Interval) -> list[BoundingBox]:
    boxes = [c.box for line in lines for piece in line.pieces for c in piece.clusters if c.text.strip()]
    return [box for box in boxes if box.x0 < column[1] and column[0] < box.x1]


def _by_distances(lines: Sequence[Row], columns: Sequence[Interval], ends: Ends) -> list[int]:
    """The lines above which the page is free farther than inside rows, where the cells of all rows begin or lie level.

    The smallest distance that says so is taken: larger ones may part the paragraphs of one cell.
    """
    free = _free_above(lines, max(ends.head, 1))
    size = lines[0].size
    ordered = sorted(gap for gap in free.values() if gap > -_OFF * size)
    for least in (b for a, b in pairwise([-_OFF * size, *ordered]) if b - a >= _WIDER * size):
        starts = [index for index, gap in free.items() if gap >= least]
        rows = _whole(lines, starts, ends)
        if ends.head and not ends.whole and starts[0] > ends.head + _HEAD_LINES:
            continue
        every_line = least == ordered[0] or len(starts) == len(free)
        enough = _FULL * len(columns) if every_line else max(2.0, _FILLED * len(columns))
        if not rows or any(_filled(row, columns) < enough for row in rows[: None if every_line else -1]):
            continue
        if all(_begins(row, columns) for row in rows) or all(_is_level(row, columns) for row in rows):
            return starts
    return []


def _free_above(lines: Sequence[Row], first: int) -> dict[int, float]:
    """How much is free above each line from ``first`` on, in points; negative where lines overlap."""
    free: dict[int, float] = {}
    bottom = lines[0].box.y1
    for index, line in enumerate(lines):
        if index >= first:
            free[index] = line.box.y0 - bottom
        bottom = max(bottom, line.box.y1)
    return free
