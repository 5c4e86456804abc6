"""Rows of totals and means: checked against the columns above them, never a body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Cell
from extractors.findings import Finding, finding
from extractors.scores.league.bodies import BodyRow, RowKind
from extractors.scores.league.columns import Column
from extractors.scores.league.layout import Layout
from extractors.scores.league.sheet import text_of
from normalizers.numerals import find_numbers
from normalizers.thai import fold

_CHECKED = (RowKind.MEAN, RowKind.SUM, RowKind.UNNAMED)
_FEWEST = 2  # rows that make a mean


def checked_columns(layout: Layout, rows: Sequence[BodyRow]) -> Iterator[Finding]:
    """A finding for every printed mean or sum that the column above it does not give; for unnamed rows one.

    The rows meant are those since the last such row, or all rows above; what fits either is right.
    """
    for index, row in enumerate(rows):
        if row.kind not in _CHECKED:
            continue
        above = [other for other in rows[:index] if other.kind is RowKind.BODY]
        since = [other for other in above if other.part >= _part_before(rows[:index])]
        checks = [(column, _check(layout, row, column, (since, above))) for column in layout.scores]
        wrong = [(column, expected) for column, (expected, fits) in checks if not fits and expected is not None]
        fitting = sum(fits for _, (_, fits) in checks)
        if row.kind is RowKind.UNNAMED:
            if not fitting:
                yield _unnamed(layout, row)
                continue
        elif not fitting and _of_a_place(row) and len(wrong) > 1:
            continue  # the mean of more bodies than the table lists
        for column, expected in wrong:
            yield _mismatch(layout, row, column, expected)


def _part_before(rows: Sequence[BodyRow]) -> int:
    """Number of the part in which the last bodies stand."""
    return max((row.part for row in rows if row.kind is RowKind.BODY), default=0)


def _of_a_place(row: BodyRow) -> bool:
    return any(word in fold(row.name) for word in ("จังหวัด", "อำเภอ"))


def _check(
    layout: Layout, row: BodyRow, column: Column, scopes: Sequence[Sequence[BodyRow]]
) -> tuple[float | None, bool]:
    """The mean that the rows give (None where it cannot be known) and whether the printed number is mean or sum."""
    printed = _number(layout.sheet.cell(row.row, column.index))
    if printed is None:
        return None, False
    expected: float | None = None
    for scope in scopes:
        cells = [layout.sheet.cell(other.row, column.index) for other in scope]
        filled = [cell for cell in cells if any(character.isdigit() for character in text_of(cell))]
        numbers = [number for cell in filled if (number := _number(cell)) is not None]
        if len(numbers) < _FEWEST or len(numbers) < len(filled):
            continue
        grain = max(decimal_unit for _, decimal_unit in (*numbers, printed))
        total = sum(value for value, _ in numbers)
        mean = total / len(numbers)
        expected = mean if expected is None else expected
        off_mean, off_sum = abs(mean - printed[0]), abs(total - printed[0])
        if off_mean <= grain * 1.01 or off_sum <= grain * 0.51 * (len(numbers) + 1):
            return mean, True
    return expected, False


def _number(cell: Cell | None) -> tuple[float, float] | None:
    """The one number of a cell and the unit of its last decimal."""
    numbers = find_numbers(text_of(cell))
    if len(numbers) != 1 or numbers[0].value is None:
        return None
    return numbers[0].value, 10.0 ** -min(numbers[0].decimals or 2, 2)


def _mismatch(layout: Layout, row: BodyRow, column: Column, expected: float) -> Finding:
    cell = layout.sheet.cell(row.row, column.index)
    return finding(
        "column_mean_mismatch",
        column.code or column.head,
        expected=f"{expected:.2f}",
        found=text_of(cell),
        fiscal_year=row.year or column.year,
        page=cell.position.page if cell else None,
        line=cell.position.line if cell else None,
        label=row.name or column.head,
    )


def _unnamed(layout: Layout, row: BodyRow) -> Finding:
    cells = [layout.sheet.cell(row.row, column.index) for column in layout.scores]
    place = next(cell.position for cell in cells if cell is not None and text_of(cell))
    shown = " ".join(text_of(cell) for cell in cells)
    return finding("row_without_agency", shown, found=shown, page=place.page, line=place.line)
