"""Print under a stamp or a pen stroke: what is joined to one large, thin drawing comes apart where it is darker.

A stamp runs through words and cells, so everything that it touches is one piece of ink, too tall for a letter. Coloured
ink is lighter than print once its colour is lifted, so the darker part of such a piece is looked at by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.words import Pixels

_SPARSE = 0.16  # share of ink in the box of a stamp or a signature; pictures, seals and letters are denser
_APART = 45  # shades between the print and the drawing over it: less are core and edge of one ink
_MOST = 60  # pieces of a page that are looked at


@dataclass(frozen=True, slots=True)
class Pieces:
    """Connected pieces of ink: their labels as an image, box and area (left, top, width, height, area), centres.

    Row ``i`` of ``stats`` and ``centres`` is of label ``i``; label 0 is paper, and a row without area has no ink.
    """

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    centres: NDArray[np.float64]


def pieces_of(ink: Pixels) -> Pieces:
    """The pieces of an image that is 1 where ink is."""
    _, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return Pieces(np.asarray(labels, np.int32), np.asarray(stats, np.int32), np.asarray(centres, np.float64))


def uncovered(pixels: Pixels, pieces: Pieces, tallest: float) -> Pieces:
    """The pieces with thin drawings taller than ``tallest`` pixels taken out, what is darker in them by itself."""
    labels = pieces.labels.copy()
    stats, centres = [pieces.stats], [pieces.centres]
    count = len(pieces.stats)
    for index in _drawings(pieces.stats, tallest):
        left, top, width, height, _ = pieces.stats[index]
        where = (slice(top, top + height), slice(left, left + width))
        own = pieces.labels[where] == index
        level = _level(pixels[where][own])
        if level is None:
            continue
        dark = pieces_of(np.asarray(own & (pixels[where] <= level), np.uint8))
        labels[where][own] = 0
        inked = dark.labels > 0
        labels[where][inked] = dark.labels[inked] + count - 1
        stats[0] = stats[0].copy()
        stats[0][index] = 0
        stats.append(dark.stats[1:] + np.array([left, top, 0, 0, 0], np.int32))
        centres.append(dark.centres[1:] + np.array([left, top], np.float64))
        count += len(dark.stats) - 1
    return Pieces(labels, np.concatenate(stats), np.concatenate(centres))


def _drawings(stats: NDArray[np.int32], tallest: float) -> list[int]:
    """The labels of tall pieces with little ink in their boxes, the largest first."""
    share = stats[:, 4] / np.maximum(stats[:, 2] * stats[:, 3], 1)
    found = np.flatnonzero((stats[:, 3] > tallest) & (share < _SPARSE))
    return sorted((int(index) for index in found if index), key=lambda index: -int(stats[index, 4]))[:_MOST]


def _level(shades: NDArray[np.uint8]) -> int | None:
    """The shade up to which ink is print; None where all of it is of one kind."""
    level, _ = cv2.threshold(shades.reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark, light = shades[shades <= level], shades[shades > level]
    if not len(dark) or not len(light) or float(np.median(light)) - float(np.median(dark)) < _APART:
        return None
    return int(level)
