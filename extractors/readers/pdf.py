"""The reader of PDFs (``.pdf``), with a text layer or scanned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from importlib.util import find_spec

from extractors.document import Document
from extractors.limits import Limits
from extractors.ocr.options import NO_OCR, Ocr


@dataclass(frozen=True, slots=True)
class PdfReader:
    """PDFs: pypdfium2 looks first, pdfplumber's engine reads the pages."""

    name: str = "pdf"
    extensions: tuple[str, ...] = (".pdf",)
    ocr: Ocr = NO_OCR

    def with_ocr(self, ocr: Ocr) -> PdfReader:
        """The reader that recognises pages as ``ocr`` says."""
        return replace(self, ocr=ocr)

    def is_available(self) -> bool:
        """Whether pdfplumber and pypdfium2 are installed."""
        return all(find_spec(module) is not None for module in ("pdfplumber", "pypdfium2"))

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read a PDF; a page that cannot be read is ``unreadable``, the others count.

        Raises EncryptedPdfError, TruncatedPdfError, EmptyPdfError, TooManyPagesError, PageTooLargeError, LongScanError.
        """
        from extractors.pdf.reading import read_pdf

        return read_pdf(data, name, limits, self.ocr)

    def keep_pages(self, data: bytes, limits: Limits, numbers: Collection[int]) -> bool:
        """Recognise pages of a PDF and keep them; whether the back end did its part on every one of them."""
        from extractors.pdf.scanned import keep_pages

        return keep_pages(data, limits, self.ocr, numbers)


READER = PdfReader()
