"""Parts of a table that are read one by one: the rows of each year, tables side by side, names above scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Cell
from extractors.scores.grids import Grid, decimals_in, year_in
from extractors.scores.labels import named_label
from extractors.scores.vocabulary import settings
from normalizers.agencies import find_agencies

MIN_ROWS = 2  # of each year on the average: fewer, and the years themselves are the rows


@dataclass(frozen=True, slots=True)
class Part:
    """A grid of its own, with the year that all of its rows name, if they name one."""

    grid: Grid
    year: int | None = None


def parts_of(grid: Grid) -> list[Part]:
    """The parts of a table; the whole table where it has none.

    Rows of several bodies under each other are nobody's one result, so such a table has no parts at all.
    """
    cards = _cards(grid)
    if cards is not None:
        return [Part(cards)]
    years = _by_year(grid)
    if years:
        return [] if _lists_bodies(grid) else years
    return [Part(half) for half in _side_by_side(grid)]


def _cards(grid: Grid) -> Grid | None:
    """Names and scores as two columns, where rows of names and rows of their scores take turns; else None."""
    if len(grid.rows) < 2 * MIN_ROWS or len(grid.rows) % 2:
        return None
    pairs: list[tuple[Cell | None, Cell | None]] = []
    for names, scores in zip(grid.rows[::2], grid.rows[1::2], strict=True):
        pairs += [(name, score) for name, score in zip(names, scores, strict=True) if name is not None]
    sure = settings().tables.row_similarity
    named = all(name is not None and named_label(name.text)[1] >= sure for name, _ in pairs)
    scored = all(score is not None and decimals_in(score.text) for _, score in pairs)
    return Grid(tuple(pairs), 0) if pairs and named and scored else None


def _by_year(grid: Grid) -> list[Part]:
    """The rows of each year of a flat table (year, label, score), without the column of years."""
    for column in range(grid.n_columns):
        years = _years_down(grid.column(column))
        if years and len(years) >= MIN_ROWS * len(set(years)):
            rest = [index for index in range(grid.n_columns) if index != column]
            return [
                Part(_select(grid, rest, [index for index, held in enumerate(years) if held == year]), year)
                for year in dict.fromkeys(years)
            ]
    return []


def _years_down(cells: Sequence[Cell | None]) -> list[int]:
    """The year of each cell, an empty cell having that of the one above it; empty if any cell says another thing."""
    years: list[int] = []
    for cell in cells:
        year = year_in(cell)
        if year is None and years and (cell is None or not cell.text.strip()):
            year = years[-1]
        if year is None:
            return []
        years.append(year)
    return years


def _lists_bodies(grid: Grid) -> bool:
    """Whether some column names different bodies."""
    for column in range(grid.n_columns):
        texts = sorted({cell.text for cell in grid.column(column) if cell is not None})
        if len({mention.name for text in texts for mention in find_agencies(text)}) > 1:
            return True
    return False


def _side_by_side(grid: Grid) -> list[Grid]:
    """The halves of a table that prints labels and scores twice beside each other, else the table itself."""
    columns = [column for column in range(grid.n_columns) if len(_names_in(grid, column)) >= settings().tables.min_rows]
    if len(columns) != 2 or _names_in(grid, columns[0]) & _names_in(grid, columns[1]):
        return [grid]
    first, second = columns
    if second - first < 2 or second == grid.n_columns - 1:
        return [grid]
    everything = list(range(len(grid.body)))
    return [_select(grid, range(second), everything), _select(grid, range(second, grid.n_columns), everything)]


def _names_in(grid: Grid, column: int) -> set[str]:
    """The indicators and tools that a column names well."""
    texts = {cell.text for cell in grid.column(column) if cell is not None}
    named = (named_label(text) for text in sorted(texts))
    return {code for code, similarity in named if similarity >= settings().tables.row_similarity}


def _select(grid: Grid, columns: Sequence[int], body: Sequence[int]) -> Grid:
    """Some columns and body rows of a grid, below the same header."""
    rows = [*grid.rows[: grid.header_rows], *(grid.body[index] for index in body)]
    cut = tuple(tuple(row[column] if column < len(row) else None for column in columns) for row in rows)
    return Grid(cut, grid.header_rows)
