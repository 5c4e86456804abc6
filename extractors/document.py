r"""The document model: what every reader produces and the only thing later stages see.

A ``Document`` holds pages, a page holds blocks in reading order, a table holds cells. Every text knows where it stood
(page, bounding box or line), from which kind of source it came and how sure its reader was. All classes are frozen.

Conventions shared by all readers:

* ``text`` is cleaned with ``normalizers.thai.clean``; ``raw`` is what the source held.
* Lines inside a block or a cell are separated by ``"\\n"`` (``<p>``, ``<br>``, wrapped lines of a PDF).
* Tick boxes are the characters ``☐`` (empty) and ``☑`` (ticked), whatever the source used.
* A table that goes on after a page break is one ``Table``; a repeated header is no row of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

# What a number may be by its reader: texts with probabilities, the likeliest, which stands in the text, first.
NumberReadings: TypeAlias = tuple[tuple[str, float], ...]

UNTICKED = "☐"
TICKED = "☑"


class TextSource(StrEnum):
    """Where the characters of a page came from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    PLAIN = "plain"
    MIXED = "mixed"


class TextKind(StrEnum):
    """The role of a text block on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A rectangle in points (1/72 inch), origin at the top left of the page, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def scaled(self, factor: float) -> BoundingBox:
        """The same rectangle in another unit: pixels, where ``factor`` is pixels to the point."""
        return BoundingBox(self.x0 * factor, self.y0 * factor, self.x1 * factor, self.y1 * factor)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a text stood: the page (1-based) and either a line of the source file (1-based) or a bounding box."""

    page: int
    line: int | None = None
    bbox: BoundingBox | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, a paragraph or a list item.

    ``level`` is the depth of a heading (1 is the top) or the indent of a list item (0 is the outermost); 0 otherwise.
    ``lines`` gives for each line of ``text`` its own position, so that a value can be traced inside a long block;
    it is empty when the block's own position is all that is known. ``numbers`` are the readings of its numbers in the
    order of the text, where its reader told them.
    """

    kind: TextKind
    text: str
    raw: str
    position: Position
    level: int = 0
    confidence: float = 1.0
    lines: tuple[Position, ...] = ()
    numbers: tuple[NumberReadings, ...] = ()

    def position_at(self, offset: int) -> Position:
        """Position of the line that holds character ``offset`` of ``text``."""
        index = self.text.count("\n", 0, offset)
        return self.lines[index] if index < len(self.lines) else self.position


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its grid place (0-based) and how many rows and columns it covers.

    ``numbers`` are the readings of its numbers in the order of the text, where its reader told them.
    """

    row: int
    column: int
    text: str
    raw: str
    position: Position
    row_span: int = 1
    col_span: int = 1
    header: bool = False
    confidence: float = 1.0
    numbers: tuple[NumberReadings, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: cells sorted by (row, column); places covered by a span hold no cell of their own.

    ``continued`` tells that parts from several places were joined (a page break, a repeated header).
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    position: Position
    continued: bool = False
    confidence: float = 1.0

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells; a spanning cell is repeated in every place that it covers, None where nothing stands."""
        rows: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for column in range(cell.column, min(cell.column + cell.col_span, self.n_columns)):
                    rows[row][column] = cell
        return rows

    def header_rows(self) -> int:
        """How many leading rows consist of header cells only (0 when the table has no header)."""
        count = 0
        for row in self.grid():
            cells = [cell for cell in row if cell is not None]
            if not cells or not all(cell.header for cell in cells):
                break
            count += 1
        return count


Block = TextBlock | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order. ``unreadable`` names why a page was refused (it then holds no blocks).

    ``label`` is the page number printed on the page, where one was recognised; ``width`` and ``height`` are in points.
    ``recogniser`` names the back end that read a page of source OCR. ``picture_left_out`` says why a picture on a page
    that was read otherwise could not be recognised. ``unseen`` begins the text of the page that nobody can see on it
    (white on white, covered, far too small); it was left out.
    """

    number: int
    blocks: tuple[Block, ...]
    source: TextSource
    width: float | None = None
    height: float | None = None
    label: str | None = None
    unreadable: str | None = None
    repairs: tuple[str, ...] = ()
    confidence: float = 1.0
    recogniser: str = ""
    picture_left_out: str | None = None
    unseen: str = ""

    @property
    def method(self) -> str:
        """Where the characters came from, with the recogniser's name ("ocr:tesseract")."""
        return f"{self.source.value}:{self.recogniser}" if self.recogniser else self.source.value


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as read: its format (``txt``, ``md``, ``html``, ``csv``, ``pdf``, …) and its pages."""

    format: str
    pages: tuple[Page, ...]
    encoding: str | None = None

    @property
    def source(self) -> TextSource:
        """The one source of all pages, or ``MIXED``."""
        sources = {page.source for page in self.pages}
        return sources.pop() if len(sources) == 1 else TextSource.MIXED

    def blocks(self) -> Iterator[Block]:
        """All blocks of all pages in reading order."""
        for page in self.pages:
            yield from page.blocks

    def text(self) -> str:
        """All text, blocks and cells separated by line ends: for tests of presence, not for values."""
        parts: list[str] = []
        for block in self.blocks():
            if isinstance(block, Table):
                parts.extend(cell.text for cell in block.cells)
            else:
                parts.append(block.text)
        return "\n".join(parts)
