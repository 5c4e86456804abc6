"""Score tables: labels, columns of scores, rows that are totals or tools, and tables that hold no scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.document import Cell, Position, Table
from extractors.scores.tables import Settled, read_score_table
from tests.scores.reading import INDICATORS, SETTLED, VALUES, extracted, paragraph, table, values

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


SPOILT = ("สัวช์วัดที1", "ดตัวชี้\nวัดที่ 2", "รัดิ้ง", "ตัวี้วัดที 4", "ตัวชี้วัดที่ 5", "ตัวซีวัตที่6", "ตัวชวัดหี7", "วรัดี้้", "ตัวชี้วัดที่ 9", "ตัวชี้วัดที่ 10")


def test_order_says_what_spoilt_names_among_numbered_ones_are() -> None:
    rows: list[Row] = [["จ่อตัวย", *SPOILT, "คะแนน\nITA ภาพ\nรวม"], ["คะแนน", *VALUES, "85.49"]]
    assert read(rows) == {**EXPECTED, ("ITA", 2567): 85.49}


def test_order_says_which_of_two_equal_numbers_was_misread() -> None:
    names = [f"ตัวชี้วัดที่ {number}" for number in (1, 2, 3, 4, 4, 6, 7, 8, 9, 10)]
    assert read([["ตัวชี้วัด", *names], ["คะแนน", *VALUES]]) == EXPECTED


@pytest.mark.parametrize(
    "names",
    [
        ("รัดิ้ง", "วรัดี้้", "สัว", "ตัวช์", *SPOILT[4:]),
        (*SPOILT[:4], "ตัวชี้วัดที่ 6", "ตัวชี้วัดที่ 5", *SPOILT[6:]),
        [f"หัวข้อที่ {number}" for number in range(1, 11)],
        [f"ตัวชี้วัดที่ {number}" for number in (1, 2, 3, 4, 4, 6, 6, 8, 9, 10)],
        [f"ตัวชี้วัดที่ {number}" for number in (1, 2, 3, 4, 9, 6, 7, 8)] + ["วรัดี้้", "ตัวชี้วัดที่ 10"],
    ],
    ids=["too few names", "out of order", "another word", "two misread", "one in two places"],
)
def test_order_says_nothing_without_numbers_in_order(names: Sequence[str]) -> None:
    assert read([["ชื่อ", *names], ["คะแนน", *VALUES]]) == {}


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


TOOLS: list[list[str | None]] = [["IIT", "85.43"], ["EIT", "87.07"], ["OIT", "84.60"]]


@pytest.mark.parametrize("head", ["ค่าเฉลี่ยจังหวัด", "จังหวัด", "คะแนนระดับอำเภอ", "ทั้งประเทศ", "กระทรวง", "ผลคะแนนรายจังหวัด"])
def test_a_column_of_somebody_elses_results(head: str) -> None:
    rows = rows_of(["ตัวชี้วัด", "หน่วยงาน", head], "66.66")
    assert read(rows) == EXPECTED


@pytest.mark.parametrize(
    "label", ["ค่าเฉลี่ยระดับประเทศ", "เฉลี่ยของจังหวัด", "คะแนนเฉลี่ยของ อปท. ในจังหวัด", "หน่วยงานประเภทเดียวกัน"]
)
def test_a_row_of_somebody_elses_total(label: str) -> None:
    rows: list[Row] = [["รายการ", "คะแนน"], *TOOLS, [label, "66.66"]]
    assert {code for code, _ in read(rows)} == {"IIT", "EIT", "OIT"}


def test_a_mean_of_its_own_is_a_total() -> None:
    rows: list[Row] = [["รายการ", "คะแนน"], *TOOLS, ["คะแนนเฉลี่ยทุกตัวชี้วัด", "85.59"]]
    assert read(rows)["ITA", 2567] == 85.59


@pytest.mark.parametrize("code", ["MOIT {}", "O{}", "EB {}"])
def test_entries_of_another_list_are_no_indicators(code: str) -> None:
    rows: list[Row] = [["ข้อ", "รายการ", "คะแนน"]]
    rows += [[code.format(number), label, value] for number, (label, value) in enumerate(ROWS, start=1)]
    assert read(rows) == {}


@pytest.mark.parametrize("head", ["S.D.", "ส่วนเบี่ยงเบนมาตรฐาน", "x̄"])
def test_the_spread_of_answers_makes_a_survey(head: str) -> None:
    assert read(rows_of(["ประเด็น", "ร้อยละ", head], "0.55")) == {}


def test_weighted_points_beside_percentages() -> None:
    rows: list[Row] = [["แบบวัด", "ร้อยละ", "คะแนนที่ได้ (30/30/40)"]]
    rows += [[name, value, points] for (name, value), points in zip(TOOLS, ["25.63", "26.12", "33.84"], strict=True)]
    assert read(rows) == {("IIT", 2567): 85.43, ("EIT", 2567): 87.07, ("OIT", 2567): 84.6}


def flat(years: Sequence[str], names: Sequence[str], body: str | None = None) -> list[Row]:
    """A flat table: one row for each year and name."""
    rows: list[Row] = [["ปี", "รหัส", "คะแนน"]]
    for shift, year in enumerate(years):
        rows += [[year, name, f"{70 + number + shift / 10:.2f}"] for number, name in enumerate(names, start=1)]
    return rows if body is None else [[body if index else "หน่วยงาน", *row] for index, row in enumerate(rows)]


FLAT = {(code, year): value for year, shift in ((2565, 0.0), (2566, 0.1)) for code, value in (("1", 71.0 + shift),)}


@pytest.mark.parametrize("years", [["2565", "2566"], ["พ.ศ. ๒๕๖๕", "พ.ศ. ๒๕๖๖"]])
@pytest.mark.parametrize("body", [None, "เทศบาลตำบลบ้านใหม่"])
def test_a_flat_table_of_years(years: list[str], body: str | None) -> None:
    found = read(flat(years, INDICATORS, body))
    assert len(found) == 20
    assert {key: found[key] for key in FLAT} == FLAT


def test_a_flat_table_of_codes_in_a_paper_that_names_nothing() -> None:
    names = [*map(str, range(1, 11)), "IIT", "EIT", "OIT"]
    found = read_score_table(table(flat(["2565", "2566"], names)), Settled(None, "plain", 1, about_ita=False))
    assert found is not None
    assert len(values(found[0])) == 26
    assert values(found[0])["OIT", 2566] == 83.1


def test_a_year_stands_for_the_rows_below_it() -> None:
    rows = flat(["2565", "2566"], INDICATORS)
    blank = [rows[0], *([row[0] if number in (0, 10) else "", *row[1:]] for number, row in enumerate(rows[1:]))]
    assert read(blank) == read(rows)


def test_a_flat_table_of_several_bodies_is_nobodys() -> None:
    one, other = (flat(["2565"], INDICATORS, f"เทศบาลตำบล{name}") for name in ("บ้านใหม่", "ท่าเสา"))
    assert read([*one, *other[1:]]) == {}


def test_two_score_tables_side_by_side() -> None:
    halves = zip(ROWS[:5], ROWS[5:], strict=True)
    rows: list[Row] = [["จุดแข็ง", "คะแนน", "จุดอ่อน", "คะแนน"], *([*left, *right] for left, right in halves)]
    assert read(rows) == EXPECTED


@pytest.mark.parametrize("header", [0, 1, 2])
def test_tools_over_indicators_and_one_row_of_scores(header: int) -> None:
    tools = [*["IIT"] * 5, *["EIT"] * 3, *["OIT"] * 2]
    assert read([tools, list(INDICATORS), list(VALUES)], header) == EXPECTED


def test_results_of_tools_below_the_scores_of_their_indicators() -> None:
    widths = {"82.23": 5, "87.07": 3, "84.60": 2}
    cells = list(table([list(INDICATORS), list(VALUES)]).cells)
    column = 0
    for text, width in widths.items():
        cells.append(Cell(2, column, text, text, Position(1, 3), col_span=width))
        column += width
    found = read_score_table(Table(tuple(cells), 3, 10, Position(1, 1)), SETTLED)
    assert found is not None
    tools = {("IIT", 2567): 82.23, ("EIT", 2567): 87.07, ("OIT", 2567): 84.6}
    assert values(found[0]) == EXPECTED | tools


def spanned(rows: Sequence[Row], spans: dict[tuple[int, int], tuple[int, int]], header: int) -> Table:
    """A table some of whose cells span rows and columns."""
    made = table(rows, header)
    cells = [
        replace(cell, row_span=span[0], col_span=span[1]) if (span := spans.get((cell.row, cell.column))) else cell
        for cell in made.cells
    ]
    return replace(made, cells=tuple(cells))


def test_numbers_of_indicators_below_their_tools_along_the_header() -> None:
    rows: list[Row] = [
        ["IIT", None, None, None, None, "EIT", None, None, "OIT", None, "คะแนนรวม"],
        [*(f"ตัวชี้วัดที่ {number}" for number in range(1, 11)), None],
        [*VALUES, "84.68"],
    ]
    spans = {(0, 0): (1, 5), (0, 5): (1, 3), (0, 8): (1, 2), (0, 10): (2, 1)}
    found = read_score_table(spanned(rows, spans, 2), SETTLED)
    assert found is not None
    assert values(found[0]) == {**EXPECTED, ("ITA", 2567): 84.68}


def test_abbreviated_numbers_along_the_header() -> None:
    rows: list[Row] = [["รายการ", *(f"ตชว.{number}" for number in range(1, 11))], ["คะแนน", *VALUES]]
    assert read(rows) == EXPECTED


def test_a_total_below_weighted_points() -> None:
    rows: list[Row] = [
        ["เครื่องมือ", "น้ำหนัก", "คะแนน", "คะแนนถ่วงน้ำหนัก"],
        ["IIT", "30", "90.00", "27.00"],
        ["EIT", "30", "80.00", "24.00"],
        ["OIT", "40", "85.00", "34.00"],
        ["รวม", "100", "", "85.00"],
    ]
    expected = {("IIT", 2567): 90.0, ("EIT", 2567): 80.0, ("OIT", 2567): 85.0}
    assert read(rows) == {**expected, ("ITA", 2567): 85.0}
    rows[-1][-1] = "86.00"
    assert read(rows) == expected


def test_the_only_row_named_like_a_tool_is_the_indicator_that_is_missing() -> None:
    rows = with_header("ตัวชี้วัด", "คะแนน")
    rows[9][0] = "การเปิดเผยข้อมูลสาธารณะ"
    assert read(rows) == EXPECTED
    assert read([*rows, ["IIT", "85.21"]]) != {**EXPECTED, ("IIT", 2567): 85.21}


def test_a_mean_is_the_score_where_nothing_else_is() -> None:
    tools: list[Row] = [["IIT", "90.00"], ["EIT", "80.00"], ["OIT", "85.00"]]
    expected = {("IIT", 2567): 90.0, ("EIT", 2567): 80.0, ("OIT", 2567): 85.0}
    assert read([["แบบวัด", "คะแนนเฉลี่ย"], *tools]) == expected
    beside: list[Row] = [["แบบวัด", "คะแนนเฉลี่ย", "คะแนนที่ได้"], *([*row, "70.00"] for row in tools)]
    assert read(beside) == dict.fromkeys(expected, 70.0)
    assert read([["แบบวัด", "คะแนนเฉลี่ยจังหวัด"], *tools]) == {}


def test_a_later_year_in_a_line_without_results_is_not_that_of_the_table_below() -> None:
    rows = table(with_header("ตัวชี้วัด", "คะแนน"))
    assert values(extracted(paragraph("เอกสารของกองช่าง ปี 2569"), rows)) == EXPECTED
    later = values(extracted(paragraph("ผลการประเมิน ปี 2569"), rows))
    assert later == {(code, 2569): value for (code, _), value in EXPECTED.items()}


def test_rows_of_names_and_rows_of_their_scores() -> None:
    rows: list[Row] = []
    for first in range(0, 10, 2):
        rows += [list(INDICATORS[first : first + 2]), list(VALUES[first : first + 2])]
    assert read(rows, header=0) == EXPECTED
    assert read(rows[:2], header=0) == {key: EXPECTED[key] for key in (("1", 2567), ("2", 2567))}


def test_a_number_beside_a_label_with_a_score_of_its_own_is_anothers() -> None:
    rows: list[Row] = [[f"{label} {value}", "61.23"] for label, value in ROWS]
    assert read(rows, header=0) == {}
    assert read([["ตัวชี้วัด", "คะแนน"], *([f"{label} (85.00)", value] for label, value in ROWS)]) == EXPECTED
