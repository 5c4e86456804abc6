from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.items import find_item_codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("i๔ I4 i1", ["i4", "i4", "i1"]),
        ("e๑ E8", ["e1", "e8"]),
        ("o8, O10 และ O 12", ["o8", "o10", "o12"]),
        ("(๐๘) ๐๒๗ 08 019", ["o8", "o27", "o8", "o19"]),
        ("๐๘,๐๙", ["o8", "o9"]),
        ("o08", ["o8"]),
    ],
)
def test_codes(text: str, codes: list[str]) -> None:
    found = find_item_codes(text)
    assert [item.code for item in found] == codes
    assert all(text[item.start : item.end] == item.raw and item.range_end is None for item in found)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("O1 - O9", "o1", "o9"),
        ("๐1 - ๐9", "o1", "o9"),
        ("๐๑-๐๙", "o1", "o9"),
        ("I1 - 6", "i1", "i6"),
        ("e6–10", "e6", "e10"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    (item,) = find_item_codes(f"ข้อ {text} ")
    assert (item.code, item.range_end, item.raw) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        "306,012",
        "08-1234567",
        "01/10/2565",
        "01-10-2565",
        "0.08",
        "94.08",
        "๐๘.๓๐ น.",
        "เวลา 08 น.",
        "โทร 044",
        "วันที่ 05 มีนาคม",
        "05 มีนาคม",
        "O49",
        "o0",
        "ITA2025",
        "e-Service",
    ],
)
def test_no_code(text: str) -> None:
    assert find_item_codes(text) == []


@given(st.integers(1, 48), st.booleans(), st.sampled_from(["o", "O", "0"]))
def test_every_checklist_item(number: int, thai: bool, letter: str) -> None:
    printed = f"{letter}{number}"
    if thai:
        printed = printed.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    (item,) = find_item_codes(f"อ้างอิง ({printed}) แล้ว")
    assert (item.code, item.raw) == (f"o{number}", printed)


@given(st.text(alphabet="oOiIeE0๐18๙,.-/ ก", max_size=40))
def test_codes_stand_where_they_say(text: str) -> None:
    end = 0
    for item in find_item_codes(text):
        assert item.start >= end
        end = item.end
        assert text[item.start : item.end] == item.raw
