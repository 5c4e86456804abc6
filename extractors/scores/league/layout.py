"""A sheet understood as a table of many bodies: where their names stand, where years, places and scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.document import Table
from extractors.scores.grids import Row, decimals_in, score_in, year_in
from extractors.scores.league.columns import STRONG, Column, columns_of
from extractors.scores.league.sheet import Sheet, sheets_of
from extractors.scores.league.vocabulary import Kind, words
from normalizers.agencies import find_agencies, find_other_bodies, identify
from normalizers.grades import parse_grade
from normalizers.numerals import find_numbers
from normalizers.thai import fold

_UNITS = (Kind.AGENCY, Kind.PROVINCE, Kind.MINISTRY, Kind.AMPHOE, Kind.TYPE)  # what a row may be of, the best first
_LABELS = (*_UNITS, Kind.TAMBON, Kind.NUMBER, Kind.RANK)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with its columns; ``unit`` holds the names of what each row is of.

    ``doubles`` are further columns of tools that have one already: plain points beside weighted ones.
    """

    sheet: Sheet
    unit: Column
    columns: tuple[Column, ...]
    scores: tuple[Column, ...]
    doubles: tuple[Column, ...] = ()

    def first(self, kind: Kind) -> Column | None:
        """The first column of a kind."""
        return next((column for column in self.columns if column.kind is kind), None)

    @property
    def labels(self) -> list[int]:
        """The columns whose cells say what a row is."""
        told = [column.index for column in self.columns if column.kind in _LABELS]
        return sorted({self.unit.index, *told})


def layouts_of(table: Table, head: Sequence[Row] = ()) -> list[Layout]:
    """Both ways up, as far as they can be understood; the one with more codes and rows first."""
    found = [layout for sheet in sheets_of(table, head) if (layout := _layout(sheet)) is not None]
    return sorted(found, key=lambda layout: -len(layout.scores) * layout.sheet.height)


def _layout(sheet: Sheet) -> Layout | None:
    columns = [_by_content(sheet, column) for column in columns_of(sheet)]
    if not any(column.kind is Kind.SCORE for column in columns):
        return None
    unit = _unit(sheet, columns)
    if unit is None:
        return None
    rest = [column for column in columns if column.index != unit.index]
    scores, doubles = _distinct(sheet, [column for column in rest if column.kind is Kind.SCORE])
    return Layout(sheet, unit, tuple(rest), tuple(scores), tuple(doubles)) if scores else None


def _by_content(sheet: Sheet, column: Column) -> Column:
    """A column of scores whose cells say otherwise: years, levels, or numbers above 100."""
    if column.kind not in (Kind.SCORE, Kind.GRADE):
        return column
    texts = [text for text in sheet.column(column.index) if text]
    if texts and all(
        year_in(sheet.cell(row, column.index)) for row in range(sheet.height) if sheet.column(column.index)[row]
    ):
        return replace(column, kind=Kind.YEAR, code=None)
    grades = [text for text in texts if parse_grade(text) is not None]
    values = [text for text in texts if score_in(text) is not None]
    if len(grades) > words().table.grade_share * len(texts) and not any(map(decimals_in, texts)):
        return replace(column, kind=Kind.GRADE, code=None)
    if column.kind is Kind.GRADE:
        return column
    over = [text for text in texts if any((n.value or 0) > 100 and n.decimals for n in find_numbers(text))]
    vague = column.code == "ITA" and column.strength < STRONG
    if len(over) * 2 > len(texts) or (vague and not values):
        return replace(column, kind=Kind.OTHER, code=None)
    return column


def _unit(sheet: Sheet, columns: Sequence[Column]) -> Column | None:
    """The column of names: headed as one, else the one whose cells are names of bodies, else one of places."""
    headed = [column for column in columns if column.kind is Kind.AGENCY]
    headed = [column for column in headed if _variety(sheet, column) >= words().table.min_bodies]
    if headed:
        return max(headed, key=lambda column: (_variety(sheet, column), -column.index))
    silent = [c for c in columns if c.kind not in (Kind.SCORE, Kind.YEAR, Kind.RANK, Kind.TYPE)]
    shares = [(known_share(sheet.column(column.index)), column) for column in silent]
    share, named = max(shares, key=lambda item: (item[0], -item[1].index), default=(0.0, None))
    if named is not None and share >= words().table.known_share:
        return replace(named, kind=Kind.AGENCY)
    for kind in _UNITS[1:]:
        found = [c for c in columns if c.kind is kind and _variety(sheet, c) >= words().table.min_bodies]
        if found:
            return found[0]
    return None


def _variety(sheet: Sheet, column: Column) -> int:
    return len({fold(text) for text in sheet.column(column.index) if text and score_in(text) is None})


def known_share(texts: Iterable[str]) -> float:
    """Share of the different texts that begin with the name of a body, by list or by its first word."""
    different = list(dict.fromkeys(text for text in texts if text))
    return sum(map(_is_body, different)) / len(different) if different else 0.0


def _is_body(text: str) -> bool:
    if score_in(text) is not None or words().parts.search(fold(text)):
        return False
    if any(mention.start == 0 for mention in (*find_agencies(text), *find_other_bodies(text, oversight=True))):
        return True
    return identify(text).agency.agency is not None


def _distinct(sheet: Sheet, columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """One column for each code and year; further ones of tools are returned apart, of anything else left out.

    Of several totals the one that is headed so most surely; of several columns with the same code that are equally
    sure and differ none.
    """
    kept: list[Column] = []
    doubles: list[Column] = []
    for key in dict.fromkeys((column.year, column.code) for column in columns):
        same = [column for column in columns if (column.year, column.code) == key]
        if key[1] == "ITA":
            best = max(column.strength for column in same)
            same = [column for column in same if column.strength == best]
        first = next((column for column in same if not column.weighted), same[0])
        others = [column for column in same if column is not first]
        differing = [column for column in others if sheet.column(column.index) != sheet.column(first.index)]
        if not differing:
            kept.append(first)
        elif key[1] in ("IIT", "EIT", "OIT") and len(differing) == 1:
            kept.append(first)
            doubles += differing
    return sorted(kept, key=lambda column: column.index), doubles


def sure_total(layout: Layout) -> bool:
    """Whether some column can only be the total or a part of this assessment, whatever the text around it says."""
    return any(c.code != "ITA" or (c.strength == STRONG and "ita" in fold(c.head)) for c in layout.scores)
