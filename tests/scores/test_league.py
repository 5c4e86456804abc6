"""Tables of many bodies: every cell at the right body, year and code; what is nobody's score gives none."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.process import DocumentResult, process
from tools.league_tables import generate, judge

HEAD = "ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ของหน่วยงานในจังหวัดตราด ประจำปีงบประมาณ พ.ศ. 2566"
CLEAN_SEEDS = range(12)
NAME_SEEDS = range(100, 106)
DIGIT_SEEDS = range(200, 206)


def read(text: str, head: str = HEAD) -> DocumentResult:
    return process(f"{head}\n\n{text}".encode(), "table.txt")


def values(result: DocumentResult) -> dict[tuple[Any, Any, Any], Any]:
    return {(row["agency_raw"], row["fiscal_year"], row["code"]): row["score"] for row in result.scores}


@pytest.mark.parametrize("seed", CLEAN_SEEDS)
def test_every_cell_comes_back(seed: int) -> None:
    made = generate(seed)
    result = process(made.data, made.name)
    cells = judge(made, result.scores, result.findings)
    assert cells.problems == []
    assert cells.counts["right"] == len(made.cells)


@pytest.mark.parametrize("seed", NAME_SEEDS)
def test_a_damaged_name_is_mended_or_kept_as_printed(seed: int) -> None:
    made = generate(seed, bad_names=3)
    result = process(made.data, made.name)
    cells = judge(made, result.scores, result.findings)
    assert cells.problems == []
    assert cells.counts["right"] + cells.counts["refused"] == len(made.cells)


@pytest.mark.parametrize("seed", DIGIT_SEEDS)
def test_a_misread_digit_never_looks_right(seed: int) -> None:
    made = generate(seed, bad_digits=2)
    result = process(made.data, made.name)
    assert not judge(made, result.scores, result.findings).problems


def test_one_seed_gives_one_table() -> None:
    assert generate(3).data == generate(3).data


WEIGHTED = """ที่\tหน่วยงาน\tIIT\tEIT\tOIT\tรวม\tระดับ
1\tอบต.แหลมกลัด\t27.00\t24.00\t40.00\t91.00\tผ่าน
2\tอบต.ห้วงน้ำขาว\t28.50\t27.00\t36.00\t91.50\tผ่านดี
\tค่าเฉลี่ย\t27.75\t25.50\t38.00\t91.25\t"""


def test_weighted_points_are_told_by_the_sums() -> None:
    result = read(WEIGHTED)
    found = values(result)
    assert found["อบต.แหลมกลัด", 2566, "IIT"] == 90.0
    assert found["อบต.ห้วงน้ำขาว", 2566, "OIT"] == 90.0
    assert {row["status"] for row in result.scores} == {"verified"}
    assert [row["code"] for row in result.findings if row["code"] == "weighted_tool_column"] == ["weighted_tool_column"]


def test_a_row_of_means_is_nobodys_and_kept_as_a_mention() -> None:
    result = read(WEIGHTED)
    assert len(result.scores) == 8
    means = {row["code"]: row["value"] for row in result.mentions if row["context"] == "average"}
    assert means == {"IIT": 92.5, "EIT": 85.0, "OIT": 95.0, "ITA": 91.25}


def test_a_mean_that_the_column_does_not_give_is_a_finding() -> None:
    result = read(WEIGHTED.replace("91.25", "92.25"))
    (odd,) = [row for row in result.findings if row["code"] == "column_mean_mismatch"]
    assert (odd["subject"], odd["expected"], odd["found"]) == ("ITA", "91.25", "92.25")


def test_numbers_without_a_name_are_nobodys() -> None:
    result = read("หน่วยงาน\tคะแนน ITA\nอบต.แหลมกลัด\t91.20\n\t85.11\nอบต.ห้วงน้ำขาว\t80.10")
    assert len(result.scores) == 2
    assert "row_without_agency" in {row["code"] for row in result.findings}


@pytest.mark.parametrize(
    "table",
    [
        "โรงเรียน\tคะแนน ITA\nโรงเรียนบ้านหนองบัว\t91.20\nโรงเรียนวัดท่าข้าม\t88.11",
        "หน่วยงาน\tIIT\tEIT\tOIT\tITA\nคณะวิทยาศาสตร์\t90.00\t80.00\t100.00\t91.00\nคณะนิติศาสตร์\t95.00\t90.00\t90.00\t91.50",
        "หน่วยงาน\tร้อยละการเบิกจ่ายงบประมาณ\nอบต.แหลมกลัด\t91.20\nอบต.ห้วงน้ำขาว\t80.10",
        "หน่วยงาน\tคะแนน LPA\nอบต.แหลมกลัด\t91.20\nอบต.ห้วงน้ำขาว\t80.10",
        "หน่วยงาน\tคะแนนประกันคุณภาพ\nมหาวิทยาลัยบูรพา\t4.51\nมหาวิทยาลัยรามคำแหง\t4.20",
        "ประเภทหน่วยงาน\tIIT\tEIT\tOIT\tคะแนน ITA\nเทศบาลตำบล\t90.00\t80.00\t100.00\t91.00\nอบต.\t95\t90\t90\t91.50",
        "ประเภทหน่วยงาน\tจำนวน\tคะแนน\nกรมหรือเทียบเท่า\t146\t91.20\nจังหวัด\t76\t92.11\nองค์การบริหารส่วนตำบล\t5300\t89.02",
        "หน่วยงาน\tIIT\tคะแนน ITA\nกรมหรือเทียบเท่า\t91.00\t91.20\nจังหวัด\t90.00\t92.11\nองค์การมหาชน\t89.00\t89.02",
        "จังหวัด\tจำนวนหน่วยงาน\tผ่าน\tร้อยละ\nเลย\t101\t88\t87.13\nหนองคาย\t68\t60\t88.24\nรวม\t169\t148\t87.57",
        "อำเภอ\tคะแนน ITA เฉลี่ย\nเขาสมิง\t91.00\nบ่อไร่\t91.50",
        "หน่วยงาน\tค่าเป้าหมาย\nอบต.แหลมกลัด\t85.00\nอบต.ห้วงน้ำขาว\t85.00",
    ],
)
def test_other_numbers_of_many_bodies_give_no_score(table: str) -> None:
    assert read(table).scores == []


FORMER = [
    "ความโปร่งใส",
    "ความพร้อมรับผิด",
    "ความปลอดจากการทุจริตในการปฏิบัติงาน",
    "วัฒนธรรมคุณธรรมในองค์กร",
    "คุณธรรมการทำงานในหน่วยงาน",
]


@pytest.mark.parametrize("across", [True, False])
def test_the_five_indices_are_told_and_give_no_scores(across: bool) -> None:
    values = ["81.20", "74.11", "90.05", "66.30", "79.90"]
    if across:
        table = "\n".join(
            [
                "หน่วยงาน\t" + "\t".join(FORMER) + "\tคะแนน ITA",
                *(f"อบต.{name}\t" + "\t".join(values) + "\t78.80" for name in ("แหลมกลัด", "ห้วงน้ำขาว")),
            ]
        )
    else:
        rows = [
            f"{number}. ดัชนี{name}\t{value}" for number, (name, value) in enumerate(zip(FORMER, values, strict=True), 1)
        ]
        table = "\n".join(["ดัชนี\tคะแนน", *rows, "คะแนนรวม ITA\t78.80"])
    result = read(table, "ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2560")
    assert result.scores == []
    assert [row["code"] for row in result.findings if row["code"] == "framework_2561"] == ["framework_2561"]


def test_a_table_cut_by_headings_goes_on_under_its_head() -> None:
    table = """หน่วยงาน\tIIT\tEIT\tOIT\tITA
อำเภอเมืองตราด
อบต.แหลมกลัด\t90.00\t80.00\t100.00\t91.00
อบต.ห้วงน้ำขาว\t91.00\t80.00\t100.00\t91.30
เฉลี่ยอำเภอ\t90.50\t80.00\t100.00\t91.15
อำเภอบ่อไร่
อบต.บ่อพลอย\t90.00\t80.00\t90.00\t87.00
อบต.ช้างทูน\t91.00\t80.00\t90.00\t87.30"""
    result = read(table, "ผลการประเมิน ITA ปี 2568")
    assert {row["amphoe"] for row in result.scores} == {"เมืองตราด", "บ่อไร่"}
    assert (len(result.scores), {row["status"] for row in result.scores}) == (16, {"verified"})


def test_rows_that_only_a_label_tells_apart_give_no_scores() -> None:
    rows = [
        f"อบต.{name}\t{part}\t9{place}.00"
        for name in ("แหลมกลัด", "ห้วงน้ำขาว")
        for place, part in enumerate(("รอบแรก", "รอบสอง", "รอบสาม"))
    ]
    result = read("\n".join(["หน่วยงาน\tตัวชี้วัด\tคะแนน", *rows]))
    assert result.scores == []
    assert "table_not_understood" in {row["code"] for row in result.findings}


def test_a_line_that_numbers_the_columns_and_two_forms_of_each_tool() -> None:
    table = """ลำดับ\tส่วนราชการ\tIIT\t\tEIT\t\tOIT\t\tคะแนนรวม\tผลการประเมิน
\t\tเต็ม 100\t30%\tเต็ม 100\t30%\tเต็ม 100\t40%\t(100)\t
(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)\t(9)\t(10)
1\tกรมอนามัย\t96.00\t28.80\t95.50\t28.65\t100\t40.00\t97.45\tผ่านดีเยี่ยม
2\tกรมควบคุมโรค\t86.00\t25.80\t88.00\t26.40\t95.00\t38.00\t90.20\tผ่านดี"""
    result = read(table, "ผลการประเมิน ITA ปี 2567")
    found = values(result)
    assert found["กรมอนามัย", 2567, "OIT"] == 100.0
    assert {row["agency_raw"]: row["grade"] for row in result.scores if row["code"] == "ITA"} == {
        "กรมอนามัย": "ผ่านดีเยี่ยม",
        "กรมควบคุมโรค": "ผ่านดี",
    }
    assert len(result.scores) == 8


def test_heads_that_are_a_tool_and_a_number_name_its_indicators() -> None:
    heads = [
        f"{tool} {number}"
        for tool, numbers in (("IIT", range(1, 6)), ("EIT", range(6, 9)), ("OIT", (9, 10)))
        for number in numbers
    ]
    rows = [f"{head}\t9{place}.00\t8{place}.00" for place, head in enumerate(heads)]
    result = read("\n".join(["หน่วยงาน\tอบต.แหลมกลัด\tอบต.ห้วงน้ำขาว", *rows]))
    found = values(result)
    assert [found["อบต.แหลมกลัด", 2566, str(number)] for number in range(1, 11)] == [90.0 + n for n in range(10)]
