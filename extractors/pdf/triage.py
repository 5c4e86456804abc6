"""The first look at a PDF, with pypdfium2: does it open, how many pages, how large. Cheap, and hardened C++."""

from __future__ import annotations

import math
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

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


@dataclass(frozen=True, slots=True)
class Triage:
    """The size of each page as displayed, in points."""

    sizes: tuple[tuple[float, float], ...]


def look(data: bytes, name: str, limits: Limits) -> Triage:
    """Open a PDF and measure its pages.

    Raises EncryptedPdfError, TruncatedPdfError, EmptyPdfError, TooManyPagesError, PageTooLargeError.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, name) from error
    try:
        return Triage(_sizes(document, name, limits))
    finally:
        document.close()


def _refusal(error: Any, name: str) -> ReadError:
    code = getattr(error, "err_code", None)
    protected = code in (_PASSWORD, _SECURITY) or "password" in str(error).lower()
    return EncryptedPdfError(name=name) if protected else TruncatedPdfError(name=name)


def _sizes(document: Any, name: str, limits: Limits) -> tuple[tuple[float, float], ...]:
    count = len(document)
    if count == 0:
        raise EmptyPdfError(name=name)
    if count > limits.max_pages:
        raise TooManyPagesError(name=name, found=count, limit=limits.max_pages)
    sizes = tuple(document.get_page_size(index) for index in range(count))
    for number, (width, height) in enumerate(sizes, start=1):
        if not (math.isfinite(width) and math.isfinite(height)) or max(width, height) > limits.max_page_points:
            found = f"{width:.0f} × {height:.0f} points"
            raise PageTooLargeError(name=name, page=number, found=found, limit=f"{limits.max_page_points:.0f} points")
    return sizes
