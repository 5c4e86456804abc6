"""Names of columns in the text of a page from which no measure was read."""

from tests.measures.reading import read_measures

LOST = """มาตรการ วิธีดำเนินการ ผู้รับผิดชอบ ระยะเวลา

ทบทวนมาตรฐานงานบริการ ตั้งคณะทำงาน สำนักปลัด ตุลาคม
"""


def codes(text: str) -> list[tuple[str, str | None]]:
    return [(f.code, f.found) for f in read_measures(text)[1] if f.code == "measures_not_understood"]


def test_a_lost_table_is_reported() -> None:
    assert codes(LOST) == [("measures_not_understood", "มาตรการ, วิธีดำเนินการ, ผู้รับผิดชอบ, ระยะเวลา")]


def test_names_over_several_lines() -> None:
    assert codes("มาตรการ\n\nข้อความ\n\nผู้รับผิดชอบ\n\nสถานะ\n") == [
        ("measures_not_understood", "มาตรการ, ผู้รับผิดชอบ, สถานะ")
    ]


def test_pages_with_measures_or_prose_are_not() -> None:
    assert codes(f"{LOST}\nมาตรการที่ 1 เปิดเผยแผน\nผู้รับผิดชอบ กองคลัง\n") == []
    assert codes("ให้กำหนดมาตรการ ผู้รับผิดชอบ และระยะเวลา ในการดำเนินการให้ชัดเจน\n") == []
