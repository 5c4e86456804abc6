"""Print under the loops of a black pen: where its ink is darker than the print it is painted over.

Scanning thins and greys small print; a pen stroke is wider and stays black. So a signature across a table is told from
letters by its shade, and what it covers is filled in from around (Telea 2004), which closes the strokes of letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.words import Pixels

_INK = 65  # darkness 0..255: less is paper
_DARKER = 1.5  # of the darkness of most ink; the darkest parts of letters reach 1.4
_BLACKEST = 235  # darkness that no ink need exceed
_LONG = 2.2  # usual heights of letters: two letters of a bold title that touch are shorter
_SPARSE = 0.25  # of its box that is ink: emblems and words of bold letters that touch are denser
_FLAT = 0.8  # usual heights: a piece so low or narrow may fill its box
_THICK = 0.45  # usual heights: wider ink is a picture, a bar or the ground of white letters
_EDGE = 0.1  # usual heights by which a stroke fades out
_LETTER = (0.35, 2.6)  # usual heights of a piece of print that the stroke touches
_LEAST = 2  # so many pieces: a pen beside the print is left as it is
_MOST = 60  # strokes of a page that are looked at
_RADIUS = 3.0  # pixels around that fill a pixel


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A stroke of a pen: rows and columns of its surroundings, and where it is in them."""

    rows: slice
    columns: slice
    mask: Pixels


def without_dark_pens(pixels: Pixels, usual: float) -> Pixels:
    """The page without pen strokes darker than its print; the same object where there are none.

    ``pixels`` are grey, paper 255, rules taken out; ``usual`` is the height of most letters' bodies in pixels.
    """
    level = _level(pixels)
    if level is None:
        return pixels
    painted = pixels
    for stroke in _strokes(pixels, level, usual):
        if painted is pixels:
            painted = pixels.copy()
        part = painted[stroke.rows, stroke.columns]
        filled = cv2.inpaint(np.ascontiguousarray(part), stroke.mask, _RADIUS, cv2.INPAINT_TELEA)
        painted[stroke.rows, stroke.columns] = filled
    return painted


def _level(pixels: Pixels) -> int | None:
    """The shade below which ink is darker than print; None where print is as black as ink gets."""
    some = pixels[::3, ::2]
    ink = some[some < 255 - _INK]
    if not ink.size:
        return None
    level = _DARKER * (255.0 - float(np.median(ink)))
    return 255 - round(level) if level <= _BLACKEST else None


def _strokes(pixels: Pixels, level: int, usual: float) -> Iterator[_Stroke]:
    """Long pieces of dark ink that cross print, looked for at half the size."""
    dark = np.pad(pixels < level, ((0, pixels.shape[0] % 2), (0, pixels.shape[1] % 2)))
    half = (dark[::2, ::2] | dark[1::2, ::2] | dark[::2, 1::2] | dark[1::2, 1::2]).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(half, connectivity=8)
    found = np.flatnonzero(_may_be_strokes(stats, usual / 2)).tolist()
    for index in sorted((at for at in found if at), key=lambda at: -int(stats[at, 4]))[:_MOST]:
        left, top, width, height = (2 * int(value) for value in stats[index, :4])
        room = 2 * round(usual / 2)
        rows, columns = slice(max(top - room, 0), top + height + room), slice(max(left - room, 0), left + width + room)
        near = labels[rows.start // 2 : rows.stop // 2, columns.start // 2 : columns.stop // 2] == index
        own = near.repeat(2, axis=0).repeat(2, axis=1) & dark[rows, columns]
        down, across = pixels[rows, columns].shape
        mask = _mask(own[:down, :across].astype(np.uint8), usual)
        if mask is not None and _touched(pixels[rows, columns], mask, usual) >= _LEAST:
            yield _Stroke(rows, columns, mask)


def _may_be_strokes(stats: NDArray[np.int32], usual: float) -> NDArray[np.bool_]:
    """Of pieces of ink those that are long, with much paper in their boxes or flat."""
    sides = stats[:, 2:4]
    sparse = stats[:, 4] < _SPARSE * sides.prod(axis=1)
    return np.asarray((sides.max(axis=1) >= _LONG * usual) & (sparse | (sides.min(axis=1) < _FLAT * usual)))


def _mask(own: Pixels, usual: float) -> Pixels | None:
    """What a stroke covers with its edge; None where it is thicker than a pen."""
    if float(cv2.distanceTransform(own, cv2.DIST_L2, 3).max()) > _THICK * usual / 2:
        return None
    edge = max(round(_EDGE * usual), 1)
    return np.asarray(cv2.dilate(own, np.ones((2 * edge + 1, 2 * edge + 1), np.uint8)), np.uint8)


def _touched(part: Pixels, mask: Pixels, usual: float) -> int:
    """How many pieces of print of the size of letters end where the stroke begins."""
    print_ = ((part < 255 - _INK) & (mask == 0)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(print_, connectivity=8)
    ring = cv2.dilate(mask, np.ones((3, 3), np.uint8)) > mask
    low, high = _LETTER
    heights = stats[np.unique(labels[ring]), 3]
    return int(((heights >= low * usual) & (heights <= high * usual)).sum())
