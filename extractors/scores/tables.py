"""Score tables: which column holds labels, which numbers, which scores of which year, and which row is what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.document import Cell, Table
from extractors.facts import Context, ScoreMention
from extractors.findings import Finding, finding
from extractors.scores.assignment import Assignment, assign
from extractors.scores.assignment import Row as Evidence
from extractors.scores.bare_numbers import bare_number_column
from extractors.scores.evidence import with_candidates
from extractors.scores.grids import Grid, decimals_in, grid_of, score_in, stray_cell, transposed
from extractors.scores.labels import (
    LabelledRow,
    best_similarity,
    is_item_code,
    label_column_of,
    label_rows,
    names_indicators,
    names_measures,
    names_tools,
    settle_lone_tool,
    tell_scores,
)
from extractors.scores.parts import parts_of
from extractors.scores.spanning import is_merged, tool_cells, weighted_total
from extractors.scores.tool_means import settle_tool_means
from extractors.scores.vocabulary import settings
from normalizers.grades import parse_grade
from normalizers.numerals import parse_score
from normalizers.thai import fold

_SHARE = "ร้อยละ"


@dataclass(frozen=True, slots=True)
class Settled:
    """What the surroundings of a table settle: its year, the reader's method, its group number, its topic."""

    year: int | None
    method: str
    group: int
    about_ita: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """A grid understood: the value columns with their years, the rows."""

    grid: Grid
    values: tuple[tuple[int, int | None], ...]
    rows: tuple[LabelledRow, ...]


def read_score_table(table: Table, settled: Settled) -> tuple[list[ScoreMention], list[Finding]] | None:
    """The mentions of a table of indicators, or None if it is none. Of both orientations the better one is read.

    A table of indicators whose columns hold targets, weights, averages or a survey gives no mention.
    """
    upright = grid_of(table)
    if is_survey_head(upright):
        return [], []
    parts = parts_of(upright)
    reads = [
        read
        for part in parts
        if (read := _read_part(part.grid, replace(settled, year=part.year or settled.year))) is not None
    ]
    if not reads:
        return None
    return [mention for read in reads for mention in read[0]], [odd for read in reads for odd in read[1]]


def _read_part(upright: Grid, settled: Settled) -> tuple[list[ScoreMention], list[Finding]] | None:
    """The mentions of one part of a table, or None."""
    shapes = [shape for grid in (upright, transposed(upright)) if (shape := understand(grid, settled)) is not None]
    if not shapes:
        return None
    shape = max(shapes, key=lambda shape: (bool(shape.values), _recognised(shape)))
    if not shape.values or _is_survey(shape):
        return [], []
    stray = stray_cell(upright)
    if stray is not None and shape.grid is not upright:
        place = stray.position
        return [], [finding("table_misaligned", "table", found=stray.text, page=place.page, line=place.line)]
    return _mentions(shape, settled, stray)


def is_survey_head(grid: Grid) -> bool:
    """Whether a column is headed as the spread of answers, which only a survey has."""
    words = settings().tables.survey_heads
    return any(fold(header) in words for header in grid.headers)


def _with_stray(mention: ScoreMention, row: LabelledRow, stray: Cell | None) -> ScoreMention:
    """A reading whose row has a cell too many is a torn print without a value, unless the sums mend it."""
    if stray is None or not any(cell is stray for cell in row.cells):
        return mention
    return replace(mention, value=None, raw_value=f"{mention.raw_value} {stray.text}")


def understand(grid: Grid, settled: Settled) -> Shape | None:
    """Find the labels and columns of a table of indicators; None when the labels are not there.

    A table with statements in its cells and no column of numbers is left to the reading of its cells.
    """
    limits = settings().tables
    bare = bare_number_column(grid) if settled.about_ita or names_tools(grid) else None
    label_column = label_column_of(grid)
    if bare is not None and (label_column is None or (bare.named and not names_indicators(grid, label_column))):
        label_column = bare.column
    if label_column is None or names_measures(grid.headers[label_column]):
        return None
    if bare is not None and bare.column != label_column:
        bare = None
    rows = label_rows(grid, label_column, settled.year, bare.numbers if bare else None)
    if tell_scores(rows):
        return None
    values = _value_columns(grid, label_column, rows)
    known = sum(1 for row in rows if row.code or best_similarity(row) >= limits.row_similarity)
    headed = {"label", "score"} <= set(grid.roles)
    by_number = (headed and _are_damaged_labels(rows)) if bare is None else headed or (bare.named and bool(values))
    if (known < limits.min_rows and not by_number) or (not values and not _is_numeric(grid, label_column)):
        return None
    return Shape(grid, values, rows)


def _are_damaged_labels(rows: Sequence[LabelledRow]) -> bool:
    """Whether numbered rows may be indicators with unreadable labels, and not the numbered rows of anything else."""
    numbered = [best_similarity(row) for row in rows if row.printed_number is not None]
    return len(numbered) >= 2 * settings().tables.min_rows and median(numbered) >= settings().assignment.label_floor


def _is_numeric(grid: Grid, label_column: int) -> bool:
    """Whether the cells beside the labels are bare numbers and not texts (a table of measures)."""
    texts = [
        fold(cell.text)
        for row in grid.body
        for column, cell in enumerate(row)
        if column != label_column and cell is not None and cell.text.strip()
    ]
    return bool(texts) and sum(len(text) <= settings().tables.number_cell for text in texts) * 2 > len(texts)


def _recognised(shape: Shape) -> tuple[int, float]:
    """How much of a shape is understood: to choose between the two orientations."""
    known = [row for row in shape.rows if row.code or best_similarity(row) >= settings().tables.row_similarity]
    return len(known), sum(row.match or best_similarity(row) for row in known)


def _value_columns(grid: Grid, label_column: int, rows: Sequence[LabelledRow]) -> tuple[tuple[int, int | None], ...]:
    """The columns that hold scores, each with the year its header names.

    Columns with a year or a word for scores in their header; without such a word the only column of decimals.
    """
    progress = any(word in fold(header) for header in grid.headers for word in settings().tables.progress_heads)
    numeric = [column for column in range(grid.n_columns) if column != label_column and _is_of_scores(column, rows)]
    found = [
        column
        for column in numeric
        if grid.roles[column] not in ("excluded", "rank") and not (progress and fold(grid.headers[column]) == _SHARE)
    ]
    if not found:  # "คะแนนเฉลี่ย" stands beside a score for somebody else's mean, alone it is the score
        heads = set(map(fold, settings().tables.mean_heads))
        found = [column for column in numeric if fold(grid.headers[column]) in heads]
        return ((found[0], grid.years[found[0]]),) if len(found) == 1 else ()
    found = [column for column in found if not is_merged(grid.column(column))] or found
    named = [column for column in found if grid.roles[column] == "score" or grid.years[column] is not None]
    if named:
        return tuple((column, grid.years[column]) for column in named)
    return ((found[0], None),) if len(found) == 1 else ()


def _is_of_scores(column: int, rows: Sequence[LabelledRow]) -> bool:
    """Whether the cells of the labelled rows in a column are numbers, some with decimals."""
    body = [row for row in rows if row.code or row.similarities or row.printed_number is not None]
    texts = [cell.text for row in body if column < len(row.cells) and (cell := row.cells[column]) is not None]
    values = [text for text in texts if score_in(text) is not None]
    return any(map(decimals_in, values)) and len(values) * 2 >= len([text for text in texts if text.strip()])


def _is_survey(shape: Shape) -> bool:
    """Whether the values are means of a five-point scale: indicators 1 to 8 of a real result never are that low."""
    limits = settings().tables
    values = [
        score
        for column, _ in shape.values
        for row in shape.rows
        if (row.code is None or is_item_code(row.code))
        and (cell := row.cells[column]) is not None
        and (score := score_in(cell.text)) is not None
    ]
    return len(values) >= limits.survey_rows and max(values) <= limits.survey_scale and median(values) > 0


def _mentions(shape: Shape, settled: Settled, stray: Cell | None) -> tuple[list[ScoreMention], list[Finding]]:
    """One mention for each labelled value, codes given jointly."""
    settle_lone_tool(shape.rows)
    candidates = [row for row in shape.rows if row.code is None and _has_value(shape, row)]
    rank_header = any(role == "rank" for role in shape.grid.roles)
    assignment = assign([Evidence(row.similarities, row.printed_number) for row in candidates], ranked=rank_header)
    findings = _name_rows(shape, candidates, assignment)
    settle_tool_means(shape.rows, [column for column, _ in shape.values])
    mentions = []
    read_cells: set[int] = set()
    for row in shape.rows:
        for column, year in shape.values:
            cell = row.cells[column] if column < len(row.cells) else None
            if row.code is not None and cell is not None and id(cell) not in read_cells:
                read_cells.add(id(cell))
                read = _mention(row, cell, year or settled.year, settled, _grade_beside(shape, row))
                mentions += [_with_stray(mention, row, stray) for mention in read]
    if len(shape.values) == 1:
        mentions += _standing_apart(shape, shape.values[0][1] or settled.year, settled)
    return mentions, findings


def _standing_apart(shape: Shape, year: int | None, settled: Settled) -> list[ScoreMention]:
    """Tool scores printed once for the rows of their indicators, and a total below weighted points."""
    whole = [(row.code, row.cells) for row in shape.rows if row.code is not None and not row.code.isdigit()]
    total = weighted_total(whole, {shape.values[0][0]}, year)
    rows = [(row.code, row.cells) for row in shape.rows if row.code is not None and row.code.isdigit()]
    excluded = {index for index, role in enumerate(shape.grid.roles) if role in ("excluded", "rank")}
    mentions = []
    found = tool_cells(rows, {shape.values[0][0]}, excluded, year)
    for code, cell in [*found, *([("ITA", total)] if total is not None else [])]:
        row = LabelledRow(-1, code, {}, code=code, match=1.0)
        mentions += _mention(row, cell, year, settled, None)
    return mentions


def _has_value(shape: Shape, row: LabelledRow) -> bool:
    """Whether any value cell of a row holds digits."""
    cells = [row.cells[column] for column, _ in shape.values if column < len(row.cells)]
    return any(cell is not None and any(c.isdigit() for c in cell.text) for cell in cells)


def _name_rows(shape: Shape, candidates: list[LabelledRow], assignment: Assignment) -> list[Finding]:
    """Write the assigned indicators into the rows; report what is odd about them."""
    findings = []
    if assignment.numbers_are_ranks:
        findings.append(finding("numbers_are_ranks", "table", line=_line(candidates[0]), page=_page(candidates[0])))
    for row, indicator in zip(candidates, assignment.indicators, strict=True):
        if indicator is None:
            if row.label:
                values = [cell.text for column, _ in shape.values if (cell := row.cells[column]) is not None]
                findings.append(
                    finding("label_unrecognised", row.label, found=" ".join(values), page=_page(row), line=_line(row))
                )
            continue
        row.code, row.match = str(indicator), row.similarities.get(indicator, 0.0)
        if assignment.numbers_are_indicators and row.printed_number not in (None, indicator):
            findings.append(
                finding(
                    "label_number_clash",
                    row.label,
                    expected=str(indicator),
                    found=str(row.printed_number),
                    page=_page(row),
                    line=_line(row),
                )
            )
    return findings


def _first_cell(row: LabelledRow) -> Cell | None:
    return next((cell for cell in row.cells if cell is not None), None)


def _line(row: LabelledRow) -> int | None:
    cell = _first_cell(row)
    return cell.position.line if cell is not None else None


def _page(row: LabelledRow) -> int | None:
    cell = _first_cell(row)
    return cell.position.page if cell is not None else None


def _grade_beside(shape: Shape, row: LabelledRow) -> str | None:
    """The level printed in the row of a total."""
    if row.code != "ITA":
        return None
    graded = [row.cells[index] for index, role in enumerate(shape.grid.roles) if role == "grade"]
    grades = [grade for cell in graded if cell is not None and (grade := parse_grade(cell.text)) is not None]
    return grades[0] if grades else None


def _mention(row: LabelledRow, cell: Cell, year: int | None, settled: Settled, grade: str | None) -> list[ScoreMention]:
    """The mention of one value cell; empty cells and dashes say nothing."""
    score = parse_score(cell.text)
    if row.code is None or score is None or not any(character.isdigit() for character in cell.text):
        return []
    if is_item_code(row.code) and not decimals_in(cell.text):  # a count, or a mark of what is there
        return []
    mention = ScoreMention(
        code=row.code,
        fiscal_year=year,
        context=Context.TABLE,
        raw_label=row.label,
        raw_value=score.raw,
        value=score.value,
        position=cell.position,
        method=settled.method,
        printed_number=row.printed_number,
        label_match=round(row.match, 4),
        grade=grade,
        group=settled.group,
        confidence=cell.confidence,
    )
    return [with_candidates(mention, cell.numbers)]
