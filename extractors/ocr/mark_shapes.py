"""What a small stroke is by its form: a tick or slash, a cross, a filled dot, a dash, or anything else.

A tick goes up to the right from its lowest point, by one stroke: no column of its pixels meets it twice, as those of
digits and letters do. Its left arm may be short, long or missing.
"""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

_DENSE, _SOLID, _ROUND = 0.62, 0.9, 1.7  # of its box and of its hull that a dot fills; its longer to its shorter side
_THIN, _LONG = 3.5, 3.5  # points a dash is high at most; its width to its height
_FOOT = 0.12  # of the height: the lowest part of a tick
_LEAN = 0.25  # of the height: how far its right arm reaches to the right
_LEFT = 0.62  # of the width: farther right its lowest point does not lie
_END, _HIGH = 0.15, 0.42  # of the width: its right end; of the height, from the top: where that lies
_SINGLE, _RISING = 0.72, 0.85  # share of the columns of its right arm that meet it once, and that go up
_BULGE = (0.08, 0.92)  # of the height: where the middle of its right arm lies
_HOLE = 0.02  # of its box: a smaller one is a gap of the pen
_ARMS, _WIDE = 0.3, 0.2  # of its sides: so far from its ends a cross has two arms; how wide the gap between them is
_CORE = 0.3  # of its sides, around the middle: where its arms meet
_SQUARE = 2.4  # its longer to its shorter side

Ink = NDArray[np.uint8]


class Shape(Enum):
    """The form of a mark."""

    TICK = 1
    CROSS = 2
    DOT = 3
    DASH = 4
    OTHER = 5


def shape_of(ink: Ink, points: float) -> Shape:
    """The form of what is inked (1) in an image without margins; ``points`` is pixels to the point."""
    height, width = ink.shape
    if height <= _THIN * points and width >= _LONG * height:
        return Shape.DASH
    if max(height, width) <= _ROUND * min(height, width) and _is_solid(ink):
        return Shape.DOT
    if _largest_hole(ink) > _HOLE * height * width:
        return Shape.OTHER
    if _is_tick(ink):
        return Shape.TICK
    return Shape.CROSS if _is_cross(ink) else Shape.OTHER


def _is_solid(ink: Ink) -> bool:
    """Whether an outline is filled and has no dents, as blurred digits have."""
    points = np.argwhere(ink).astype(np.int32)
    hull = cv2.fillConvexPoly(np.zeros_like(ink), cv2.convexHull(points)[:, 0, ::-1].copy(), (1,))
    return float(ink.mean()) >= _DENSE and float(ink.sum()) >= _SOLID * float(hull.sum())


def _largest_hole(ink: Ink) -> int:
    paper = np.asarray(np.pad(ink, 1) == 0, np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    return int(stats[2:, 4].max(initial=0))


def _is_tick(ink: Ink) -> bool:
    height, width = ink.shape
    foot = float(np.flatnonzero(ink[-max(1, round(_FOOT * height)) :].any(axis=0)).mean())
    arm = ink[:, round(foot) :]
    if foot > _LEFT * width or width - foot < _LEAN * height or not arm.any(axis=0).all():
        return False
    middles = (arm.argmax(axis=0) + height - 1 - arm[::-1].argmax(axis=0)) / 2
    if middles[-max(1, round(_END * width)) :].mean() > _HIGH * height:
        return False
    if not _BULGE[0] * height <= middles[len(middles) // 2] <= _BULGE[1] * height:
        return False
    rising = np.diff(middles) <= 1
    return bool((_runs(arm) == 1).mean() >= _SINGLE and (not len(rising) or rising.mean() >= _RISING))


def _is_cross(ink: Ink) -> bool:
    height, width = ink.shape
    if max(height, width) > _SQUARE * min(height, width):
        return False
    for view in (ink, ink.T):
        runs, part = _runs(view), max(1, round(_ARMS * view.shape[1]))
        if runs[:part].max() < 2 or runs[-part:].max() < 2:
            return False
        middle = slice(round((0.5 - _WIDE / 2) * view.shape[1]), max(round((0.5 + _WIDE / 2) * view.shape[1]), 1))
        if view[0, middle].any() or view[-1, middle].any():
            return False
    core = [slice(round((0.5 - _CORE / 2) * side), round((0.5 + _CORE / 2) * side) + 1) for side in ink.shape]
    return bool(ink[core[0], core[1]].any())


def _runs(ink: Ink) -> NDArray[np.intp]:
    """How often each column meets ink."""
    steps = np.diff(np.pad(ink, ((1, 0), (0, 0))).astype(np.int8), axis=0)
    return np.asarray((steps == 1).sum(axis=0))
