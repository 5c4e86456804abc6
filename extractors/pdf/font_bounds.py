"""Fonts whose tables speak of more codes than any script has: the engine would write out each of them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from extractors.pdf.glyphs import PageLimitError

_MOST_CODES = 200_000  # three times the codes of two bytes; a map may give one code more than once
_W_STEP, _W2_STEP = 3, 5  # numbers of one range in the two lists of widths


def check_font(spec: Mapping[str, Any]) -> None:
    """Refuse a font's dictionary before the engine loads it. Raises PageLimitError."""
    counted = _Counted()
    _count_map(spec.get("ToUnicode"), counted)
    for key, step in (("W", _W_STEP), ("W2", _W2_STEP)):
        counted.add(sum(_ranges(spec.get(key), step)))
    _count_font_file(spec.get("FontDescriptor"), counted)


class _Counted:
    """Stands in for a map of codes and only counts them."""

    def __init__(self) -> None:
        self.codes = 0

    def add(self, codes: int) -> None:
        self.codes += max(codes, 0)
        if self.codes > _MOST_CODES:
            raise PageLimitError(f"a font that speaks of more than {_MOST_CODES} codes")

    def add_cid2unichr(self, cid: int, code: object) -> None:
        """One code of a map, as pdfminer's parser tells it."""
        del cid, code
        self.add(1)

    def set_attr(self, key: str, value: object) -> None:
        """An entry of a map that is none of its codes."""

    def use_cmap(self, cmap: object) -> None:
        """A map that is built in."""


def _count_map(item: Any, counted: _Counted) -> None:
    from pdfminer.cmapdb import CMapParser
    from pdfminer.pdftypes import PDFStream, resolve1

    stream = resolve1(item)
    if isinstance(stream, PDFStream) and b"range" in (data := stream.get_data()):
        CMapParser(counted, BytesIO(data)).run()  # type: ignore[arg-type]  # the three calls it makes are there


def _ranges(item: Any, step: int) -> Iterator[int]:
    """The lengths of the ranges in a list of widths: first and last code, then what holds for all of them."""
    from pdfminer.pdftypes import resolve1

    found = resolve1(item)
    numbers: list[float] = []
    for value in found if isinstance(found, list) else ():
        entry = resolve1(value)
        numbers = [*numbers, entry] if isinstance(entry, int | float) else []
        if len(numbers) == step:
            yield int(numbers[1] - numbers[0]) + 1
            numbers = []


def _count_font_file(descriptor: Any, counted: _Counted) -> None:
    from pdfminer.pdftypes import PDFStream, resolve1

    entries = resolve1(descriptor)
    stream = resolve1(entries.get("FontFile2")) if isinstance(entries, dict) else None
    if isinstance(stream, PDFStream):
        for start, end in _groups(stream.get_data()):
            counted.add(end - start + 1)


def _groups(data: bytes) -> Iterable[tuple[int, int]]:
    """First and last code of every group in the character maps of a TrueType font (format 12)."""
    try:
        (tables,) = struct.unpack_from(">H", data, 4)
        for tag, _, base, _ in (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(tables)):
            if tag == b"cmap":
                yield from _groups_of_map(data, base)
    except struct.error:  # cut off: the engine stumbles there too
        return


def _groups_of_map(data: bytes, base: int) -> Iterator[tuple[int, int]]:
    (subtables,) = struct.unpack_from(">H", data, base + 2)
    for index in range(subtables):
        _, _, offset = struct.unpack_from(">HHL", data, base + 4 + 8 * index)
        kind, _, _, _, groups = struct.unpack_from(">HHLLL", data, base + offset)
        for group in range(groups if kind == 12 else 0):
            start, end, _ = struct.unpack_from(">LLL", data, base + offset + 16 + 12 * group)
            yield start, end
