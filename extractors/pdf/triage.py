"""The first look at a PDF, with pypdfium2: does it open, how many pages, how large. Cheap, and hardened C++."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass
from typing import Any

from extractors.errors import (
    EmptyPdfError,
    EncryptedPdfError,
    PageTooLargeError,
    ReadError,
    TooManyPagesError,
    TruncatedPdfError,
)
from extractors.limits import Limits

_ENCRYPTED = b"/Encrypt"
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\][^>]{0,200}/Count\s+0\b|/Count\s+0\b[^>]{0,200}/Kids\s*\[\s*\]")
_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


@dataclass(frozen=True, slots=True)
class Triage:
    """The size of each page as displayed, in points; zeros for a page that is missing."""

    sizes: tuple[tuple[float, float], ...]


def look(data: bytes, name: str, limits: Limits) -> Triage:
    """Open a PDF and measure its pages.

    Raises EncryptedPdfError, TruncatedPdfError, EmptyPdfError, TooManyPagesError, PageTooLargeError.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, data, name) from error
    try:
        return Triage(_sizes(document, name, limits))
    finally:
        document.close()


def written_anew(data: bytes) -> bytes:
    """The same PDF with its table of objects made anew. Raises PdfiumError."""
    import pypdfium2

    out = io.BytesIO()
    document = pypdfium2.PdfDocument(data)
    try:
        document.save(out)
    finally:
        document.close()
    return out.getvalue()


def _refusal(error: Any, data: bytes, name: str) -> ReadError:
    """Which error it was. pdfium keeps the code of an earlier paper's error where a page tree is empty."""
    if _ENCRYPTED in data and getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
        return EncryptedPdfError(name=name)
    return EmptyPdfError(name=name) if _NO_PAGES.search(data) else TruncatedPdfError(name=name)


def _sizes(document: Any, name: str, limits: Limits) -> tuple[tuple[float, float], ...]:
    count = len(document)
    if count == 0:
        raise EmptyPdfError(name=name)
    if count > limits.max_pages:
        raise TooManyPagesError(name=name, found=count, limit=limits.max_pages)
    sizes = tuple(_size(document, index) for index in range(count))
    if not any(map(max, sizes)):
        raise TruncatedPdfError(name=name)
    for number, (width, height) in enumerate(sizes, start=1):
        if not (math.isfinite(width) and math.isfinite(height)) or max(width, height) > limits.max_page_points:
            found = f"{width:.0f} × {height:.0f} points"
            raise PageTooLargeError(name=name, page=number, found=found, limit=f"{limits.max_page_points:.0f} points")
    return sizes


def _size(document: Any, index: int) -> tuple[float, float]:
    """Width and height of a page as displayed; zeros for one that the file promises and does not hold."""
    import pypdfium2

    try:
        width, height = document.get_page_size(index)
        if not (width and height):  # its crop box lies outside of its media box, which then counts
            x0, y0, x1, y1 = document[index].get_mediabox()
            width, height = abs(x1 - x0), abs(y1 - y0)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0
    return float(width), float(height)
