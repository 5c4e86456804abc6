"""Readers: the bytes of a paper become a ``Document``. ``read`` picks the reader by content and by file name.

To add a reader: write a module here that has ``READER`` (see ``base.Reader``) and name it in ``_MODULES``.
A module must be cheap to import; what it needs is imported when it reads.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import import_module

from extractors.document import Document
from extractors.errors import (
    EmptyFileError,
    FormatMismatchError,
    ReaderUnavailableError,
    TooLargeError,
    UnsupportedFormatError,
)
from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.ocr.options import NO_OCR, Ocr
from extractors.readers.base import Reader, ScanReader, extension_of, has_signature, sniff

__all__ = ["Reader", "keep_pages", "read", "reader_for", "readers", "supported_extensions"]

_MODULES = ("plain", "web_page", "csv_file", "pdf", "image")


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, in the order in which they are asked."""
    found: list[Reader] = [import_module(f"{__name__}.{module}").READER for module in _MODULES]
    return tuple(found)


def supported_extensions() -> tuple[str, ...]:
    """Every extension that some reader takes, sorted."""
    return tuple(sorted({extension for reader in readers() for extension in reader.extensions}))


def reader_for(data: bytes, name: str) -> Reader:
    """The reader for this paper. The content decides where it has a signature, the extension elsewhere.

    Raises UnsupportedFormatError, FormatMismatchError.
    """
    named, content = extension_of(name), sniff(data)
    reader = _by_extension(content or named)
    if reader is None:
        kind = content or named or "without an extension"
        raise UnsupportedFormatError(name=name, format=kind, supported=" ".join(supported_extensions()))
    if content is None and has_signature(reader):
        raise FormatMismatchError(name=name, expected=named, found="something else")
    return reader


def read(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, ocr: Ocr = NO_OCR) -> Document:
    """Read a paper. ``name`` is its file name (only the extension and the messages use it).

    Pure: touches no disk but what ``ocr`` brings along (a cache, a recogniser's own files).
    Raises a subclass of ``extractors.errors.ReadError``; LongScanError as ``ocr`` asks for it.
    """
    reader = _fit_reader(data, name, limits)
    if isinstance(reader, ScanReader):
        reader = reader.with_ocr(ocr)
    return reader.read(data, name, limits)


def keep_pages(data: bytes, name: str, limits: Limits, ocr: Ocr, numbers: Collection[int]) -> bool:
    """Recognise these pages of a paper and keep them in ``ocr.pages``, for whoever then reads the whole paper.

    Gives whether the back end did its part on every one of them. Raises a subclass of ``extractors.errors.ReadError``.
    """
    reader = _fit_reader(data, name, limits)
    return not isinstance(reader, ScanReader) or reader.with_ocr(ocr).keep_pages(data, limits, numbers)


def _fit_reader(data: bytes, name: str, limits: Limits) -> Reader:
    if not data:
        raise EmptyFileError(name=name)
    if len(data) > limits.max_bytes:
        raise TooLargeError(name=name, what="the file", found=f"{len(data)} bytes", limit=limits.max_bytes)
    reader = reader_for(data, name)
    if not reader.is_available():
        raise ReaderUnavailableError(name=name, reader=reader.name)
    return reader


def _by_extension(extension: str) -> Reader | None:
    return next((reader for reader in readers() if extension in reader.extensions), None)
