"""What hangs together in an image of ink."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.words import Pixels


@dataclass(frozen=True, slots=True)
class Pieces:
    """Connected pieces of ink: their labels as an image, box and area (left, top, width, height, area), centres.

    Row ``i`` of ``stats`` and ``centres`` is of label ``i``; label 0 is paper, and a row without area has no ink.
    """

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    centres: NDArray[np.float64]


def pieces_of(ink: Pixels) -> Pieces:
    """The pieces of an image that is 0 where no ink is; corners that touch join.

    As ``cv2.connectedComponentsWithStats`` says it but for the row of the paper, which it counts pixel by pixel as
    well: of a page that is mostly paper the runs of ink along its rows tell the same in a third of the time.
    """
    count, labels = cv2.connectedComponents(ink, connectivity=8)
    rows, left, right = _runs(ink)
    label = labels[rows, left]
    low, high = np.full((2, count), max(ink.shape)), np.full((2, count), -1)
    for low_ends, high_ends, begin, end in ((low[0], high[0], left, right), (low[1], high[1], rows, rows)):
        np.minimum.at(low_ends, label, begin)
        np.maximum.at(high_ends, label, end)
    length = right - left + 1
    area = np.bincount(label, length, count)
    sums = [np.bincount(label, length * along, count) for along in ((left + right) / 2, rows)]
    low[:, 0], high[:, 0] = 0, -1  # of the paper nothing is told
    stats = np.column_stack((*low, *(high - low + 1), area)).astype(np.int32)
    centres = np.column_stack(sums) / np.maximum(area, 1)[:, None]
    return Pieces(np.asarray(labels, np.int32), stats, centres)


def _runs(ink: Pixels) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Row, first and last column of every run of ink along a row."""
    down, across = ink.shape
    framed = np.zeros((down, across + 2), bool)
    framed[:, 1:-1] = ink > 0
    turns = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    rows, left = np.divmod(turns[::2], across + 1)
    return rows, left, turns[1::2] - rows * (across + 1) - 1
