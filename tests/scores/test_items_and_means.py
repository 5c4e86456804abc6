"""Rows of single items beside their indicators, and tables of one tool with its mean below."""

from __future__ import annotations

import pytest

from pipeline.process import process
from tests.scores.test_tables import read

NAMES = ["การเปิดเผยข้อมูล", "การป้องกันการทุจริต"]


def test_items_stand_below_their_indicators() -> None:
    rows: list[list[str | None]] = [
        ["ตัวชี้วัด / ข้อคำถาม", "คะแนน"],
        ["1. การปฏิบัติหน้าที่", "91.06"],
        ["i1 ท่านคิดว่าบุคลากรปฏิบัติงานดีเพียงใด", "92.75"],
        ["I๒ มีการแจ้งให้ทราบหรือไม่", "85.23"],
        ["2. การใช้งบประมาณ", "92.59"],
        ["O12 แผนการใช้จ่ายงบประมาณ", "100.00"],
        ["O13 รายงานการใช้จ่าย", "1"],
        ["O14 - O18 การจัดซื้อจัดจ้าง", "80.00"],
        ["3. การใช้อำนาจ", "97.23"],
    ]
    assert read(rows) == {
        ("1", 2567): 91.06, ("i1", 2567): 92.75, ("i2", 2567): 85.23, ("2", 2567): 92.59,
        ("o12", 2567): 100.0, ("3", 2567): 97.23,
    }  # fmt: skip


def test_a_table_of_items_alone() -> None:
    rows: list[list[str | None]] = [["ข้อ", "ข้อคำถาม", "คะแนน"]]
    rows += [[f"e{number}", "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอน", f"8{number}.50"] for number in range(1, 4)]
    assert read(rows) == {("e1", 2567): 81.5, ("e2", 2567): 82.5, ("e3", 2567): 83.5}


def test_a_list_of_open_data_alone_holds_no_scores() -> None:
    rows: list[list[str | None]] = [["ข้อ", "ข้อมูล", "ร้อยละ"]]
    rows += [[f"o{number}", "โครงสร้างหน่วยงาน", "100.00"] for number in range(1, 5)]
    assert read(rows) == {}


def test_means_of_a_survey_of_items_are_no_scores() -> None:
    rows: list[list[str | None]] = [["ข้อ", "ข้อคำถาม", "คะแนน"]]
    rows += [[f"e{number}", "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอน", f"4.{number}5"] for number in range(1, 8)]
    assert read(rows) == {}


@pytest.mark.parametrize(("mean", "code"), [("57.78", "OIT"), ("57.79", "OIT"), ("69.57", "ITA")])
def test_the_mean_below_the_indicators_of_one_tool(mean: str, code: str) -> None:
    rows: list[list[str | None]] = [["คะแนน", "รายการ"], ["78.06", NAMES[0]], ["37.50", NAMES[1]], [mean, "เฉลี่ย"]]
    assert read(rows) == {("9", 2567): 78.06, ("10", 2567): 37.5, (code, 2567): float(mean)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ในปี 2569 กำหนดเป้าหมายให้ได้คะแนน ITA 95.00 คะแนน โดย IIT 94.00 คะแนน และ OIT 97.00 คะแนน", {}),
        (
            "ปี 2567 ได้คะแนน ITA 88.20 คะแนน คาดหวังว่าปี 2568 จะได้ 95.00 คะแนน และ IIT จะได้ 96.00 คะแนน EIT 92.00",
            {("ITA", 2567): 88.2},
        ),
        ("ตั้งเป้าคะแนน ITA ไม่ต่ำกว่า 96.50 คะแนน ขณะที่ปี 2567 ได้ 85.65 คะแนน", {("ITA", 2567): 85.65}),
    ],
)
def test_targets_and_results_of_one_sentence(text: str, expected: dict[tuple[str, int], float]) -> None:
    result = process(f"การประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n\n{text}\n".encode(), "paper.txt")
    found = {(row["code"], row["fiscal_year"]): row["score"] for row in result.scores if row["status"] != "computed"}
    assert found == expected


def test_targets_in_words_are_no_unread_table() -> None:
    text = "หน่วยงานตั้งเป้าหมายคะแนน ITA ดังนี้ IIT 90.00 คะแนน EIT ไม่น้อยกว่า 88.50 คะแนน และ OIT 95.00 คะแนน\n"
    result = process(f"แผนพัฒนา ITA ปีงบประมาณ พ.ศ. 2568\n\n{text}".encode(), "paper.txt")
    assert not result.scores
    assert "table_not_understood" not in {row["code"] for row in result.findings}
