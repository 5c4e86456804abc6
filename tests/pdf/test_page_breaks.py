"""Rows cut by a page break, told by where their text ends, and what clipping hides."""

from __future__ import annotations

import pytest

from extractors.document import BoundingBox, Cell, Position, Table
from extractors.pdf.page_breaks import row_goes_on
from extractors.pdf.spans import deepen_header, join_cut_spans
from extractors.readers import read
from tests.pdf.build import one_page, text

BOTTOM = 800.0
LINE = 20.0


def cell(column: int, words: str, free: float = 0.0, page: int = 1, row: int = 0) -> Cell:
    """A cell of the last row; ``free`` lines would have room below its text."""
    lines = words.count("\n") + 1
    y1 = BOTTOM - free * LINE
    box = BoundingBox(column * 100, y1 - lines * LINE, column * 100 + 90, y1)
    return Cell(row, column, words, words, Position(page, bbox=box))


def part(*cells: Cell) -> Table:
    return Table(cells, max(c.row for c in cells) + 1, 3, Position(1, bbox=BoundingBox(0, 0, 300, BOTTOM)))


def below(*words: str) -> list[Cell | None]:
    return [cell(column, word, page=2) for column, word in enumerate(words)]


def test_full_cells_go_on_and_ended_ones_are_empty() -> None:
    above = [cell(0, "ตัวชี้วัดที่ ๖\nการปรับปรุง"), cell(1, "จัดทำ\nแผน"), cell(2, "๒๕๖๖", free=1.5)]
    assert row_goes_on((), part(*above), above, below("การทำงาน", "ประจำปี", "")) is True


def test_a_cell_that_ended_long_before_the_break_does_not_go_on() -> None:
    above = [cell(0, "ก", free=5), cell(1, "ข\nค\nง\nจ\nฉ\nช"), cell(2, "ซ", free=5)]
    assert row_goes_on((), part(*above), above, below("ญ", "ด", "ต")) is False


def test_rows_of_one_line_do_not_tell() -> None:
    above = [cell(0, "การใช้อำนาจ"), cell(1, "94.08"), cell(2, "A")]
    assert row_goes_on((), part(*above), above, below("การใช้งบประมาณ", "85.25", "B")) is None


def test_a_missing_rule_at_the_lower_end_shows_a_cut_row() -> None:
    above = [cell(0, "ก\nข"), cell(1, "ค\nง"), cell(2, "จ\nฉ")]
    table = part(*above)
    assert row_goes_on((), table, above, below("ช", "ซ", "ญ")) is None
    assert row_goes_on((id(table),), table, above, below("ช", "ซ", "ญ")) is True


def test_words_of_a_stamp_among_bare_numbers_are_no_key() -> None:
    rows = [cell(0, number, free=2, row=n) for n, number in enumerate(("๑.", "๒.", "3"))]
    above = [rows[-1], cell(1, "ค\nง\nจ", row=2), cell(2, "จ\nฉ\nช", row=2)]
    table = part(*rows, *above[1:])
    assert row_goes_on((), table, above, below("สำเนา", "ต่อ", "ต่อ")) is True
    assert row_goes_on((), table, above, below("4", "ต่อ", "ต่อ")) is None
    assert row_goes_on((), table, above, below("", "ต่อ", "ต่อ")) is True


def test_a_first_cell_unlike_all_keys_is_the_rest_of_one() -> None:
    rows = [cell(0, f"ตัวชี้วัดที่ {n} ก", row=n) for n in range(3)]
    above = [rows[-1], cell(1, "ค", row=2), cell(2, "จ", row=2)]
    table = part(*rows, *above[1:])
    assert row_goes_on((), table, above, below("อำนาจ", "ต่อ", "ต่อ")) is True
    assert row_goes_on((), table, above, below("ตัวชี้วัดที่ 4 ข", "ต่อ", "ต่อ")) is None


def test_a_lone_word_below_a_row_of_numbers_is_the_rest_of_its_label() -> None:
    above = [cell(0, ""), cell(1, "- เงินงบ"), cell(2, "0.00")]
    assert row_goes_on((), part(*above), above, below("", "ประมาณ", "")) is True
    assert row_goes_on((), part(*above), above, below("", "ประมาณ", "5.00")) is None


def test_a_merged_cell_cut_by_a_page_is_one_again() -> None:
    def at(row: int, column: int, words: str, page: int, rows: int = 1) -> Cell:
        return Cell(row, column, words, words, Position(page), rows)

    cells = (at(0, 0, "ก", 1), at(0, 1, "กองคลัง", 1), at(1, 0, "ข", 2), at(1, 1, "", 2, rows=2), at(2, 0, "ค", 2))
    (joined,) = join_cut_spans([Table(cells, 3, 2, Position(1), continued=True)])
    assert isinstance(joined, Table)
    assert [[found.text if found else None for found in row] for row in joined.grid()] == [
        ["ก", "กองคลัง"],
        ["ข", "กองคลัง"],
        ["ค", "กองคลัง"],
    ]


def test_numbers_below_a_spanning_head_are_heads() -> None:
    def at(row: int, column: int, words: str, rows: int = 1, columns: int = 1, header: bool = False) -> Cell:
        return Cell(row, column, words, words, Position(1), rows, columns, header)

    head = (at(0, 0, "หน่วยงาน", rows=2, header=True), at(0, 1, "ตัวชี้วัด", columns=2, header=True))
    body = (at(1, 1, "1"), at(1, 2, "2"), at(2, 0, "ก"), at(2, 1, "94.08"), at(2, 2, "85.25"))
    assert deepen_header(Table((*head, *body), 3, 3, Position(1))).header_rows() == 2


@pytest.mark.parametrize("clip", [b"q 0 600 595 242 re W n\n%b Q\n", b"q 0 600 595 242 re W* n\n%b Q\n"])
def test_what_is_clipped_away_is_not_there(clip: bytes) -> None:
    inside, outside = text("The score of the office was good"), text("99.99 of the next page", y=500)
    assert read(one_page(clip % (inside + outside)), "a.pdf").text() == "The score of the office was good"
    assert "99.99" in read(one_page(clip % inside + outside), "a.pdf").text()
