"""Pictures with text on a typeset page (a table pasted as a picture): which they are, and where they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.document import BoundingBox
from extractors.pdf.drafts import Item, PageDraft, Region, Slot, lines_in
from extractors.pdf.geometry import Plane, around, centre_in, common, touch
from extractors.pdf.glyphs import Content
from extractors.pdf.lines import Line

_LEAST_WIDTH, _LEAST_HEIGHT = 110.0, 30.0  # points: smaller ones are seals, signatures, photographs of faces
_TOUCH = 1.5  # points: producers cut pictures into strips
_MOST_GLYPHS = 4  # written over a picture: more, and it is the ground that the page is written on
_LEAST_LETTERS = 12
_LEAST_SURE = 0.6  # mean confidence: of a photograph letters are read as well, but not surely


def pictures_of(content: Content) -> tuple[BoundingBox, ...]:
    """The boxes of pictures that may hold text of their own, from top to bottom, on the page as displayed."""
    shown = BoundingBox(0.0, 0.0, content.width, content.height)
    whole = _together([common(shown, image) for image in content.images if touch(shown, image)])
    inked = [glyph.box for glyph in content.glyphs if glyph.text.strip()]
    found = [
        box
        for box in whole
        if box.x1 - box.x0 >= _LEAST_WIDTH
        and box.y1 - box.y0 >= _LEAST_HEIGHT
        and sum(centre_in(glyph, box) for glyph in inked) <= _MOST_GLYPHS
    ]
    return tuple(sorted(found, key=lambda box: (box.y0, box.x0)))


def _together(boxes: Iterable[BoundingBox]) -> list[BoundingBox]:
    """Boxes that touch as one."""
    whole: list[BoundingBox] = []
    for box in boxes:
        near = [other for other in whole if touch(box, other, _TOUCH)]
        whole = [other for other in whole if other not in near]
        whole.append(around([box, *near]))
    return whole


def is_text(seen: PageDraft) -> bool:
    """Whether what was recognised in a picture is text that may be used."""
    letters = sum(letter.isalnum() for line in lines_in(seen.regions) for letter in line.text)
    return seen.unreadable is None and letters >= _LEAST_LETTERS and seen.confidence >= _LEAST_SURE


def pasted(page: PageDraft, seen: PageDraft, place: BoundingBox) -> PageDraft:
    """The page with what was recognised in the picture at ``place`` between what stands above and below it.

    The page's text must run to the right.
    """
    move = _Move(seen.turn, place).box
    regions = [_moved(region, move) for region in seen.regions]
    above, below = _parted(page.regions, (place.y0 + place.y1) / 2, place)
    return replace(
        page,
        regions=(*above, *regions, *below),
        recogniser=seen.recogniser,
        confidence=min(page.confidence, seen.confidence),
        repairs=(*page.repairs, "picture_recognised"),
        pasted=True,
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """From the plane of a picture to that of its page."""

    picture: Plane
    place: BoundingBox

    def box(self, box: BoundingBox) -> BoundingBox:
        own, x, y = self.picture.back(box), self.place.x0, self.place.y0
        return BoundingBox(own.x0 + x, own.y0 + y, own.x1 + x, own.y1 + y)


def _moved(region: Region, move: Callable[[BoundingBox], BoundingBox]) -> Region:
    items = tuple(_moved_item(item, move) for item in region.items)
    boxes = [item.box for item in items]
    return Region(min(box.x0 for box in boxes), max(box.x1 for box in boxes), items)


def _moved_item(item: Item, move: Callable[[BoundingBox], BoundingBox]) -> Item:
    if isinstance(item, Line):
        return _moved_line(item, move)
    middle = (item.box.y0 + item.box.y1) / 2
    edges = tuple(move(BoundingBox(x, middle, x, middle)).x0 for x in item.edges)
    slots = tuple(_moved_slot(slot, move) for slot in item.slots)
    return replace(item, box=move(item.box), edges=edges, slots=slots)


def _moved_slot(slot: Slot, move: Callable[[BoundingBox], BoundingBox]) -> Slot:
    return replace(slot, box=move(slot.box), lines=tuple(_moved_line(line, move) for line in slot.lines))


def _moved_line(line: Line, move: Callable[[BoundingBox], BoundingBox]) -> Line:
    box = move(line.box)
    return replace(line, box=box, base=box.y1 - (line.box.y1 - line.base))


def _parted(regions: Sequence[Region], y: float, place: BoundingBox) -> tuple[list[Region], list[Region]]:
    """What is read before a picture whose middle is at ``y``, and what is read after it."""
    for index, region in enumerate(regions):
        if region.left >= place.x1 or region.right <= place.x0:
            continue
        upper = [item for item in region.items if (item.box.y0 + item.box.y1) / 2 < y]
        if len(upper) < len(region.items):
            count = next(at for at, item in enumerate(region.items) if (item.box.y0 + item.box.y1) / 2 >= y)
            head, tail = region.items[:count], region.items[count:]
            before = [*regions[:index], *([replace(region, items=head)] if head else [])]
            return before, [replace(region, items=tail), *regions[index + 1 :]]
    return list(regions), []
