"""A paper whose only numbers could not be read says so."""

from __future__ import annotations

import pytest

from pipeline.process import process

HEAD = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n\n"


def unread(text: str) -> list[str]:
    result = process((HEAD + text).encode(), "paper.txt")
    assert not result.scores
    return [row["found"] for row in result.findings if row["code"] == "table_not_understood"]


def test_a_flat_table_in_text_that_gives_nothing_is_reported() -> None:
    text = "หน่วยงาน IIT EIT OIT\nองค์การบริหารส่วนตำบล\nท่าข้าม 86.75 80.20 69.61\n"
    assert unread(text) == ["86.75, 80.20, 69.61"]


@pytest.mark.parametrize("text", ["แบบวัด IIT และ EIT จัดเก็บตั้งแต่ 1 ม.ค.\n", "จัดเก็บรายได้ 98.43 และ 97.20 (EIT)\n"])
def test_other_text_is_not(text: str) -> None:
    assert unread(text) == []
