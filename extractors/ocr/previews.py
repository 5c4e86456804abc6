"""Small grey pictures of single pages, for a person to look at: of PDFs and of picture files."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extractors.errors import ReadError
from extractors.limits import Limits
from extractors.ocr.images import NoPictureError, PageImage, PdfPages, frames
from extractors.ocr.words import Pixels
from extractors.readers.base import sniff

ACROSS = 1200  # pixels: small print can be read, and a picture of text stays below half a megabyte
_MOST_DOWN = 4 * ACROSS
_PICTURES = frozenset((".png", ".jpg", ".tif", ".webp", ".gif"))


def previews(data: bytes, pages: Collection[int], limits: Limits) -> Iterator[tuple[int, bytes]]:
    """PNG of the pages asked for (1-based), in their order; pages that cannot be drawn are left out.

    At most ``ACROSS`` pixels wide. The same bytes for the same page. Never raises for what a file holds.
    """
    kind = sniff(data)
    if kind == ".pdf":
        yield from _of_pdf(data, pages, limits)
    elif kind in _PICTURES:
        yield from _of_picture(data, pages, limits)


def _of_pdf(data: bytes, pages: Collection[int], limits: Limits) -> Iterator[tuple[int, bytes]]:
    import pypdfium2

    try:
        document = PdfPages(data, limits)
    except pypdfium2.PdfiumError:
        return
    try:
        for number in sorted(pages):
            try:
                yield number, _png(document.preview(number - 1, ACROSS, _MOST_DOWN))
            except (NoPictureError, pypdfium2.PdfiumError, IndexError):
                continue
    finally:
        document.close()


def _of_picture(data: bytes, pages: Collection[int], limits: Limits) -> Iterator[tuple[int, bytes]]:
    last = max(pages, default=0)
    try:
        for number, frame in enumerate(frames(data, "", limits), start=1):
            if number in pages and isinstance(frame, PageImage):
                yield number, _png(frame.pixels)
            if number >= last:
                return
    except ReadError:
        return


def _png(pixels: Pixels) -> bytes:
    import cv2

    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    down, across = grey.shape
    factor = min(1.0, ACROSS / across, _MOST_DOWN / down)
    if factor < 1:
        size = (max(round(across * factor), 1), max(round(down * factor), 1))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    _, png = cv2.imencode(".png", grey, (cv2.IMWRITE_PNG_COMPRESSION, 9))
    return bytes(png.tobytes())
