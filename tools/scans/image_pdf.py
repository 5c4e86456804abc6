"""Images as files: a PDF that holds nothing but one image a page, PNG, multi-page TIFF. Equal input, equal bytes."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image as Pictures

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An image as a PDF holds it: stream, its entries in the image's dictionary, and the size in pixels."""

    stream: bytes
    entries: str
    width: int
    height: int


def as_pdf(pages: Sequence[Bytes], dpi: int, quality: int) -> bytes:
    """One page for each image; ``quality`` of the JPEG, 0 keeps every pixel (CCITT for black and white)."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for page in pages:
        image = _encoded(page, quality)
        first = len(objects) + 1
        kids.append(f"{first} 0 R")
        objects += _page_objects(image, dpi, first)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(objects)


def as_tiff(pages: Sequence[Bytes], dpi: int) -> bytes:
    """All pages in one TIFF: CCITT for black and white, else deflated."""
    pictures = [_picture(page) for page in pages]
    out = io.BytesIO()
    method = "group4" if pictures[0].mode == "1" else "tiff_adobe_deflate"
    first, *others = pictures
    first.save(out, "TIFF", compression=method, save_all=True, append_images=others, dpi=(dpi, dpi))
    return out.getvalue()


def as_png(page: Bytes, dpi: int) -> bytes:
    """One page as PNG."""
    out = io.BytesIO()
    _picture(page).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def through_jpeg(page: Bytes, quality: int) -> Bytes:
    """The page as its JPEG shows it; unchanged where ``quality`` is 0."""
    if not quality:
        return page
    return np.asarray(Pictures.open(io.BytesIO(_jpeg(page, quality))), np.uint8)


def _picture(page: Bytes) -> Pictures.Image:
    picture = Pictures.fromarray(page)
    return picture.convert("1", dither=Pictures.Dither.NONE) if _is_black_and_white(page) else picture


def _is_black_and_white(page: Bytes) -> bool:
    return page.ndim == 2 and bool(np.isin(page, (0, 255)).all())


def _jpeg(page: Bytes, quality: int) -> bytes:
    out = io.BytesIO()
    Pictures.fromarray(page).save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _encoded(page: Bytes, quality: int) -> Encoded:
    height, width = page.shape[:2]
    colours = "/DeviceRGB" if page.ndim == 3 else "/DeviceGray"
    if _is_black_and_white(page):
        form = f"<< /K -1 /Columns {width} /Rows {height} /BlackIs1 true >>"
        entries = f"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms {form}"
        return Encoded(_group4(page), entries, width, height)
    if quality:
        entries = f"/ColorSpace {colours} /BitsPerComponent 8 /Filter /DCTDecode"
        return Encoded(_jpeg(page, quality), entries, width, height)
    entries = f"/ColorSpace {colours} /BitsPerComponent 8 /Filter /FlateDecode"
    return Encoded(zlib.compress(page.tobytes(), 6), entries, width, height)


def _group4(page: Bytes) -> bytes:
    """The image as the one strip of a TIFF holds it, in CCITT group 4."""
    out = io.BytesIO()
    _picture(page).save(out, "TIFF", compression="group4", strip_size=page.size)
    tags = Pictures.open(io.BytesIO(out.getvalue())).tag_v2  # type: ignore[attr-defined]
    (start,), (length,) = tags[273], tags[279]
    return out.getvalue()[start : start + length]


def _page_objects(image: Encoded, dpi: int, first: int) -> Iterator[bytes]:
    """The page, its content and its image, numbered from ``first``."""
    width, height = (round(pixels * 72 / dpi, 3) for pixels in (image.width, image.height))
    draw = f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode()
    resources = f"<< /XObject << /Im {first + 2} 0 R >> >>"
    box = f"[0 0 {width} {height}]"
    yield f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {first + 1} 0 R /Resources {resources} >>".encode()
    yield f"<< /Length {len(draw)} >>\nstream\n".encode() + draw + b"\nendstream"
    head = f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} {image.entries}"
    yield f"{head} /Length {len(image.stream)} >>\nstream\n".encode() + image.stream + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
