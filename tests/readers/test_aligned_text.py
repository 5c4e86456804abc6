"""Tables whose columns are kept apart by blanks."""

from __future__ import annotations

from extractors.document import Table
from extractors.readers import read
from extractors.readers.aligned_text import aligned_run


def test_lines_of_aligned_columns_are_a_table_and_the_text_around_is_not() -> None:
    text = (
        "ผลคะแนน ITA\nหน่วยงาน    IIT    EIT\nเทศบาลตำบลหนึ่ง   80.10   90.20\nเทศบาลตำบลสอง   70.30   60.40\nที่มา ป.ป.ช.\n"
    )
    blocks = read(text.encode(), "paper.txt").pages[0].blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(blocks) == 3
    assert [[cell.text if cell else None for cell in row] for row in tables[0].grid()] == [
        ["หน่วยงาน", "IIT", "EIT"],
        ["เทศบาลตำบลหนึ่ง", "80.10", "90.20"],
        ["เทศบาลตำบลสอง", "70.30", "60.40"],
    ]


def test_wide_blanks_in_running_text_and_forms_are_no_table() -> None:
    assert aligned_run(["ลงชื่อ    พยาน    วันที่", "นาย ก    นาย ข    12"], 0) == 0
    assert aligned_run(["ส่วนราชการ    สำนักปลัด", "ที่ 12    วันที่ 14"], 0) == 0
    assert aligned_run(["ชื่อ    IIT    EIT", "เทศบาล    80.10"], 0) == 0
