"""Boxes and turns: the plane of a PDF page in points, origin at the top left, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from extractors.document import BoundingBox

_DECIMALS = 2  # a hundredth of a point is far below what any printer shows


def around(boxes: Iterable[BoundingBox]) -> BoundingBox:
    """The smallest box around all boxes (at least one)."""
    many = list(boxes)
    return BoundingBox(
        min(box.x0 for box in many),
        min(box.y0 for box in many),
        max(box.x1 for box in many),
        max(box.y1 for box in many),
    )


def rounded(box: BoundingBox) -> BoundingBox:
    """The box with coordinates as they are published."""
    return BoundingBox(*(round(value, _DECIMALS) for value in (box.x0, box.y0, box.x1, box.y1)))


def centre_in(box: BoundingBox, outer: BoundingBox) -> bool:
    """Whether the middle of ``box`` lies inside ``outer``."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def touch(first: BoundingBox, second: BoundingBox, reach: float = 0.0) -> bool:
    """Whether two boxes overlap or come closer than ``reach``."""
    across = first.x0 <= second.x1 + reach and second.x0 <= first.x1 + reach
    return across and first.y0 <= second.y1 + reach and second.y0 <= first.y1 + reach


def common(first: BoundingBox, second: BoundingBox) -> BoundingBox:
    """What two boxes have in common; a box without area where they have nothing."""
    x0, y0 = max(first.x0, second.x0), max(first.y0, second.y0)
    return BoundingBox(x0, y0, max(min(first.x1, second.x1), x0), max(min(first.y1, second.y1), y0))


def grouped(values: Iterable[float], reach: float) -> list[list[float]]:
    """Sorted values in groups whose neighbours are at most ``reach`` apart and that are no wider than twice that."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= reach and value - groups[-1][0] <= 2 * reach:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def covered(start: float, end: float, pieces: Sequence[tuple[float, float]]) -> float:
    """The share (0..1) of ``start..end`` that the pieces cover; they may overlap."""
    length, place = 0.0, start
    for begin, stop in sorted(pieces):
        begin, stop = max(begin, place), min(stop, end)
        if stop > begin:
            length += stop - begin
            place = stop
    return length / (end - start) if end > start else 0.0


class Plane(Protocol):
    """A plane in which the text of a page runs to the right, in points."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the plane."""
        ...

    def back(self, box: BoundingBox) -> BoundingBox:
        """A box of the plane on the page as displayed."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns the plane of a page (``width`` × ``height``) so that text which runs in direction ``degrees`` runs right.

    ``degrees`` counts counterclockwise as a reader sees it: 90 is text that runs upwards.
    """

    degrees: int
    width: float
    height: float

    def upright(self, box: BoundingBox) -> BoundingBox:
        """A box of the page in the turned plane."""
        if self.degrees == 90:
            return BoundingBox(self.height - box.y1, box.x0, self.height - box.y0, box.x1)
        if self.degrees == 270:
            return BoundingBox(box.y0, self.width - box.x1, box.y1, self.width - box.x0)
        if self.degrees == 180:
            return BoundingBox(self.width - box.x1, self.height - box.y1, self.width - box.x0, self.height - box.y0)
        return box

    def back(self, box: BoundingBox) -> BoundingBox:
        """A box of the turned plane on the page."""
        if self.degrees == 90:
            return BoundingBox(box.y0, self.height - box.x1, box.y1, self.height - box.x0)
        if self.degrees == 270:
            return BoundingBox(self.width - box.y1, box.x0, self.width - box.y0, box.x1)
        return self.upright(box)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned plane."""
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)
