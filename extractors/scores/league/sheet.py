"""A table as rows of cells with a head of several lines, either way up; captions inside it are set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.document import Cell, Table
from extractors.scores.grids import Row, decimals_in
from normalizers.agencies import find_agencies, find_other_bodies
from normalizers.numerals import to_arabic
from normalizers.thai import fold

_SUB_INDICATOR = re.compile(r"\W*(?:9|10)\.[1-5]\W*")
_NUMBERED = re.compile(r"\W*([0-9]{1,2})(?!\w)")
_MIN_WIDTH = 2  # columns of each part of a table in parts: names and scores
_MAX_HEAD = 6  # rows: what goes on longer without a number is no head


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, spans filled in; the first ``depth`` rows are head and captions."""

    rows: tuple[Row, ...]
    depth: int

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """Texts of head rows that hold one text only."""
        return tuple(texts[0] for row in self.rows[: self.depth] if len(texts := texts_of(row)) == 1)

    @cached_property
    def heads(self) -> tuple[tuple[str, ...], ...]:
        """Per column the texts of its head from top to bottom; a flat source leaves merged cells blank: filled in."""
        lines = [self._line(index) for index in range(self.depth)]
        lines = [line for line in lines if len({text for text in line if text}) > 1 and not _counts_columns(line)]
        filled = [_filled(line, lines[index + 1 :]) for index, line in enumerate(lines)]
        return tuple(_parts(line[column] for line in filled) for column in range(self.width))

    def cell(self, row: int, column: int) -> Cell | None:
        """A cell of the body; ``row`` counts from the head on."""
        cells = self.rows[self.depth + row]
        return cells[column] if column < len(cells) else None

    @property
    def height(self) -> int:
        """How many body rows there are."""
        return len(self.rows) - self.depth

    def column(self, column: int) -> list[str]:
        """The texts of a column's body, blank where nothing stands."""
        return [text_of(self.cell(row, column)) for row in range(self.height)]

    def _line(self, index: int) -> list[str]:
        return [text_of(self.rows[index][c] if c < len(self.rows[index]) else None) for c in range(self.width)]


def text_of(cell: Cell | None) -> str:
    """The text of a cell in one line."""
    return " ".join(cell.text.split()) if cell is not None else ""


def texts_of(row: Iterable[Cell | None]) -> list[str]:
    """The different texts of a row, in order."""
    return list(dict.fromkeys(text for cell in row if (text := text_of(cell))))


def head_of(table: Table) -> tuple[Row, ...]:
    """The head rows of a table; all rows of one that is nothing but a head."""
    rows = tuple(tuple(row) for row in table.grid())
    return rows if table.header_rows() == table.n_rows else rows[: _depth(rows)]


def sheets_of(table: Table, head: Sequence[Row] = ()) -> list[Sheet]:
    """The table as printed and turned over its diagonal, where it has a head and a body that way.

    One that begins without a head, below a line of text, goes on under ``head`` if that is as wide.
    """
    upright = tuple(tuple(row) for row in table.grid())
    if head and _depth(upright) == 0 and len(head[0]) == table.n_columns:
        return [Sheet((*head, *upright), len(head))]
    turned = tuple(tuple(row[c] for row in upright) for c in range(table.n_columns))
    sheets = [_stacked(Sheet(rows, _depth(rows))) for rows in (upright, turned)]
    return [sheet for sheet in sheets if 0 < sheet.depth < len(sheet.rows)]


def _stacked(sheet: Sheet) -> Sheet:
    """The sheet with its parts below each other, where its head is the same two or more times side by side."""
    heads = [fold(" ".join(head)) for head in sheet.heads]
    for width in range(_MIN_WIDTH, sheet.width // 2 + 1):
        part = heads[:width]
        if sheet.width % width or len(set(part)) < width or heads != part * (sheet.width // width):
            continue
        starts = range(0, sheet.width, width)
        parts = [[row[start : start + width] for row in sheet.rows[sheet.depth :]] for start in starts]
        body = [row for rows in parts for row in rows if texts_of(row)]
        return Sheet((*(row[:width] for row in sheet.rows[: sheet.depth]), *body), sheet.depth)
    return sheet


def _depth(rows: Sequence[Row]) -> int:
    """How many rows stand above the first one with a score or with a body's name beside a number."""
    for index, row in enumerate(rows[: _MAX_HEAD + 1]):
        texts = texts_of(row)
        if any(map(is_print, texts)) or (len(texts) > 1 and any(map(_has_digit, texts)) and any(map(_names, texts))):
            return index
    return 0


def is_print(text: str) -> bool:
    """Whether a text is a score with decimals, and not the number of a sub-indicator."""
    return decimals_in(text) > 0 and _SUB_INDICATOR.fullmatch(to_arabic(text)) is None


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _names(text: str) -> bool:
    """Whether a text begins with the name of a body."""
    found = [*find_agencies(text), *find_other_bodies(text, oversight=True)]
    return any(mention.start == 0 for mention in found)


def _counts_columns(line: Sequence[str]) -> bool:
    """Whether a head line does nothing but number all columns: "(1)", "(2)", "(3) = (1) + (2)"."""
    found = [match for text in line if (match := _NUMBERED.match(to_arabic(text)))]
    numbers = [int(match[1]) for match in found]
    return len(found) == len(line) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _filled(line: list[str], below: Sequence[list[str]]) -> list[str]:
    """A head line in which blanks above other texts repeat the text left of them."""
    filled = list(line)
    for column in range(1, len(filled)):
        under = any(other[column] for other in below) and any(other[column - 1] for other in below)
        if not filled[column] and under:
            filled[column] = filled[column - 1]
    return filled


def _parts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
