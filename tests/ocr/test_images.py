"""Pages as pixels: every kind of picture, budgets before decoding, damage that costs one page."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image

from extractors.errors import DamagedFileError, PageTooLargeError
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.images import NoPictureError, PageImage, PdfPages, frames, is_animated


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def first(data: bytes) -> PageImage:
    page = next(frames(data, "paper", DEFAULT_LIMITS))
    assert isinstance(page, PageImage)
    return page


def huge_png(side: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("mode", "kind", "ink", "grey"),
    [("1", "PNG", 0, 0), ("L", "PNG", 90, 90), ("P", "PNG", 0, 0), ("CMYK", "JPEG", (0, 0, 0, 255), 0)],
)
def test_modes_become_grey_or_rgb(mode: str, kind: str, ink: object, grey: int) -> None:
    pixels = first(saved(Image.new(mode, (40, 20), ink), kind)).pixels
    assert pixels.dtype == np.uint8
    assert abs(int(pixels.reshape(20, 40, -1)[10, 20, 0]) - grey) <= 2


def test_sixteen_bits_keep_their_range() -> None:
    values = np.full((20, 40), 65535, np.uint16)
    values[5:10] = 0
    pixels = first(saved(Image.fromarray(values), "PNG")).pixels
    assert (int(pixels[0, 0]), int(pixels[7, 7])) == (255, 0)


@pytest.mark.parametrize("top", [1.0, 255.0])
def test_fractions_of_white_keep_their_range(top: float) -> None:
    values = np.full((20, 40), top, np.float32)
    values[5:10] = 0
    pixels = first(saved(Image.fromarray(values), "TIFF")).pixels
    assert (int(pixels[0, 0]), int(pixels[7, 7])) == (255, 0)


def test_transparent_paper_is_white() -> None:
    pixels = first(saved(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG")).pixels
    assert int(pixels.min()) == 255


TURNS = {  # how the pixels of a file lie whose EXIF orientation turns them upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def lying(orientation: int) -> Image.Image:
    """A sheet with a black corner, as a camera stores it."""
    sheet = Image.new("L", (200, 320), 255)
    sheet.paste(0, (16, 32, 96, 64))
    lies = sheet.transpose(TURNS[orientation]) if orientation in TURNS else sheet
    exif = Image.Exif()
    exif[0x112] = orientation
    lies.encoderinfo = {"exif": exif}  # type: ignore[attr-defined]  # of its own page, where a file has several
    return lies


def is_upright(page: PageImage) -> bool:
    return (
        page.pixels.shape[:2] == (320, 200)
        and int(page.pixels[34:62, 18:94].max()) < 60
        and int(page.pixels[80:].min()) > 200
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_pictures_are_shown_as_their_orientation_says(kind: str, orientation: int) -> None:
    sheet = lying(orientation)
    assert is_upright(first(saved(sheet, kind, exif=sheet.encoderinfo["exif"])))  # type: ignore[attr-defined]  # put there


def test_every_page_of_a_tiff_has_an_orientation_of_its_own() -> None:
    sheets = [lying(orientation) for orientation in (1, 6, 3, 8)]
    exif = sheets[0].encoderinfo["exif"]  # type: ignore[attr-defined]  # put there
    data = saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], exif=exif)
    pages = list(frames(data, "paper", DEFAULT_LIMITS))
    assert [isinstance(page, PageImage) and is_upright(page) for page in pages] == [True] * 4


def test_every_page_of_a_tiff() -> None:
    pages = [Image.new("L", (30, 40), shade) for shade in (10, 200)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    shades = [int(page.pixels[0, 0]) for page in frames(data, "a.tif", DEFAULT_LIMITS) if isinstance(page, PageImage)]
    assert shades == [10, 200]


def test_the_first_frame_of_an_animation() -> None:
    pages = [Image.new("RGB", (30, 40), colour) for colour in ("black", "white")]
    data = saved(pages[0], "WEBP", save_all=True, append_images=pages[1:])
    assert is_animated(data)
    assert len(list(frames(data, "a.webp", DEFAULT_LIMITS))) == 1


def test_a_page_too_large_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(PageTooLargeError):
        list(frames(huge_png(20_000), "a.png", DEFAULT_LIMITS))


def test_a_file_that_is_no_picture_is_damaged() -> None:
    with pytest.raises(DamagedFileError):
        list(frames(b"\x89PNG\r\n\x1a\nnothing", "a.png", DEFAULT_LIMITS))


def test_the_size_follows_the_resolution_that_a_file_states() -> None:
    page = first(saved(Image.new("L", (1654, 2339), 255), "PNG", dpi=(200, 200)))
    assert (round(page.width), round(page.height)) == (595, 842)


@pytest.mark.parametrize(
    ("said", "across", "dpi"),
    [
        *((200, 1654, 200), (300, 1654, 300), (100, 827, 100), (200, 2339, 200), (200, 700, 200), (96, 700, 96)),
        *((72, 1654, 200), (96, 1654, 200), (600, 1654, 200), (1000, 1654, 200)),
    ],
)
def test_a_resolution_that_fits_no_sheet_of_paper_is_not_believed(said: int, across: int, dpi: int) -> None:
    picture = Image.new("L", (across, round(across * 2**0.5)), 255)
    page = first(saved(picture, "PNG", dpi=(said, said)))
    assert round(page.dpi) == dpi
    assert round(page.width) == round(across * 72 / said)
    assert round(PageImage(page.pixels, page.width, page.height, is_part=True).dpi) == said


def test_more_pixels_than_any_page_needs_are_fewer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr.images._BUDGET", 10_000)
    page = first(saved(Image.new("L", (200, 300), 255), "PNG", dpi=(50, 50)))
    assert (page.pixels.shape, round(page.height)) == ((122, 81), 432)


def test_a_scan_comes_at_its_own_resolution() -> None:
    data = saved(Image.new("L", (827, 1169), 128), "PDF", resolution=100)
    pages = PdfPages(data, DEFAULT_LIMITS)
    assert abs(pages.image(0).pixels.shape[1] - 827) <= 1
    pages.close()


def test_a_corrupt_picture_in_a_pdf_makes_its_page_unreadable() -> None:
    data = saved(Image.new("L", (300, 300), 20), "PDF", resolution=72)
    start = data.index(b"\xff\xd8\xff")
    pages = PdfPages(data[: start + 2] + b"\0" * 120 + data[start + 122 :], DEFAULT_LIMITS)
    with pytest.raises(NoPictureError, match="damaged_page"):
        pages.image(0)
    pages.close()


def test_warnings_of_pillow_do_not_reach_the_terminal() -> None:
    whole = saved(Image.new("RGB", (60, 60), "white"), "TIFF")
    odd = [whole[:size] for size in range(8, len(whole), 7)] + [huge_png(10_000)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for data in odd:
            is_animated(data)
            with contextlib.suppress(DamagedFileError):
                list(frames(data, "paper", DEFAULT_LIMITS))
