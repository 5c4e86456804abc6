"""Tables of words without upright rules, told by a head whose words name columns of measures.

Columns are what the same gaps part from the head downwards; the table ends at the first line that crosses one of them.
Rows are what rules part, else what wide distances between lines part, else what a column of numbers 1, 2, 3 … counts:
in a row that begins so, the other cells must begin on the same line. A table that fits no such rule stays text.
A table that reaches the end of its page hands its columns to the next one, where its last row may go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import BoundingBox
from extractors.pdf.aligned_tables import GAP, Piece, Row, cut_rows
from extractors.pdf.drafts import Columns, Interval, Slot, TableDraft
from extractors.pdf.geometry import around
from extractors.pdf.headed_rows import Cut, Ends, rows_between
from extractors.pdf.lines import Cluster, lines_of
from extractors.pdf.ruled_tables import Filled
from extractors.pdf.rulings import Rulings
from extractors.readers.vocabulary import vocabulary
from normalizers.thai import fold

_LEAST_COLUMNS = 3
_HEAD_LINES = 3
_CLOSE = 0.8  # of the font size: lines of one head are no farther apart
_LEAST_GAP = 0.3  # of the font size: columns come no closer
_APART = 2.2  # font sizes between two lines of one table
_MOSTLY = 0.6
_PAGE_NUMBER = 6  # characters
_STRAY_LINES = 3  # running titles above the rest of a table


def fill_below_heads(rulings: Rulings, filled: Filled, carried: Columns | None) -> tuple[Filled, Columns | None]:
    """The page with its tables of this kind, taken from what stands in no other table, and the columns that go on.

    ``carried`` are the columns of a table that reached the end of the page before.
    """
    page = _Page(cut_rows(filled.rest), rulings, carried)
    found: list[_Found] = []
    start = 0
    if (rest := page.rest_of_table()) is not None:
        found.append(rest)
        start = rest.end
    while start < len(page.lines):
        table = page.table_at(start)
        if table is not None:
            found.append(table)
        start = table.end if table is not None else start + 1
    taken = {id(cluster) for table in found for cluster in _clusters(page.lines[table.start : table.end])}
    left = tuple(cluster for cluster in filled.rest if id(cluster) not in taken)
    tables = tuple(_draft(page.lines[table.start : table.end], table.cut, table.columns.intervals) for table in found)
    last = found[-1].columns if found and page.reaches_end(found[-1].end) else None
    return Filled((*filled.tables, *tables), left), last


@dataclass(frozen=True, slots=True)
class _Found:
    """A table among the lines of a page."""

    start: int
    cut: Cut
    columns: Columns

    @property
    def end(self) -> int:
        """Behind its last line."""
        return self.start + self.cut.count


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page that stand in no other table."""

    lines: Sequence[Row]
    rulings: Rulings
    carried: Columns | None

    def reaches_end(self, end: int) -> bool:
        """Whether nothing but a page number stands behind a line."""
        rest = self.lines[end:]
        return all(len(line.pieces) == 1 and len(line.pieces[0].text) <= _PAGE_NUMBER for line in rest)

    def table_at(self, start: int) -> _Found | None:
        """The table whose head begins with a line."""
        known = self._head_again(start)
        head = known or _head_at(self.lines, start)
        if not head:
            return None
        least = max(len(_intervals(self.lines[start : start + head], GAP)), _LEAST_COLUMNS)
        end = _end(self.lines, start, least, ())
        lines = self.lines[start:end]
        columns = _columns(lines, least)
        if len(columns) < _LEAST_COLUMNS or end - start <= head:
            return None
        cut_off = self.reaches_end(end)
        cut = rows_between(lines, columns, self.rulings, Ends(head, bool(known), cut_off))
        if cut is None or len(cut.rows) < 2 or (len(cut.rows) == 2 and not known and not cut_off):
            return None
        words = tuple(_words(line) for line in lines[: cut.rows[0][1]])
        return _Found(start, cut, Columns(tuple(columns), words))

    def _head_again(self, start: int) -> int:
        """How many lines repeat the head of the table of the page before; 0 where they do not."""
        words = self.carried.head if self.carried is not None else ()
        here = tuple(_words(line) for line in self.lines[start : start + len(words)])
        return len(words) if words and here == words else 0

    def rest_of_table(self) -> _Found | None:
        """The rest of the table of the page before; None where the page begins with something else."""
        if self.carried is None:
            return None
        columns = self.carried.intervals
        for first in range(min(_STRAY_LINES, len(self.lines))):
            if _head_at(self.lines, first) or self._head_again(first):
                return None  # the parts are joined by their heads
            end = _end(self.lines, first, len(columns), columns)
            lines = self.lines[first:end]
            here = _merge(columns, _intervals(lines[:1], _LEAST_GAP), 0.0)
            if len(here) != len(columns) or not any(len(line.pieces) > 1 for line in lines):
                continue
            cut = rows_between(lines, columns, self.rulings, Ends(0, cut=self.reaches_end(end)))
            return _Found(first, cut, self.carried) if cut is not None else None
        return None


def _words(line: Row) -> str:
    return fold("".join(piece.text for piece in line.pieces))


def _clusters(lines: Sequence[Row]) -> list[Cluster]:
    return [cluster for line in lines for piece in line.pieces for cluster in piece.clusters]


def _head_at(lines: Sequence[Row], start: int) -> int:
    """How many lines make up the head that begins here; 0 where none does."""
    for count in range(1, _HEAD_LINES + 1):
        block = lines[start : start + count]
        if len(block) < count or any(not _is_close(above, below) for above, below in pairwise(block)):
            return 0
        if _is_head(block):
            adds = count == 1 or len(_intervals(block, GAP)) > len(_intervals(block[1:], GAP))
            return count if adds else 0  # a line above the head that adds no column is text
    return 0


def _is_close(above: Row, below: Row) -> bool:
    return below.box.y0 - above.box.y1 <= _CLOSE * below.size


def _is_head(block: Sequence[Row]) -> bool:
    """Whether lines name columns, one of them that of measures or what is done, and another who or when."""
    intervals = _intervals(block, _LEAST_GAP)
    texts = [fold("".join(piece.text for piece in _within(block, interval))) for interval in intervals]
    words = vocabulary()
    heads = [text for text in texts if text in words.header_whole or any(word in text for word in words.header_words)]
    wide = len(_intervals(block, GAP))
    if wide < 2 or len(texts) < _LEAST_COLUMNS or len(heads) < max(_LEAST_COLUMNS, _MOSTLY * len(texts)):
        return False
    if any(len(text) > words.header_max_length for text in texts) or any(line.numbers for line in block):
        return False
    doing = [text for text in texts if any(word in text for word in words.doing)]
    carrying = [text for text in texts if text not in doing and any(word in text for word in words.carrying)]
    return bool(doing and carrying)


def _within(block: Sequence[Row], interval: Interval) -> list[Piece]:
    pieces = [piece for line in block for piece in line.pieces]
    return [piece for piece in pieces if interval[0] <= (piece.box.x0 + piece.box.x1) / 2 <= interval[1]]


def _inked(lines: Sequence[Row]) -> list[Cluster]:
    return [c for line in lines for piece in line.pieces for c in piece.clusters if c.text.strip()]


def _intervals(lines: Sequence[Row], gap: float) -> list[Interval]:
    """The x that the ink of all lines covers, in pieces that gaps of ``gap`` font sizes part."""
    found: list[Interval] = []
    for cluster in sorted(_inked(lines), key=lambda cluster: cluster.box.x0):
        if found and cluster.box.x0 < found[-1][1] + gap * cluster.size:
            found[-1] = (found[-1][0], max(found[-1][1], cluster.box.x1))
        else:
            found.append((cluster.box.x0, cluster.box.x1))
    return found


def _end(lines: Sequence[Row], start: int, least: int, columns: Sequence[Interval]) -> int:
    """Behind the last line down to which at least ``least`` columns stay apart."""
    ink: list[Interval] = list(columns)
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if index > start and line.box.y0 - lines[index - 1].box.y1 > _APART * line.size:
            break
        merged = _merge(ink, _intervals([line], _LEAST_GAP), _LEAST_GAP * line.size)
        if len(merged) < least and index > start:
            break
        ink, end = merged, index + 1
    return end


def _merge(first: Sequence[Interval], second: Sequence[Interval], gap: float) -> list[Interval]:
    result: list[Interval] = []
    for x0, x1 in sorted([*first, *second]):
        if result and x0 < result[-1][1] + gap:
            result[-1] = (result[-1][0], max(result[-1][1], x1))
        else:
            result.append((x0, x1))
    return result


def _columns(lines: Sequence[Row], least: int) -> list[Interval]:
    """The columns of lines: gaps that are narrow in most lines part words and no columns, unless too few are left."""
    found = _intervals(lines, _LEAST_GAP)
    while len(found) > least:
        shares = [_wide_share(lines, left, right) for left, right in pairwise(found)]
        narrow = min(range(len(shares)), key=shares.__getitem__)
        if shares[narrow] >= 1 - _MOSTLY:
            break
        found[narrow : narrow + 2] = [(found[narrow][0], found[narrow + 1][1])]
    return found


def _wide_share(lines: Sequence[Row], left: Interval, right: Interval) -> float:
    """The share of the lines with ink on both sides of a gap that show it wide; 1 where no line has both."""
    both = wide = 0
    for line in lines:
        ends = [c.box.x1 for c in _inked([line]) if left[0] <= c.box.x0 <= left[1]]
        starts = [c.box.x0 for c in _inked([line]) if right[0] <= c.box.x0 <= right[1]]
        both += bool(ends and starts)
        wide += bool(ends and starts and min(starts) - max(ends) >= GAP * line.size)
    return wide / both if both else 1.0


def _draft(lines: Sequence[Row], cut: Cut, columns: Sequence[Interval]) -> TableDraft:
    edges = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    slots: list[Slot] = []
    for row, (start, end) in enumerate(cut.rows):
        clusters = _clusters(lines[start:end])
        box = around(line.box for line in lines[start:end])
        for column, (x0, x1) in enumerate(pairwise(edges)):
            held = [c for c in clusters if _place(c, edges) == column]
            slots.append(Slot(row, column, 1, 1, BoundingBox(x0, box.y0, x1, box.y1), tuple(lines_of(held))))
    box = around(line.box for line in lines)
    outline = BoundingBox(edges[0], box.y0, edges[-1], box.y1)
    return TableDraft(tuple(slots), len(cut.rows), len(columns), outline, edges, open_bottom=cut.open_bottom)


def _place(cluster: Cluster, edges: Sequence[float]) -> int:
    return max(0, min(sum(cluster.centre[0] >= edge for edge in edges) - 1, len(edges) - 2))
