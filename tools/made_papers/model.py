"""What a paper is made of, and what a reader must find in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FONT = "Laksaman"


@dataclass(frozen=True)
class Cell:
    """A table cell; its text may hold line ends."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first ``header`` rows are its head, printed again on every page if ``repeat``."""

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]  # shares of the line
    header: int = 1
    repeat: bool = True
    rules: str = "all"  # all, rows, none
    centred: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph, heading (``level`` 1 to 3) or bullet."""

    text: str
    level: int = 0
    bullet: bool = False
    centred: bool = False
    indent: bool = True


@dataclass(frozen=True)
class Columns:
    """Paragraphs in two columns."""

    texts: Sequence[Text]


@dataclass(frozen=True)
class Raw:
    """Markup for Chromium only, and the texts that a reader must find for it."""

    markup: str
    texts: Sequence[str] = ()


Block = Text | Table | Columns | Raw


@dataclass(frozen=True)
class Paper:
    """A paper: its blocks, how it is printed, and the head that every page carries."""

    name: str
    blocks: Sequence[Block]
    landscape: bool = False
    size: float = 14.0
    head: str = ""
    numbered: bool = False
    programs: Sequence[str] = ("chromium", "libreoffice")
    style: str = ""
    flag: int = 0  # degrees of the Rotate flag that the finished pages get


def truth(paper: Paper) -> dict[str, object]:
    """What a reader must find: paragraphs and the grid of each table, spans repeated."""
    texts: list[str] = []
    tables: list[list[list[str]]] = []
    for block in paper.blocks:
        if isinstance(block, Table):
            tables.append(_grid(block))
        elif isinstance(block, Raw):
            texts += block.texts
        else:
            texts += [text.text for text in (block.texts if isinstance(block, Columns) else [block])]
    return {"texts": texts, "tables": tables}


def _grid(table: Table) -> list[list[str]]:
    grid = [[""] * len(table.widths) for _ in table.rows]
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            for place in ((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)):
                grid[place[0]][place[1]] = cell.text
                taken.add(place)
            column += cell.columns
    return grid
