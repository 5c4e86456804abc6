"""Tables that go on after a page break or a blank line become one table again.

Rules, for a table B that follows a table A with nothing but blanks (or a page number, or "ตารางที่ ๑ (ต่อ)") between them:

* B repeats A's header: B's rows go on, the repeated header is dropped.
* B has a header of its own that differs, or another number of columns: two tables.
* B has no header: its rows go on if the kinds of its columns fit A's (A has a header, or B goes on with A's numbers).
* B's first row may be the rest of A's last row, cut by the break (see ``table_cut``): its texts are added to that row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import Block, Cell, Table, TextBlock
from extractors.readers.grid import is_number, rows_of, table_of, trim_columns
from extractors.readers.table_cut import FilledKeys, goes_on, has_two_values, key_number
from extractors.readers.table_mend import is_tail_row, mend_text, put_together
from extractors.readers.vocabulary import vocabulary
from normalizers.thai import fold

_PAGE_NUMBER = re.compile(
    r"[-–—|_.\s]*(?:(?:หน้า(?:ที่)?|[Pp]age)[-.\s]*)?[0-9๐-๙]{1,3}(?:\s*/\s*[0-9๐-๙]{1,3})?[-–—|_.\s]*"
)
_LONGEST_PAGE_NUMBER = 40
_CAPTION_AGAIN = re.compile(r"\(\s*ต่อ\s*\)\s*:?$")
_LONGEST_CAPTION = 120
_DIRT = 1  # letters of what a scan reads in a speck; no text that stands between two tables is so short
_SAMPLE_ROWS = 40
_MAX_RESTS = 50  # a row that is cut into more pieces than that is no row
_MOSTLY, _RARELY = 0.8, 0.2


Row = Sequence[Cell | None]
# Told the part above, its last row and the first row of the next part: whether the source shows that the one row goes
# on in the other; None where only the texts can tell.
Shown = Callable[[Table, Row, Row], bool | None]


def join_continued(blocks: Iterable[Block], shown: Shown | None = None) -> list[Block]:
    """The blocks with the parts of broken tables joined; a joined table stands where its first part stood.

    Tables must have their header cells flagged. Columns at the right end that are empty throughout are cut off.
    ``shown`` is asked first whether a row was cut by the break, for sources that know where their cells end.
    """
    result: list[Block] = []
    open_table: _Growing | None = None
    for block in blocks:
        if isinstance(block, TextBlock):
            result.append(block)
            if not _is_furniture(block):
                _close(open_table, result)
                open_table = None
            continue
        if open_table is not None and open_table.take(block):
            continue
        _close(open_table, result)
        open_table = _Growing(block, len(result), shown)
        result.append(block)
    _close(open_table, result)
    return result


def _is_furniture(block: TextBlock) -> bool:
    """Whether a text between two parts is a page number, dirt, or says that a table goes on ("ตารางที่ ๑ (ต่อ)")."""
    if len(fold(block.text)) <= _DIRT:
        return True
    if len(block.text) <= _LONGEST_CAPTION and _CAPTION_AGAIN.search(block.text):
        return True
    return len(block.text) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(block.text) is not None


def _close(growing: _Growing | None, result: list[Block]) -> None:
    if growing is not None:
        result[growing.place] = growing.table()


def _texts(row: Sequence[Cell | None]) -> list[str]:
    return [cell.text if cell is not None else "" for cell in row]


def _trimmed(texts: Sequence[str]) -> list[str]:
    folded = [fold(text) for text in texts]
    while folded and not folded[-1]:
        folded.pop()
    return [folded[0].removesuffix("ต่อ")] if len(folded) == 1 else folded  # a caption that is repeated: "… (ต่อ)"


@dataclass(slots=True)
class _Growing:
    """A table to which parts are still added. Work for each part depends on the part's size only."""

    first: Table
    place: int
    shown: Shown | None
    width: int = 0
    joined: bool = False
    rests: int = 0  # how many rows were added to the last row
    header: list[list[str]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    last: list[Cell | None] = field(default_factory=list)
    sample: list[list[str]] = field(default_factory=list)
    keys: FilledKeys = field(default_factory=FilledKeys)
    part: Table = field(init=False)
    part_end: Row = ()

    def __post_init__(self) -> None:
        self.part = self.first
        grid = self.first.grid()
        self.part_end = grid[-1] if grid else ()
        count = self.first.header_rows()
        self.width = self.first.n_columns
        self.header = [_trimmed(_texts(row)) for row in grid[:count]]
        self.rows = rows_of(self.first)
        self._note(grid[count:])

    def table(self) -> Table:
        """What has grown so far."""
        if not self.joined:
            return trim_columns(self.first)
        return trim_columns(replace(table_of(self.rows, self.first), continued=True))

    def take(self, part: Table) -> bool:
        """Add a part if it belongs to this table; False if it is another table."""
        grid = part.grid()
        repeated = self._repeated_header(grid, part.header_rows())
        cut = self._cut(grid[repeated : repeated + 1])
        if not repeated and not self._fits(grid, part, cut):
            return False
        rows = rows_of(part)[repeated:]
        body = grid[repeated:]
        merged = self._merge_cut_rows(rows, body, cut)
        self.part, self.part_end = part, grid[-1]
        offset = len(self.rows) - repeated - merged
        self.rows += [[replace(cell, row=cell.row + offset) for cell in row] for row in rows[merged:]]
        self.width = max(self.width, part.n_columns)
        self._note(body[merged:], offset, repeated + merged)
        self.joined = True
        return True

    def _note(self, body: Sequence[Sequence[Cell | None]], offset: int = 0, first: int = 0) -> None:
        """Take rows into account; cells that begin above the part's row ``first`` are already part of others."""
        if body:
            above = {cell.column: cell for cell in self.last if cell is not None}
            moved = {cell: replace(cell, row=cell.row + offset) for cell in body[-1] if cell is not None}
            moved |= {cell: above.get(cell.column, cell) for cell in moved if cell.row < first}
            self.rests = 0
            self.last = [moved[cell] if cell is not None else None for cell in body[-1]]
        room = max(_SAMPLE_ROWS - len(self.sample), 0)
        self.sample += [_texts(row) for row in body[:room]]
        self.keys.note(_texts(row) for row in body)

    def _repeated_header(self, grid: Sequence[Sequence[Cell | None]], flagged: int) -> int:
        """How many first rows of the part repeat this table's header, or its last rows (a caption stands once)."""
        top = [_trimmed(_texts(row)) for row in grid[: max(len(self.header), 1)]]
        for count in range(min(len(self.header), len(top)), 0, -1):
            if _same_header(self.header[-count:], top[:count], flagged >= count):
                return count
        return 1 if not self.header and self._same_first_row(top) else 0

    def _same_first_row(self, top: Sequence[Sequence[str]]) -> bool:
        first = _trimmed(_texts(self.first.grid()[0])) if self.first.n_rows else []
        texts = [text for text in first if text]
        return len(texts) > 1 and not any(map(is_number, texts)) and bool(top) and list(top[0]) == first

    def _fits(self, grid: Sequence[Sequence[Cell | None]], part: Table, cut: bool | None) -> bool:
        if part.header_rows() or not grid:
            return False
        first_empty = [not texts[0] for texts in map(_texts, grid)]
        if part.n_columns != self.width and not (part.n_columns < self.width and all(first_empty)):
            return False
        texts = [_texts(row) for row in grid]
        if cut:
            return True
        if not self.header and not first_empty[0] and not self.keys.followed_by(key_number(texts[0][0])):
            return False
        return goes_on(self._last_texts(), texts[0], self.keys) or _kinds_fit(self.sample, texts[:_SAMPLE_ROWS])

    def _last_texts(self) -> list[str]:
        return _texts(self.last)

    def _merge_cut_rows(
        self, rows: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell | None]], cut: bool | None
    ) -> int:
        """Add the first rows of the part that belong to this table's last row to it; how many those were.

        ``cut`` is what the source shows of the first of them.
        """
        merged = 0
        while merged < len(rows) and self.last and self.rests < _MAX_RESTS:
            above = [cell for cell in dict.fromkeys(self.last) if cell is not None]
            row = [cell for cell in rows[merged] if cell.text]
            if is_tail_row(row, above):
                self._replace_last(put_together(above, row))
            elif self._goes_on(_texts(body[merged]), cut if merged == 0 else None, first=merged == 0):
                spans = [cell for cell in rows[merged] if cell.text or cell.row_span > 1]
                self._replace_last(_added(above, spans, len(self.rows) - 1))
            else:
                break
            merged += 1
            self.rests += 1
        return merged

    def _cut(self, first_row: Sequence[Row]) -> bool | None:
        """What the source shows of the break between the last part and a row."""
        if self.shown is None or not first_row or not self.part_end:
            return None
        return self.shown(self.part, self.part_end, first_row[0])

    def _goes_on(self, row: Sequence[str], cut: bool | None, *, first: bool) -> bool:
        """Whether a row is the rest of the last one: as the source shows it, else as the texts have it."""
        if cut is None:
            return goes_on(self._last_texts(), row, self.keys, first=first)
        return cut and not has_two_values(self._last_texts(), row)

    def _replace_last(self, cells: Sequence[Cell]) -> None:
        """Put changed cells of the last row (some may begin in rows above it) in the place of the old ones."""
        for cell in cells:
            row = self.rows[cell.row]
            row[:] = sorted([old for old in row if old.column != cell.column] + [cell], key=lambda old: old.column)
        width = max(len(self.last), *(cell.column + cell.col_span for cell in cells))
        last: list[Cell | None] = [None] * width
        for cell in cells:
            last[cell.column : cell.column + cell.col_span] = [cell] * cell.col_span
        self.last = last


def _added(above: Sequence[Cell], row: Sequence[Cell], last_row: int) -> list[Cell]:
    """The cells of the last row with the texts of a cut row's rest added below theirs, and with its spans."""
    rest = {cell.column: cell for cell in row}
    cells: list[Cell] = []
    for cell in above:
        more = rest.pop(cell.column, None)
        if more is None:
            cells.append(cell)
            continue
        text = mend_text("\n".join(filter(None, (cell.text, more.text))))
        raw = "\n".join(filter(None, (cell.raw, more.raw)))
        rows = max(cell.row_span, last_row - cell.row + more.row_span)
        sure, numbers = min(cell.confidence, more.confidence), (*cell.numbers, *more.numbers)
        cells.append(replace(cell, text=text, raw=raw, row_span=rows, confidence=sure, numbers=numbers))
    cells += [replace(cell, row=last_row) for cell in rest.values()]
    return cells


def _same_header(header: Sequence[Sequence[str]], top: Sequence[Sequence[str]], flagged: bool) -> bool:
    """Equal once blanks and punctuation are folded; a few misread letters are allowed where the part has a header."""
    if list(map(list, header)) == list(map(list, top)):
        return any(any(texts) for texts in header)
    if not flagged or any(len(old) != len(new) for old, new in zip(header, top, strict=True)):
        return False
    from rapidfuzz import fuzz

    pairs = [pair for old, new in zip(header, top, strict=True) for pair in zip(old, new, strict=True) if any(pair)]
    if not pairs or any(bool(old) != bool(new) for old, new in pairs):
        return False
    likeness = sum(fuzz.ratio(old, new, processor=None) for old, new in pairs) / (100 * len(pairs))
    return likeness >= vocabulary().header_similar


def _kinds_fit(sample: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> bool:
    """Whether no column turns from numbers into words or from words into numbers."""
    for above, below in zip(_number_shares(sample), _number_shares(texts), strict=False):
        if above is None or below is None:
            continue
        if (above >= _MOSTLY and below <= _RARELY) or (above <= _RARELY and below >= _MOSTLY):
            return False
    return True


def _number_shares(rows: Sequence[Sequence[str]]) -> Iterator[float | None]:
    """For each column the share of its texts that are numbers; None where it holds no text."""
    for column in range(max(map(len, rows), default=0)):
        texts = [row[column] for row in rows if column < len(row) and row[column]]
        yield sum(map(is_number, texts)) / len(texts) if texts else None
