"""Tick boxes of a straightened page: small printed squares, and whether something was put into them.

A recogniser takes an empty box for a letter and a ticked one for another. So boxes are found by their four sides, taken
out of the picture before it is read, and written among the words as ``☐`` and ``☑``. Ticks, crosses and fillings count
alike (those of coloured pens: ``pen_marks``). A box of which it cannot be said becomes U+FFFD: it is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import TICKED, UNTICKED, BoundingBox
from extractors.ocr.pieces import pieces_of
from extractors.ocr.straighten import Plane
from extractors.ocr.words import Pixels
from extractors.pdf.distrust import LOST
from extractors.pdf.lines import Cluster

_SMALLEST, _LARGEST = 6.5, 20.0  # points of a side
_DARK = 170
_LENGTH = 0.7  # of the smallest side: so much of a side must be in one piece
_GAP = 0.6  # points of white that noise leaves in a side
_THICKEST = 0.25  # of a side
_UNEVEN = 0.18  # of a side: by how much sides may differ and corners may be apart
_WHOLE = 0.85  # of each side that must be inked
_ROUNDED = 8.0  # points of a side of a frame with rounded corners, at least
_SEVERAL = 3  # empty ones of these on a page, at least
_STRAIGHT = 0.6  # of each side where corners are rounded
_SQUARE = 0.12  # of a side: by which height and width of such a frame may differ
_CORNER = 0.15  # of a side: so far from its corner ink is found along both sides
_ROOM = 0.4  # of a side that is free to the left or to the right
_LITTLE_ROOM = 0.15  # the same of a square that is as large as others
_SAME = 0.12  # of a side by which these may differ
_BARE = 0.35  # of a side, just outside of it, that may be inked
_GOES_ON = 0.5  # of a side: ink that goes on so far behind a corner is a rule of a table
_INSET = 0.06  # of a side, inside of the frame, that does not count as its inside
_MARK = 0.3  # of a side: a mark is at least so large
_FAINT = 215  # of ink that was lifted, but not wholly
_FARTHEST = 1.3  # sides: the tail of a tick does not reach so far out of its box
_BESIDE = 0.5  # of a side: so long a stroke that touches an empty frame may be a tick that missed its middle
_MIDDLE = 0.28  # of a side: what stays as close to the frame as this is a part of it
_STAIN = 0.03  # of the inside: more ink without a mark says nothing
_FILLED = 0.88  # of a square that is ink from edge to edge
_ALIKE = 0.2  # of a side: by how much filled boxes may differ from those of the page that are not
_COMB = 0.35  # of a side: squares so close to each other are places for letters
_AROUND = 2.2  # sides: ink that hangs together with a box and is no larger goes with it
_SURE = 0.95  # confidence
_MOST = 6000  # strokes; more is a picture
_MOST_OUTLINES = 60_000  # the same of outlines
_AT_ONCE = 256  # strokes that are compared with all below them in one go


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box in pixels of the page, and whether it is ticked; None where that cannot be said."""

    box: BoundingBox
    ticked: bool | None

    @property
    def text(self) -> str:
        """The character that stands for it."""
        return {True: TICKED, False: UNTICKED, None: LOST}[self.ticked]


@dataclass(frozen=True, slots=True)
class _Square:
    """The outer edge of a frame in pixels, and how thick it is drawn."""

    x0: int
    y0: int
    x1: int
    y1: int
    thickness: int

    @property
    def side(self) -> float:
        return (self.x1 - self.x0 + self.y1 - self.y0) / 2

    def overlaps(self, other: _Square, reach: float = 0.0) -> bool:
        across = self.x0 < other.x1 + reach and other.x0 < self.x1 + reach
        return across and self.y0 < other.y1 and other.y0 < self.y1


def find_boxes(pixels: Pixels, without_rules: Pixels, scale: float) -> tuple[TickBox, ...]:
    """The tick boxes of a page, from top to bottom; ``scale`` is pixels to the point.

    They are looked for on the page as it is, and where rules touch them, on the page whose rules were taken out: with
    the rules goes what lies close beside them.
    """
    pages = [np.asarray(page < _DARK, np.uint8) for page in (pixels, without_rules)]
    framed: list[tuple[_Square, Pixels]] = []
    for dark in pages:
        squares = [*_framed(dark, scale), *(_rounded(dark, scale) if dark is pages[0] else ())]
        apart = _without_combs(_distinct(squares))
        framed += [(square, dark) for square in apart if not any(square.overlaps(other) for other, _ in framed)]
    framed = _with_room(framed, pages[-1])
    if not framed:
        return ()
    usual = median(square.side for square, _ in framed)
    faint = np.asarray(without_rules < _FAINT, np.uint8)
    found = {square: _state(dark, faint, pages[-1], square) for square, dark in framed}
    for dark in pages:
        solid = [square for square in _filled(dark, usual) if not any(square.overlaps(other) for other in found)]
        found |= dict.fromkeys(solid, True)
    boxes = (TickBox(_box(square), ticked) for square, ticked in found.items())
    return tuple(sorted(boxes, key=lambda item: (item.box.y0, item.box.x0)))


def without_boxes(pixels: Pixels, boxes: Sequence[TickBox]) -> Pixels:
    """The page without the boxes and without what was put into them."""
    if not boxes:
        return pixels
    cleaned = pixels.copy()
    pieces = pieces_of(np.asarray(pixels < _DARK, np.uint8))
    labels, stats = pieces.labels, pieces.stats
    for item in boxes:
        box = item.box
        side = box.x1 - box.x0
        where = (slice(max(int(box.y0) - 1, 0), int(box.y1) + 2), slice(max(int(box.x0) - 1, 0), int(box.x1) + 2))
        for label in np.unique(labels[where]).tolist():
            left, top, width, height, _ = stats[label].tolist()
            if label and max(width, height) <= _AROUND * side:
                part = (slice(max(top - 1, 0), top + height + 1), slice(max(left - 1, 0), left + width + 1))
                own = cv2.dilate(np.asarray(labels[part] == label, np.uint8), np.ones((3, 3), np.uint8))
                cleaned[part][own > 0] = 255
        cleaned[where] = 255
    return cleaned


def written(boxes: Sequence[TickBox], words: Sequence[Cluster], plane: Plane) -> list[Cluster]:
    """The boxes as characters of the size of the words around them, in points of the plane."""
    sizes = [word.size for word in words if word.text.strip()]
    return [
        Cluster(item.text, box, "", median(sizes) if sizes else 1.5 * (box.y1 - box.y0), _SURE)
        for item in boxes
        for box in [plane.box(item.box.x0, item.box.y0, item.box.x1, item.box.y1)]
    ]


def _box(square: _Square) -> BoundingBox:
    return BoundingBox(float(square.x0), float(square.y0), float(square.x1), float(square.y1))


def _framed(dark: Pixels, scale: float) -> Iterator[_Square]:
    """Squares with four sides, seen by their flat sides and by their upright ones."""
    for turned in (False, True):
        image = cv2.transpose(dark) if turned else dark
        for x0, y0, x1, y1, thickness in _pairs(_strokes(image, scale), scale):
            square = _Square(y0, x0, y1, x1, thickness) if turned else _Square(x0, y0, x1, y1, thickness)
            if _has_sides(dark, square) and _is_bare(dark, square) and not _goes_on(dark, square):
                yield square


def _rounded(dark: Pixels, scale: float) -> list[_Square]:
    """Frames with rounded corners, by what hangs together: their sides are too short to be seen one by one.

    Letters may be so square as well: only those count that are as large as several empty ones.
    """
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((round(_GAP * scale) | 1,) * 2, np.uint8))
    found = []
    for left, top, across, down in _outlined(whole):
        side = (across + down) / 2
        if not _ROUNDED * scale <= side <= _LARGEST * scale or abs(across - down) > _SQUARE * side:
            continue
        square = _Square(
            left, top, left + across, top + down, _thickness(whole[top : top + down, left : left + across])
        )
        if _has_sides(whole, square, _STRAIGHT) and _is_bare(dark, square) and not _goes_on(dark, square):
            found.append(square)
    empty = [square.side for square in found if _is_ticked(dark, square) is False]
    usual = median(empty) if len(empty) >= _SEVERAL else 0.0
    return [square for square in found if abs(square.side - usual) <= _SAME * usual]


def _outlined(dark: Pixels) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of everything that hangs together, and of every hole."""
    outlines, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    return [cv2.boundingRect(outline) for outline in outlines] if len(outlines) <= _MOST_OUTLINES else []


def _is_solid(dark: Pixels, square: _Square) -> bool:
    return float(dark[square.y0 : square.y1, square.x0 : square.x1].mean()) >= _FILLED


def _thickness(inside: Pixels) -> int:
    """How thick the upper side of a frame is drawn: the usual depth of its ink."""
    down, across = inside.shape
    band = inside[: max(2, round(_THICKEST * down)), across // 4 : across - across // 4]
    white = np.vstack((band, np.zeros((1, band.shape[1]), np.uint8))) == 0
    return max(1, int(np.median(white.argmax(axis=0))))


def _strokes(dark: Pixels, scale: float) -> NDArray[np.int32]:
    """Short flat strokes from top to bottom: rows of left, top, right, bottom."""
    length = max(3, round(_LENGTH * _SMALLEST * scale)) | 1  # even ones shift what they find
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * scale) | 1), np.uint8))
    flat = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    outlines, _ = cv2.findContours(flat, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not 0 < len(outlines) <= _MOST:
        return np.empty((0, 4), np.int32)
    left, top, width, height = np.array([cv2.boundingRect(outline) for outline in outlines], np.int32).T
    fits = (width <= (1 + _UNEVEN) * _LARGEST * scale) & (height <= np.maximum(_THICKEST * width, 2))
    edges = np.stack([left, top, left + width, top + height], axis=1)[fits]
    return np.asarray(edges[np.lexsort((edges[:, 0], edges[:, 1]))], np.int32)


def _pairs(strokes: NDArray[np.int32], scale: float) -> Iterator[tuple[int, int, int, int, int]]:
    """A stroke and another one below it that could be the upper and the lower side of a square."""
    firsts = np.searchsorted(strokes[:, 1], strokes[:, 3], side="right")
    lasts = np.searchsorted(strokes[:, 1], strokes[:, 3] + _LARGEST * scale)
    counts = np.maximum(lasts - firsts, 0)
    for start in range(0, len(strokes), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        upper = np.repeat(np.arange(len(strokes))[some], counts[some])
        nth = np.arange(len(upper)) - np.repeat(np.cumsum(counts[some]) - counts[some], counts[some])
        yield from _fitting(strokes[upper], strokes[firsts[upper] + nth], scale)


def _fitting(
    above: NDArray[np.int32], below: NDArray[np.int32], scale: float
) -> Iterator[tuple[int, int, int, int, int]]:
    """Of pairs of strokes (rows of left, top, right, bottom) those that are as far apart as they are long."""
    lefts, rights = np.minimum(below[:, 0], above[:, 0]), np.maximum(below[:, 2], above[:, 2])
    down = below[:, 3] - above[:, 1]
    sides = (rights - lefts + down) / 2
    near = _UNEVEN * sides
    fits = (abs(below[:, 0] - above[:, 0]) <= near) & (abs(below[:, 2] - above[:, 2]) <= near)
    fits &= abs(down - (rights - lefts)) <= near
    fits &= (sides >= _SMALLEST * scale) & (sides <= _LARGEST * scale)
    thickness = np.minimum(above[:, 3] - above[:, 1], below[:, 3] - below[:, 1])
    yield from zip(
        *(values[fits].tolist() for values in (lefts, above[:, 1], rights, below[:, 3], thickness)), strict=True
    )


def _has_sides(dark: Pixels, square: _Square, whole: float = _WHOLE) -> bool:
    """Whether all four sides are drawn, each along one line, and meet in corners: round letters have none.

    Between two letters that look like a frame ("EI") no ink is from top to bottom.
    """
    inside = dark[square.y0 : square.y1, square.x0 : square.x1]
    if not inside.any(axis=0).all():
        return False
    reach = max(3, round(_UNEVEN * square.side))
    views = (inside[:reach], inside[-reach:], inside[:, :reach].T, inside[:, -reach:].T)
    if any(_along(view) < whole for view in views):
        return False
    reach = max(2, round(_CORNER * square.side))
    corners = (inside, inside[:, ::-1], inside[::-1], inside[::-1, ::-1])
    return all(corner[:reach, :reach][_triangle(reach)].any() for corner in corners)


@cache
def _triangle(side: int) -> NDArray[np.bool_]:
    """The half of a square that is nearest to its upper left corner."""
    return np.add.outer(np.arange(side), np.arange(side)) < side


def _is_bare(dark: Pixels, square: _Square) -> bool:
    """Whether nothing but the ends of a mark stands close outside: letters bulge over their straight parts."""
    y0, y1, x0, x1 = square.y0, square.y1, square.x0, square.x1
    flat = (dark[max(y0 - 2, 0) : max(y0 - 1, 0), x0:x1], dark[y1 + 1 : y1 + 2, x0:x1])
    upright = (dark[y0:y1, max(x0 - 2, 0) : max(x0 - 1, 0)], dark[y0:y1, x1 + 1 : x1 + 2])
    return all(edge.size == 0 or edge.mean() <= _BARE for edge in (*flat, *upright))


def _with_room(framed: Sequence[tuple[_Square, Pixels]], dark: Pixels) -> list[tuple[_Square, Pixels]]:
    """Squares that have room beside them but for rules; those as large as the ones with much room need little."""
    free = [square.side for square, _ in framed if _is_free(dark, square, _ROOM)]
    usual = median(free) if free else 0.0
    return [
        (square, own)
        for square, own in framed
        if _is_free(dark, square, _LITTLE_ROOM if abs(square.side - usual) <= _SAME * usual else _ROOM)
    ]


def _is_free(dark: Pixels, square: _Square, share: float) -> bool:
    """Whether there is room to the left or to the right, as letters inside a word have none."""
    edge, room = round(square.side / 4), max(2, round(share * square.side))
    rows = slice(square.y0 + edge, square.y1 - edge)  # of a stroke that crosses the box there is less at its middle
    left = dark[rows, max(square.x0 - room, 0) : max(square.x0 - 1, 0)]
    return not (left.any() and dark[rows, square.x1 + 1 : square.x1 + room].any())


def _along(band: Pixels) -> float:
    """The largest share of a band's length that is inked within three neighbouring rows."""
    rows = [band[index : index + 3].any(axis=0).mean() for index in range(max(len(band) - 2, 1))]
    return float(max(rows))


def _goes_on(dark: Pixels, square: _Square) -> bool:
    """Whether sides go on behind their corners: then it is a cell of a table, or a part of a letter."""
    reach, thick = round(_GOES_ON * square.side), square.thickness + 1
    y0, y1, x0, x1 = square.y0, square.y1, square.x0, square.x1
    down, across = dark.shape
    ends = 0
    for rows in (slice(y0, y0 + thick), slice(max(y1 - thick, 0), y1)):
        ends += _inked(dark[rows, max(x0 - reach, 0) : max(x0 - 1, 0)], 0)
        ends += _inked(dark[rows, min(x1 + 1, across) : x1 + reach], 0)
    for columns in (slice(x0, x0 + thick), slice(max(x1 - thick, 0), x1)):
        ends += _inked(dark[max(y0 - reach, 0) : max(y0 - 1, 0), columns], 1)
        ends += _inked(dark[min(y1 + 1, down) : y1 + reach, columns], 1)
    return ends >= 2


def _inked(part: Pixels, axis: int) -> bool:
    return part.size > 0 and float(part.any(axis=axis).mean()) > 0.9


def _distinct(squares: Iterable[_Square]) -> list[_Square]:
    """Each box once, the outermost of those at one place."""
    kept: list[_Square] = []
    for square in sorted(squares, key=lambda item: (-item.side, item.y0, item.x0)):
        if not any(square.overlaps(other) for other in kept):
            kept.append(square)
    return kept


def _without_combs(squares: Sequence[_Square]) -> list[_Square]:
    """Squares that have room around them: those side by side are places for the digits of a number."""
    return [
        square
        for square in squares
        if not any(other is not square and square.overlaps(other, _COMB * square.side) for other in squares)
    ]


def _filled(dark: Pixels, usual: float) -> Iterator[_Square]:
    """Squares of solid ink that are as large as the boxes of the page. Alone they would be bullets."""
    for left, top, width, height in _outlined(dark):
        square = _Square(left, top, left + width, top + height, 1)
        if all(abs(length - usual) <= _ALIKE * usual for length in (width, height)) and _is_solid(dark, square):
            yield square


def _state(dark: Pixels, faint: Pixels, bare: Pixels, square: _Square) -> bool | None:
    """Whether a box is ticked; None also where the mark belongs to something that only runs over it, or beside it.

    ``faint`` is all ink of the page without rules, ``bare`` its dark ink. A signature or a stamp goes on far out of the
    frame, or leaves it at two places and is cut off by a rule; a tick leaves it once, a cross goes on a little at its
    ends.
    """
    ticked = _is_ticked(dark, square)
    if ticked is False:
        return None if _leaving(bare, square)[0] >= _BESIDE * square.side else False
    if ticked is None:
        return None
    far = _FARTHEST * square.side
    leaving, ends = _leaving(dark, square)
    return None if _leaving(faint, square)[0] >= far or (ends > 1 and leaving >= far) else True


def _leaving(dark: Pixels, square: _Square) -> tuple[float, int]:
    """How far ink goes on that touches a frame from outside, and at how many places it does."""
    reach = round(_FARTHEST * square.side) + 2
    top, left = max(square.y0 - reach, 0), max(square.x0 - reach, 0)
    around = dark[top : square.y1 + reach, left : square.x1 + reach].copy()
    y0, y1, x0, x1 = square.y0 - top, square.y1 - top, square.x0 - left, square.x1 - left
    around[y0:y1, x0:x1] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(around, connectivity=8)
    ring = labels[max(y0 - 2, 0) : y1 + 2, max(x0 - 2, 0) : x1 + 2]
    lengths = [max(stats[label, 2:4]) for label in np.unique(ring).tolist() if label]
    return float(max(lengths, default=0)), cv2.connectedComponents(np.asarray(ring > 0, np.uint8), connectivity=8)[
        0
    ] - 1


def _is_ticked(dark: Pixels, square: _Square) -> bool | None:
    """Whether a mark stands inside of a frame and reaches its middle; None where there is ink that does not."""
    inset = _frame(dark, square) + max(1, round(_INSET * square.side))
    inside = np.ascontiguousarray(dark[square.y0 + inset : square.y1 - inset, square.x0 + inset : square.x1 - inset])
    if not inside.size:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    rest = max(round(_MIDDLE * square.side) - inset, 0)
    middle = set(np.unique(labels[rest : len(inside) - rest, rest : inside.shape[1] - rest]).tolist())
    for label, (_, _, width, height, _) in enumerate(stats.tolist()[:count]):
        if label and label in middle and max(width, height) >= _MARK * square.side:
            return True
    return None if float(inside.mean()) > _STAIN else False


def _frame(dark: Pixels, square: _Square) -> int:
    """How thick a frame is drawn on its thickest side."""
    inside = dark[square.y0 : square.y1, square.x0 : square.x1]
    views = (inside, inside[::-1], inside.T, inside.T[::-1])
    return max(_thickness(view) for view in views)
