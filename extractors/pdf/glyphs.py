"""What a PDF page shows: glyphs with the text they stand for, strokes, images.

pdfminer (pdfplumber's engine) interprets the page; its events are taken as they come, without the layout objects and
dictionaries that are built from them elsewhere (a third of the time). Two things are added that general extractors
leave aside. ActualText: producers (LibreOffice, Chromium) shape Thai into glyphs whose own code points are private-use
or plainly wrong and put the true text of such a cluster into an ActualText span; a span becomes one glyph with that
text and the box of all its parts. And whether a glyph is shown at all: an OCR layer over a scan is not.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from extractors.document import BoundingBox
from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.pdf.geometry import around, common, touch
from extractors.pdf.seen import Brush, Colour, Ink, Kind, Painted, Sight, TooManyAreasError, is_tiny

_MAX_TAG_DEPTH = 64  # deeper nesting of marked content is hostile; its ActualText is ignored
_MAX_FIGURE_DEPTH = 24
_SLANT = 5.0  # degrees off the axes from which text is slanted
_TALLEST_SPAN = 2.0  # an ActualText span of more lines than one says nothing about where its words stand
_WHITE = 0.98
_MOST_UNSEEN = 200  # letters that are told of those left out


class PageLimitError(Exception):
    """A page holds more than the limits allow; the message says of what."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph, or one ActualText span: its text, its box (points, origin top left), font and size (points).

    ``turn`` is the direction of writing in degrees counterclockwise (0, 90, 180, 270), None for slanted text (a
    watermark). ``hidden`` tells that it is seen only as part of a picture (the text layer over a scan, or below it).
    """

    text: str
    box: BoundingBox
    font: str
    size: float
    turn: int | None = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A painted path: its box, the points it runs through, whether it is outlined, filled, a rectangle."""

    box: BoundingBox
    points: tuple[tuple[float, float], ...]
    outlined: bool
    filled: bool
    rectangle: bool
    straight: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, in the order of its content stream; ``width`` and ``height`` as displayed, in points.

    ``proven`` holds the letters that a font proved against or without the producer's map (see ``font_maps``). ``white``
    are paths in white: they show only on top of something else. ``unseen`` begins the text that was left out because
    nobody can see it (see ``seen``); ``switched_off`` tells that something stands in a layer that is off.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    images: tuple[BoundingBox, ...] = ()
    proven: frozenset[str] = frozenset()
    white: tuple[Stroke, ...] = ()
    unseen: str = ""
    switched_off: bool = False

    @property
    def hidden_share(self) -> float:
        """The share (0 to 1) of the letters that are seen only as part of a picture."""
        inked = [glyph.hidden for glyph in self.glyphs if glyph.text.strip()]
        return sum(inked) / len(inked) if inked else 0.0


def page_content(page: Any, limits: Limits = DEFAULT_LIMITS) -> Content:
    """Interpret a pdfplumber page once. Raises PageLimitError, and whatever pdfminer raises on broken pages."""
    from extractors.pdf.device import Device, Interpreter

    device = Device(page.pdf.rsrcmgr, page.page_number, Collected(limits), page.pdf.form)
    Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    try:
        return device.collected.content()
    except TooManyAreasError as error:
        raise PageLimitError("too many painted areas over each other") from error


@dataclass(frozen=True, slots=True)
class Mark:
    """What marked content around something says: the number of its ActualText span, and whether its layer is off."""

    span: int | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for all that is painted until the graphics state is restored.

    ``clip`` is a box around what is shown; ``exact`` tells that all of the box is.
    """

    clip: BoundingBox | None = None
    exact: bool = True
    brush: Brush = field(default_factory=Brush)


@dataclass(slots=True)
class Collected:
    """Takes the events of a page, in the coordinates of pdfminer (origin at the media box's lower left)."""

    limits: Limits
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0
    glyphs: list[tuple[Glyph, int | None, Ink]] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    white: list[Stroke] = field(default_factory=list)
    images: list[BoundingBox] = field(default_factory=list)
    painted: Painted = field(default_factory=Painted)
    spans: list[str] = field(default_factory=list)
    enclosing: list[Mark] = field(default_factory=lambda: [Mark()])
    proven: set[str] = field(default_factory=set)
    ink: Ink = field(default_factory=Ink)
    around: Surroundings = field(default_factory=Surroundings)
    switched_off: bool = False
    unseen: str = ""
    chars: int = 0
    figures: int = 0

    def frame(self, shown: Sequence[float]) -> None:
        """The box of the page that is displayed."""
        x0, y0, x1, y1 = shown
        self.left, self.top = min(x0, x1), max(y0, y1)
        self.width, self.height = abs(x1 - x0), abs(y1 - y0)

    def box(self, item: Any) -> BoundingBox:
        """The box of a layout object on the displayed page."""
        return BoundingBox(item.x0 - self.left, self.top - item.y1, item.x1 - self.left, self.top - item.y0)

    def at(self, x: float, y: float) -> BoundingBox:
        """A point of pdfminer's plane on the displayed page."""
        return BoundingBox(x - self.left, self.top - y, x - self.left, self.top - y)

    def _is_off_page(self, box: BoundingBox) -> bool:
        """Whether a glyph lies mostly outside of what is displayed; coordinates that are no numbers do."""
        if not (box.x1 >= 0 and box.y1 >= 0 and box.x0 <= self.width and box.y0 <= self.height):
            return True
        clip = self.around.clip
        if clip is None:
            return False
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return not (clip.x0 - 1 <= x <= clip.x1 + 1 and clip.y0 <= y <= clip.y1)

    def _seen(self, box: BoundingBox) -> BoundingBox | None:
        """The part of a box that is displayed."""
        shown, clip = BoundingBox(0, 0, self.width, self.height), self.around.clip
        shown = shown if clip is None else common(shown, clip)
        return common(shown, box) if touch(shown, box) else None

    def clip_to(self, box: BoundingBox, exact: bool) -> None:
        """Show only what lies in the box as well."""
        clip = self.around.clip
        box = box if clip is None else common(clip, box)
        self.around = replace(self.around, clip=box, exact=exact and self.around.exact)

    def is_off(self) -> bool:
        """Whether what is painted now stands in a layer that is off; it counts as not there."""
        off = self.enclosing[-1].off
        self.switched_off |= off
        return off

    def begin_tag(self, props: Any, off: bool) -> None:
        """Marked content begins: inside an ActualText span nothing else counts."""
        text = props.get("ActualText") if isinstance(props, dict) else None
        number = self.enclosing[-1].span
        if isinstance(text, bytes) and number is None and len(self.enclosing) <= _MAX_TAG_DEPTH:
            from pdfminer.utils import decode_text

            self.spans.append(decode_text(text))
            number = len(self.spans) - 1
        self.enclosing.append(Mark(number, off or self.enclosing[-1].off))

    def end_tag(self) -> None:
        """Marked content ends."""
        if len(self.enclosing) > 1:
            self.enclosing.pop()

    def char(self, item: Any, matrix: Sequence[float], fontsize: float) -> None:
        """One character was shown."""
        self.chars += 1
        if self.chars > self.limits.max_page_chars:
            raise PageLimitError(f"more than {self.limits.max_page_chars} characters")
        a, b, c, d = matrix[:4]
        font = item.fontname.decode("latin-1") if isinstance(item.fontname, bytes) else str(item.fontname)
        size = abs(fontsize) * math.hypot(c, d)
        self.glyph(Glyph(item.get_text(), self.box(item), font, size, direction(a, b)))

    def glyph(self, glyph: Glyph) -> None:
        """One glyph, shown unless it lies outside of the page or in a layer that is off."""
        if not self._is_off_page(glyph.box) and not self.is_off():
            self.glyphs.append((glyph, self.enclosing[-1].span, self.ink))

    def image(self, box: BoundingBox, opaque: bool) -> None:
        """One image was painted; one that is ``opaque`` hides the glyphs before it."""
        seen = self._seen(box)
        if seen is not None and not self.is_off():
            self.images.append(seen)
            covers = opaque and self.around.exact and self.around.brush.covers()
            self.painted.add(seen, len(self.glyphs), Kind.PICTURE, None, covers)

    def ground(self, box: BoundingBox | None, colour: Colour | None, rectangle: bool) -> None:
        """An area was filled (the whole of what is shown where no box is given)."""
        box = self._seen(BoundingBox(0, 0, self.width, self.height) if box is None else box)
        brush = self.around.brush
        if box is None or brush.is_faint() or self.is_off():
            return
        plain = brush.covers()
        covers = rectangle and plain and self.around.exact
        self.painted.add(box, len(self.glyphs), Kind.SHAPE, colour if plain else None, covers)

    def path(self, item: Any) -> None:
        """One path was painted, in white or in a colour that shows."""
        if len(self.strokes) + len(self.white) >= self.limits.max_page_paths:
            raise PageLimitError(f"more than {self.limits.max_page_paths} drawn lines")
        outlined = bool(item.stroke) and not _is_white(item.stroking_color)
        filled = bool(item.fill) and not _is_white(item.non_stroking_color)
        box = self._seen(self.box(item))
        if box is None or self.is_off():
            return
        points = tuple(
            (min(max(x - self.left, box.x0), box.x1), min(max(self.top - y, box.y0), box.y1)) for x, y in item.pts
        )
        straight = {step[0] for step in item.original_path or ()} <= {"m", "l", "h"}
        rectangle = type(item).__name__ == "LTRect"
        if outlined or filled:
            self.strokes.append(Stroke(box, points, outlined, filled, rectangle, straight))
        elif item.stroke or item.fill:
            self.white.append(Stroke(box, points, bool(item.stroke), bool(item.fill), rectangle, straight))

    def figure(self, depth: int) -> None:
        """A form or an image begins; forms inside forms can multiply without end."""
        self.figures += 1
        if depth > _MAX_FIGURE_DEPTH or self.figures > self.limits.max_page_figures:
            raise PageLimitError(f"more than {self.limits.max_page_figures} figures, or too many inside each other")

    def content(self) -> Content:
        """All of it, ActualText spans joined."""
        self._look()
        glyphs, strokes, images = tuple(self._joined()), tuple(self.strokes), tuple(self.images)
        proven, white = frozenset(self.proven), tuple(self.white)
        return Content(self.width, self.height, glyphs, strokes, images, proven, white, self.unseen, self.switched_off)

    def _look(self) -> None:
        """Leave out the glyphs that nobody can see, and mark those that are seen only as part of a picture."""
        longest, left_out = max(self.width, self.height), []
        for number, (glyph, span, ink) in enumerate(self.glyphs):
            sight = self.painted.sight(glyph.box, number, ink)
            if sight is Sight.UNSEEN or (ink.sized and is_tiny(glyph.size, longest)):
                left_out.append(number)
            elif sight is Sight.PICTURED:
                self.glyphs[number] = (replace(glyph, hidden=True), span, ink)
        if left_out:
            gone = set(left_out)
            self.unseen = _said(self.glyphs[number][0] for number in left_out)
            self.glyphs = [item for number, item in enumerate(self.glyphs) if number not in gone]

    def _joined(self) -> list[Glyph]:
        """The characters of one ActualText span become one glyph at the place of the first."""
        result: list[Glyph] = []
        index = 0
        while index < len(self.glyphs):
            number = self.glyphs[index][1]
            end = index + 1
            if number is not None:
                while end < len(self.glyphs) and self.glyphs[end][1] == number:
                    end += 1
            parts = [part for part, *_ in self.glyphs[index:end]]
            result += parts if number is None else _span(self.spans[number], parts)
            index = end
        return result


def _said(glyphs: Iterable[Glyph]) -> str:
    """The beginning of a text, blanks where a line or a column ends."""
    text, last = "", None
    for glyph in islice(glyphs, _MOST_UNSEEN):
        apart = last is not None and not touch(last.box, glyph.box, glyph.size / 2)
        text += f" {glyph.text}" if apart else glyph.text
        last = glyph
    return " ".join(text.split())


def _span(text: str, parts: list[Glyph]) -> list[Glyph]:
    """The glyph of an ActualText span; its parts where it spans lines, nothing where only its marks are shown."""
    first, box = parts[0], around(part.box for part in parts)
    if min(box.y1 - box.y0, box.x1 - box.x0) > _TALLEST_SPAN * first.size > 0:
        return parts
    if box.x1 - box.x0 <= 0 and first.turn == 0 and text and unicodedata.category(text[0]) == "Lo":
        return []  # the letter itself stands on the next page, and what rises above its line was clipped away
    return [replace(first, text=text, box=box)]


def direction(a: float, b: float) -> int | None:
    """The direction of writing of a matrix in degrees (0, 90, 180, 270); None for slanted text."""
    degrees = math.degrees(math.atan2(b, a)) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= _SLANT else None


def _is_white(colour: Any) -> bool:
    """Whether a colour of a grey or RGB space is white; CMYK white is four zeros."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if not values or not all(isinstance(value, int | float) for value in values):
        return False
    return bool(max(values) <= 1 - _WHITE if len(values) == 4 else min(values) >= _WHITE)


def shown_box(media: Sequence[float], crop: Sequence[float]) -> Sequence[float]:
    """The crop box inside the media box; the media box where nothing of it is inside."""
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else media
