"""Short ways to read a text in a test and to look at what came out."""

from __future__ import annotations

from extractors.document import Document, Table, TextBlock
from extractors.readers import read


def document(text: str | bytes, name: str = "paper.txt") -> Document:
    return read(text.encode() if isinstance(text, str) else text, name)


def texts(text: str | bytes, name: str = "paper.txt") -> list[tuple[str, int, str]]:
    """Kind, level and text of every text block."""
    blocks = document(text, name).blocks()
    return [(block.kind.value, block.level, block.text) for block in blocks if isinstance(block, TextBlock)]


def tables(text: str | bytes, name: str = "paper.txt") -> list[Table]:
    return [block for block in document(text, name).blocks() if isinstance(block, Table)]


def rows(table: Table) -> list[list[str | None]]:
    """The texts of the grid; spans are repeated, None where nothing stands."""
    return [[cell.text if cell is not None else None for cell in row] for row in table.grid()]


def only_table(text: str | bytes, name: str = "paper.txt") -> Table:
    (table,) = tables(text, name)
    return table
