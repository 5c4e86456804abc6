"""Pages as pixels: those of a PDF, and the frames of a picture file. Budgets are checked before anything is decoded."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from extractors.document import BoundingBox
from extractors.errors import DamagedFileError, PageTooLargeError, TooManyPagesError
from extractors.limits import Limits
from extractors.ocr.cut_streams import is_cut
from extractors.ocr.own_pixels import own_pixels
from extractors.ocr.words import Pixels, copied

POINTS = 72.0  # to the inch
_LEAST_DPI, _USUAL_DPI, _MOST_DPI = 72.0, 200.0, 300.0
_LONG_SIDE = 11.69  # inches of A4, for pictures that do not say how large they are
_BUDGET = 40_000_000  # pixels that one page is rendered to: A3 at 300 dpi twice over
_BELIEVED = (50.0, 1200.0)  # dpi
_LARGEST = 1.5 * _LONG_SIDE  # inches, somewhat more than A3: a page that says more tells nothing of its resolution
_SMALLEST, _SHARP = 5.8, 1500  # inches of a postcard; so many pixels are no picture of one
_WHITE = 250
_PIXELS = re.compile(r"\d+ pixels")  # in what Pillow says of a picture that is too large


class NoPictureError(Exception):
    """A page cannot be turned into pixels; the message says why."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as grey or RGB pixels; ``width`` and ``height`` of the page as displayed, in points.

    ``is_part`` tells that it is a piece of a page.
    """

    pixels: Pixels
    width: float
    height: float
    is_part: bool = False

    @property
    def dpi(self) -> float:
        """Pixels to the inch of the sheet: what the page says, as of A4 where no sheet of paper has such a size.

        Cameras and programs write 72 or 96, or a page of one point for each pixel, and mean nothing by it.
        """
        said = float(self.pixels.shape[1]) * POINTS / self.width
        longest = max(self.pixels.shape[:2])
        inches = longest / said
        small = inches < _SMALLEST and longest >= _SHARP
        return longest / _LONG_SIDE if not self.is_part and (inches > _LARGEST or small) else said


class PdfPages:
    """The pages of one PDF as pixels. To be closed."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        import pypdfium2

        self.limits = limits
        self.document = pypdfium2.PdfDocument(data)

    def close(self) -> None:
        """Free the engine's memory."""
        self.document.close()

    def image(self, index: int, part: BoundingBox | None = None) -> PageImage:
        """One page (0-based) or a part of it, at the resolution of the pictures on it. Raises NoPictureError.

        A page that is one picture and nothing else gives the pixels of that picture as they are.

        ``part`` is in points of the page as displayed.
        """
        page = self.document[index]
        try:
            width, height = page.get_size()
            pictures = self._pictures(page)
            if any(_is_cut(item) for item in _picture_objects(page)):
                raise NoPictureError("damaged_page: a picture is cut off")
            own = own_pixels(page, _BUDGET) if part is None else None
            found = PageImage(own, width, height) if own is not None else _drawn(page, pictures, part)
            if pictures and int(found.pixels.min()) >= _WHITE:
                raise NoPictureError("damaged_page: the picture cannot be decoded")
            return found
        finally:
            page.close()

    def preview(self, index: int, across: int, down: int) -> Pixels:
        """One page (0-based) in grey, as large as fits into ``across`` and ``down`` pixels. Raises NoPictureError."""
        page = self.document[index]
        try:
            self._pictures(page)
            width, height = page.get_size()
            scale = min(across / max(width, 1.0), down / max(height, 1.0))
            return copied(page.render(scale=scale, grayscale=True, may_draw_forms=True).to_numpy())
        finally:
            page.close()

    def _pictures(self, page: Any) -> list[tuple[int, int, float]]:
        """The pictures of a page. Raises NoPictureError where decoding one would take too much memory."""
        pictures = list(_pictures(page))
        if any(x * y > self.limits.max_page_pixels for x, y, _ in pictures):
            raise NoPictureError("page_limit: a picture has too many pixels")
        return pictures


def _drawn(page: Any, pictures: list[tuple[int, int, float]], part: BoundingBox | None) -> PageImage:
    """A page or a part of it drawn by the engine."""
    width, height = page.get_size()
    dpi = _resolution(pictures, width, height)
    box = part or BoundingBox(0.0, 0.0, width, height)
    crop = (box.x0, height - box.y1, width - box.x1, box.y0)
    rendered = page.render(scale=dpi / POINTS, may_draw_forms=True, crop=crop)
    return PageImage(copied(rendered.to_numpy()), box.x1 - box.x0, box.y1 - box.y0, part is not None)


def _pictures(page: Any) -> Iterator[tuple[int, int, float]]:
    """Pixels across and down, and dpi, of every picture of a page."""
    for item in _picture_objects(page):
        x, y = item.get_px_size()
        left, bottom, right, top = item.get_bounds()
        across, down = right - left, top - bottom
        if x > 0 and y > 0 and across > 0 and down > 0:
            # a picture may lie turned on its page: its area is the same
            yield x, y, POINTS * (x * y / (across * down)) ** 0.5


def _picture_objects(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as raw

    yield from page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4)


def _is_cut(item: Any) -> bool:
    filters = item.get_filters()
    return len(filters) == 1 and is_cut(bytes(item.get_data()), filters)


def _resolution(pictures: list[tuple[int, int, float]], width: float, height: float) -> float:
    """The dpi to render at: that of the largest picture, the usual one where there is none."""
    across, down, found = max(pictures, default=(0, 0, _USUAL_DPI), key=lambda item: item[0] * item[1])
    inches = max(width, height) / POINTS
    tiny = inches < _SMALLEST and max(across, down) >= _SHARP  # a sheet that says it is a stamp
    dpi = min(max(found, _LEAST_DPI), _MOST_DPI * (_LONG_SIDE / inches if tiny else 1.0))
    most = POINTS * (_BUDGET / max(width * height, 1.0)) ** 0.5
    if most < _LEAST_DPI:
        raise NoPictureError("page_limit: the page is too large to be rendered")
    return float(min(dpi, most))


def frames(data: bytes, name: str, limits: Limits, numbers: Iterable[int] | None = None) -> Iterator[PageImage | str]:
    """The pages of a picture file (several for TIFF); a frame that cannot be decoded gives its reason instead.

    ``numbers`` (from 1) are those that are wanted, all where it is None.
    Raises DamagedFileError, TooManyPagesError, PageTooLargeError.
    """
    with _opened(data, name, limits) as (picture, count):
        for number in range(1, count + 1) if numbers is None else numbers:
            with _silent():
                frame = _frame(picture, number - 1, name, limits)
            yield frame


def frame_count(data: bytes, name: str, limits: Limits) -> int:
    """How many pages a picture file has. Raises as ``frames`` does."""
    with _opened(data, name, limits) as (_, count):
        return count


@contextmanager
def _opened(data: bytes, name: str, limits: Limits) -> Iterator[tuple[Any, int]]:
    """A picture file and the number of its pages."""
    from PIL import Image

    try:
        with _silent():
            picture = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        found = _PIXELS.search(str(error))
        most = f"{limits.max_page_pixels} pixels"
        raise PageTooLargeError(name=name, page=1, found=found[0] if found else "too much", limit=most) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DamagedFileError(name=name) from error
    with picture:
        with _silent():
            count = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
        if count > limits.max_pages:
            raise TooManyPagesError(name=name, found=count, limit=limits.max_pages)
        yield picture, count


def is_animated(data: bytes) -> bool:
    """Whether a picture file holds frames that follow each other in time."""
    from PIL import Image

    try:
        with _silent(), Image.open(io.BytesIO(data)) as picture:
            return picture.format != "TIFF" and int(getattr(picture, "n_frames", 1)) > 1
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


@contextmanager
def _silent() -> Iterator[None]:
    """Without Pillow's warnings of odd files: what they mean for a page is told by its pixels or its reason."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _frame(picture: Any, index: int, name: str, limits: Limits) -> PageImage | str:
    try:
        if index:
            picture.seek(index)
        across, down = picture.size
        if across * down > limits.max_page_pixels:
            found = f"{across} × {down} pixels"
            raise PageTooLargeError(name=name, page=index + 1, found=found, limit=f"{limits.max_page_pixels} pixels")
        dpi = _said_dpi(picture)
        longest = max(across, down)
        pixels = _within_budget(_decoded(picture))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        return f"damaged_page: {type(error).__name__}"
    down, across = pixels.shape[:2]
    inches = longest / dpi if dpi else _LONG_SIDE
    points = inches * POINTS / max(across, down)
    return PageImage(pixels, across * points, down * points)


def _within_budget(pixels: Pixels) -> Pixels:
    """The pixels, fewer of them where they are more than any page needs."""
    import cv2
    import numpy as np

    down, across = pixels.shape[:2]
    factor = (_BUDGET / (across * down)) ** 0.5
    if factor >= 1:
        return pixels
    size = (max(1, int(across * factor)), max(1, int(down * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _said_dpi(picture: Any) -> float | None:
    """What the file says of its resolution, where that can be."""
    said = picture.info.get("dpi")
    try:
        x, y = (float(value) for value in said)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = _BELIEVED
    longest = max(picture.size) / x if x else 0.0
    return x if low <= x <= high and 0.8 <= x / max(y, 1.0) <= 1.25 and longest <= 4 * _LONG_SIDE else None


def _decoded(picture: Any) -> Pixels:
    """Grey or RGB pixels as a person sees them: turned upright, on white paper."""
    import numpy as np
    from PIL import Image, ImageOps

    shown = ImageOps.exif_transpose(picture)
    if shown.mode.startswith("I") or shown.mode == "F":
        return _levels(np.asarray(shown))
    if shown.mode in ("RGBA", "LA", "PA") or "transparency" in shown.info:
        shown = shown.convert("RGBA")
        paper = Image.new("RGBA", shown.size, (255, 255, 255, 255))
        shown = Image.alpha_composite(paper, shown)
    return np.asarray(shown.convert("L" if shown.mode in ("1", "L") else "RGB"))


def _levels(values: Any) -> Pixels:
    """More than 8 bits to 8, the whole range of as many bits as the values use."""
    import numpy as np

    most = float(values.max(initial=0))
    bits = max(int(most).bit_length(), 8)  # scanners of 10 or 12 bits write them into 16
    top = 1.0 if values.dtype.kind == "f" and most <= 1 else 2.0**bits - 1
    scaled = np.clip(values.astype(np.float32) * (255.0 / top), 0, 255)
    return np.asarray(scaled, np.uint8)
