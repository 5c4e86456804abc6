"""Score tables: labels, columns of scores, rows that are totals or tools, and tables that hold no scores."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.scores.tables import read_score_table
from tests.scores.reading import INDICATORS, SETTLED, VALUES, table, values

Row = list[str | None]
ROWS = list(zip(INDICATORS, VALUES, strict=True))
EXPECTED = {(str(number), 2567): float(value) for number, value in enumerate(VALUES, start=1)}


def read(rows: Sequence[Row], header: int = 1) -> dict[tuple[str, int | None], float | None]:
    """The values of a score table; empty where it is none."""
    found = read_score_table(table(rows, header), SETTLED)
    return values(found[0]) if found is not None else {}


def rows_of(header: Row, *columns: str) -> list[Row]:
    """A header and the ten rows; further columns hold the same text in each row."""
    rows: list[Row] = [header]
    for label, value in ROWS:
        rows.append([label, value, *columns])
    return rows


def with_header(*header: str) -> list[Row]:
    """Two columns, labels and values."""
    return rows_of(list(header))


def test_labels_and_values() -> None:
    assert read(with_header("ตัวชี้วัด", "คะแนน")) == EXPECTED


def test_values_left_of_labels() -> None:
    assert read([row[::-1] for row in with_header("ตัวชี้วัด", "คะแนน")]) == EXPECTED


def test_indicators_named_by_number_alone() -> None:
    numbered: list[Row] = [[str(number), value] for number, value in enumerate(VALUES, start=1)]
    assert read([["ตัวชี้วัดที่", "คะแนน"], *numbered]) == EXPECTED
    assert read([["ลำดับ", "คะแนน"], *numbered]) == {}
    assert read([["ตัวชี้วัดที่", "คะแนน"], *numbered[:9]]) == {}


def test_numbered_columns_with_a_total_beside_them() -> None:
    numbered = [f"ตัวชี้วัดที่ {number}" for number in range(1, 11)]
    rows: list[Row] = [["ประเด็น", *numbered, "ภาพรวม"], ["คะแนน", *VALUES, "85.49"]]
    assert read(rows) == {**EXPECTED, ("ITA", 2567): 85.49}


def test_numbers_of_other_indicators_name_nothing() -> None:
    others = ["การจัดเก็บรายได้", "การวางแผนพัฒนาท้องถิ่น", "จำนวนโครงการที่แล้วเสร็จ", "ธรรมาภิบาล", "การพัฒนาบุคลากร"]
    rows: list[Row] = [["ที่", "ตัวชี้วัด", "คะแนน"]]
    rows += [[str(number), label, "88.00"] for number, label in enumerate(others, start=1)]
    assert read(rows) == {}


def test_totals_and_tools_are_rows_of_their_own() -> None:
    rows = with_header("ตัวชี้วัด", "คะแนน")
    rows += [["รวม IIT", "85.03"], ["คะแนนรวมเฉลี่ย", "85.49"]]
    assert read(rows) == {**EXPECTED, ("IIT", 2567): 85.03, ("ITA", 2567): 85.49}


def test_each_year_has_its_column() -> None:
    rows: list[Row] = [["ตัวชี้วัด", "ปี 2566", "ปี 2567", "ผลต่าง"]]
    rows += [[label, "70.50", value, "+1.25"] for label, value in ROWS]
    earlier = {(str(number), 2566): 70.5 for number in range(1, 11)}
    assert read(rows) == {**EXPECTED, **earlier}


def test_short_years_make_a_header_without_marks() -> None:
    rows: list[Row] = [["ตัวชี้วัด", "ปี 66", "ปี 67"]]
    rows += [[label, "70.50", value] for label, value in ROWS]
    assert read(rows, header=0) == {**EXPECTED, **{(str(number), 2566): 70.5 for number in range(1, 11)}}


@pytest.mark.parametrize(
    "head",
    ["ค่าเป้าหมาย", "น้ำหนัก", "คะแนนเต็ม", "ผลต่าง", "ค่าเฉลี่ยระดับประเทศ", "คะแนนข้อ", "คะแนนปีก่อน", "คะแนนคาดการณ์"],
)
def test_a_column_beside_the_scores_that_is_none(head: str) -> None:
    assert read(rows_of(["ตัวชี้วัด", "คะแนน", head], "55.55")) == EXPECTED
    assert read(with_header("ตัวชี้วัด", head)) == {}


def test_a_share_of_work_done_is_no_score() -> None:
    rows: list[Row] = [["มาตรการ", "เป้าหมาย", "ผลการดำเนินงาน", "ร้อยละ"]]
    rows += [[label, "4 โครงการ", "3 โครงการ", "75.00"] for label in INDICATORS]
    assert read(rows) == {}
    rows[0][0] = "ตัวชี้วัด"
    assert read(rows) == {}


def test_a_survey_on_a_scale_of_five_is_no_score() -> None:
    rows: list[Row] = [["ประเด็น", "คะแนน"]]
    rows += [[label, "4.52"] for label in INDICATORS]
    assert read(rows) == {}


def test_the_table_may_lie_on_its_side() -> None:
    assert read([["ตัวชี้วัด", *INDICATORS], ["คะแนน", *VALUES]]) == EXPECTED


def test_a_number_beyond_the_header_takes_the_values_away() -> None:
    rows = with_header("ตัวชี้วัด", "คะแนน")
    rows[3] = ["การใช้อำนาจ", "73.0", "3"]
    assert read(rows)["3", 2567] is None
    assert read(rows)["4", 2567] == 94.04
