"""What a reader is, and how the kind of a file is told from its first bytes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from extractors.document import Document
from extractors.limits import Limits
from extractors.ocr.options import Ocr

# First bytes of the formats that readers take or that people send by mistake, with the extension that names them.
# DOCX is a ZIP archive: see ``_zip_kind``.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"GIF8", ".gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x1f\x8b", ".gz"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ZIP_KINDS = ((b"word/", ".docx"), (b"xl/", ".xlsx"), (b"ppt/", ".pptx"), (b"content.xml", ".odt"))
_PDF_HEADER_WITHIN = 1024  # PDF viewers accept leading rubbish up to here


class Reader(Protocol):
    """A reader of one family of formats. ``read`` is pure: bytes in, document out, no disk."""

    @property
    def name(self) -> str:
        """Short name for messages."""
        ...

    @property
    def extensions(self) -> tuple[str, ...]:
        """Extensions (lower case, with the dot) that it takes; the first is the canonical one."""
        ...

    def is_available(self) -> bool:
        """Whether everything that it needs is installed."""
        ...

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read one paper. Raises a subclass of ``extractors.errors.ReadError``."""
        ...


@runtime_checkable
class ScanReader(Reader, Protocol):
    """A reader of formats that may hold pictures of pages."""

    def with_ocr(self, ocr: Ocr) -> ScanReader:
        """The reader that recognises pages as ``ocr`` says."""
        ...

    def keep_pages(self, data: bytes, limits: Limits, numbers: Collection[int]) -> bool:
        """Recognise pages and keep them (``Ocr.pages``); whether the back end did its part on every one of them."""
        ...


def extension_of(name: str) -> str:
    """The file name's extension in lower case with its dot; empty when it has none."""
    return PurePath(name).suffix.lower()


def sniff(data: bytes) -> str | None:
    """The extension that the content itself calls for, None when it has no signature (text, or unknown)."""
    for signature, extension in _SIGNATURES:
        if data.startswith(signature):
            return extension
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return ".heic"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return ".pdf"
    return None


def has_signature(reader: Reader) -> bool:
    """Whether the reader's formats begin with a signature; of all formats only text does not."""
    signed = {".pdf", *(extension for _, extension in (*_SIGNATURES, *_ZIP_KINDS))}
    return not signed.isdisjoint(reader.extensions)


def _zip_kind(data: bytes) -> str:
    """Office files are archives; the names of their parts stand uncompressed at both ends."""
    ends = data[:65536] + data[-65536:]
    return next((extension for part, extension in _ZIP_KINDS if part in ends), ".zip")
