"""Ruled tables without a rule between some of their rows: a cell then holds the lines of several rows.

Rows are parted only where numbers of two columns (or of one, in a table whose whole body is one such row) stand on the
same heights and every number has a label beside it. A ruled row that merely holds several lines stays one row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.document import BoundingBox
from extractors.pdf.drafts import Slot, TableDraft
from extractors.pdf.lines import Line
from extractors.readers.grid import is_number
from normalizers.thai import clean

_NOTHING = re.compile(r"[-–—.\s]+")  # what is printed where a number is missing
_SAME_HEIGHT = 0.5  # of the font size
_LEAST_ALONE = 3


def split_rows(table: TableDraft) -> TableDraft:
    """The table with such rows parted."""
    rows: list[list[Slot]] = [[] for _ in range(table.n_rows)]
    for slot in table.slots:
        rows[slot.row].append(slot)
    spanned = {row for slot in table.slots if slot.row_span > 1 for row in range(slot.row, slot.row + slot.row_span)}
    heights = [[] if row in spanned else _heights(slots, table.n_rows) for row, slots in enumerate(rows)]
    if not any(heights):
        return table
    result: list[Slot] = []
    shift = 0
    for slots, anchors in zip(rows, heights, strict=True):
        for slot in slots:
            moved = replace(slot, row=slot.row + shift)
            result += _parts(moved, anchors) if anchors else [moved]
        shift += max(len(anchors) - 1, 0)
    return replace(table, slots=tuple(result), n_rows=table.n_rows + shift)


def _heights(slots: Sequence[Slot], n_rows: int) -> list[float]:
    """The heights of the rows that one ruled row holds; empty where it is one row."""
    columns = [slot for slot in slots if len(slot.lines) > 1 and _is_numeric(slot)]
    if not columns:
        return []
    longest = max(columns, key=lambda slot: len(slot.lines))
    anchors = [_middle(line) for line in longest.lines]
    alone = len(columns) == 1
    if alone and (n_rows > 2 or len(anchors) < _LEAST_ALONE):
        return []
    if not all(_on(line, anchors) for slot in columns for line in slot.lines):
        return []
    labels = [slot for slot in slots if slot not in columns and len(slot.lines) >= len(anchors)]
    reach = _SAME_HEIGHT * longest.lines[0].size
    labelled = any(all(any(abs(_middle(line) - y) <= reach for line in slot.lines) for y in anchors) for slot in labels)
    return anchors if labelled else []


def _is_numeric(slot: Slot) -> bool:
    """Whether every line is a number or the dash of a missing one, and one at least a number."""
    texts = [clean(line.text).strip() for line in slot.lines]
    return any(map(is_number, texts)) and all(is_number(text) or _NOTHING.fullmatch(text) for text in texts)


def _middle(line: Line) -> float:
    return (line.box.y0 + line.box.y1) / 2


def _on(line: Line, anchors: Sequence[float]) -> bool:
    return min(abs(_middle(line) - y) for y in anchors) <= _SAME_HEIGHT * line.size


def _parts(slot: Slot, anchors: Sequence[float]) -> list[Slot]:
    """The slot once for each row; a line between two rows is the rest of the label above it."""
    held: list[list[Line]] = [[] for _ in anchors]
    for line in slot.lines:
        above = [index for index, y in enumerate(anchors) if y <= _middle(line) + _SAME_HEIGHT * line.size]
        held[above[-1] if above else 0].append(line)
    edges = [slot.box.y0, *((a + b) / 2 for a, b in pairwise(anchors)), slot.box.y1]
    return [
        replace(
            slot,
            row=slot.row + index,
            box=BoundingBox(slot.box.x0, edges[index], slot.box.x1, edges[index + 1]),
            lines=tuple(lines),
        )
        for index, lines in enumerate(held)
    ]
