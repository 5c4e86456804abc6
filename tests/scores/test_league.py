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
        "อำเภอ\tคะแนน ITA เฉลี่ย\nเขาสมิง\t91.00\nบ่อไร่\t91.50",
        "หน่วยงาน\tค่าเป้าหมาย\nอบต.แหลมกลัด\t85.00\nอบต.ห้วงน้ำขาว\t85.00",
    ],
)
def test_other_numbers_of_many_bodies_give_no_score(table: str) -> None:
    assert read(table).scores == []
