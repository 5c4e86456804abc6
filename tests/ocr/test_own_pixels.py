"""A page that is one picture gives that picture's own pixels; whatever else shows on it, it is drawn."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from extractors.limits import DEFAULT_LIMITS
from extractors.ocr import images
from extractors.ocr.images import PageImage, PdfPages
from tests.ocr.drawn import lines_of_words

PIXELS = lines_of_words(900, 1200)
PLACE = "450 0 0 600 0 0"  # the page is 450 × 600 points: two pixels to the point


def paper(
    picture: NDArray[np.uint8] = PIXELS,
    *,
    place: str = PLACE,
    page: str = "",
    more: str = "",
    space: str = "/DeviceGray",
    image: str = "",
    before: str = "",
    twice: bool = False,
) -> bytes:
    """A PDF of one page with a picture; ``more`` is drawn after it, ``before`` before it."""
    drawn = f"{before} q {place} cm /P Do Q {more}".encode()
    if twice:
        drawn += f" q {place} cm /P Do Q".encode()
    held = "/XObject << /P 5 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    size = f"/Width {picture.shape[1]} /Height {picture.shape[0]} /BitsPerComponent 8 /ColorSpace {space} {image}"
    body = picture.tobytes()
    mask = bytes(255 if x < picture.shape[1] // 2 else 0 for x in range(picture.shape[1])) * picture.shape[0]
    size6 = f"/Width {picture.shape[1]} /Height {picture.shape[0]} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 450 600] {page} /Contents 4 0 R".encode()
        + f" /Resources << {held} >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        f"<< /Type /XObject /Subtype /Image {size} /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream",
        f"<< /Type /XObject /Subtype /Image {size6} /Length {len(mask)} >>\nstream\n".encode() + mask + b"\nendstream",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, item))
    start = out.tell()
    out.write(b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places))
    out.write(b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def first(data: bytes) -> PageImage:
    pages = PdfPages(data, DEFAULT_LIMITS)
    try:
        return pages.image(0)
    finally:
        pages.close()


def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(pixels).convert("L"))


def test_the_pixels_are_those_of_the_picture() -> None:
    found = first(paper())
    assert (found.width, found.height) == (450.0, 600.0)
    assert np.array_equal(grey(found.pixels), PIXELS)


@pytest.mark.parametrize(("degrees", "turns"), [(90, -1), (180, -2), (270, -3)])
def test_a_page_shown_turned_gives_turned_pixels(degrees: int, turns: int) -> None:
    found = first(paper(page=f"/Rotate {degrees}"))
    assert (found.width, found.height) == ((600.0, 450.0) if degrees % 180 else (450.0, 600.0))
    assert np.array_equal(grey(found.pixels), np.rot90(PIXELS, turns))


def test_a_resolution_beyond_the_usual_is_kept_as_it_is() -> None:
    large = np.kron(PIXELS, np.ones((3, 3), np.uint8))
    assert np.array_equal(grey(first(paper(large)).pixels), large)


def test_text_that_nobody_sees_is_no_part_of_the_page() -> None:
    hidden = "BT 3 Tr /F 20 Tf 50 300 Td (hidden) Tj ET"
    assert np.array_equal(grey(first(paper(more=hidden)).pixels), PIXELS)


@pytest.mark.parametrize(
    "options",
    [
        {"more": "BT /F 40 Tf 50 300 Td (seen) Tj ET"},
        {"more": "0 0 0 RG 4 w 0 0 m 400 500 l S"},
        {"twice": True},
        {"place": "400 0 0 600 20 0"},
        {"place": "-450 0 0 600 450 0"},
        {"place": "450 0 0 -600 0 600"},
        {"place": "0 600 -450 0 450 0"},
        {"page": "/CropBox [0 0 400 600]"},
        {"image": "/Decode [1 0]"},
        {"image": "/SMask 6 0 R"},
    ],
    ids=lambda options: " ".join(map(str, *options.items())),
)
def test_everything_else_is_drawn_as_a_person_sees_it(
    options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = paper(**options)  # type: ignore[arg-type]  # of several types
    found = first(data)
    monkeypatch.setattr(images, "own_pixels", lambda *_: None)
    drawn = first(data)
    assert (found.width, found.height) == (drawn.width, drawn.height)
    assert np.abs(grey(found.pixels).astype(int) - grey(drawn.pixels)).max() <= 1


def test_inks_are_drawn_in_the_colours_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    inks = np.zeros((1200, 900, 4), np.uint8)
    inks[..., 3] = 255 - PIXELS
    data = paper(np.ascontiguousarray(inks), space="/DeviceCMYK")
    found = first(data)
    monkeypatch.setattr(images, "own_pixels", lambda *_: None)
    assert np.abs(grey(found.pixels).astype(int) - grey(first(data).pixels)).max() <= 8


def test_a_picture_beyond_the_budget_is_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_BUDGET", 400_000)
    assert first(paper()).pixels.shape[0] * first(paper()).pixels.shape[1] <= 410_000


def test_a_sheet_that_says_it_is_a_stamp_is_drawn_as_a_sheet() -> None:
    large = np.kron(PIXELS, np.ones((2, 2), np.uint8))
    found = first(paper(large, place="36 0 0 48 0 0", more="0 0 1 1 re f").replace(b"[0 0 450 600]", b"[0 0  36  48]"))
    assert (found.width, found.height, max(found.pixels.shape)) == (36.0, 48.0, 2400)
    assert round(found.dpi) == 205
