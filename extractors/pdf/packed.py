"""Packed streams of a PDF: measured before the engine unpacks them, for it would unpack any number of gigabytes."""

from __future__ import annotations

import zlib
from typing import Any

from extractors.limits import Limits
from extractors.pdf.glyphs import PageLimitError

_RATIO = 1032  # no zlib stream unpacks to more than so many times its size
_PLAIN = frozenset({"ASCII85Decode", "A85", "ASCIIHexDecode", "AHx", "Crypt"})  # these never make it larger
_FLATE = frozenset({"FlateDecode", "Fl"})


def check_contents(page: Any, limits: Limits) -> None:
    """Refuse a pdfplumber page whose content streams together go beyond ``max_page_content_bytes``.

    Raises PageLimitError.
    """
    from pdfminer.pdftypes import PDFStream, resolve1

    most = limits.max_page_content_bytes
    size = 0
    for item in page.page_obj.contents:
        stream = resolve1(item)
        if isinstance(stream, PDFStream):
            size += unpacked_size(stream, most)
        if size > most:
            raise PageLimitError(f"more than {most} bytes of content")


def unpacked_size(stream: Any, limit: int) -> int:
    """How many bytes a stream unpacks to; never unpacks more than ``limit``. Raises PageLimitError beyond it."""
    raw = (stream.rawdata if stream.data is None else stream.data) or b""
    filters = [str(getattr(kind, "name", kind)) for kind, _ in stream.get_filters()] if stream.data is None else []
    packed = [kind for kind in filters if kind not in _PLAIN]
    if str(getattr(stream.get("Subtype"), "name", "")) == "Image":
        return 0  # never unpacked here
    if len(packed) > 1:
        raise PageLimitError("a stream that is packed more than once")
    size = len(raw)
    if packed and (size * _RATIO > limit or filters == packed):
        size = _inflated(raw, limit) if filters == packed and packed[0] in _FLATE else size * _RATIO
    if size > limit:
        raise PageLimitError(f"more than {limit} bytes of content")
    return size


def _inflated(raw: bytes, limit: int) -> int:
    """The size of zlib data, at most one more than the limit; damaged data counts as far as it can be unpacked."""
    size, unpacker, rest = 0, zlib.decompressobj(), raw
    try:
        while rest and size <= limit and not unpacker.eof:
            size += len(unpacker.decompress(rest, 1 << 20))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return size  # the engine itself recovers what it can
    return size
