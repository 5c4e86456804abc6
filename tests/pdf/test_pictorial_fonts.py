"""A tick in a pictorial font is a tick, whatever letter or digit its code or its map to Unicode says."""

from __future__ import annotations

import struct

import pytest

from extractors.readers import read
from tests.pdf.build import one_page, stream, text

ASKED = "The list of the office was put on its page"


def shown(codes: bytes, font: bytes, *more: bytes) -> str:
    """What stands behind a sentence: codes (hexadecimal) in a font, which is object 6; further objects from 7."""
    content = text(ASKED) + b"BT /G 12 Tf 400 700 Td <%b> Tj ET\n" % codes
    data = one_page(content, more=[font, *more]).replace(b"/F 5 0 R", b"/F 5 0 R/G 6 0 R")
    return read(data, "a.pdf").text().removeprefix(ASKED).strip()


def simple(name: bytes, extra: bytes = b"", kind: bytes = b"TrueType") -> bytes:
    return b"<</Type/Font/Subtype/%b/BaseFont/%b/FirstChar 0/Widths[%b]%b>>" % (kind, name, b"800 " * 256, extra)


def program(name: str, glyphs: dict[int, int] | None = None) -> bytes:
    """A TrueType program of a name and a character map for symbols (code to glyph)."""
    raw = name.encode("utf-16-be")
    names = struct.pack(">HHH6H", 0, 1, 18, 3, 1, 0x409, 1, len(raw), 0) + raw
    groups = b"".join(
        struct.pack(">LLL", 0xF000 + code, 0xF000 + code, glyph) for code, glyph in (glyphs or {}).items()
    )
    table = struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(glyphs or {})) + groups
    maps = struct.pack(">HHHHL", 0, 1, 3, 0, 12) + table
    tables = {b"cmap": maps, b"name": names}
    out, start = struct.pack(">LHHHH", 0x10000, len(tables), 0, 0, 0), 12 + 16 * len(tables)
    for tag, data in tables.items():
        out += struct.pack(">4sLLL", tag, 0, start, len(data))
        start += len(data)
    return out + b"".join(tables.values())


def composite(name: bytes, extra: bytes = b"") -> bytes:
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/DW 800/FontDescriptor<</FontName/%b%b>>>>" % (
        name,
        name,
        extra,
    )
    return b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%b]>>" % (name, below)


@pytest.mark.parametrize(
    ("codes", "font", "expected"),
    [
        (b"3433", simple(b"ZapfDingbats", kind=b"Type1"), "☑☑"),
        (b"34", simple(b"ABCDEF+ITCZapfDingbats", kind=b"Type1"), "☑"),
        (b"38", simple(b"ZapfDingbats", kind=b"Type1"), "\ufffd"),
        (b"010203", simple(b"ZapfDingbats", b"/Encoding<</Differences[1/a20/a74/a40]>>", b"Type1"), "☑☐\ufffd"),
        (b"34", simple(b"ZapfDingbats", b"/Encoding/WinAnsiEncoding", b"Type1"), "☑"),
        (b"FCFEA8", simple(b"Wingdings-Regular"), "☑☑☐"),
        (b"FCFEA8", simple(b"Wingdings-Regular", b"/Encoding/MacRomanEncoding"), "☑☑☐"),
        (b"5052A3", simple(b"Wingdings#202"), "☑☑☐"),
        (b"50", simple(b"Wingdings2,Bold"), "☑"),
        (b"61", simple(b"Wingdings3"), "\ufffd"),
        (b"6163", simple(b"Webdings"), "☑☐"),
        (b"D6", simple(b"SymbolMT"), "☑"),
        (b"39352E3037", simple(b"SymbolMT"), "95.07"),
    ],
)
def test_pictograms_by_the_name_of_their_font(codes: bytes, font: bytes, expected: str) -> None:
    assert shown(codes, font) == expected


@pytest.mark.parametrize("says", [b"0034", b"0050", b"00FC", b"F0FC"])
def test_a_map_to_a_letter_does_not_make_it_one(says: bytes) -> None:
    to_unicode = stream(b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <01> <%b> endbfchar" % says)
    font = simple(b"ABCDEF+Wingdings", b"/ToUnicode 7 0 R")
    assert shown(b"01", font, to_unicode) == ("☑" if says.endswith(b"FC") else "\ufffd")


def test_the_name_in_the_font_program_counts_where_the_pdf_hides_it() -> None:
    hidden = simple(b"F1", b"/FontDescriptor<</FontName/F1/FontFile2 7 0 R>>")
    assert shown(b"34", hidden, stream(program("ZapfDingbats"))) == "☑"
    assert shown(b"34", hidden, stream(program("Sarabun"))) == "4"
    assert shown(b"34", hidden, stream(program("ZapfDingbats")[:30])) == "4"


def test_glyphs_of_a_composite_font_without_a_map() -> None:
    font = composite(b"F1", b"/FontFile2 7 0 R")
    assert shown(b"00DF0034", font, stream(program("Wingdings", {0xFC: 0xDF, 0x33: 0x34}))) == "☑\ufffd"
    assert shown(b"00FC", composite(b"Wingdings")) == "\ufffd"
