"""Marks that a coloured pen put into tick boxes.

Colours are lifted off a page before it is read, since stamps and signatures cover its text; ticks by pen go with them,
and their boxes would count as empty. So the ink of pens is looked for in the colours of the page as it came. A stamp
or a signature that runs over a box is no tick, but what it covers cannot be seen: such a box is neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import BoundingBox
from extractors.ocr.pieces import pieces_of
from extractors.ocr.straighten import StraightPage
from extractors.ocr.tick_boxes import TickBox

FINE = 2.0  # pixels to the point: strokes of pens are a point wide
_STROKE = 5.0  # points; wider colour is shading or a picture
_COLOUR, _FAINT = 40, 18  # difference of channels: black ink stays below; of the soft edge of strokes
_INSIDE = 0.1  # of a side, within the edge of a box: less is its frame
_TOUCH = 0.012  # of the inside that coloured ink covers at least
_MARK = 0.3  # of a side: a mark is at least so large
_TAIL = 0.5  # of a stroke's ink in its own box: the tail of a tick leaves less in another one
_PEN = 3.2  # sides: what reaches farther is a signature or the ring of a stamp
_NEAR = 1.2  # sides around a box: ink there that is in no box may be a stamp
_BESIDE = 0.5  # of a side: so long a stroke that touches an empty frame may be its mark
_MIDDLE = 0.25  # of a side, within the edge of a box: there a pale stroke is looked for
_PAPER, _SHADE, _PALE, _TINT = (
    70,
    28,
    0.04,
    9.0,
)  # percentile that is paper; a stroke: darker, its area, colour
_STRAYS = 2  # so many pieces of such ink


@dataclass(frozen=True, slots=True)
class PenInk:
    """The coloured strokes of a page: their labels, and left, top, width and height by label; ``scale`` to the page."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    scale: float

    def within(self, box: BoundingBox, margin: float) -> NDArray[np.int32]:
        """The labels around a box (pixels of the page), or within it where the margin is negative."""
        x0, y0 = ((value - margin) * self.scale for value in (box.x0, box.y0))
        x1, y1 = ((value + margin) * self.scale for value in (box.x1, box.y1))
        return self.labels[max(round(y0), 0) : max(round(y1), 0), max(round(x0), 0) : max(round(x1), 0)]

    def size(self, labels: Sequence[int]) -> float:
        """How far strokes reach together, in pixels of the page."""
        left, top, width, height = self.stats[list(labels), :4].T
        return float(max((left + width).max() - left.min(), (top + height).max() - top.min())) / self.scale


def with_pen_marks(boxes: Sequence[TickBox], page: StraightPage) -> tuple[TickBox, ...]:
    """The boxes, those without a printed mark judged by the ink of pens."""
    if page.image.pixels.ndim == 2 or all(item.ticked for item in boxes):
        return tuple(boxes)
    ink = pen_ink(page)
    inside = [_touching(ink, item.box) for item in boxes]
    most: dict[int, int] = {}
    for shares in inside:
        for label, share in shares.items():
            most[label] = max(most.get(label, 0), share)
    return tuple(_judged(item, ink, shares, most, page) for item, shares in zip(boxes, inside, strict=True))


def _judged(
    item: TickBox, ink: PenInk, shares: Mapping[int, int], most: Mapping[int, int], page: StraightPage
) -> TickBox:
    """A box with what pens say of it; one that seems empty, but is not without colour, is neither."""
    if item.ticked:
        return item
    ticked = _is_tick(ink, item.box, shares, most) if shares else item.ticked
    doubtful = ticked is False and (_is_beside(ink, item.box, most) or _is_faintly_marked(item.box, page))
    return replace(item, ticked=None if doubtful else ticked)


def _is_beside(ink: PenInk, box: BoundingBox, most: Mapping[int, int]) -> bool:
    """Whether a stroke that lies in no box touches the frame of this one: a tick may have missed it."""
    side = box.x1 - box.x0
    around = {int(label) for label in np.unique(ink.within(box, 0.0)) if label} - most.keys()
    return any(ink.size([label]) >= _BESIDE * side for label in around)


def _is_faintly_marked(box: BoundingBox, page: StraightPage) -> bool:
    """Whether there is a pale coloured stroke in the middle of a box: JPEG takes much colour from thin ones."""
    inset = _MIDDLE * (box.x1 - box.x0)
    size = (max(1, round(box.x1 - box.x0 - 2 * inset)), max(1, round(box.y1 - box.y0 - 2 * inset)))
    back = page.back @ np.array([[1.0, 0.0, box.x0 + inset], [0.0, 1.0, box.y0 + inset], [0.0, 0.0, 1.0]])
    pixels = cv2.warpAffine(page.image.pixels, back, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    dark, colour = pixels.min(axis=2).astype(np.int16), np.ptp(pixels, axis=2).astype(np.int16)
    inked = np.percentile(dark, _PAPER) - dark > _SHADE
    if float(inked.mean()) < _PALE or not (~inked).any():
        return False
    return float(colour[inked].mean() - np.median(colour[~inked])) >= _TINT


def pen_ink(page: StraightPage, least: int = _COLOUR) -> PenInk:
    """Coloured strokes, on a coarse copy of the straight page; ``least`` is the colour at their strongest."""
    scale = min(FINE / page.plane.scale, 1.0)
    down, across = page.pixels.shape
    size = (max(1, round(across * scale)), max(1, round(down * scale)))
    back = page.back @ np.diag([1 / scale, 1 / scale, 1.0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    white = (255, 255, 255)
    pixels = cv2.blur(cv2.warpAffine(page.image.pixels, back, size, flags=flags, borderValue=white), (3, 3))
    first, second, third = cv2.split(pixels)
    light, dark = cv2.max(cv2.max(first, second), third), cv2.min(cv2.min(first, second), third)
    wide = np.ones((round(_STROKE * FINE) | 1,) * 2, np.uint8)
    strokes = cv2.morphologyEx(cv2.subtract(light, dark), cv2.MORPH_TOPHAT, wide)
    pieces = pieces_of(np.asarray(strokes > _FAINT, np.uint8))
    strong = np.zeros(len(pieces.stats), bool)
    strong[pieces.labels[strokes > least]] = True
    new = np.where(strong, np.cumsum(strong), 0).astype(np.int32)
    return PenInk(new[pieces.labels], np.concatenate((pieces.stats[:1], pieces.stats[strong])), scale)


def _touching(ink: PenInk, box: BoundingBox) -> dict[int, int]:
    """The strokes that reach into a box, with their pixels there."""
    inside = ink.within(box, -_INSIDE * (box.x1 - box.x0))
    if not inside.size or float((inside > 0).mean()) < _TOUCH:
        return {}
    labels, counts = np.unique(inside[inside > 0], return_counts=True)
    return dict(zip(labels.tolist(), counts.tolist(), strict=True))


def _is_tick(ink: PenInk, box: BoundingBox, shares: Mapping[int, int], most: Mapping[int, int]) -> bool | None:
    """Whether strokes in a box are a mark; None where they may belong to a stamp or a signature.

    A stroke belongs to the box in which most of it lies: the tail of a tick may reach into the next one.
    """
    side = box.x1 - box.x0
    own = [label for label, share in shares.items() if share == most[label]]
    if not own:
        return None if any(share > _TAIL * most[label] for label, share in shares.items()) else False
    if not _MARK * side <= ink.size(own) <= _PEN * side:
        return None
    around = {int(label) for label in np.unique(ink.within(box, _NEAR * side)) if label} - most.keys()
    strays = [label for label in around if ink.size([label]) >= _MARK * side]
    return None if len(strays) >= _STRAYS else True
