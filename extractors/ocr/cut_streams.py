"""Whether the stream of a picture in a PDF ends too early: the engine then shows what is there and says nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence

_END_OF_JPEG = b"\xff\xd9"
_BEHIND = 1024  # bytes that may follow the end of a JPEG
_UNKNOWN = 0xFFFFFFFF  # length of a JBIG2 segment that says it by its own last bytes
_LONG_FORM = 7


def is_cut(data: bytes, filters: Sequence[str]) -> bool:
    """Whether the data of a picture, packed by these filters, breaks off. Only JPEG and JBIG2 are looked at."""
    if list(filters) == ["DCTDecode"]:
        return _END_OF_JPEG not in data[-_BEHIND:] and not _is_whole_jpeg(data)
    return list(filters) == ["JBIG2Decode"] and _is_cut_jbig2(data)


def _is_whole_jpeg(data: bytes) -> bool:
    """Whether a JPEG without its last two bytes, as some scanners write them, holds all its rows."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def _is_cut_jbig2(data: bytes) -> bool:
    """Whether a segment says that it is longer than what is there (ITU-T T.88, 7.2)."""
    at = 0
    while at < len(data):
        head = data[at : at + 10]
        if len(head) < 10:
            return True
        number, flags, count = int.from_bytes(head[:4], "big"), head[4], head[5] >> 5
        size = 1
        if count == _LONG_FORM:
            count = int.from_bytes(head[5:9], "big") & 0x1FFFFFFF
            size = 4 + (count + 8) // 8
        size += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
        size += 4 if flags & 0x40 else 1
        start = at + 5 + size + 4
        length = int.from_bytes(data[start - 4 : start], "big")
        if length == _UNKNOWN and start <= len(data):
            return False
        at = start + length
    return at > len(data)
