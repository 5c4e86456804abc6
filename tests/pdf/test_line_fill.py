"""Lines that end because the first word of the next one had no room."""

from __future__ import annotations

import pytest

from extractors.document import BoundingBox
from extractors.pdf.line_fill import first_word_width
from extractors.pdf.lines import Line
from tests.pdf.hand_made import FILLER, blocks, page, word


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ประชาสัมพันธ์ให้บุคลากรทราบ", "ประชาสัมพันธ์"),
        ("(สะดวก/ปลอดภัย/รวดเร็ว) ทุกครั้ง", "(สะดวก/ปลอดภัย/รวดเร็ว"),
        ("ระเบียบ/คำสั่งของหน่วยงาน", "ระเบียบ/คำสั่ง"),
        ("Application ของหน่วยงาน", "Application"),
        ("ฮฬฬฮ ทราบ", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_the_first_word_and_its_share_of_the_line(text: str, first: str) -> None:
    bases = [letter for letter in text if not ("\u0e34" <= letter <= "\u0e3a" or "\u0e47" <= letter <= "\u0e4e")]
    bases = [letter for letter in bases if letter != "\u0e31"]
    line = Line(text, BoundingBox(50, 0, 50 + 6.0 * len(bases), 12), 12.0, False, 12.0)
    marks = sum(
        letter == "\u0e31" or "\u0e34" <= letter <= "\u0e3a" or "\u0e47" <= letter <= "\u0e4e" for letter in first
    )
    assert first_word_width(line) == pytest.approx(6.0 * (len(first) - marks))


SHORT, LONG = "ทราบโดยเร็ว", "(สะดวก/ปลอดภัย/รวดเร็ว/ตอบสนองต่อปัญหา)"
FULL = FILLER + "ทุกครั้ง"
ROOM = "มีช่องทางรับเรื่องร้องเรียนกรณีบุคลากรเรียกรับสินบน"  # leaves room for a short word, not for the long one


@pytest.mark.parametrize(("below", "texts"), [(SHORT, [f"{FULL}\n{ROOM}", SHORT]), (LONG, [f"{FULL}\n{ROOM}\n{LONG}"])])
def test_a_line_goes_on_where_the_next_word_had_no_room(below: str, texts: list[str]) -> None:
    shown = page(word(FULL, 50, 100) + word(ROOM, 50, 118) + word(below, 50, 136))
    assert [block.text for block in blocks(shown)] == texts


@pytest.mark.parametrize(("below", "count"), [(SHORT, 2), (LONG, 1)])
def test_the_same_over_a_page_break(below: str, count: int) -> None:
    first = page(word(FULL, 50, 100) + word(ROOM, 50, 118))
    assert len(blocks(first, page(word(below, 50, 100), number=2))) == count
