"""What a file says wrongly of its pages, fonts and objects: nothing of it loses what can be read, or runs away."""

from __future__ import annotations

import re
import struct

import pytest

from extractors.document import Page, TextBlock
from extractors.errors import TruncatedPdfError
from extractors.readers import read
from tests.pdf.build import FONT, one_page, pdf, stream, text

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
SENTENCE = "The score of the office is 85.25 in the year"
GOOD = one_page(text(SENTENCE))
LETTER = (612.0, 792.0)
CODES = "page_limit: a font that speaks of more than 200000 codes"


def shown(page: Page) -> str:
    return "\n".join(block.text for block in page.blocks if isinstance(block, TextBlock))


@pytest.mark.parametrize(
    "box", [b"0 0 0 0", b"0 0 595 0", b"0 0 595", b"/a /b /c /d", b"0 0 nan inf", b"0 0 9" + b"9" * 400]
)
def test_a_page_with_an_impossible_size_is_a_letter(box: bytes) -> None:
    (page,) = read(one_page(text(SENTENCE), box=box), "a.pdf").pages
    assert (page.width, page.height, page.unreadable) == (*LETTER, None)
    assert shown(page) == SENTENCE


def test_a_page_without_a_size_is_a_letter() -> None:
    (page,) = read(GOOD.replace(b"/MediaBox[0 0 595 842]", b" " * 22), "a.pdf").pages
    assert (page.width, page.height, shown(page)) == (*LETTER, SENTENCE)


def test_a_crop_box_beside_the_page_does_not_count() -> None:
    (page,) = read(one_page(text(SENTENCE), extra=b"/CropBox[2000 2000 3000 3000]"), "a.pdf").pages
    assert (page.width, page.height, shown(page)) == (595.0, 842.0, SENTENCE)


def test_a_damaged_page_between_others_costs_no_other() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    kids = b"<</Type/Pages/Kids[3 0 R 99 0 R 3 0 R]/Count 3>>"
    document = read(pdf([CATALOGUE, kids, page, stream(text(SENTENCE)), FONT]), "a.pdf")
    assert [shown(page) for page in document.pages] == [SENTENCE, "", SENTENCE]
    assert [page.unreadable for page in document.pages] == [None, "damaged_page", None]


def test_branches_that_share_branches_end() -> None:
    levels = [b"<</Type/Pages/Kids[%b]/Count 1>>" % (b"%d 0 R " % (number + 3) * 10) for number in range(9)]
    (page,) = read(pdf([CATALOGUE, *levels, b"<</Type/Page/MediaBox[0 0 595 842]>>"]), "a.pdf").pages
    assert page.unreadable is None


@pytest.mark.parametrize(
    "data",
    [
        re.sub(rb"startxref\s+\d+", b"startxref\n99999999", GOOD).replace(b"xref\n0", b"xrfe\n0"),
        GOOD.replace(b"trailer<<", b"trailer<</Prev %d " % GOOD.rfind(b"xref\n0")),
    ],
)
def test_a_table_of_objects_that_leads_nowhere_is_made_anew(data: bytes) -> None:
    assert read(data, "a.pdf").text() == SENTENCE


def test_references_in_a_circle_stand_for_nothing() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox 4 0 R/Contents 5 0 R>>"
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    (found,) = read(pdf([CATALOGUE, kids, page, b"5 0 R", b"4 0 R"]), "a.pdf").pages
    assert (found.width, found.height, found.blocks) == (*LETTER, ())


@pytest.mark.parametrize(
    "font", [b"null", b"<</Type/Font/Subtype/TrueType/BaseFont/X>>", b"<</Type/Font/Subtype/TrueType/Widths[/a (b)]>>"]
)
def test_a_font_without_widths_loses_no_digit(font: bytes) -> None:
    (page,) = read(GOOD.replace(FONT, font), "a.pdf").pages
    assert "85.25" in shown(page)


def in_font(font: bytes, more: bytes = b"null") -> str | None:
    data = one_page(text(SENTENCE), more=[more]).replace(FONT, font)
    (page,) = read(data, "a.pdf").pages
    return page.unreadable


@pytest.mark.parametrize("kind", [b"bf", b"cid"])
def test_a_map_of_four_thousand_million_codes(kind: bytes) -> None:
    codes = b"1 begin%brange <00000000> <FFFFFFFF> %b end%brange" % (kind, b"<0041>" if kind == b"bf" else b"1", kind)
    assert in_font(b"<</Type/Font/Subtype/TrueType/BaseFont/X/ToUnicode 6 0 R>>", stream(codes)) == CODES


@pytest.mark.parametrize("widths", [b"/W[0 4000000000 500]", b"/W2[0 4000000000 500 1 1]"])
def test_widths_of_four_thousand_million_codes(widths: bytes) -> None:
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(a)/Ordering(b)>>%b>>" % widths
    assert in_font(b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%b]>>" % below) == CODES


def test_a_font_file_of_four_thousand_million_codes() -> None:
    table = struct.pack(">HHHHLHHLLLLLL", 0, 1, 3, 10, 12, 12, 0, 28, 0, 1, 0, 0xFFFFFFFF, 0)
    program = struct.pack(">LHHHH4sLLL", 0x10000, 1, 0, 0, 0, b"cmap", 0, 28, len(table)) + table
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor<</FontFile2 6 0 R>>>>"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%b]>>" % below
    assert in_font(font, stream(program)) == CODES


def test_the_limit_of_a_page_is_told_whole() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[%b]>>" % (b"4 0 R " * 20)
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    (found,) = read(pdf([CATALOGUE, kids, page, stream(b"0 0 m " * 100_000, packed=True)]), "a.pdf").pages
    assert found.unreadable == "page_limit: more than 8388608 bytes of content"


CIRCLE = [b"7 0 R", b"6 0 R", b"8 0 R", b"<</Title 8 0 R/Author[9 0 R]>>"]  # objects 6 to 9


@pytest.mark.parametrize(
    "entry",
    [b"/Info 6 0 R", b"/Info 8 0 R", b"/Info 9 0 R", b"/Info<</Title 6 0 R>>", b"/Encrypt 6 0 R", b"/Prev 6 0 R"],
)
def test_a_trailer_that_leads_in_a_circle(entry: bytes) -> None:
    data = one_page(text(SENTENCE), more=CIRCLE).replace(b">>\nstartxref", entry + b">>\nstartxref")
    assert read(data, "a.pdf").text() == SENTENCE


@pytest.mark.parametrize("entry", [b"/Pages 6 0 R", b"/Pages 8 0 R"])
def test_a_page_tree_that_is_a_circle(entry: bytes) -> None:
    with pytest.raises(TruncatedPdfError):
        read(one_page(text(SENTENCE), more=CIRCLE).replace(b"/Pages 2 0 R", entry), "a.pdf")
