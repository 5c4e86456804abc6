"""The reader of pictures of pages: PNG, JPEG, TIFF of one or many pages, WebP, GIF."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from importlib.util import find_spec

from extractors.document import Document, TextSource
from extractors.errors import OcrUnavailableError
from extractors.limits import Limits
from extractors.ocr.options import NO_OCR, Ocr, OcrMode


@dataclass(frozen=True, slots=True)
class ImageReader:
    """Pictures: Pillow decodes them, a recogniser reads them."""

    name: str = "image"
    extensions: tuple[str, ...] = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif")
    ocr: Ocr = NO_OCR

    def with_ocr(self, ocr: Ocr) -> ImageReader:
        """The reader that recognises pages as ``ocr`` says."""
        return replace(self, ocr=ocr)

    def is_available(self) -> bool:
        """Whether Pillow and OpenCV are installed."""
        return all(find_spec(module) is not None for module in ("PIL", "cv2"))

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read a picture; a page of it that cannot be decoded or read is ``unreadable``, the others count.

        Raises OcrUnavailableError, DamagedFileError, TooManyPagesError, PageTooLargeError, LongScanError.
        """
        from extractors.ocr.backends import backend
        from extractors.ocr.images import frame_count
        from extractors.ocr.kept_pages import refuse_long
        from extractors.ocr.pictures import picture_drafts
        from extractors.pdf.reading import pages_of
        from extractors.readers.base import sniff

        if self.ocr.options.mode is OcrMode.NEVER:
            raise OcrUnavailableError(name=name, remedy="Let pages be recognised: --ocr auto.")
        reader = backend(self.ocr)
        if missing := reader.missing():
            raise OcrUnavailableError(name=name, remedy=f"Install what is missing: {missing}")
        refuse_long(range(1, frame_count(data, name, limits) + 1), self.ocr)
        drafts = picture_drafts(data, name, reader, limits, self.ocr.pages)
        kind = (sniff(data) or "").removeprefix(".")
        pages = pages_of([draft for draft, _ in drafts], [size for _, size in drafts])
        return Document(kind, tuple(replace(page, source=TextSource.OCR) for page in pages))

    def keep_pages(self, data: bytes, limits: Limits, numbers: Collection[int]) -> bool:
        """Recognise pages of a picture file and keep them; whether the back end did its part on every one of them.

        Raises DamagedFileError, TooManyPagesError, PageTooLargeError.
        """
        from extractors.ocr.pictures import keep_frames

        return keep_frames(data, limits, self.ocr, numbers)


READER = ImageReader()
