"""The lines of text of a straightened page, each as an image of its own.

Recognisers look for lines by themselves, but Thai misleads them: marks above bold or short lines are taken for lines of
their own, tails of one line touch the marks of the next, and neighbouring cells or columns are read as one line. Here
letters are chained from left to right by their bodies, which stand on one height; marks go to the nearest body. A line
is then painted alone, whatever hangs into its rectangle from above and below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import BoundingBox
from extractors.ocr.dark_pens import without_dark_pens
from extractors.ocr.line_level import levelled, sag_of
from extractors.ocr.overprint import cut_at_lines, uncovered
from extractors.ocr.pieces import Pieces, pieces_of
from extractors.ocr.words import Pixels

OUTSIDE, _BETWEEN = -1, -2  # places: outside of tables, between their cells
_DARK = 190  # lighter than for rules: the points of thin fonts are grey
_BODY = (0.6, 2.4)  # heights of a letter's body, in usual heights
_TALLEST = 7.0  # usual heights: a taller one is a picture, a seal, a frame
_REACH = 2.6  # usual heights between two letters of one line
_OVERLAP = 0.45  # of the lower one's height
_RECENT = 6  # letters whose bodies say where a line runs on
_ABOVE, _BELOW = 1.35, 0.7  # line heights: how far a mark or a tail may be from the bodies
_LOW, _CLOSE, _CLOSEST = 0.85, 0.55, 0.35  # line heights: how low marks are, how close low and high ones stand
_TAIL, _UNHELD = 0.31, 0.3  # line heights: how low marks under letters hang; no letter holds what is above a blank
_ON, _POINT = 0.22, 0.05  # line heights: from a mark to what it stands on; how far points go below the letters
_FARTHEST = 4.0  # line heights between the tops of two lines that marks can be between
_SPECK = 0.07  # usual heights: smaller dots are dirt; a decimal point of a thin font is little larger
_SPANS = 1.5  # line heights: a taller part may belong to two lines
_EDGE = 0.5  # usual heights: what lies so close to the edge of the picture is the shadow of the sheet
_BLOT = (1.9, 0.7)  # usual heights both ways, share of ink in its box: a punch hole; letters so large have gaps
_LEAST_POINTS, _MOST_POINTS = 3.2, 40.0  # plausible heights of bodies
_MOST_PARTS = 60_000  # more is a picture or noise, not a page of text


@dataclass(frozen=True, slots=True)
class Part:
    """A connected piece of ink: its label, its box in pixels, how many of them are ink."""

    label: int
    x0: int
    y0: int
    x1: int
    y1: int
    ink: int = 0

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class _Chain:
    """Letters from left to right, and what hangs over and under them."""

    parts: list[Part]
    marks: list[Part] = field(default_factory=list)
    x0: int = 0
    x1: int = 0
    top: float = 0.0
    bottom: float = 0.0
    low: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        self.x0, self.x1 = self.parts[0].x0, self.parts[0].x1
        self.settle()

    def add(self, part: Part) -> None:
        """One more letter at the right end."""
        self.parts.append(part)
        self.x1, self.low = max(self.x1, part.x1), None
        self.settle(self.parts[-_RECENT:])

    def settle(self, parts: Sequence[Part] | None = None) -> None:
        """Top and bottom of the bodies, of the last letters while the chain grows, then of all."""
        parts = parts or self.parts
        self.top, self.bottom = median(part.y0 for part in parts), median(part.y1 for part in parts)

    def bodies(self) -> tuple[float, float]:
        """Top and bottom of the lower half of its letters: in a short line most may reach up or down ("โปร่งใส")."""
        if self.low is None:
            low = sorted(self.parts, key=lambda part: (part.height, part.x0))[: (len(self.parts) + 1) // 2]
            self.low = median(part.y0 for part in low), median(part.y1 for part in low)
        return self.low

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line: its pixels on white, where their upper left corner stands on the page, top and bottom of its letters.

    ``place`` is the index of the cell that it stands in, ``OUTSIDE`` where it is in none. ``low`` is the height of the
    lower half of its letters; 0 where it was not looked for. ``covered`` is the line with the strokes of a pen
    that were taken off it; None where there are none.
    """

    pixels: Pixels
    x: int
    y: int
    top: float
    bottom: float
    place: int = OUTSIDE
    low: float = 0.0
    covered: Pixels | None = None


def find_lines(
    pixels: Pixels, cells: Sequence[BoundingBox], tables: Sequence[BoundingBox], scale: float
) -> list[TextLine]:
    """The lines of a page without rules, by place; parts of different cells are never in one line.

    Boxes are in pixels, ``scale`` is pixels to the point. Marks and tails of letters hang over the rules of tight
    tables: what is connected belongs to the cell that its middle lies in.
    """
    ink = (pixels < _DARK).astype(np.uint8)
    pieces = pieces_of(ink)
    if len(pieces.stats) > _MOST_PARTS:
        return []
    usual = _usual_height(_parts(pieces), scale)
    if usual is None:
        return []
    bare = without_dark_pens(pixels, usual)
    if bare is not pixels:
        pieces = pieces_of((bare < _DARK).astype(np.uint8))
    pieces = uncovered(bare, pieces, _BODY[1] * usual)
    areas = _areas(pixels.shape, cells, tables)
    found = _found(pieces, areas, usual)
    levels = {place: [(chain.top, chain.bottom, chain.x0, chain.x1) for chain in found[place]] for place in found}
    cut = cut_at_lines(pieces, areas, levels, _BODY[1] * usual)
    if cut is not pieces:
        found = _found(cut, areas, usual)
    brush = _Brush(bare, cut.labels, pixels)
    return [brush.paint(chain, found[place], place) for place in sorted(found) for chain in found[place]]


def _found(pieces: Pieces, areas: NDArray[np.int32], usual: float) -> dict[int, list[_Chain]]:
    """The lines of every place."""
    place = _places(areas, pieces.centres)
    groups: dict[int, list[Part]] = {}
    for part in _parts(pieces):
        if place[part.label] != _BETWEEN and _may_be_letter(part, usual, areas.shape):
            groups.setdefault(place[part.label], []).append(part)
    return {key: _lines(group, usual) for key, group in groups.items()}


def _parts(pieces: Pieces) -> list[Part]:
    boxes = enumerate(pieces.stats.tolist())
    return [Part(i, x, y, x + w, y + h, area) for i, (x, y, w, h, area) in boxes if i and area]


def _may_be_letter(part: Part, usual: float, shape: tuple[int, ...]) -> bool:
    """Whether a part is neither a picture nor dirt, the shadow of the sheet's edge, a punch hole."""
    width, longer = part.x1 - part.x0, max(part.height, part.x1 - part.x0)
    if part.height > _TALLEST * usual or longer < _SPECK * usual:
        return False
    near = _EDGE * usual
    if part.x1 <= near or part.y1 <= near or part.x0 >= shape[1] - near or part.y0 >= shape[0] - near:
        return False
    size, share = _BLOT
    return min(width, part.height) < size * usual or part.ink < share * width * part.height


def _areas(shape: tuple[int, ...], cells: Sequence[BoundingBox], tables: Sequence[BoundingBox]) -> NDArray[np.int32]:
    """For every pixel its cell."""
    areas = np.full(shape, OUTSIDE, np.int32)
    for index, box in [*((_BETWEEN, table) for table in tables), *enumerate(cells)]:
        areas[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1] = index
    return areas


def _places(areas: NDArray[np.int32], centres: NDArray[np.float64]) -> list[int]:
    """For every part the cell that its middle lies in."""
    down, across = areas.shape
    middles = np.nan_to_num(centres)
    rows, columns = np.clip(middles[:, 1].astype(int), 0, down - 1), np.clip(middles[:, 0].astype(int), 0, across - 1)
    return [int(value) for value in areas[rows, columns]]


def _usual_height(parts: Sequence[Part], scale: float) -> float | None:
    """The height of most letters' bodies in pixels; None where nothing looks like a letter."""
    low, high = _LEAST_POINTS * scale, _MOST_POINTS * scale
    heights = [part.height for part in parts if low <= part.height <= high and part.x1 - part.x0 <= 6 * part.height]
    if not heights:
        return None
    counts = np.bincount(heights).astype(np.float64)
    smooth = np.convolve(counts, np.ones(max(3, int(0.4 * scale) | 1)), mode="same")
    return max(float(np.argmax(smooth)), low)


def _lines(parts: Sequence[Part], usual: float) -> list[_Chain]:
    """The lines of one place from top to bottom; large letters make lines of their own."""
    low, high = _BODY[0] * usual, _BODY[1] * usual
    bodies = [part for part in parts if low <= part.height <= high]
    large = [part for part in parts if part.height > high]
    rest = [part for part in parts if part.height < low]
    chains = _chains(bodies, usual)
    over = {part for part in large if any(_covers(part, chain) for chain in chains)}
    titles = [part for part in large if part not in over]
    rest += sorted(over, key=lambda part: part.label)
    chains += _chains(titles, median(part.height for part in titles)) if titles else []
    chains, stray = _without_marks(chains)
    _give_marks(chains, [*rest, *stray], usual)
    return sorted(chains, key=lambda chain: (chain.top, chain.x0))


def _covers(part: Part, chain: _Chain) -> bool:
    """Whether a tall part stands over the letters of a line: a bracket, or letters of two lines that touch."""
    return part.y0 < chain.bottom and part.y1 > chain.top and part.x0 < chain.x1 + chain.height and part.x1 > chain.x0


def _chains(bodies: Iterable[Part], usual: float) -> list[_Chain]:
    done: list[_Chain] = []
    growing: list[_Chain] = []
    for part in sorted(bodies, key=lambda part: (part.x0, part.y0)):
        ended = [chain for chain in growing if part.x0 - chain.x1 > _REACH * usual]
        if ended:
            done += ended
            growing = [chain for chain in growing if part.x0 - chain.x1 <= _REACH * usual]
        best, most = None, 0.0
        for chain in growing:
            overlap = min(part.y1, chain.bottom) - max(part.y0, chain.top)
            if overlap > most and overlap >= _OVERLAP * min(part.height, chain.height):
                best, most = chain, overlap
        if best is None:
            growing.append(_Chain([part]))
        else:
            best.add(part)
    done += growing
    for chain in done:
        chain.settle()
    return done


def _without_marks(chains: Sequence[_Chain]) -> tuple[list[_Chain], list[Part]]:
    """The chains that are lines, and the parts of those that are the marks of a bold or large line."""
    kept: list[_Chain] = []
    stray: list[Part] = []
    for chain in chains:
        if any(other is not chain and _hangs_over(chain, other) for other in chains):
            stray += chain.parts
        else:
            kept.append(chain)
    return kept, stray


def _hangs_over(marks: _Chain, line: _Chain) -> bool:
    """Whether a chain of low parts stands so close above or below another that no line has room there."""
    if len(marks.parts) >= len(line.parts):
        return False
    if not (line.x0 - line.height <= marks.x0 and marks.x1 <= line.x1 + line.height):
        return False
    top, bottom = line.bodies()
    height = max(bottom - top, 1.0)
    gap = max(top - marks.bottom, marks.top - bottom)
    return gap < (_CLOSE if marks.height < _LOW * height else _CLOSEST) * height


def _give_marks(chains: Sequence[_Chain], rest: Sequence[Part], usual: float) -> None:
    """Every mark to the line that it is nearest to; a part that reaches over two lines to both."""
    reach = _REACH * usual
    places = [(chain.x0 - reach, chain.x1 + reach, chain.top, chain.bottom, chain.height) for chain in chains]
    for part in rest:
        near: list[tuple[float, int]] = []
        x, y = (part.x0 + part.x1) / 2, part.middle
        for index, (first, last, top, bottom, height) in enumerate(places):
            if not first <= x <= last:
                continue
            away = max(top - y, y - bottom, 0.0) / height
            shared = min(part.y1, bottom) - max(part.y0, top)
            if part.height > _SPANS * height and shared > 0.5 * height:
                chains[index].marks.append(part)
            elif away <= (_ABOVE if y < top else _BELOW):
                near.append((away, index))
        if near:
            chains[min(near)[1]].marks.append(part)
    for chain in chains:
        _take_marks_above(chain, chains)


def _take_marks_above(chain: _Chain, chains: Sequence[_Chain]) -> None:
    """Marks above letters reach up to the line before them: they go with the vowel or letter that they stand on."""
    stands_on = [*chain.parts, *(mark for mark in chain.marks if mark.middle < chain.top)]
    for other in chains:
        if chain.height > other.top - chain.bottom > -_FARTHEST * chain.height and other is not chain:
            taken = [mark for mark in other.marks if _stands_on(mark, stands_on, chain, other)]
            if taken:
                other.marks = [mark for mark in other.marks if mark not in taken]
                chain.marks += taken


def _stands_on(mark: Part, parts: Sequence[Part], chain: _Chain, above: _Chain) -> bool:
    """Whether a mark between two lines stands on a part of the lower one rather than hangs under the upper one."""
    if mark.y1 <= above.bottom + _POINT * above.height or chain.top - mark.middle > _ABOVE * chain.height:
        return False
    gaps = [part.y0 - mark.y1 for part in parts if _beside(mark, part) and mark.middle < part.y0]
    gap = max(min(gaps, default=chain.height), 0) / chain.height
    tail = abs((mark.middle - above.bottom) / above.height - _TAIL)
    held = any(_beside(mark, part) and part.y1 <= mark.middle for part in above.parts)
    return gap <= _ON and gap <= max(tail + (0.0 if held else _UNHELD), _ON / 2)


def _beside(mark: Part, part: Part) -> bool:
    """Whether a mark stands over or under a part."""
    return mark.x0 <= part.x1 + 1 and part.x0 <= mark.x1 + 1


@dataclass(frozen=True, slots=True)
class _Brush:
    """Paints lines one by one; ``covered`` is the page before strokes of a pen were taken off it."""

    pixels: Pixels
    labels: NDArray[np.int32]
    covered: Pixels

    def paint(self, chain: _Chain, others: Sequence[_Chain], place: int) -> TextLine:
        """The letters of one line on white."""
        parts = [*chain.parts, *chain.marks]
        low, high = chain.top - 1.7 * chain.height, chain.bottom + 1.0 * chain.height
        if any(part.height > _SPANS * chain.height for part in parts):
            low, high = self._between(chain, others, low, high)
        x0, x1 = max(min(p.x0 for p in parts) - 2, 0), max(p.x1 for p in parts) + 2
        y0 = max(min(p.y0 for p in parts) - 2, int(low), 0)
        y1 = min(max(p.y1 for p in parts) + 2, int(high) + 1)
        where = (slice(y0, y1), slice(x0, x1))
        labels = self.labels[where]
        member = np.zeros(int(labels.max(initial=0)) + 1, np.uint8)
        member[[p.label for p in parts if p.label < len(member)]] = 1
        own = member[labels]
        near = cv2.dilate(own, np.ones((3, 3), np.uint8))
        shown = np.where((near > 0) & ((labels == 0) | (own > 0)), self.pixels[where], 255).astype(np.uint8)
        feet = [((part.x0 + part.x1) / 2, float(part.y1)) for part in chain.parts]
        sag = sag_of(feet, chain.bottom, chain.height, range(x0, x1))
        level, above = (shown, 0) if sag is None else levelled(shown, sag)
        covered = self._covered(shown, where)
        if covered is not None and sag is not None:
            covered, _ = levelled(covered, sag)
        top, bottom = chain.bodies()
        return TextLine(level, x0, y0 - above, chain.top, chain.bottom, place, bottom - top, covered)

    def _covered(self, shown: Pixels, where: tuple[slice, slice]) -> Pixels | None:
        """The line with the strokes of a pen that lie over it; None where none does."""
        pen = self.covered[where] != self.pixels[where]
        return np.where(pen, self.covered[where], shown).astype(np.uint8) if pen.any() else None

    @staticmethod
    def _between(chain: _Chain, others: Sequence[_Chain], low: float, high: float) -> tuple[float, float]:
        """The room of a line between its neighbours above and below."""
        beside = [o for o in others if o is not chain and o.x0 < chain.x1 and o.x1 > chain.x0]
        above = max((o.bottom for o in beside if o.bottom <= chain.top), default=low)
        below = min((o.top for o in beside if o.top >= chain.bottom), default=high)
        return max(low, chain.top - 0.6 * (chain.top - above)), min(high, chain.bottom + 0.6 * (below - chain.bottom))
