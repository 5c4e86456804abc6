"""What annotations show is read as part of the page: a filled form keeps its values in nothing else."""

from __future__ import annotations

import pytest

from extractors.readers import read
from tests.pdf.build import one_page, stream, text

ASKED = "Total score of the office in 2566"
FONT = b"/Resources<</Font<</F 5 0 R>>>>"
VALUE = stream(
    b"/Tx BMC q 0 0 100 20 re W n BT /F 12 Tf 2 5 Td (91.25) Tj ET Q EMC",
    b"/Type/XObject/Subtype/Form/BBox[0 0 100 20]" + FONT,
)


def read_with(field: bytes, value: bytes = VALUE) -> str:
    data = one_page(text(ASKED), extra=b"/Annots[%b]" % field, more=[value])
    return read(data, "a.pdf").text()


def field(extra: bytes = b"/AP<</N 6 0 R>>", rect: bytes = b"290 695 390 715") -> bytes:
    return b"<</Type/Annot/Subtype/Widget/FT/Tx/V(91.25)/Rect[%b]%b>>" % (rect, extra)


def test_the_value_of_a_field_stands_where_a_person_sees_it() -> None:
    assert read_with(field()) == f"{ASKED} 91.25"


def test_corners_in_any_order() -> None:
    assert read_with(field(rect=b"390 715 290 695")) == f"{ASKED} 91.25"


def test_the_state_that_is_shown() -> None:
    assert read_with(field(b"/AS/On/AP<</N<</On 6 0 R>>>>")) == f"{ASKED} 91.25"
    assert read_with(field(b"/AS/Off/AP<</N<</On 6 0 R>>>>")) == ASKED


@pytest.mark.parametrize("flag", [2, 32, 2 | 4])
def test_what_is_hidden_is_not_read(flag: int) -> None:
    assert read_with(field(b"/AP<</N 6 0 R>>/F %d" % flag)) == ASKED


@pytest.mark.parametrize(
    "broken",
    [
        b"99 0 R 3 0 R null 5 (x) /y",
        b"<</Subtype/Widget/Rect[1 2]/AP<</N 6 0 R>>>>",
        field(b"/AP 7/F/x"),
        field(b"/AP 7", rect=b"290 695 390"),
        field(b"/AP 7", rect=b"290 695 390 696"),
        field(b"/AP 7/MK<</R/x>>"),
        field(b"/AP 7/Parent 3 0 R/FT[/Tx]"),
        b"<</Subtype/Widget/Rect[/a /b /c /d]/AP<</N 6 0 R>>>>",
    ],
)
def test_a_damaged_annotation_costs_nothing_else(broken: bytes) -> None:
    assert read_with(broken) == ASKED
    assert read_with(broken + field()) == f"{ASKED} 91.25"


@pytest.mark.parametrize(
    "extra", [b"", b"/AP<<>>", b"/AP<</N 99 0 R>>", b"/AP 7", b"/DA(/Helv 0 Tf)", b"/DA(/F 9 Tf)/Q 2"]
)
def test_a_value_without_a_picture_is_written_into_its_field(extra: bytes) -> None:
    assert read_with(field(extra)) == f"{ASKED} 91.25"


def test_a_picture_without_area_or_letters() -> None:
    assert read_with(field(), VALUE.replace(b"BBox[0 0 100 20]", b"BBox[0 0 0 0]")) == f"{ASKED} 91.25"
    assert read_with(field(), VALUE.replace(b"(91.25)", b"(     )")) == f"{ASKED} 91.25"


def test_the_picture_counts_unless_viewers_draw_the_form_anew() -> None:
    data = one_page(text(ASKED), extra=b"/Annots[%b]" % field(), more=[VALUE.replace(b"91.25", b"19.25")])
    assert read(data, "a.pdf").text() == f"{ASKED} 19.25"
    anew = data.replace(b"/Type/Catalog", b"/Type/Catalog/AcroForm<</NeedAppearances true>>")
    assert read(anew, "a.pdf").text() == f"{ASKED} 91.25"


def bare(entries: bytes, rect: bytes = b"290 695 390 715") -> str:
    return read_with(b"<</Type/Annot/Subtype/Widget/Rect[%b]%b>>" % (rect, entries))


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        (b"/FT/Tx/V(91.25)/Ff 8192", ""),
        (b"/FT/Tx/V(91.25)/F 2", ""),
        (b"/FT/Tx/V 5", ""),
        (b"/FT/Sig/V(91.25)", ""),
        (b"/FT/Tx/V<FEFF0E510E52>", " ๑๒"),
        (b"/FT/Tx/V<EFBBBFE0B991E0B992>", " ๑๒"),
        (b"/Parent<</FT/Tx/V(7.50)/Parent<</DA(/F 8 Tf)>>>>", " 7.50"),
        (b"/FT/Ch/V(2)/Opt[[(1)(None)][(2)(Some 40.00)]]", " Some 40.00"),
        (b"/FT/Ch/V(Other)/Opt[(None)(Some)]", " Other"),
        (b"/FT/Btn/AS/Yes", " ☑"),
        (b"/FT/Btn/AS/Off/V/Yes", " ☐"),
        (b"/FT/Btn/V/Yes", " ☑"),
        (b"/FT/Btn/Parent<</V/B>>/AP<</N<</A 6 0 R/Off 6 0 R>>>>", " ☐"),
        (b"/FT/Btn/Parent<</V/A>>/AP<</N<</A 6 0 R/Off 6 0 R>>>>", " ☑"),
        (b"/FT/Btn/AS/A/AP<</N<</A 6 0 R>>>>", " ☑"),
        (b"/FT/Btn", " ☐"),
        (b"/FT/Btn/Ff 65536/V/Yes", ""),
    ],
)
def test_kinds_of_fields(entries: bytes, shown: str) -> None:
    assert bare(entries) == ASKED + shown


def test_a_typed_remark_without_a_picture() -> None:
    assert read_with(b"<</Type/Annot/Subtype/FreeText/Contents(91.25)/Rect[290 695 390 715]>>") == f"{ASKED} 91.25"


def test_a_value_of_several_lines() -> None:
    words = b"First we wrote the list and then we put it on the page of the office for all to see"
    found = bare(b"/FT/Tx/Ff 4096/DA(/F 10 Tf)/V(%b\nEnd)" % words, rect=b"72 500 272 600")
    assert " ".join(found.split()) == f"{ASKED} {words.decode()} End"
    assert len(found.split("\n")) == 5


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_field_on_a_turned_page_runs_as_the_page_is_read(turn: int) -> None:
    """The page is turned and the field against it, as its maker typed it into the turned page."""
    value = b"/FT/Tx/V(This is the score of 91.25 points for the year)/MK<</R %d>>" % turn
    rect = b"100 100 120 500" if turn != 180 else b"100 100 500 120"
    data = one_page(b"", extra=b"/Rotate %d/Annots[<</Subtype/Widget/Rect[%b]%b>>]" % (turn, rect, value))
    assert read(data, "a.pdf").text() == "This is the score of 91.25 points for the year"
