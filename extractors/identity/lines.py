"""The running text of a paper in pieces that know where they stand: title, heading, paragraph, table cell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from extractors.document import Cell, Document, Position, Table, TextBlock, TextKind
from normalizers.agencies import find_agencies


class Role(StrEnum):
    """Where a text stands, as far as it matters to who and when."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    HEADER = "header"
    CELL = "cell"
    LISTED = "listed"  # a cell of a table that lists many bodies


@dataclass(frozen=True, slots=True)
class Piece:
    """One block or cell and its place in ``Stream.text``: from ``start`` up to the next piece's ``start``."""

    start: int
    role: Role
    position: Position


@dataclass(frozen=True, slots=True)
class Stream:
    """Text blocks that follow each other without a table between them, joined by line ends, or one table cell.

    Names break over blocks, so they are looked for in streams; ``piece_at`` leads back to the block.
    """

    text: str
    pieces: tuple[Piece, ...]

    def piece_at(self, offset: int) -> Piece:
        """The piece that holds character ``offset``."""
        return self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1]

    def end_of(self, piece: Piece) -> int:
        """Where the text of a piece ends."""
        index = bisect_right(self.pieces, piece.start, key=lambda other: other.start)
        return self.pieces[index].start if index < len(self.pieces) else len(self.text)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    role: Role
    position: Position


@cache
def rules() -> dict[str, Any]:
    """The data file ``identity.toml``."""
    return tomllib.loads(Path(__file__).with_name("identity.toml").read_text("utf-8"))


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A compiled pattern of the data file."""
    return re.compile(text)


def streams(document: Document) -> tuple[Stream, ...]:
    """All text of the paper in reading order."""
    found: list[Stream] = []
    parts: list[_Part] = []
    title = _Title()
    for block in document.blocks():
        if isinstance(block, TextBlock):
            parts.extend(title.split(block.text, block.position, heading=block.kind is TextKind.HEADING))
            continue
        cell_role = Role.LISTED if bodies_in(block) >= rules()["who"]["many_bodies"] else Role.CELL
        for row in _rows(block):
            if len(row) == 1 and block.n_columns > 1:  # a line of text that a reader of tables took for a row
                parts.extend(title.split(row[0].text, row[0].position, heading=False))
            else:
                title.done = True
                found.extend(_joined(parts))
                parts = []
                found.extend(_cells(row, cell_role))
    found.extend(_joined(parts))
    return tuple(found)


def _rows(table: Table) -> Iterator[list[Cell]]:
    """Cells with text, row by row."""
    filled = (cell for cell in table.cells if cell.text.strip())
    for _, cells in groupby(filled, key=lambda cell: cell.row):
        yield list(cells)


def _joined(parts: list[_Part]) -> Iterator[Stream]:
    if not parts:
        return
    pieces, start = [], 0
    for part in parts:
        pieces.append(Piece(start, part.role, part.position))
        start += len(part.text) + 1
    yield Stream("\n".join(part.text for part in parts), tuple(pieces))


def _cells(cells: list[Cell], cell_role: Role) -> Iterator[Stream]:
    for cell in cells:
        role = Role.HEADER if cell.header else cell_role
        yield Stream(cell.text, (Piece(0, role, cell.position),))


def bodies_in(table: Table) -> int:
    """The greatest number of different bodies that one column or one row of a table names, one a cell."""
    columns: dict[int, set[str]] = {}
    rows: dict[int, set[str]] = {}
    for cell in table.cells:
        named = find_agencies(cell.text)
        if len(named) == 1 and len(named[0].raw) >= len(cell.text.strip()) / 2:
            columns.setdefault(cell.column, set()).add(named[0].type + named[0].name)
            rows.setdefault(cell.row, set()).add(named[0].type + named[0].name)
    return max((len(names) for names in (*columns.values(), *rows.values())), default=0)


class _Title:
    """Tells title lines from the rest while the blocks go by; the title ends at the first long or numbered line."""

    def __init__(self) -> None:
        self.lines = 0
        self.done = False

    def split(self, text: str, position: Position, *, heading: bool) -> Iterator[_Part]:
        """The parts of one block with their roles."""
        if not self.done:
            head = "\n".join(self._title_lines(text, heading=heading))
            if head:
                yield _Part(head, Role.TITLE, position)
                text = text[len(head) :].lstrip("\n")
            self.done = bool(text.strip())
        if text.strip():
            yield _Part(text, Role.HEADING if heading else Role.BODY, position)

    def _title_lines(self, text: str, *, heading: bool) -> list[str]:
        rule = rules()["title"]
        lines = text.split("\n")
        most = self._longest(lines, heading=heading)
        taken: list[str] = []
        first_block = not self.lines
        for line in lines:
            too_many = self.lines >= rule["most_lines"]
            if pattern(rule["figure"]).search(line) and not first_block:
                return []  # a sentence with a figure, wrapped into lines as short as a title's
            if too_many or len(line) > most or pattern(rule["ends"]).search(line.strip()):
                break
            taken.append(line)
            self.lines += 1
            most = self._longest(lines, heading=heading)
        return taken

    def _longest(self, lines: list[str], *, heading: bool) -> float:
        """How long a title line may be: the first one and headings longer, at the top of a long block shorter."""
        rule = rules()["title"]
        most = float(rule["first_line"] if heading or not self.lines else rule["next_line"])
        if sum(map(len, lines)) <= rule["longest_block"]:
            return most
        return min(most, max(map(len, lines)) * float(rule["title_share"]))
