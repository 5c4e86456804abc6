"""Pictorial fonts (Wingdings, ZapfDingbats): which glyph a code shows, whatever the file says that it reads as.

A tick in such a font is written with the code of a letter or a digit ("4", "P", "ü"), and that is what its map to
Unicode says as well, if there is one. The font is known by its name: that of the PDF or that of the embedded program.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import Any
from weakref import proxy

from extractors.pdf.font_maps import character_map, glyph_of, is_composite
from extractors.pdf.symbols import is_pictorial, meaning, of_glyph_name

_LOST = "\ufffd"
_FAMILY, _FULL, _POSTSCRIPT = 1, 4, 6  # identifiers of a font program's own names
_SYMBOLS = ((3, 0),)  # platform and encoding of the character map of symbol fonts
_MOST_NAMES = 256


def draw_pictograms(font: Any, spec: Mapping[str, Any]) -> None:
    """Make a font of pdfminer answer with boxes, ticks and bullets where it is a pictorial one."""
    try:
        name = next((name for name in _names(font, spec) if is_pictorial(name)), None)
        if name is None:
            return
        by_code = _by_code(spec)
    except MemoryError:
        raise
    except Exception:  # a damaged font program has no names
        return
    ask, codes = partial(type(font).to_unichr, proxy(font)), getattr(font.unicode_map, "cid2unichr", {})

    def to_unichr(code: int) -> str:
        return meaning(ask(code), name) if code in codes else by_code(code, name)

    font.to_unichr = to_unichr


def _names(font: Any, spec: Mapping[str, Any]) -> Iterator[str]:
    """What the font is called: in the PDF, then in its own program."""
    from pdfminer.psparser import PSLiteral

    for name in (spec.get("BaseFont"), getattr(font, "fontname", None)):
        if isinstance(name, PSLiteral | str):
            yield str(getattr(name, "name", name))
    data = _program(spec)
    if data:
        yield from program_names(data)


def _program(spec: Mapping[str, Any]) -> bytes:
    """The embedded TrueType program; nothing where there is none."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    program = resolve1(dict_value(spec.get("FontDescriptor", {})).get("FontFile2"))
    return bytes(program.get_data()) if isinstance(program, PDFStream) else b""


def program_names(data: bytes) -> Iterator[str]:
    """The family and full names in the ``name`` table of a TrueType program. Raises struct.error on a damaged one."""
    (tables,) = struct.unpack_from(">H", data, 4)
    for index in range(tables):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == b"name":
            yield from _table_names(data[start : start + length])


def _table_names(table: bytes) -> Iterator[str]:
    count, texts = struct.unpack_from(">HH", table, 2)
    for index in range(min(count, _MOST_NAMES)):
        platform, _, _, kind, length, start = struct.unpack_from(">6H", table, 6 + 12 * index)
        if kind in (_FAMILY, _FULL, _POSTSCRIPT):
            raw = table[texts + start : texts + start + length]
            yield raw.decode("latin-1" if platform == 1 else "utf-16-be", errors="replace")


def _by_code(spec: Mapping[str, Any]) -> Callable[[int, str], str]:
    """What the codes without a map to Unicode show, by code and font name."""
    if is_composite(spec):
        letters = _letters_of_codes(spec)
        return lambda code, name: meaning(letters[code], name) if code in letters else _LOST
    named = _differences(spec)
    return lambda code, name: of_glyph_name(named[code], name) if code in named else meaning(chr(code), name)


def _differences(spec: Mapping[str, Any]) -> dict[int, str]:
    """The glyph names that the font's encoding gives its codes."""
    from pdfminer.pdftypes import list_value, resolve1

    encoding, found, code = resolve1(spec.get("Encoding")), {}, 0
    for item in list_value(encoding.get("Differences", [])) if isinstance(encoding, dict) else ():
        item = resolve1(item)
        if isinstance(item, int):
            code = item
        else:
            found[code] = str(getattr(item, "name", ""))
            code += 1
    return found


def _letters_of_codes(spec: Mapping[str, Any]) -> dict[int, str]:
    """The codes of a composite font with the letter at which its program keeps their glyph."""
    from pdfminer.pdffont import TrueTypeFont

    data = _program(spec)
    if not data:
        return {}
    letters = {glyph: chr(code) for code, glyph in character_map(TrueTypeFont("", BytesIO(data)), _SYMBOLS).items()}
    find = glyph_of(spec)
    return {code: letters[glyph] for code in range(0x10000) if (glyph := find(code)) in letters} if letters else {}
