"""Blocks as web page, Markdown or text with tabs; merged cells are blanks where the form has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tools.made_papers.as_html import html
from tools.made_papers.model import Block, Paper, Table, Text


def _grid(table: Table) -> list[list[str]]:
    """All places of a table; those that a merged cell covers are blank."""
    width = len(table.widths)
    grid: list[list[str | None]] = [[None] * width for _ in table.rows]
    for index, row in enumerate(table.rows):
        for cell in row:
            column = grid[index].index(None)
            for down in range(cell.rows):
                for right in range(cell.columns):
                    grid[index + down][column + right] = ""
            grid[index][column] = cell.text.replace("\n", " ")
    return [[text or "" for text in row] for row in grid]


def _tsv(blocks: Sequence[Block]) -> bytes:
    return _lines(blocks, lambda table: ("\t".join(row) for row in _grid(table)))


def _markdown(blocks: Sequence[Block]) -> bytes:
    def lines(table: Table) -> Iterable[str]:
        first, *rest = _grid(table)
        dashes = ["---"] * len(first)
        return (f"| {' | '.join(row)} |" for row in (first, dashes, *rest))

    return _lines(blocks, lines)


def _lines(blocks: Sequence[Block], of_table: Callable[[Table], Iterable[str]]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append("\n".join(of_table(block)))
        elif isinstance(block, Text):
            parts.append(block.text)
    return ("\n\n".join(parts) + "\n").encode()


def _html(blocks: Sequence[Block]) -> bytes:
    return html(page_of(blocks)).encode()


def page_of(blocks: Sequence[Block]) -> Paper:
    """The blocks as a paper to be typeset: a landscape page in small type."""
    return Paper("league", blocks, landscape=True, size=8)


WRITERS: dict[str, tuple[str, Callable[[Sequence[Block]], bytes]]] = {
    "html": (".html", _html),
    "md": (".md", _markdown),
    "tsv": (".txt", _tsv),
}
