"""A table as a plain rectangle of cells with roles, either way up: labels down the rows or along the header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from extractors.document import Cell, Table
from extractors.scores.vocabulary import settings
from normalizers.framework import INDICATORS
from normalizers.indicators import accept, match_indicator, split_label
from normalizers.numerals import parse_score
from normalizers.thai import fold
from normalizers.years import find_years

Row = tuple[Cell | None, ...]

POINT_DECIMALS = 2  # of a score as it is published
_FISCAL_YEAR = "ปีงบประมาณ"  # says when, although it holds the word for a budget


@dataclass(frozen=True)
class Grid:
    """Rows of cells, spans filled in, and how many leading rows are header.

    In a transposed grid the rows are the columns of the printed table and its first column becomes the header.
    """

    rows: tuple[Row, ...]
    header_rows: int

    @cached_property
    def body(self) -> tuple[Row, ...]:
        """The rows below the header."""
        return self.rows[self.header_rows :]

    @cached_property
    def n_columns(self) -> int:
        """Width of the grid."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """Per column the texts of its header cells, joined by a blank; a caption over the whole width is left out."""
        texts = []
        for column in range(self.n_columns):
            cells = [row[column] for row in self.rows[: self.header_rows]]
            parts = dict.fromkeys(cell.text for cell in cells if cell is not None and not self._is_caption(cell))
            texts.append(" ".join(part.replace("\n", " ") for part in parts))
        return tuple(texts)

    @cached_property
    def roles(self) -> tuple[str | None, ...]:
        """Per column what its header says that it holds (see ``columns`` in the data file)."""
        return tuple(role_of(header) for header in self.headers)

    @cached_property
    def years(self) -> tuple[int | None, ...]:
        """Per column the year named in its header, if exactly one."""
        found = [{year.year for year in find_years(header)} for header in self.headers]
        return tuple(years.pop() if len(years) == 1 else None for years in found)

    def column(self, index: int) -> list[Cell | None]:
        """The body cells of a column."""
        return [row[index] if index < len(row) else None for row in self.body]

    def _is_caption(self, cell: Cell) -> bool:
        return self.n_columns > 1 and max(cell.col_span, cell.row_span) >= self.n_columns


def role_of(header: str) -> str | None:
    """The role of a column by the words of its header, None when the words say nothing."""
    folded = fold(header).replace(_FISCAL_YEAR, "")
    if not folded:
        return None
    if settings().elsewhere.heads.match(folded):
        return "excluded"
    for role, words in settings().columns:
        if any(word == folded if len(word) <= 2 else word in folded for word in words):
            return role
    return None


def score_in(text: str) -> float | None:
    """The score that a cell's text holds, in points 0..100."""
    score = parse_score(text)
    return score.value if score is not None else None


def decimals_in(text: str) -> int:
    """How many decimals the score of a cell is printed with; 0 without a score ("๓." is a row number)."""
    score = parse_score(text)
    return score.decimals if score is not None and score.value is not None else 0


def looks_like_score(text: str) -> bool:
    """Whether a cell holds one print of digits that is a score or a damaged one ("9408", "766.10"), not words."""
    return re.fullmatch(r"\W*[0-9๐-๙]+(?:[.,\s][0-9๐-๙]+)?\W*(?:คะแนน)?\W*", text) is not None


def bare_number(label: str) -> int | None:
    """The indicator of a label that is nothing but its number: "ตัวชี้วัดที่ 3"."""
    parts = split_label(label)
    bare = parts.named and parts.sub is None and not parts.label and not parts.rest
    return parts.printed_number if bare and parts.printed_number in INDICATORS else None


def is_total(label: str) -> bool:
    """Whether a row or column label means the agency's total and nothing else."""
    folded = fold(label)
    rest, telling = settings().total_telling.subn("", folded)
    return telling > 0 and settings().total_words.sub("", rest) == ""


def grid_of(table: Table) -> Grid:
    """The table as printed. Without a marked header the first row is one if its words name two column roles."""
    rows = tuple(tuple(row) for row in table.grid())
    header_rows = table.header_rows()
    if header_rows == 0 and rows:
        roles = {role_of(cell.text) or _year_role(cell.text) for cell in rows[0] if cell is not None}
        header_rows = 1 if len(roles - {None}) >= 2 else 0
    return Grid(rows, header_rows)


def _year_role(header: str) -> str | None:
    """The role of a header that is a year and nothing else: "ปี 66", "พ.ศ. 2567"."""
    return "year" if len(header) <= settings().tables.year_head and find_years(header) else None


def transposed(grid: Grid) -> Grid:
    """The table turned over its diagonal; the first printed column becomes the header."""
    columns = tuple(
        tuple(row[index] if index < len(row) else None for row in grid.rows) for index in range(grid.n_columns)
    )
    headed = len(columns) > 1 and not _holds_a_label(columns[0], grid.header_rows)
    return Grid(columns, 1 if headed else 0)


def _holds_a_label(column: Row, header_rows: int) -> bool:
    """Whether the first printed column is one of scores under their label, and no header of the rows."""
    scores = [cell for cell in column[header_rows:] if cell is not None and decimals_in(cell.text) == POINT_DECIMALS]
    labels = [cell for cell in column if cell is not None and _names_subject(cell.text)]
    return bool(scores) and bool(labels)


def _names_subject(text: str) -> bool:
    """Whether a cell names one of the ten indicators by its label or as "ตัวชี้วัดที่ n"."""
    return bare_number(text) is not None or accept(match_indicator(text)) is not None


def stray_cell(grid: Grid) -> Cell | None:
    """A number in a column that has no header: a cell too many, so values may stand under wrong heads."""
    if not grid.header_rows:
        return None
    for column, header in enumerate(grid.headers):
        filled = [cell for cell in grid.column(column) if cell is not None and cell.text.strip()]
        heads = [row[column] for row in grid.rows[: grid.header_rows] if column < len(row)]
        if not header and not any(heads) and len(filled) == 1 and any(c.isdigit() for c in filled[0].text):
            return filled[0]
    return None


def year_in(cell: Cell | None) -> int | None:
    """The year of a cell that holds nothing but a year ("2566", "ปี ๒๕๖๖", "ปีงบประมาณ พ.ศ. 2566")."""
    if cell is None or len(cell.text) > 40:
        return None
    text = cell.text if "ปี" in cell.text or "พ.ศ" in cell.text else f"ปี {cell.text}"
    years = find_years(text)
    if len(years) != 1 or not years[0].certain:
        return None
    rest = fold(text[: years[0].start] + text[years[0].end :])
    return years[0].year if rest in ("", "ปี", "ปีงบประมาณ", "พศ", "ปีพศ") else None
