"""Drafts of pages to the blocks of the document: headings, paragraphs, list items, tables.

A line is a heading by its looks only: larger than the body, bold among plain text, or centred at the head of the paper.
Numbered lines may be headings or steps, so numbers decide nothing about headings.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from math import inf

from extractors.document import (
    TICKED,
    UNTICKED,
    BoundingBox,
    Cell,
    NumberReadings,
    Position,
    Table,
    TextBlock,
    TextKind,
)
from extractors.pdf.drafts import PageDraft, Region, Slot, TableDraft
from extractors.pdf.geometry import around, rounded
from extractors.pdf.line_fill import room_needed
from extractors.pdf.lines import Line
from extractors.pdf.spans import deepen_header
from extractors.pdf.written import Written
from extractors.readers.table_cut import ends_open, goes_on_as_range
from extractors.readers.table_headers import flag_headers
from extractors.readers.table_mend import mend_table
from extractors.readers.vocabulary import vocabulary
from normalizers.status import has_unclear_box
from normalizers.thai import clean

Back = Callable[[BoundingBox], BoundingBox]

_LARGER = 1.12  # times the body's size makes a heading
_LONGEST_HEADING = 250  # letters
_INDENT = 0.9  # font sizes
_FAR = 12  # paragraphs within which the neighbour of a numbered item is looked for
_APART, _FAR_APART = 1.06, 1.5  # times the smaller distances: what first lines stand apart by, if they do
_PARAGRAPHS, _FIRST_LINES = 3, 0.8  # how many such distances there must be, and the share of first lines below them
_LOOSE, _LOOSE_MOVED = 1.12, 1.03  # times the usual distance between lines …
_LOOSE_POINTS = 1.0  # … and points more: ends a paragraph
_CENTRED = 0.03  # of the width: how far the middle of a centred line may be off
_MARGIN = 0.08  # of the width that a centred line leaves free at both sides
_WORDS = re.compile("[ก-ฮA-Za-z].?[ก-ฮA-Za-z]")
_NUMBERED = re.compile(r"(\(?)([0-9๐-๙]{1,3})([.)])(?![0-9๐-๙])\s*\S")
# Sections and their parts stay below 30 ("3.12"); "79.64 คะแนน" at the beginning of a line is a number of the sentence.
_SUBNUMBERED = re.compile(r"(?:[12๑๒]?[0-9๐-๙]\.)+[12๑๒]?[0-9๐-๙][.)]?(?![0-9๐-๙%])\s+(?!คะแนน|บาท|ล้าน)\S")


@dataclass(frozen=True, slots=True)
class Style:
    """How the body of a paper looks, and the sizes of its headings from the largest down."""

    size: float
    bold: bool
    heading_sizes: tuple[float, ...]

    def level(self, line: Line) -> int:
        """The rank of a heading's size, 1 for the largest; bold lines of the body's size come below all of them."""
        larger = sum(1 for size in self.heading_sizes if size > _half(line.size))
        return min(larger + 1, 6)


def _half(size: float) -> float:
    return round(size * 2) / 2


def style_of(pages: Iterable[PageDraft]) -> Style:
    """The style of a paper, by the letters of its lines outside of tables."""
    sizes: Counter[float] = Counter()
    bold = letters = 0
    lines = [line for page in pages for line in page.lines()]
    for line in lines:
        sizes[_half(line.size)] += len(line.text)
        letters += len(line.text)
        bold += len(line.text) if line.bold else 0
    if not sizes:
        return Style(0.0, False, ())
    body = max(sizes, key=lambda size: (sizes[size], -size))
    larger = {_half(line.size) for line in lines if line.size >= _LARGER * body}
    return Style(body, bold * 2 > letters, tuple(sorted(larger, reverse=True)))


def written_blocks(page: PageDraft, style: Style) -> list[Written]:
    """The blocks of one page in reading order."""
    written: list[Written] = [Written(block) for block in page.blocks]
    at_head = page.number == 1
    for region in page.regions:
        written += _Writer(page, region, style, at_head).blocks()
        at_head = False
    return written


def table_of(draft: TableDraft, page: int, back: Back) -> Table:
    """The table of a draft, without header flags and repairs."""
    cells = tuple(_cell(slot, page, back) for slot in sorted(draft.slots, key=lambda slot: (slot.row, slot.column)))
    return Table(cells, draft.n_rows, draft.n_columns, Position(page, bbox=rounded(back(draft.box))))


def _cell(slot: Slot, page: int, back: Back) -> Cell:
    """A cell; its box is that of its text, that of its outline where it is empty."""
    box = around(line.box for line in slot.lines) if slot.lines else slot.box
    text = clean("\n".join(line.text for line in slot.lines)).strip()
    raw = "\n".join(line.raw or line.text for line in slot.lines)
    position = Position(page, bbox=rounded(back(box)))
    raw = text if raw == text else raw
    sure = round(min((line.confidence for line in slot.lines), default=1.0), 4)
    cell = Cell(slot.row, slot.column, text, raw, position, slot.row_span, slot.col_span, confidence=sure)
    return replace(cell, numbers=numbers) if (numbers := _numbers(slot.lines)) else cell


@cache
def _bullet() -> re.Pattern[str]:
    words = vocabulary()
    spaced, tight = re.escape(words.bullets), re.escape(words.tight_bullets)
    return re.compile(f'[{spaced}]\\s+(?=\\S)|[{tight}](?=[a-zA-Zก-ฮเ-ไ(“"])')


def _mark(text: str) -> str | None:
    """The mark that a list item begins with: its form, without its number. None where there is none."""
    if text.startswith((TICKED, UNTICKED)) or has_unclear_box(text[:2]):
        return "box"
    if _bullet().match(text):
        return "bullet"
    if _SUBNUMBERED.match(text):
        return "subnumber"
    match = _NUMBERED.match(text)
    return f"{match[1]}{match[3]}" if match else None


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    heading: bool
    mark: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Writer:
    """Writes the blocks of one region."""

    page: PageDraft
    region: Region
    style: Style
    at_head: bool
    left: float = 0.0
    right: float = 0.0
    step: float = 0.0
    apart: float = 0.0
    indents: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        lines = [item for item in self.region.items if isinstance(item, Line)]
        if lines:
            starts = sorted(line.box.x0 for line in lines)
            ends = sorted(line.box.x1 for line in lines)
            self.left, self.right = starts[len(starts) // 20], ends[-1 - len(ends) // 20]
        self.step = _leading(lines)
        self.apart = self._paragraph_gap(lines)

    def blocks(self) -> Iterator[Written]:
        """Text and tables in order."""
        pending: list[Line] = []
        for item in self.region.items:
            if isinstance(item, Line):
                pending.append(item)
                continue
            yield from self._text(pending)
            pending = []
            self.indents = []
            table = table_of(item, self.page.number, self.page.turn.back)
            yield Written(deepen_header(flag_headers(mend_table(table))), item.open_bottom)
            self.at_head = False
        yield from self._text(pending)

    def _text(self, lines: Sequence[Line]) -> Iterator[Written]:
        paragraphs = self._paragraphs(lines)
        for index, paragraph in enumerate(paragraphs):
            block = self._block(paragraph, _is_item(paragraphs, index))
            first, last = paragraph.lines[0], paragraph.lines[-1]
            begins = block.kind is TextKind.PARAGRAPH and paragraph.mark is None and first is self.region.items[0]
            ends = not paragraph.heading and last is self.region.items[-1]
            room, need = self.right - last.box.x1 if ends else inf, room_needed(first) if begins else -inf
            indent, start = first.box.x0 - self.left, self.left - _INDENT * last.size
            yield Written(block, room=room, need=need, indent=indent, most_indent=last.box.x0 - start)

    def _paragraphs(self, lines: Sequence[Line]) -> list[_Paragraph]:
        paragraphs: list[_Paragraph] = []
        for index, line in enumerate(lines):
            mark = _mark(line.text)
            heading = mark != "box" and self._looks_like_heading(line)
            begins = index + 1 < len(lines) and self._begins(line, lines[index + 1])
            if mark is not None and paragraphs and self._is_wrapped_number(paragraphs[-1].lines[-1], line, mark):
                mark = None
            if paragraphs and not begins and self._goes_on(paragraphs[-1], line, heading, mark):
                paragraphs[-1].lines.append(line)
            else:
                paragraphs.append(_Paragraph([line], heading, mark))
        for paragraph in paragraphs:
            if len(paragraph.text) > _LONGEST_HEADING:
                paragraph.heading = False
        return paragraphs

    def _looks_like_heading(self, line: Line) -> bool:
        if not _WORDS.search(line.text):
            self.at_head = False
            return False
        centred = self._is_centred(line)
        self.at_head = self.at_head and centred
        if self.at_head and len(line.text) <= _LONGEST_HEADING:
            return True
        return line.size >= _LARGER * self.style.size or (line.bold and not self.style.bold)

    def _is_centred(self, line: Line) -> bool:
        width = self.page.turn.size[0]
        middle = (line.box.x0 + line.box.x1) / 2
        return (
            abs(middle - width / 2) <= _CENTRED * width
            and line.box.x0 >= min(self.left, self.region.left) + _MARGIN * width
        )

    def _goes_on(self, paragraph: _Paragraph, line: Line, heading: bool, mark: str | None) -> bool:
        """Whether a line is the next one of a paragraph."""
        last = paragraph.lines[-1]
        gap = line.base - last.base
        if heading != paragraph.heading or mark is not None or gap <= 0:
            return False
        if self.step and gap > self._widest(line, last):
            return False
        if max(line.size, last.size) > 1.15 * min(line.size, last.size):
            return False
        if self._is_centred(last) and self._is_centred(line):
            return True
        if heading:
            return self._is_full(last, line)
        if self.apart and gap > self.apart:
            return False
        indent = line.box.x0 - paragraph.lines[-1].box.x0
        if paragraph.mark is not None and len(paragraph.lines) == 1:
            return self._is_full(last, line)  # below an item its text may hang at any indent
        return indent <= _INDENT * line.size and (self._is_full(last, line) or self._is_broken(paragraph, line))

    def _paragraph_gap(self, lines: Sequence[Line]) -> float:
        """The distance above which a line begins a paragraph; 0 where first lines do not stand apart by their distance.

        Distances then fall into two groups, and most lines behind a wide one are first lines by their indent too.
        """
        body = _LARGER * self.style.size
        pairs = [
            (above, below)
            for above, below in pairwise(lines)
            if above.bold == below.bold and max(above.size, below.size) < body and above.base < below.base
        ]
        gaps = sorted(gap for above, below in pairs if (gap := below.base - above.base) < _FAR_APART * self.step)
        if not gaps:
            return 0.0
        jump, least = max(((wide / narrow, wide) for narrow, wide in pairwise(gaps)), default=(0.0, 0.0))
        wide = [(above, below) for above, below in pairs if least <= below.base - above.base <= gaps[-1]]
        first = sum(self._is_indented(below) or not self._is_full(above, below) for above, below in wide)
        if jump < _APART or len(wide) < _PARAGRAPHS or first < _FIRST_LINES * len(wide):
            return 0.0
        return least / math.sqrt(jump)

    def _is_indented(self, line: Line) -> bool:
        return line.box.x0 > self.left + _INDENT * line.size and not self._is_centred(line)

    def _is_broken(self, paragraph: _Paragraph, line: Line) -> bool:
        """Whether a line goes on at the margin after a line that its writer ended by hand."""
        close = line.base - paragraph.lines[-1].base <= self.apart
        return close and self._is_indented(paragraph.lines[0]) and not self._is_indented(line)

    def _widest(self, line: Line, last: Line) -> float:
        """The largest distance between two lines of one paragraph; smaller where the line also begins elsewhere."""
        moved = abs(line.box.x0 - last.box.x0) > _INDENT * line.size
        step = self.step * max(line.size / max(self.style.size, 1.0), 1.0)  # larger letters stand farther apart
        return (_LOOSE_MOVED if moved else _LOOSE) * max(step, line.size) + _LOOSE_POINTS

    def _is_wrapped_number(self, last: Line, line: Line, mark: str) -> bool:
        """Whether a line begins with a mark only because it wrapped there: "(ร้อยละ ⏎ ๘๕) จึง", "มกราคม ⏎ - มีนาคม"."""
        ranged = mark == "bullet" and goes_on_as_range(last.text, line.text)
        if not self._is_full(last, line) or not (ranged or (mark not in ("bullet", "box") and ends_open(last.text))):
            return False
        flush = line.box.x0 <= self.left + _INDENT * line.size
        return flush and line.base - last.base <= _LOOSE_MOVED * self.step + _LOOSE_POINTS

    def _begins(self, line: Line, below: Line) -> bool:
        """Whether a line is indented as first lines are: the next one begins farther left, at the margin."""
        indented = self._is_indented(line) and below.box.x0 <= self.left + _INDENT * line.size
        return indented and self._is_full(line, below)

    def _is_full(self, line: Line, below: Line) -> bool:
        """Whether a line ends where the first word of the next one had no room."""
        return self.right - line.box.x1 <= room_needed(below)

    def _block(self, paragraph: _Paragraph, item: bool) -> TextBlock:
        lines = paragraph.lines
        texts = [clean(line.text).strip() for line in lines]
        raw = "\n".join(line.raw or line.text for line in lines)
        kind, level = TextKind.PARAGRAPH, 0
        if paragraph.heading:
            kind, level = TextKind.HEADING, self.style.level(lines[0])
            self.indents = []
        elif item:
            kind, level = TextKind.LIST_ITEM, self._level(lines[0].box.x0)
            if paragraph.mark == "bullet":
                texts[0] = texts[0][_bullet_end(texts[0]) :]
        else:
            self.indents = []
        text = "\n".join(texts)
        boxes = [self._position(line.box) for line in lines]
        position = boxes[0] if len(boxes) == 1 else self._position(around(line.box for line in lines))
        raw, sure = text if raw == text else raw, _sureness(lines)
        return TextBlock(kind, text, raw, position, level, sure, tuple(boxes), _numbers(lines))

    def _position(self, box: BoundingBox) -> Position:
        return Position(self.page.number, bbox=rounded(self.page.turn.back(box)))

    def _level(self, x: float) -> int:
        """The depth of an item by its indent; 6 points are the same indent."""
        while self.indents and self.indents[-1] > x + 6:
            self.indents.pop()
        if not self.indents or self.indents[-1] < x - 6:
            self.indents.append(x)
        return len(self.indents) - 1


def _numbers(lines: Iterable[Line]) -> tuple[NumberReadings, ...]:
    return tuple(number for line in lines for number in line.numbers)


def _sureness(lines: Sequence[Line]) -> float:
    """How sure the reader of a block is: the mean of its lines, no more than the least sure line with a number."""
    numbers = [line.confidence for line in lines if any(letter.isdigit() for letter in line.text)]
    return round(min([sum(line.confidence for line in lines) / len(lines), *numbers]), 4)


def _leading(lines: Sequence[Line]) -> float:
    """The distance between lines of one paragraph: most paragraphs have several lines, so the lower quarter tells."""
    steps = sorted(
        below.base - above.base for above, below in pairwise(lines) if 0 < below.base - above.base < 3 * above.size
    )
    return steps[len(steps) // 4] if steps else 0.0


def _bullet_end(text: str) -> int:
    match = _bullet().match(text)
    return match.end() if match else 0


def _is_item(paragraphs: Sequence[_Paragraph], index: int) -> bool:
    """Bullets and boxes are items; a number is one where the next or the last one of its form goes on with it."""
    paragraph = paragraphs[index]
    if paragraph.heading or paragraph.mark is None:
        return False
    if paragraph.mark in ("bullet", "box"):
        return True
    before = _nearest(reversed(paragraphs[max(index - _FAR, 0) : index]), paragraph.mark)
    behind = _nearest(paragraphs[index + 1 : index + 1 + _FAR], paragraph.mark)
    number = _number(paragraph.text)
    return any(other is not None and number is not None and _follow(number, other) for other in (before, behind))


def _nearest(paragraphs: Iterable[_Paragraph], mark: str) -> tuple[str, int] | None:
    """The number of the first paragraph with this form of mark; the items between them stand below one of both."""
    for paragraph in paragraphs:
        if paragraph.heading:
            return None
        if paragraph.mark == mark:
            return _number(paragraph.text)
    return None


def _follow(first: tuple[str, int], second: tuple[str, int]) -> bool:
    return first[0] == second[0] and abs(first[1] - second[1]) == 1


def _number(text: str) -> tuple[str, int] | None:
    """The number of an item: what stands before its last part, and that part ("๒.", 3 of "๒.๓")."""
    match = re.match(r"\(?((?:[0-9๐-๙]{1,3}\.)*)([0-9๐-๙]{1,3})", text)
    return (match[1], int(match[2])) if match else None
