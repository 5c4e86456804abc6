"""Tick boxes and bullets that are drawn, not written: small squares and dots beside words.

Only what is certain counts. A box is a square of about the height of the text that touches no ruling; it is ticked
where a drawn mark or a written one stands inside, empty where nothing does. A bullet is a filled dot with a word close
behind it and none close before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.document import TICKED, UNTICKED, BoundingBox
from extractors.pdf.geometry import centre_in, touch
from extractors.pdf.glyphs import Glyph, Stroke

_SMALLEST, _LARGEST = 0.35, 1.6  # side of a box in font sizes
_SQUARE = 0.8  # shorter side to longer side
_MARK = 0.3  # a mark inside is at least so large, in sides of its box
_WRITTEN_MARKS = frozenset("✓✔✗✘xX×/√" + TICKED)
_FONT = "drawn"
_BULLET = "•"
_DOT = (0.15, 0.6)  # diameter of a bullet in font sizes
_WORD_BEHIND = 2.5  # font sizes


@dataclass(frozen=True, slots=True)
class Unboxed:
    """Glyphs with boxes written in, and the strokes that are no part of them."""

    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]


def write_boxes(glyphs: Sequence[Glyph], strokes: Sequence[Stroke], white: Sequence[Stroke] = ()) -> Unboxed:
    """Replace drawn tick boxes by glyphs ``☐`` and ``☑``; ``white`` are paths that show on filled boxes only."""
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    if not inked:
        return Unboxed(tuple(glyphs), tuple(strokes))
    size = median(glyph.size for glyph in inked)
    dots = [stroke for stroke in strokes if _is_dot(stroke, size) and _leads(stroke.box, inked, size)]
    if dots:
        glyphs = [*glyphs, *(Glyph(_BULLET, dot.box, _FONT, size) for dot in dots)]
        strokes = [stroke for stroke in strokes if stroke not in dots]
    marked = [stroke.box for stroke in white]
    squares = _distinct(stroke for stroke in strokes if _is_square(stroke, size, marked))
    squares = [square for square in squares if _stands_alone(square, strokes)]
    if not squares:
        return Unboxed(tuple(glyphs), tuple(strokes))
    used: set[int] = set()
    kept_glyphs = list(glyphs)
    for square in squares:
        marks = [index for index, stroke in enumerate(strokes) if centre_in(stroke.box, square.box)]
        written = [glyph for glyph in kept_glyphs if glyph.text.strip() and centre_in(glyph.box, square.box)]
        if any(glyph.text not in _WRITTEN_MARKS and glyph.text != UNTICKED for glyph in written):
            continue  # a letter in a frame
        used.update(marks)
        ticked = any(glyph.text != UNTICKED for glyph in written) or any(
            _is_mark(stroke, square.box) for stroke in (*(strokes[i] for i in marks), *white)
        )
        kept_glyphs = [glyph for glyph in kept_glyphs if glyph not in written]
        kept_glyphs.append(Glyph(TICKED if ticked else UNTICKED, square.box, _FONT, size))
    return Unboxed(tuple(kept_glyphs), tuple(stroke for index, stroke in enumerate(strokes) if index not in used))


def _is_dot(stroke: Stroke, size: float) -> bool:
    width, height = stroke.box.x1 - stroke.box.x0, stroke.box.y1 - stroke.box.y0
    round_ = not stroke.straight and min(width, height) >= 0.9 * max(width, height)
    return stroke.filled and round_ and _DOT[0] * size <= width <= _DOT[1] * size


def _leads(dot: BoundingBox, inked: Sequence[Glyph], size: float) -> bool:
    """Whether a word begins close behind the dot, on its line, and none ends close before it."""
    middle = (dot.y0 + dot.y1) / 2
    line = [glyph.box for glyph in inked if glyph.box.y0 <= middle <= glyph.box.y1]
    behind = any(0 <= box.x0 - dot.x1 <= _WORD_BEHIND * size for box in line)
    return behind and not any(dot.x0 - size <= box.x1 <= dot.x1 for box in line)


def _is_square(stroke: Stroke, size: float, marked: Sequence[BoundingBox]) -> bool:
    """An outlined square, or a filled one with something white in it."""
    width, height = stroke.box.x1 - stroke.box.x0, stroke.box.y1 - stroke.box.y0
    short, long = min(width, height), max(width, height)
    if not (_SMALLEST * size <= short and long <= _LARGEST * size and short >= _SQUARE * long):
        return False
    corners = len(set(stroke.points)) >= 4
    shown = stroke.outlined or any(centre_in(box, stroke.box) for box in marked)
    return shown and corners and (stroke.rectangle or _runs_around(stroke))


def _runs_around(stroke: Stroke) -> bool:
    """Whether a path follows the outline of its box (a square with round corners), and does not cross it."""
    box = stroke.box
    reach = 0.3 * (box.x1 - box.x0)
    return all(
        min(abs(x - box.x0), abs(x - box.x1), abs(y - box.y0), abs(y - box.y1)) <= reach / 2 for x, y in stroke.points
    )


def _distinct(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Squares, the outermost of those that are drawn around the same place."""
    squares: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda item: -(item.box.x1 - item.box.x0)):
        if not any(centre_in(stroke.box, other.box) for other in squares):
            squares.append(stroke)
    return squares


def _stands_alone(square: Stroke, strokes: Sequence[Stroke]) -> bool:
    """Whether nothing that is drawn outside of the square touches it: else it is a cell."""
    return not any(
        touch(stroke.box, square.box, 0.8) and not centre_in(stroke.box, square.box) and not _surrounds(stroke, square)
        for stroke in strokes
    )


def _surrounds(stroke: Stroke, square: Stroke) -> bool:
    """A frame or a shaded area around the square that keeps its distance."""
    outer, inner = stroke.box, square.box
    return outer.x0 < inner.x0 - 1 and outer.y0 < inner.y0 - 1 and outer.x1 > inner.x1 + 1 and outer.y1 > inner.y1 + 1


def _is_mark(stroke: Stroke, box: BoundingBox) -> bool:
    """Whether a stroke is a tick or a cross inside a box, not the box's own outline."""
    if not centre_in(stroke.box, box):
        return False
    side = box.x1 - box.x0
    width, height = stroke.box.x1 - stroke.box.x0, stroke.box.y1 - stroke.box.y0
    outline = stroke.rectangle or (len(set(stroke.points)) >= 4 and _runs_around(stroke))
    own = width >= 0.75 * side and height >= 0.75 * side and outline
    return not own and max(width, height) >= _MARK * side
