"""A page drawn with the boxes of what was taken from it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RunError
from pipeline.overlay import COLOURS, SCALE, Frame, draw, frames, write
from pipeline.process import DocumentResult

WHO = {"agency_id": "A", "agency": "ก"}


def placed(**row: Any) -> dict[str, Any]:
    return {**WHO, "fiscal_year": 2566, "x0": 10.0, "y0": 20.0, "x1": 60.0, "y1": 30.0, **row}


def mention(code: str, value: float, *, page: int = 1, agrees: bool = True) -> dict[str, Any]:
    return placed(code=code, value=value, page=page, agrees=agrees)


RESULT = DocumentResult(
    {"source": "paper.pdf", "status": "ok"},
    scores=[{**WHO, "fiscal_year": 2566, "code": "1", "status": "verified"}],
    mentions=[
        mention("1", 85.5),
        mention("1", 58.5, agrees=False),
        mention("2", 90.0, agrees=False),
        mention("1", 85.5, page=2),
        {**mention("1", 85.5), "x0": None},
    ],
    measures=[placed(seq=1, page_first=1, x0=5.0), placed(seq=2, page_first=2)],
)


def blank(pages: int = 1, width: float = 300, height: float = 200) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_frames_of_a_page() -> None:
    box = (10.0, 20.0, 60.0, 30.0)
    assert frames(RESULT, 1) == [
        Frame((5.0, 20.0, 60.0, 30.0), "measure", "measure 1"),
        Frame(box, "verified", "1 85.5"),
        Frame(box, "disagrees", "1 58.5", crossed=True),
        Frame(box, "not published", "2 90"),
    ]
    assert [frame.label for frame in frames(RESULT, 2)] == ["measure 2", "1 85.5"]
    assert frames(RESULT, 3) == []


@pytest.mark.parametrize("kind", sorted(COLOURS))
def test_a_frame_is_drawn_in_its_colour_at_its_place(kind: str) -> None:
    from PIL import Image, ImageColor

    picture = Image.open(io.BytesIO(draw(blank(), 1, [Frame((50.0, 60.0, 90.0, 80.0), kind, "x")])))
    legend = picture.height - 200 * SCALE
    assert picture.width >= 300 * SCALE
    left_edge = (round(48 * SCALE), round(legend + 78 * SCALE))
    assert picture.getpixel(left_edge) == ImageColor.getrgb(COLOURS[kind])


def test_a_huge_page_is_drawn_smaller() -> None:
    from PIL import Image

    picture = Image.open(io.BytesIO(draw(blank(width=14_000, height=14_000), 1, [])))
    assert picture.width * picture.height < 50_000_000


def test_what_cannot_be_drawn_says_why(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no page 2"):
        draw(blank(), 2, [])
    with pytest.raises(RunError, match="no PDF"):
        draw(b"plain text", 1, [])
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(blank())
    with pytest.raises(RunError, match="cannot be written"):
        write(paper, RESULT, 1, tmp_path / "missing" / "page.png")
    write(paper, RESULT, 1, tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
