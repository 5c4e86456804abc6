"""A page as a picture with boxes around what was taken from it, so that a person can check it at a glance.

Every mention of a score is framed in the colour of the published score's status, crossed out where the mention
disagrees with it; measures are framed on the page where they begin. Coordinates are points from the top left, as in
the tables.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import Exit, RunError
from pipeline.process import DocumentResult
from pipeline.schema import Row

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SCALE = 2.0  # pixels per point
_MOST_PIXELS = 40_000_000  # a larger page is drawn smaller
_LEGEND_HEIGHT = 40
_MARGIN = 2.0  # points between the text and its frame
_DISAGREES, _MEASURE, _UNPUBLISHED = "disagrees", "measure", "not published"
COLOURS = {
    "verified": "#1a7f37",
    "reported": "#0969da",
    "repaired": "#bc4c00",
    "conflict": "#cf222e",
    "computed": "#6e7781",
    _UNPUBLISHED: "#6e7781",
    _DISAGREES: "#cf222e",
    _MEASURE: "#8250df",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A box on a page (points, origin top left), what it is (a key of ``COLOURS``) and the words beside it."""

    box: tuple[float, float, float, float]
    kind: str
    label: str
    crossed: bool = False


def frames(result: DocumentResult, page: int) -> list[Frame]:
    """What was taken from a page: measures first, so that scores are drawn over them."""
    return [*_measure_frames(result.measures, page), *_mention_frames(result, page)]


def _measure_frames(measures: Iterable[Row], page: int) -> Iterator[Frame]:
    for row in measures:
        box = _box(row)
        if row["page_first"] == page and box is not None:
            yield Frame(box, _MEASURE, f"measure {row['seq']}")


def _mention_frames(result: DocumentResult, page: int) -> Iterator[Frame]:
    published = {_key(row): str(row["status"]) for row in result.scores}
    for row in result.mentions:
        box = _box(row)
        if row["page"] == page and box is not None:
            status = published.get(_key(row), _UNPUBLISHED)
            value = "" if row["value"] is None else f" {row['value']:g}"
            crossed = row["agrees"] is False and status != _UNPUBLISHED
            yield Frame(box, _DISAGREES if crossed else status, f"{row['code']}{value}", crossed)


def _key(row: Row) -> tuple[object, ...]:
    return row["agency_id"], row["agency"], row["fiscal_year"], row["code"]


def _box(row: Row) -> tuple[float, float, float, float] | None:
    match row["x0"], row["y0"], row["x1"], row["y1"]:
        case float(x0), float(y0), float(x1), float(y1):
            return x0, y0, x1, y1
        case _:
            return None


def draw(pdf: bytes, page: int, drawn: Sequence[Frame]) -> bytes:
    """A page (from 1) of a PDF with frames drawn on it and a legend above, as PNG.

    Raises RunError for a file that is no PDF, or a page that it does not have.
    """
    picture, scale = _rendered(pdf, page)
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (max(picture.width, 480), picture.height + _LEGEND_HEIGHT), "white")
    sheet.paste(picture, (0, _LEGEND_HEIGHT))
    pen = ImageDraw.Draw(sheet)
    for frame in drawn:
        _draw(pen, frame, scale)
    _legend(pen, drawn)
    data = io.BytesIO()
    sheet.save(data, "PNG")
    return data.getvalue()


def _rendered(pdf: bytes, number: int) -> tuple[Image, float]:
    """The page as a picture, and its pixels per point."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise RunError("this is no PDF that can be drawn", "`--image` draws pages of PDFs only.", Exit.USAGE) from error
    try:
        if not 1 <= number <= len(document):
            raise RunError(f"there is no page {number}", f"The paper has {len(document)} pages.", Exit.USAGE)
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        picture: Any = page.render(scale=scale).to_pil().convert("RGB")
        return picture, scale
    finally:
        document.close()


def _draw(pen: ImageDraw, frame: Frame, scale: float) -> None:
    x0, y0, x1, y1 = frame.box
    left, top = (x0 - _MARGIN) * scale, (y0 - _MARGIN) * scale + _LEGEND_HEIGHT
    right, bottom = (x1 + _MARGIN) * scale, (y1 + _MARGIN) * scale + _LEGEND_HEIGHT
    colour = COLOURS[frame.kind]
    pen.rectangle((left, top, max(left, right), max(top, bottom)), outline=colour, width=2)
    if frame.crossed:
        pen.line((left, bottom, right, top), fill=colour, width=2)
    if frame.kind == _MEASURE:
        _tag(pen, (left, top), frame.label, colour)
    else:
        _tag(pen, (right + 2, top), frame.label, colour)


def _tag(pen: ImageDraw, place: tuple[float, float], text: str, colour: str) -> None:
    """Words on a ground of the frame's colour."""
    pen.rectangle(pen.textbbox(place, text, font_size=16), fill=colour)
    pen.text(place, text, fill="white", font_size=16)


def _legend(pen: ImageDraw, drawn: Sequence[Frame]) -> None:
    counts = Counter(frame.kind for frame in drawn)
    left = 10.0
    for kind, colour in COLOURS.items():
        if counts[kind]:
            pen.rectangle((left, 12, left + 16, 28), outline=colour, width=3)
            words = f"{kind} {counts[kind]}"
            pen.text((left + 22, 12), words, fill="black", font_size=14)
            left += 22 + pen.textlength(words, font_size=14) + 22
    if not counts:
        pen.text((left, 12), "nothing was taken from this page", fill="black", font_size=14)


def write(file: Path, result: DocumentResult, page: int, image: Path) -> None:
    """Draw a page of a paper into ``image``. Raises RunError for what cannot be drawn or written."""
    picture = draw(file.read_bytes(), page, frames(result, page))
    try:
        image.write_bytes(picture)
    except OSError as error:
        raise RunError(f"{image} cannot be written", str(error), Exit.OUTPUT) from error
