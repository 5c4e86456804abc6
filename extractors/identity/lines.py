"""The running text of a paper in pieces that know where they stand: title, heading, paragraph, table cell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from extractors.document import Document, Position, Table, TextBlock, TextKind


class Role(StrEnum):
    """Where a text stands, as far as it matters to who and when."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    HEADER = "header"
    CELL = "cell"


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
        return [piece for piece in self.pieces if piece.start <= offset][-1]


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
        if isinstance(block, Table):
            title.done = True
            found.extend(_joined(parts))
            parts = []
            found.extend(_cells(block))
        else:
            parts.extend(title.split(block))
    found.extend(_joined(parts))
    return tuple(found)


def _joined(parts: list[_Part]) -> Iterator[Stream]:
    if not parts:
        return
    pieces, start = [], 0
    for part in parts:
        pieces.append(Piece(start, part.role, part.position))
        start += len(part.text) + 1
    yield Stream("\n".join(part.text for part in parts), tuple(pieces))


def _cells(table: Table) -> Iterator[Stream]:
    for cell in table.cells:
        if cell.text.strip():
            role = Role.HEADER if cell.header else Role.CELL
            yield Stream(cell.text, (Piece(0, role, cell.position),))


class _Title:
    """Tells title lines from the rest while the blocks go by; the title ends at the first long or numbered block."""

    def __init__(self) -> None:
        self.lines = 0
        self.done = False

    def split(self, block: TextBlock) -> Iterator[_Part]:
        """The parts of one block with their roles."""
        rest = block.text
        if not self.done:
            taken = self._title_lines(block)
            self.lines += len(taken)
            if taken:
                head = "\n".join(taken)
                yield _Part(head, Role.TITLE, block.position)
                rest = block.text[len(head) :].lstrip("\n")
            self.done = self.done or bool(rest.strip())
        if rest.strip():
            role = Role.HEADING if block.kind is TextKind.HEADING else Role.BODY
            yield _Part(rest, role, block.position_at(block.text.find(rest)))

    def _title_lines(self, block: TextBlock) -> list[str]:
        rule = rules()["title"]
        lines = block.text.split("\n")
        longest = max(map(len, lines))
        if len(block.text) > rule["longest_block"]:
            if self.lines:
                return []
            most = min(rule["longest_line"], longest * rule["title_share"])
        else:
            most = rule["longest_line"]
        taken: list[str] = []
        for line in lines:
            too_many = self.lines + len(taken) >= rule["most_lines"]
            if too_many or len(line) > most or pattern(rule["ends"]).match(line.strip()):
                break
            taken.append(line)
        return taken
