"""Tables of results over the years: totals, tools and indicators by column, years by row, either way up."""

from __future__ import annotations

from extractors.scores.history import read_history
from tests.scores.reading import SETTLED, table, values


def read(rows: list[list[str | None]], header: int = 1, *, overall: bool = True) -> object:
    """Values by code and year, None where the table lists no years."""
    found = read_history(table(rows, header), SETTLED, overall=overall)
    return None if found is None else values(found)


def test_tools_and_total_by_year() -> None:
    rows: list[list[str | None]] = [
        ["ปีงบประมาณ", "IIT", "OIT", "คะแนนรวม ITA", "ระดับ"],
        ["2564", "81.04", "90.00", "84.63", "B"],
        ["2565", "90.07", "95.63", "91.25", "A"],
    ]
    assert read(rows) == {
        ("IIT", 2564): 81.04,
        ("OIT", 2564): 90.0,
        ("ITA", 2564): 84.63,
        ("IIT", 2565): 90.07,
        ("OIT", 2565): 95.63,
        ("ITA", 2565): 91.25,
    }
    mentions = read_history(table(rows), SETTLED, overall=True) or []
    assert {mention.fiscal_year: mention.grade for mention in mentions if mention.code == "ITA"} == {
        2564: "B",
        2565: "A",
    }


def test_indicators_by_name_and_by_number() -> None:
    rows: list[list[str | None]] = [
        ["ปี", "9. การเปิดเผยข้อมูล", "ตัวชี้วัดที่ 10"],
        ["2564", "68.56", "43.75"],
        ["2565", "92.50", "87.50"],
    ]
    assert read(rows) == {("9", 2564): 68.56, ("10", 2564): 43.75, ("9", 2565): 92.5, ("10", 2565): 87.5}


def test_years_along_the_header() -> None:
    assert read([["ปีงบประมาณ", "2566", "2567"], ["คะแนน ITA", "85.44", "88.91"]]) == {
        ("ITA", 2566): 85.44,
        ("ITA", 2567): 88.91,
    }


def test_two_columns_without_a_header_are_totals_under_a_caption_of_totals() -> None:
    rows: list[list[str | None]] = [["ปี 2566", "85.44"], ["ปี 2567", "88.91"]]
    assert read(rows, header=0) == {("ITA", 2566): 85.44, ("ITA", 2567): 88.91}
    assert read(rows, header=0, overall=False) == {}


def test_a_plain_column_needs_the_caption() -> None:
    rows: list[list[str | None]] = [["ปี", "คะแนน"], ["2566", "85.44"], ["2567", "88.91"]]
    assert read(rows) == {("ITA", 2566): 85.44, ("ITA", 2567): 88.91}
    assert read(rows, overall=False) == {}


def test_a_year_that_repeats_lists_something_else() -> None:
    rows: list[list[str | None]] = [["ปี", "คะแนน"], ["2566", "85.44"], ["2566", "71.20"], ["2567", "88.91"]]
    assert read(rows) is None
