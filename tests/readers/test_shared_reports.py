"""Real papers, where they lie beside the project: which tables are found and how many rows each has."""

from pathlib import Path

import pytest

from extractors.document import Table, TextBlock, TextKind
from extractors.readers import read

REPORTS = Path(__file__).parents[3] / "shared" / "reports"


def _read(number: str):
    found = sorted(REPORTS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the real reports are not here")
    return list(read(found[0].read_bytes(), found[0].name).blocks())


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", [(10, 3, 1), (8, 3, 1)]),
        ("001", [(10, 3, 1), (1, 6, 0), (4, 4, 1)]),
        ("002", [(10, 3, 1), (10, 6, 1)]),
        ("003", [(4, 2, 0), (4, 6, 1), (5, 2, 1), (17, 8, 3)]),
        ("004", [(6, 7, 1), (3, 5, 1), (2, 5, 1), (3, 5, 1), (2, 5, 1)]),
    ],
)
def test_rows_columns_and_header_rows_of_every_table(number, expected):
    tables = [block for block in _read(number) if isinstance(block, Table)]
    assert [(table.n_rows - table.header_rows(), table.n_columns, table.header_rows()) for table in tables] == expected


def test_a_number_in_two_rows():
    (_, extremes, _) = [block for block in _read("001") if isinstance(block, Table)]
    assert [cell.text for cell in extremes.cells if cell.column in (1, 4)] == ["99.35", "43.75"]


def test_the_items_of_the_checklists():
    items = [block for block in _read("003") if isinstance(block, TextBlock) and block.kind is TextKind.LIST_ITEM]
    numbered = [item for item in items if item.level == 0 and item.text[0].isdigit()]
    assert len(numbered) == 13 + 7 + 12 + 6 + 12 + 3 + 8 + 2
    assert max(item.level for item in items) == 1
