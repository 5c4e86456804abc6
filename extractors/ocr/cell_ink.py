"""The ink in some columns of a straight page, of pens of any colour and of print, without the rules of the table.

Form is seen in the darkness, which JPEG keeps sharp, and what is faint counts only where it has colour on the whole: a
back page that shines through has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import BoundingBox
from extractors.ocr.pen_marks import FINE
from extractors.ocr.straighten import StraightPage
from extractors.ocr.words import Pixels

_PAPER = 9.0  # points: strokes are thinner
_FAINT, _STRONG, _BLACK = 20, 35, 50  # shades darker than paper: of ink, at its darkest, of black ink on the average
_COLOUR = 9.0  # difference of channels of a pen, on the average
_DARK = 170
_RULE = 0.15  # of a coarse pixel that a rule covered
_BRIDGE = 5.5  # points of a stroke that a rule hides
_FARTHEST, _MOST_PIECES = 50.0, 8  # points and pieces of strokes that are put together
_SPECK = 1.5  # points


@dataclass(frozen=True, slots=True)
class Ink:
    """Strokes by label, with left, top, width, height and area; ``scale`` is pixels to the point.

    ``x`` and ``y`` are the points of the page at which the labels begin.
    """

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    scale: float
    x: float = 0.0
    y: float = 0.0

    def within(self, box: BoundingBox) -> NDArray[np.int32]:
        """The labels in a box (points)."""
        x0, x1 = (max(round((value - self.x) * self.scale), 0) for value in (box.x0, box.x1))
        y0, y1 = (max(round((value - self.y) * self.scale), 0) for value in (box.y0, box.y1))
        return self.labels[y0:y1, x0:x1]

    def length(self, label: int) -> float:
        """The longer side of a stroke in points."""
        return max(int(side) for side in self.stats[label, 2:4]) / self.scale

    def strokes(self, labels: Sequence[int]) -> tuple[NDArray[np.uint8], BoundingBox]:
        """Some strokes as image without margins, and their box in points."""
        left, top, width, height = self.stats[list(labels), :4].T
        x0, y0, x1, y1 = int(left.min()), int(top.min()), int((left + width).max()), int((top + height).max())
        shape = np.isin(self.labels[y0:y1, x0:x1], labels).astype(np.uint8)
        x, y = self.x, self.y
        return shape, BoundingBox(x0 / self.scale + x, y0 / self.scale + y, x1 / self.scale + x, y1 / self.scale + y)

    def foot(self, label: int) -> tuple[float, float]:
        """The lowest point of a stroke in points."""
        left, top, width, height = self.stats[label, :4].tolist()
        lowest = np.flatnonzero(self.labels[top + height - 1, left : left + width] == label)
        return (left + float(lowest.mean())) / self.scale + self.x, (top + height - 0.5) / self.scale + self.y


def ink_of(page: StraightPage, bare: Pixels, part: BoundingBox) -> Ink:
    """The ink of a part of the page (points); ``bare`` is the page without its rules."""
    scale = page.plane.scale
    down, across = bare.shape
    x0, y0 = max(int(part.x0 * scale), 0), max(int(part.y0 * scale), 0)
    x1, y1 = min(int(part.x1 * scale) + 1, across), min(int(part.y1 * scale) + 1, down)
    fine = min(FINE, scale)
    size = (max(1, round((x1 - x0) * fine / scale)), max(1, round((y1 - y0) * fine / scale)))
    dark, light = _channels(page, (x0, y0, x1 - x0, y1 - y0), size)
    rules = (page.pixels[y0:y1, x0:x1] < _DARK) & (bare[y0:y1, x0:x1] == 255)
    hidden = cv2.resize(rules.astype(np.float32), size, interpolation=cv2.INTER_AREA) > _RULE
    darkness = cv2.subtract(_paper(dark, fine), dark)
    ink = _bridged(np.asarray(darkness > _FAINT, np.uint8), np.asarray(hidden, np.uint8), fine)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shown = _shown(labels, stats, darkness, cv2.subtract(light, dark) if light is not None else None)
    shown[1:] &= stats[1:, 2:4].max(axis=1) >= _SPECK * fine
    return Ink(np.where(shown[labels], labels, 0).astype(np.int32), np.asarray(stats), fine, x0 / scale, y0 / scale)


def _channels(
    page: StraightPage, part: tuple[int, int, int, int], size: tuple[int, int]
) -> tuple[Pixels, Pixels | None]:
    """The darkest and the lightest channel of a part (left, top, width, height), smaller; no second one where grey."""
    left, top, width, height = part
    back = page.back @ np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(page.image.pixels, back, (width, height), flags=flags, borderValue=(255, 255, 255))
    pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    if pixels.ndim == 2:
        return pixels, None
    return np.asarray(pixels.min(axis=2)), np.asarray(pixels.max(axis=2))


def _paper(dark: Pixels, scale: float) -> Pixels:
    wide = round(_PAPER * scale) | 1
    closed = cv2.morphologyEx(cv2.blur(dark, (3, 3)), cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8))
    return np.asarray(cv2.blur(closed, (wide, wide)), np.uint8)


def _bridged(ink: Pixels, hidden: Pixels, scale: float) -> Pixels:
    """The ink without what rules hide, and with the strokes that run through below them."""
    around = cv2.dilate(hidden, np.ones((3, 3), np.uint8))
    seen = np.asarray(ink & (1 - around), np.uint8)
    wide = round(_BRIDGE * scale) | 1
    near = cv2.dilate(seen, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide))) & around
    _, groups, stats, _ = cv2.connectedComponentsWithStats(np.asarray(seen | near, np.uint8), connectivity=8)
    count, pieces = cv2.connectedComponents(seen, connectivity=8)
    group = np.zeros(count, np.intp)
    group[pieces.ravel()] = (groups * seen).ravel()
    sizes = np.bincount(group[1:], minlength=len(stats))
    for label in np.flatnonzero(sizes > 1).tolist():
        left, top, width, height = stats[label, :4].tolist()
        if label and max(width, height) <= _FARTHEST * scale and sizes[label] <= _MOST_PIECES:
            part = (slice(top, top + height), slice(left, left + width))
            _join(seen[part], np.where(groups[part] == label, pieces[part], 0))
    return seen


def _join(ink: Pixels, pieces: NDArray[np.int32]) -> None:
    """Draw the shortest lines between the pieces of a stroke into the ink, from the largest piece on."""
    labels = [label for label in np.unique(pieces).tolist() if label]
    points = sorted((np.argwhere(pieces == label) for label in labels), key=len)
    whole = points.pop()
    while points:
        apart = [np.abs(whole[:, None] - other[None]).max(axis=2) for other in points]
        nearest = min(range(len(points)), key=lambda index: int(apart[index].min()))
        first, second = np.unravel_index(int(apart[nearest].argmin()), apart[nearest].shape)
        other = points.pop(nearest)
        ends = [tuple(int(value) for value in point[::-1]) for point in (whole[first], other[second])]
        cv2.line(ink, ends[0], ends[1], 1, 2)
        whole = np.concatenate((whole, other))


def _shown(
    labels: NDArray[np.int32], stats: NDArray[np.int32], darkness: Pixels, colour: Pixels | None
) -> NDArray[np.bool_]:
    """By label, whether strokes are dark or coloured enough to be ink of this side of the sheet."""
    inked = np.flatnonzero(labels)
    label, area = labels.ravel()[inked], np.maximum(stats[:, 4], 1)
    dark = darkness.ravel()[inked]
    most = np.zeros(len(stats))
    np.maximum.at(most, label, dark)
    shown = np.bincount(label, dark, len(stats)) / area >= _BLACK
    if colour is not None:
        tint = np.maximum(colour.ravel()[inked] - float(np.median(colour)), 0)
        shown |= np.bincount(label, tint, len(stats)) / area >= _COLOUR
    shown &= most >= _STRONG
    shown[0] = False
    return np.asarray(shown)
