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
        field(b"/AP<</N 99 0 R>>"),
        field(b"/AP 7/F/x"),
        b"<</Subtype/Widget/Rect[/a /b /c /d]/AP<</N 6 0 R>>>>",
    ],
)
def test_a_damaged_annotation_costs_nothing_else(broken: bytes) -> None:
    assert read_with(broken) == ASKED
    assert read_with(broken + field()) == f"{ASKED} 91.25"


def test_a_form_without_area() -> None:
    assert read_with(field(), VALUE.replace(b"BBox[0 0 100 20]", b"BBox[0 0 0 0]")) == ASKED
