"""Grade grids: a form that prints every level with its band, the score standing in the row of the level reached."""

from __future__ import annotations

from extractors.document import Cell, Table
from extractors.facts import Context, ScoreMention
from extractors.scores.evidence import with_candidates
from extractors.scores.grids import Grid, grid_of, looks_like_score
from extractors.scores.tables import Settled
from normalizers.grades import parse_grade
from normalizers.numerals import parse_score

MIN_GRADES = 3


def read_grade_grid(table: Table, settled: Settled) -> list[ScoreMention] | None:
    """The total written into a grade grid, with the level of its row; None if the table is no grade grid.

    The columns (band, level, result) may stand several times side by side; a result is a score in the column right of
    its level, never a band.
    """
    grid = grid_of(table)
    columns = _grade_columns(grid)
    if not columns:
        return None
    mentions = []
    for row in grid.body:
        for column in columns:
            grade_cell = row[column]
            value_cell = _result_cell(row, column, columns)
            if grade_cell is None or value_cell is None:
                continue
            score = parse_score(value_cell.text)
            grade = parse_grade(grade_cell.text)
            if score is not None and grade is not None and looks_like_score(score.raw):
                mentions.append(_mention(grade, score.raw, score.value, value_cell, settled, grid.headers[column + 1]))
    return mentions


def _grade_columns(grid: Grid) -> list[int]:
    """Columns that list levels; together at least three different ones make a grade grid."""
    found, grades = [], set()
    for column in range(grid.n_columns - 1):
        names = {parse_grade(cell.text) for cell in grid.column(column) if cell is not None} - {None}
        if len(names) >= 2:
            found.append(column)
            grades |= names
    return found if len(grades) >= MIN_GRADES else []


def _result_cell(row: tuple[Cell | None, ...], column: int, columns: list[int]) -> Cell | None:
    """The cell right of a level, unless that is again a level."""
    place = column + 1
    return row[place] if place < len(row) and place not in columns else None


def _mention(grade: str, raw: str, value: float | None, cell: Cell, settled: Settled, header: str) -> ScoreMention:
    mention = ScoreMention(
        code="ITA",
        fiscal_year=settled.year,
        context=Context.TABLE,
        raw_label=header,
        raw_value=raw,
        value=value,
        position=cell.position,
        method=settled.method,
        label_match=1.0,
        grade=grade,
        group=settled.group,
        confidence=cell.confidence,
    )
    return with_candidates(mention, cell.numbers)
