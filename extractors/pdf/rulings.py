"""Drawn strokes to rulings: horizontal and vertical lines, however the producer drew them.

Borders come as lines, as thin filled rectangles, as outlines of cells, doubled, or in many short pieces. Strokes that
lie within ``SNAP`` of each other are one ruling; pieces that nearly meet are one piece. Filled areas without an
outline are shading, not rulings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pdf.geometry import grouped
from extractors.pdf.glyphs import Stroke

SNAP = 2.6  # points between the strokes of one (doubled) ruling; text lines are farther apart than that
_JOIN = 3.0  # points between two pieces of one ruling (dashes)
_THIN = 3.0  # points: a filled area as thin as this is a line
_SHORTEST = 6.0  # points: shorter ones are ticks, arrows, parts of drawings


@dataclass(frozen=True, slots=True, order=True)
class Ruling:
    """A straight line parallel to an axis: ``at`` is its y (horizontal) or x (vertical), from ``start`` to ``end``."""

    at: float
    start: float
    end: float

    def meets(self, other: Ruling, reach: float) -> bool:
        """Whether a ruling of the other direction crosses or touches this one."""
        along = self.start - reach <= other.at <= self.end + reach
        return along and other.start - reach <= self.at <= other.end + reach


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings of a page, sorted."""

    horizontal: tuple[Ruling, ...] = ()
    vertical: tuple[Ruling, ...] = ()


def rulings_of(strokes: Iterable[Stroke]) -> Rulings:
    """All rulings that the strokes of a page make."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    for stroke in strokes:
        for x0, y0, x1, y1 in _segments(stroke):
            if abs(y1 - y0) <= abs(x1 - x0):
                horizontal.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            else:
                vertical.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return Rulings(tuple(merged(horizontal)), tuple(merged(vertical)))


def _segments(stroke: Stroke) -> Iterator[tuple[float, float, float, float]]:
    """The straight pieces of a stroke that run along an axis."""
    box = stroke.box
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if min(width, height) <= _THIN:
        if max(width, height) > 0:
            yield _thin(box.x0, box.y0, box.x1, box.y1)
    elif stroke.outlined and stroke.straight:
        for (x0, y0), (x1, y1) in pairwise(stroke.points):
            if min(abs(x1 - x0), abs(y1 - y0)) <= 1.0:
                yield x0, y0, x1, y1


def _thin(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """The middle line of a thin area."""
    if x1 - x0 >= y1 - y0:
        return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def merged(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Rulings at nearly the same place become one, their pieces joined where they nearly meet."""
    by_place: dict[float, list[Ruling]] = {}
    for ruling in rulings:
        by_place.setdefault(ruling.at, []).append(ruling)
    result: list[Ruling] = []
    for places in grouped(by_place, SNAP):
        pieces = sorted((piece.start, piece.end) for place in places for piece in by_place[place])
        at = sum(places) / len(places)
        result += [Ruling(at, start, end) for start, end in _joined(pieces) if end - start >= _SHORTEST]
    return sorted(result)


def _joined(pieces: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    result: list[tuple[float, float]] = []
    for start, end in pieces:
        if result and start <= result[-1][1] + _JOIN:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
