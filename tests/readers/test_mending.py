import pytest

from extractors.readers.table_mend import is_broken, mend_text
from tests.readers.reading import only_table, rows


@pytest.mark.parametrize(
    ("head", "tail", "expected"),
    [
        ("99.3", "5", True),
        ("๙๙.๓", "๕", True),
        ("99.", "35", True),
        ("99.35", "5", False),
        ("99.3", "55", False),
        ("99", "35", False),
        ("99.3", "๕", False),
        ("99.3 คะแนน", "5", False),
        ("1999.3", "5", False),
    ],
)
def test_a_number_is_broken_only_if_exactly_its_decimals_are_missing(head, tail, expected):
    assert is_broken(head, tail) is expected


def test_inside_a_cell():
    assert [mend_text(text) for text in ("99.3\n5", "ก\n5", "99.35\n5", "99.3 5")] == [
        "99.35",
        "ก\n5",
        "99.35\n5",
        "99.3 5",
    ]


def test_over_two_rows():
    table = only_table("คะแนนสูงสุด\t97.1\tคะแนน\tคะแนนต่ำสุด\t40.2\tคะแนน\n\t6\t\t\t5\t\n")
    assert rows(table) == [["คะแนนสูงสุด", "97.16", "คะแนน", "คะแนนต่ำสุด", "40.25", "คะแนน"]]
    assert table.cells[1].raw == "97.1\n6"


@pytest.mark.parametrize(
    "below",
    ["\t5\tก", "\t5\t6", "\t55\t", "1\t5\t"],
)
def test_a_row_with_anything_else_is_a_row(below):
    assert only_table(f"ก\t97.1\tข\n{below}\n").n_rows == 2


def test_where_one_decimal_is_how_numbers_are_printed_nothing_is_mended():
    assert only_table("ตัวชี้วัด\tคะแนน\nก\t97.1\n\t5\nข\t80.2\n").n_rows == 4


def test_every_number_of_a_narrow_column():
    table = only_table("ตัวชี้วัด\tคะแนน\nก\t97.1\n\t5\nข\t80.2\n\t6\n")
    assert rows(table)[1:] == [["ก", "97.15"], ["ข", "80.26"]]


def test_behind_a_page_break():
    table = only_table("ตัวชี้วัด\tคะแนน\tระดับ\nก\t97.1\tA\n\n\t5\t\nข\t80.25\tB\n")
    assert rows(table)[1:] == [["ก", "97.15", "A"], ["ข", "80.25", "B"]]


def test_beside_it_where_the_header_has_one_column_less():
    table = only_table("ลำดับ\tตัวชี้วัด\tคะแนน\n1\tก\t97.1\t5\n2\tข\t80.25\n")
    assert rows(table)[1:] == [["1", "ก", "97.15"], ["2", "ข", "80.25"]]
    assert table.cells[5].raw == "97.1\t5"


def test_beside_it_where_two_places_qualify_nothing_is_mended():
    table = only_table("ตัวชี้วัด\tคะแนน\tคะแนน\tระดับ\n97.1\t5\t80.2\t6\tB\nก\t80.25\t81.25\tB\n")
    assert rows(table)[1] == ["97.1", "5", "80.2", "6", "B"]
