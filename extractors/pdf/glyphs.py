"""The glyphs of a PDF page with the text they stand for.

pdfplumber reads the page; what it leaves aside is added here: ActualText. Producers (LibreOffice, Chromium) shape Thai
into glyphs whose own code points are private-use or plainly wrong, and put the true text of such a cluster into an
ActualText span. A span becomes one glyph with that text and the box of all its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.document import BoundingBox

_MAX_TAG_DEPTH = 64  # deeper nesting of marked content is hostile; its ActualText is ignored


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph, or one ActualText span: its text, its box (points, origin top left), font and size (points).

    ``upright`` is False for text that is turned by other than 0 degrees. ``actual`` tells that the text comes from
    the producer's ActualText and not from the font's own map.
    """

    text: str
    box: BoundingBox
    font: str
    size: float
    upright: bool = True
    actual: bool = False


def page_glyphs(page: Any) -> list[Glyph]:
    """The glyphs of a pdfplumber page in the order of its content stream.

    Must be called before anything else touches the page's objects: it puts its own layout into the page.
    """
    spans = _lay_out(page)
    return list(_joined(page.chars, spans))


def _lay_out(page: Any) -> list[str]:
    """Interpret the page once, numbering its ActualText spans; the number travels in each character's ``mcid``."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.utils import decode_text
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    spans: list[str] = []

    class Device(PDFPageAggregatorWithMarkedContent):
        """Remembers the ActualText span that encloses each character."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.enclosing: list[int | None] = []

        def begin_tag(self, tag: Any, props: Any = None) -> None:
            del tag
            text = props.get("ActualText") if isinstance(props, dict) else None
            number = self.enclosing[-1] if self.enclosing else None
            if isinstance(text, bytes) and number is None and len(self.enclosing) < _MAX_TAG_DEPTH:
                spans.append(decode_text(text))
                number = len(spans) - 1
            self.enclosing.append(number)
            self.cur_mcid = number

        def end_tag(self) -> None:
            if self.enclosing:
                self.enclosing.pop()
            self.cur_mcid = self.enclosing[-1] if self.enclosing else None

    pdf = page.pdf
    device = Device(pdf.rsrcmgr, pageno=page.page_number, laparams=pdf.laparams)
    PDFPageInterpreter(pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()
    return spans


def _joined(chars: list[dict[str, Any]], spans: list[str]) -> Iterator[Glyph]:
    """Characters as glyphs; the characters of one ActualText span become one glyph at the place of the first."""
    index = 0
    while index < len(chars):
        number = chars[index].get("mcid")
        end = index + 1
        if number is not None:
            while end < len(chars) and chars[end].get("mcid") == number:
                end += 1
        parts = chars[index:end]
        yield _glyph(parts, spans[number] if number is not None else None)
        index = end


def _glyph(parts: list[dict[str, Any]], actual: str | None) -> Glyph:
    first = parts[0]
    box = BoundingBox(
        min(part["x0"] for part in parts),
        min(part["top"] for part in parts),
        max(part["x1"] for part in parts),
        max(part["bottom"] for part in parts),
    )
    return Glyph(
        text=first["text"] if actual is None else actual,
        box=box,
        font=str(first["fontname"]),
        size=float(first["size"]),
        upright=bool(first["upright"]),
        actual=actual is not None,
    )
