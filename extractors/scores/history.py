"""Tables of results over the years: years down the rows (or along the header), totals and tools as columns."""

from __future__ import annotations

from extractors.document import Cell, Table
from extractors.facts import Context, ScoreMention
from extractors.scores.evidence import with_candidates
from extractors.scores.grids import Grid, bare_number, decimals_in, grid_of, is_total, score_in, transposed, year_in
from extractors.scores.tables import Settled
from normalizers.grades import parse_grade
from normalizers.indicators import accept, match_indicator, match_tool
from normalizers.numerals import parse_score
from normalizers.thai import fold

MIN_YEARS = 2
MIN_COLUMNS = 2  # of a table without a header: years and the totals beside them


def read_history(table: Table, settled: Settled, *, overall: bool) -> list[ScoreMention] | None:
    """One mention per year and column; None if the table does not list years.

    ``overall`` says that the text above speaks of the agency's own total, so that a column headed just "คะแนน" is one.
    """
    upright = grid_of(table)
    for grid in (upright, transposed(upright)):
        column = next((index for index in range(grid.n_columns) if _lists_years(grid, index)), None)
        if column is not None:
            return _mentions(grid, column, settled, overall=overall)
    return None


def _lists_years(grid: Grid, column: int) -> bool:
    """Whether a column lists years, each once; a year that repeats names the rows of something else."""
    years = list(_years(grid, column).values())
    return len(years) >= MIN_YEARS and len(set(years)) == len(years)


def _years(grid: Grid, column: int) -> dict[int, int]:
    """Rows whose cell in a column holds one year and nothing else, with that year."""
    found = {}
    for index, cell in enumerate(grid.column(column)):
        year = year_in(cell)
        if year is not None:
            found[index] = year
    return found


def _code_of(header: str, *, overall: bool) -> str | None:
    """What a column holds by its header: a tool, an indicator, the total; None for anything else."""
    found = [match for ranked in (match_tool(header), match_indicator(header)) if (match := accept(ranked)) is not None]
    if found:
        return max(found, key=lambda match: match.similarity).code
    number = bare_number(header)
    if number is not None:
        return str(number)
    folded = fold(header)
    if is_total(header) and "เฉลี่ย" not in folded and (overall or "ita" in folded):
        return "ITA"
    plain = folded in ("คะแนน", "ผลคะแนน", "ร้อยละ", "ผลการประเมิน", "คะแนนที่ได้", "คะแนนที่ได้รับ", "score")
    return "ITA" if overall and (plain or not folded) else None


def _mentions(grid: Grid, year_column: int, settled: Settled, *, overall: bool) -> list[ScoreMention]:
    grade_column = next((index for index, role in enumerate(grid.roles) if role == "grade"), None)
    overall = overall and (any(grid.headers) or grid.n_columns == MIN_COLUMNS)
    codes = {
        column: code
        for column in range(grid.n_columns)
        if column != year_column and (code := _code_of(grid.headers[column], overall=overall)) is not None
    }
    mentions = []
    for index, year in sorted(_years(grid, year_column).items()):
        row = grid.body[index]
        graded = row[grade_column] if grade_column is not None else None
        for column, code in codes.items():
            cell = row[column] if column < len(row) else None
            if cell is not None and score_in(cell.text) is not None and decimals_in(cell.text) <= 2:
                grade = parse_grade(graded.text) if code == "ITA" and graded is not None else None
                mentions.append(_mention(code, year, cell, grid.headers[column], grade, settled))
    return mentions


def _mention(code: str, year: int, cell: Cell, header: str, grade: str | None, settled: Settled) -> ScoreMention:
    score = parse_score(cell.text)
    mention = ScoreMention(
        code=code,
        fiscal_year=year,
        context=Context.TABLE,
        raw_label=header,
        raw_value=score.raw if score is not None else cell.text,
        value=score.value if score is not None else None,
        position=cell.position,
        method=settled.method,
        label_match=1.0,
        grade=grade,
        group=settled.group,
        confidence=cell.confidence,
    )
    return with_candidates(mention, cell.numbers)
