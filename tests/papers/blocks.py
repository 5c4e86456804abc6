"""The blocks a made-up paper consists of, and how they are written as text, Markdown, HTML or CSV.

Texts hold scores as marks (``mark("8", 2565)``) until the paper is printed, so that every printed reading is one known
occurrence that can be spoiled. A tab in a cell's text splits the cell, a line end breaks its line.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

MARK = re.compile("\ue000([^\ue001]+)@(\\d{4})\ue001")
Ink = Callable[[str, bool], str]
"""Turns a block's text into what is printed; the flag tells that the text stands in a table."""


def mark(code: str | int, year: int) -> str:
    """The place of the score ``code`` of ``year`` in a text."""
    return f"\ue000{code}@{year}\ue001"


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``bullet`` writes it as an item of a list."""

    text: str
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of depth ``level`` (1 is the title)."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that covers ``rows`` x ``columns`` places."""

    text: str
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``form``: tsv, pipe, html or csv; ``head_tag`` is how an HTML header row is written (th or td)."""

    rows: tuple[tuple[Cell, ...], ...]
    form: str
    head_tag: str = "th"


Block = Para | Heading | Grid


def texts(block: Block) -> list[str]:
    """All texts of the block in printing order."""
    if isinstance(block, Grid):
        return [cell.text for row in block.rows for cell in row]
    return [block.text]


def row(*cells: str, header: bool = False) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(text, header=header) for text in cells)


def broken(grid: Grid, after: int) -> list[Block]:
    """The table cut after ``after`` rows below its header, which is repeated over the second part."""
    first, rest = grid.rows[: after + 1], grid.rows[after + 1 :]
    return [replace(grid, rows=first), replace(grid, rows=(grid.rows[0], *rest))] if rest else [grid]


def wrapped(text: str, width: int = 60) -> str:
    """``text`` with lines broken at blanks, each at least ``width`` letters long."""
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) > width:
            lines.append(word)
        else:
            lines[-1] += " " + word if lines[-1] else word
    return "\n".join(lines)


def write_text(blocks: list[Block], ink: Ink, markdown: bool) -> str:
    """The paper as text (``.txt``) or Markdown (``.md``); tables keep their own form."""
    parts = []
    for block in blocks:
        if isinstance(block, Grid):
            parts.append(FORMS[block.form](block, ink))
        elif isinstance(block, Heading):
            parts.append(("#" * block.level + " " if markdown else "") + ink(block.text, False))
        else:
            parts.append(("- " if block.bullet else "") + ink(block.text, False))
    return "\n\n".join(parts) + "\n"


def write_html(blocks: list[Block], ink: Ink) -> str:
    """The paper as an HTML document; every table is an HTML table."""
    parts = ["<!DOCTYPE html>", '<html lang="th"><head><meta charset="utf-8"><title>ITA</title></head><body>']
    for block in blocks:
        if isinstance(block, Grid):
            parts.append(html_table(block, ink))
        elif isinstance(block, Heading):
            parts.append(f"<h{block.level}>{_markup(ink(block.text, False))}</h{block.level}>")
        else:
            parts.append(f"<p>{_markup(ink(block.text, False))}</p>")
    return "\n".join([*parts, "</body></html>", ""])


def write_csv(blocks: list[Block], ink: Ink) -> str:
    """The paper as CSV: texts in the first column, tables cell by cell (spans written once)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for block in blocks:
        if isinstance(block, Grid):
            for cells in block.rows:
                writer.writerow([part for cell in cells for part in ink(cell.text, True).split("\t")])
        else:
            writer.writerow([ink(block.text, False)])
    return out.getvalue()


def tsv_table(grid: Grid, ink: Ink) -> str:
    """Cells separated by tabs; what a span covers stays empty."""
    return "\n".join("\t".join(_flat(cell) for cell in line) for line in _lines(grid, ink))


def pipe_table(grid: Grid, ink: Ink) -> str:
    """A Markdown table; the first row is its header."""
    lines = [[_flat(cell).replace("|", "/") for cell in line] for line in _lines(grid, ink)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line).replace("\t", " | ") + " |" for line in lines)


def html_table(grid: Grid, ink: Ink) -> str:
    """An HTML table with its spans."""
    lines = []
    for cells in grid.rows:
        parts = []
        for cell in cells:
            tag = grid.head_tag if cell.header else "td"
            spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
                f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            )
            texts = [_markup(part) for part in ink(cell.text, True).split("\t")]
            parts.append(f"<{tag}{spans}>" + f"</{tag}><{tag}>".join(texts) + f"</{tag}>")
        lines.append("<tr>" + "".join(parts) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


FORMS: dict[str, Callable[[Grid, Ink], str]] = {
    "tsv": tsv_table,
    "csv": tsv_table,
    "pipe": pipe_table,
    "html": html_table,
}


def _lines(grid: Grid, ink: Ink) -> list[list[str]]:
    """Rows of texts with an empty one for every place that a span from above or from the left covers."""
    lines: list[list[str]] = []
    covered: dict[tuple[int, int], bool] = {}
    for index, cells in enumerate(grid.rows):
        line: list[str] = []
        for cell in cells:
            while covered.get((index, len(line))):
                line.append("")
            covered |= {
                (index + down, len(line) + right): True for down in range(cell.rows) for right in range(cell.columns)
            }
            line.extend([ink(cell.text, True), *[""] * (cell.columns - 1)])
        while covered.get((index, len(line))):
            line.append("")
        lines.append(line)
    return lines


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _markup(text: str) -> str:
    """Escaped text; tick boxes written as inputs stay as they are."""
    escaped = html.escape(text, quote=False).replace("\n", "<br>")
    return re.sub(r"&lt;(input [^&]*?)&gt;", r"<\1>", escaped)
