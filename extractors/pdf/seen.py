"""What a reader of the page sees of its letters: not those in the colour of their ground, covered, or far too small.

A page may hold text that is there for programs only, by accident (a cell whited out, an old value below a new one) or
on purpose. A recogniser's text layer over or below a scan is hidden as well, but is what the picture shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from extractors.document import BoundingBox

Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)
_SAME = 0.08  # of the full range: two colours that differ less cannot be told apart on paper
_OPAQUE = 0.95
_FAINT = 0.03
_BAND = 16.0  # points: painted areas are looked for in bands of this height
_MOST_BANDS = 1000
_MOST_STEPS = 20_000_000
_TINY, _TINY_SHARE = 2.0, 0.0024  # points, and share of the page's longer side: smaller letters are no print


class Kind(Enum):
    """What was painted."""

    SHAPE = 1
    PICTURE = 2


class Sight(Enum):
    """How a letter is seen: at all, as part of a picture that shows the same, or not."""

    SEEN = 1
    PICTURED = 2
    UNSEEN = 3


class TooManyAreasError(Exception):
    """So many painted areas lie over each other that it cannot be said what covers what."""


@dataclass(frozen=True, slots=True)
class Brush:
    """How things are painted: opacity of fills and of lines (0 to 1), and whether they mix with what is below."""

    fill: float = 1.0
    line: float = 1.0
    mixed: bool = False

    def covers(self) -> bool:
        """Whether a filled area hides what is below."""
        return self.fill >= _OPAQUE and not self.mixed

    def is_faint(self) -> bool:
        """Whether nothing is seen of a filled area."""
        return self.fill <= _FAINT


@dataclass(frozen=True, slots=True)
class Ink:
    """How a letter is painted: ``colour`` is None where it is not known; ``none`` where nothing is painted.

    ``sized`` tells that the size of its type says how large it is.
    """

    colour: Colour | None = (0.0, 0.0, 0.0)
    none: bool = False
    sized: bool = True


@dataclass(frozen=True, slots=True)
class _Area:
    box: BoundingBox
    after: int  # letters were painted before
    kind: Kind
    colour: Colour | None
    covers: bool


@dataclass(slots=True)
class Painted:
    """The areas painted on a page, in their order, by bands of its height."""

    bands: dict[int, list[_Area]] = field(default_factory=dict)
    steps: int = 0

    def add(self, box: BoundingBox, after: int, kind: Kind, colour: Colour | None, covers: bool) -> None:
        """An area was painted behind the first ``after`` letters; ``covers`` where it fills its box and hides it.

        Raises TooManyAreasError.
        """
        area = _Area(box, after, kind, colour, covers)
        for band in range(_band(box.y0), _band(box.y1) + 1):
            self._step()
            self.bands.setdefault(band, []).append(area)

    def sight(self, box: BoundingBox, number: int, ink: Ink) -> Sight:
        """How the letter ``number`` is seen. Raises TooManyAreasError."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        for area in reversed(self.bands.get(_band(y), ())):
            self._step()
            own = area.box
            if not (own.x0 <= x <= own.x1 and own.y0 <= y <= own.y1):
                continue
            if area.kind is Kind.PICTURE and ink.none:
                return Sight.PICTURED
            if area.after > number:
                if area.covers and _holds(own, box):
                    return Sight.PICTURED if area.kind is Kind.PICTURE else Sight.UNSEEN
            elif not ink.none and not _same(ink.colour, area.colour):
                return Sight.SEEN
            elif area.covers:
                return Sight.UNSEEN
        return Sight.UNSEEN if ink.none or _same(ink.colour, WHITE) else Sight.SEEN

    def _step(self) -> None:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooManyAreasError


def _band(y: float) -> int:
    return max(0, min(int(y // _BAND), _MOST_BANDS))


def _holds(outer: BoundingBox, box: BoundingBox) -> bool:
    """Whether the middle half of a letter's height and width lies inside: a line through it hides nothing."""
    across, down = (box.x1 - box.x0) / 4, (box.y1 - box.y0) / 4
    wide = outer.x0 <= box.x0 + across and box.x1 - across <= outer.x1
    return wide and outer.y0 <= box.y0 + down and box.y1 - down <= outer.y1


def _same(first: Colour | None, second: Colour | None) -> bool:
    if first is None or second is None:
        return False
    return all(abs(one - other) <= _SAME for one, other in zip(first, second, strict=True))


def colour_of(values: Any, space: str = "") -> Colour | None:
    """A colour as red, green and blue (0 to 1); None where that is not known (patterns, spot colours, tables)."""
    numbers = tuple(values) if isinstance(values, tuple | list) else (values,)
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    if space.startswith(("Separation", "DeviceN")):
        return None if any(numbers) else WHITE
    if space in ("Indexed", "Lab", "Pattern"):
        return None
    if len(numbers) == 1:
        return (float(numbers[0]),) * 3
    if len(numbers) == 3:
        return (float(numbers[0]), float(numbers[1]), float(numbers[2]))
    if len(numbers) == 4:
        cyan, magenta, yellow, black = (min(max(float(number), 0.0), 1.0) for number in numbers)
        return ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
    return None


def ink_of(mode: int, fill: Colour | None, line: Colour | None, brush: Brush) -> Ink:
    """The ink of letters in a text rendering mode (ISO 32000-1, 9.3.6)."""
    filled = mode in (0, 2, 4, 6) and brush.fill > _FAINT
    drawn = mode in (1, 2, 5, 6) and brush.line > _FAINT
    if not (filled or drawn):
        return Ink(None, none=True)
    if filled and drawn:
        return Ink(fill if _same(fill, line) else None)
    return Ink(fill if filled else line)


def is_tiny(size: float, longest: float) -> bool:
    """Whether letters of a size are too small to be read on a page with this longest side, both in points."""
    return size < min(_TINY, _TINY_SHARE * longest)
