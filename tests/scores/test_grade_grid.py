"""Grade grids: the total stands in the row of its level; the bands themselves are no scores."""

from __future__ import annotations

from extractors.scores.grade_grid import read_grade_grid
from tests.scores.reading import SETTLED, table

HEAD = ["เกณฑ์คะแนน", "ระดับ", "ผลคะแนน", "เกณฑ์คะแนน", "ระดับ", "ผลคะแนน"]


def grid(*results: str) -> list[list[str | None]]:
    """A grid of two halves with the results of its three rows, left then right."""
    return [
        list(HEAD),
        ["95.00 - 100", "AA", results[0], "65.00 - 74.99", "C", results[3]],
        ["85.00 - 94.99", "A", results[1], "55.00 - 64.99", "D", results[4]],
        ["75.00 - 84.99", "B", results[2], "50.00 - 54.99", "E", results[5]],
    ]


def test_the_score_in_the_row_of_its_level() -> None:
    (mention,) = read_grade_grid(table(grid("", "", "", "", "57.93", "")), SETTLED) or []
    assert (mention.code, mention.value, mention.grade, mention.fiscal_year) == ("ITA", 57.93, "D", 2567)


def test_the_left_half_reads_the_same() -> None:
    (mention,) = read_grade_grid(table(grid("", "๙๑.๒๕", "", "", "", "")), SETTLED) or []
    assert (mention.value, mention.grade, mention.raw_value) == (91.25, "A", "๙๑.๒๕")


def test_an_empty_grid_gives_nothing() -> None:
    assert read_grade_grid(table(grid("", "", "", "", "", "")), SETTLED) == []
    assert read_grade_grid(table(grid("-", "", "", "ไม่มี", "", "")), SETTLED) == []


def test_a_lost_point_is_kept_as_a_reading() -> None:
    (mention,) = read_grade_grid(table(grid("", "", "", "", "5793", "")), SETTLED) or []
    assert (mention.raw_value, mention.value) == ("5793", None)


def test_a_table_of_scores_is_no_grid() -> None:
    rows: list[list[str | None]] = [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "90.00"], ["การใช้งบประมาณ", "80.00"]]
    assert read_grade_grid(table(rows), SETTLED) is None
