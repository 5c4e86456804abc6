"""Print under a stamp or a pen stroke: what is joined to one large, thin drawing comes apart where it is darker.

A stamp runs through words and cells, so everything that it touches is one piece of ink, too tall for a letter. Coloured
ink is lighter than print once its colour is lifted, so the darker part of such a piece is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.pieces import Pieces, pieces_of
from extractors.ocr.words import Pixels

_SPARSE = 0.16  # share of ink in the box of a stamp or a signature; pictures, seals and letters are denser
_APART = 45  # shades between the print and the drawing over it: less are core and edge of one ink
_OVER_LETTERS = 0.4  # the same with the letters that it is drawn over
_WHOLE = 0.7  # of a drawing's height: what is left of it is the drawing
_MOST = 60  # pieces of a page that are looked at
_NEAR, _ROOM = 6.0, 0.2  # heights of letters: from a drawing to a line beside it; from letters to where they are cut

Line = tuple[float, float, float, float]


def uncovered(pixels: Pixels, pieces: Pieces, tallest: float) -> Pieces:
    """The pieces with thin drawings taller than ``tallest`` pixels taken out, what is darker in them by itself."""
    apart = {}
    for index in _drawings(pieces.stats, tallest):
        where = _box(pieces.stats[index])
        own = pieces.labels[where] == index
        level = _level(pixels[where][own])
        if level is None:
            continue
        dark = own & (pixels[where] <= level)
        if not _is_drawing(dark):  # else the pen is darker than the print: its letters would be lost
            apart[index] = dark
    return _replaced(pieces, apart) if apart else pieces


def cut_at_lines(
    pieces: Pieces, areas: NDArray[np.int32], lines: Mapping[int, Sequence[Line]], tallest: float
) -> Pieces:
    """The pieces with thin drawings taller than ``tallest`` cut at the lines of text that they run through.

    So letters that a pen of the colour of the print has joined are letters of their lines again, with bits of the pen.
    ``lines`` are those found by what the pen has not touched: (top, bottom, left, right) by the place that ``areas``
    has for every pixel. Parts of a drawing in other places stay whole. The same object where nothing was cut.
    """
    apart = {}
    for index in _drawings(pieces.stats, tallest, _OVER_LETTERS):
        where = _box(pieces.stats[index])
        own = pieces.labels[where] == index
        cut = _cut(own, areas[where], lines, (where[1].start, where[0].start))
        if cut is not None:
            apart[index] = cut
    return _replaced(pieces, apart) if apart else pieces


def _is_drawing(dark: NDArray[np.bool_]) -> bool:
    """Whether the darker ink of a drawing is the drawing itself, one piece that is as tall as all of it."""
    heights = pieces_of(np.asarray(dark, np.uint8)).stats[1:, 3].tolist()
    return max(heights, default=0) > _WHOLE * float(dark.shape[0])


def _cut(
    own: NDArray[np.bool_], areas: NDArray[np.int32], lines: Mapping[int, Sequence[Line]], corner: tuple[int, int]
) -> NDArray[np.bool_] | None:
    """A drawing without the rows just above and below the letters of each line, and between places; None if whole."""
    left, top = corner
    right, bottom = left + own.shape[1], top + own.shape[0]
    parted = own.copy()
    for place in np.unique(areas[own]).tolist():
        inside = areas == place
        for above, below, first, last in lines.get(place, ()):
            height = max(below - above, 1.0)
            if below < top or above > bottom or last < left - _NEAR * height or first > right + _NEAR * height:
                continue
            for row in (above - _ROOM * height, below + _ROOM * height):
                at = round(row) - top
                if 0 <= at < own.shape[0]:
                    parted[at] &= ~inside[at]
    if (parted == own).all():
        return None
    edges = (areas[:, 1:] != areas[:, :-1]) & own[:, 1:] & own[:, :-1]
    parted[:, 1:][edges] = False
    return parted


def _box(stats: NDArray[np.int32]) -> tuple[slice, slice]:
    left, top, width, height, _ = (int(value) for value in stats)
    return slice(top, top + height), slice(left, left + width)


def _replaced(pieces: Pieces, apart: Mapping[int, NDArray[np.bool_]]) -> Pieces:
    """The pieces with some of them gone, and what is left of each (a mask of its box) as pieces of their own."""
    labels, stats, centres = pieces.labels.copy(), [pieces.stats.copy()], [pieces.centres]
    count = len(pieces.stats)
    for index, left_over in apart.items():
        where = _box(pieces.stats[index])
        new = pieces_of(np.asarray(left_over, np.uint8))
        labels[where][pieces.labels[where] == index] = 0
        inked = new.labels > 0
        labels[where][inked] = new.labels[inked] + count - 1
        stats[0][index] = 0
        stats.append(new.stats[1:] + np.array([where[1].start, where[0].start, 0, 0, 0], np.int32))
        centres.append(new.centres[1:] + np.array([where[1].start, where[0].start], np.float64))
        count += len(new.stats) - 1
    return Pieces(labels, np.concatenate(stats), np.concatenate(centres))


def _drawings(stats: NDArray[np.int32], tallest: float, sparse: float = _SPARSE) -> list[int]:
    """The labels of tall pieces with little ink in their boxes, the largest first."""
    share = stats[:, 4] / np.maximum(stats[:, 2] * stats[:, 3], 1)
    found = np.flatnonzero((stats[:, 3] > tallest) & (share < sparse))
    return sorted((int(index) for index in found if index), key=lambda index: -int(stats[index, 4]))[:_MOST]


def _level(shades: NDArray[np.uint8]) -> int | None:
    """The shade up to which ink is print; None where all of it is of one kind."""
    level, _ = cv2.threshold(shades.reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark, light = shades[shades <= level], shades[shades > level]
    if not len(dark) or not len(light) or float(np.median(light)) - float(np.median(dark)) < _APART:
        return None
    return int(level)
