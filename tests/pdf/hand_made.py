"""Pages laid out by hand: words as glyphs, rules as strokes, and what the layout makes of them."""

from __future__ import annotations

from extractors.document import BoundingBox, Table, TextBlock
from extractors.limits import DEFAULT_LIMITS
from extractors.pdf.blocks import style_of, written_blocks
from extractors.pdf.drafts import PageDraft
from extractors.pdf.glyphs import Content, Glyph, Stroke
from extractors.pdf.margins import without_margins
from extractors.pdf.pages import draft_page
from extractors.pdf.written import flowed

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 12.0
STEP = 6.0
FILLER = "หน่วยงานจัดทำรายงานผลการดำเนินงานประจำปีและเผยแพร่ให้ประชาชนทราบ"


def word(text: str, x: float, y: float, size: float = SIZE, font: str = "Sarabun") -> list[Glyph]:
    """The glyphs of a word, half as wide as the font is high; marks have no width."""
    glyphs: list[Glyph] = []
    for letter in text:
        width = (
            0.0 if letter == "\u0e31" or "\u0e34" <= letter <= "\u0e3a" or "\u0e47" <= letter <= "\u0e4e" else size / 2
        )
        glyphs.append(Glyph(letter, BoundingBox(x, y, x + width, y + size), font, size))
        x += width
    return glyphs


def line(x0: float, y0: float, x1: float, y1: float) -> Stroke:
    box = BoundingBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return Stroke(box, ((x0, y0), (x1, y1)), True, False, False, True)


def rules(xs: list[float], ys: list[float]) -> list[Stroke]:
    """All rules of a grid."""
    return [line(xs[0], y, xs[-1], y) for y in ys] + [line(x, ys[0], x, ys[-1]) for x in xs]


def page(glyphs: list[Glyph], strokes: list[Stroke] | None = None, number: int = 1) -> PageDraft:
    return draft_page(number, Content(WIDTH, HEIGHT, tuple(glyphs), tuple(strokes or ())), DEFAULT_LIMITS)


def blocks(*pages: PageDraft) -> list[Table | TextBlock]:
    drafts = without_margins(pages)
    style = style_of(drafts)
    return flowed(written for draft in drafts for written in written_blocks(draft, style))


def grid(glyphs: list[Glyph], strokes: list[Stroke]) -> list[list[str]]:
    (table,) = [block for block in blocks(page(glyphs, strokes)) if isinstance(block, Table)]
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]
