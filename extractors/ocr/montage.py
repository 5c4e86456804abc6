"""What is read of a page, laid out so that a line finder cannot go wrong: the page without its tables, then every cell.

A recogniser that sees a table as a page joins lines of neighbouring cells that happen to stand at one height. So each
cell is cut out and put below the one before it; one call reads them all, and every word is led back to its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.document import BoundingBox
from extractors.ocr.words import Pixels, Word

_INK = 140
_GREY = 215  # ink with its soft edge
_BORDER = 12  # pixels around a piece
_APART = 26  # pixels between two pieces
_TALLEST = 12_000  # pixels of one sheet
_LEAST_INK = 6  # pixels of a piece that is worth reading
_SPECK = 3  # pixels: a row or column with less ink does not widen a piece


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page: its pixels and where its upper left corner stood; ``place`` numbers the part of the page."""

    pixels: Pixels
    x: int
    y: int
    place: int


@dataclass(frozen=True, slots=True)
class Read:
    """A word on the page (pixels of the page) and the part of the page that it was read in."""

    word: Word
    place: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """An image to be read and where its pieces lie on it (top of each piece, with its border)."""

    pixels: Pixels
    pieces: tuple[tuple[int, Piece], ...]

    def back(self, words: Iterable[Word], first_line: int) -> Iterator[Read]:
        """The words on the page; those between two pieces are specks and left out."""
        for word in words:
            middle = (word.y0 + word.y1) / 2
            top, piece = max((item for item in self.pieces if item[0] <= middle), default=self.pieces[0], key=_top)
            if middle >= top + piece.pixels.shape[0] + 2 * _BORDER:
                continue
            dx, dy = piece.x - _BORDER, piece.y - top - _BORDER
            moved = replace(word, x0=word.x0 + dx, x1=word.x1 + dx, y0=word.y0 + dy, y1=word.y1 + dy)
            yield Read(replace(moved, line=word.line + first_line), piece.place)


def _top(item: tuple[int, Piece]) -> int:
    return item[0]


def pieces_of(pixels: Pixels, cells: Sequence[BoundingBox], tables: Sequence[BoundingBox], reach: int) -> list[Piece]:
    """The page without its tables (place -1), then the cells (place: index); boxes are in pixels of the page.

    Marks and tails of letters hang over the rules of tight tables: what is connected belongs to the cell that its
    middle lies in, as far as ``reach`` pixels outside of it.
    """
    if not tables:
        found = [_trimmed(Piece(pixels, 0, 0, -1))]
        return [piece for piece in found if piece is not None]
    owners = _owners(pixels, cells, tables)
    found = [_trimmed(Piece(np.where(owners == -1, pixels, 255).astype(np.uint8), 0, 0, -1))]
    for place, cell in enumerate(cells):
        x0, y0 = max(int(cell.x0) - reach, 0), max(int(cell.y0) - reach, 0)
        where = (slice(y0, int(cell.y1) + reach), slice(x0, int(cell.x1) + reach))
        own = np.where(owners[where] == place, pixels[where], 255).astype(np.uint8)
        found.append(_trimmed(Piece(own, x0, y0, place)))
    return [piece for piece in found if piece is not None]


def _owners(pixels: Pixels, cells: Sequence[BoundingBox], tables: Sequence[BoundingBox]) -> NDArray[np.int32]:
    """For every pixel the place that it belongs to; -1 is the page outside of tables, -2 a table outside of cells."""
    import cv2

    areas = np.full(pixels.shape, -1, np.int32)
    for value, boxes in ((-2, tables), (None, cells)):
        for index, box in enumerate(boxes):
            place = index if value is None else value
            areas[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1] = place
    count, labels, _, centres = cv2.connectedComponentsWithStats((pixels < _GREY).astype(np.uint8), connectivity=8)
    down, across = pixels.shape
    rows = np.clip(centres[:, 1].astype(int), 0, down - 1)
    columns = np.clip(centres[:, 0].astype(int), 0, across - 1)
    owner = areas[rows, columns]
    return np.where(labels > 0, owner[labels], areas).astype(np.int32)


def _trimmed(piece: Piece) -> Piece | None:
    """A piece without its empty margins; None where there is nothing on it."""
    ink = piece.pixels < _INK
    rows, columns = ink.sum(axis=1), ink.sum(axis=0)
    filled = int(rows.sum())
    down, across = np.nonzero(rows >= min(_SPECK, filled))[0], np.nonzero(columns >= min(_SPECK, filled))[0]
    if filled < _LEAST_INK or not len(down) or not len(across):
        return None
    y0, y1, x0, x1 = int(down[0]), int(down[-1]) + 1, int(across[0]), int(across[-1]) + 1
    y0, x0 = max(y0 - 3, 0), max(x0 - 3, 0)
    return Piece(piece.pixels[y0 : y1 + 3, x0 : x1 + 3], piece.x + x0, piece.y + y0, piece.place)


def sheets_of(pieces: Sequence[Piece]) -> Iterator[Sheet]:
    """The pieces below each other, on as few sheets as may be."""
    held: list[tuple[int, Piece]] = []
    height = 0
    for piece in pieces:
        tall = piece.pixels.shape[0] + 2 * _BORDER + _APART
        if held and height + tall > _TALLEST:
            yield _sheet(held, height)
            held, height = [], 0
        held.append((height, piece))
        height += tall
    if held:
        yield _sheet(held, height)


def _sheet(held: list[tuple[int, Piece]], height: int) -> Sheet:
    width = max(piece.pixels.shape[1] for _, piece in held) + 2 * _BORDER
    sheet = np.full((height, width), 255, np.uint8)
    for top, piece in held:
        down, across = piece.pixels.shape
        sheet[top + _BORDER : top + _BORDER + down, _BORDER : _BORDER + across] = piece.pixels
    return Sheet(sheet, tuple(held))
