"""The rows of a table of many bodies: which are bodies, which averages, which headings of a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractors.document import Cell
from extractors.scores.grids import score_in, year_in
from extractors.scores.league.layout import Layout
from extractors.scores.league.sheet import text_of, texts_of
from extractors.scores.league.vocabulary import Kind, words
from normalizers.agencies import find_agencies
from normalizers.thai import fold
from normalizers.years import find_years


class RowKind(StrEnum):
    """What a row is of."""

    BODY = "body"
    MEAN = "mean"  # of the rows above it
    PLACE_MEAN = "place"  # of a country, a region, a kind of body
    SUM = "sum"
    OTHER = "other"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row with numbers: its place in the sheet's body, name as printed, year if it has one of its own.

    ``section`` is the heading row above it, ``part`` counts the sections and the sums between them.
    """

    row: int
    kind: RowKind
    name: str
    year: int | None
    section: str
    part: int


def rows_of(layout: Layout) -> list[BodyRow]:
    """All rows that hold numbers in columns of scores."""
    return list(_Reader(layout).read())


class _Reader:
    """One pass down the rows, remembering section, name and year for the cells that are left blank."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.section = self.name = ""
        self.year: int | None = None
        self.section_year: int | None = None
        self.part = 0
        self.column = next((c for c in layout.columns if c.kind is Kind.YEAR), None)
        self.head = {fold(text) for row in layout.sheet.rows[: layout.sheet.depth] for text in texts_of(row)}

    def read(self) -> Iterator[BodyRow]:
        for index in range(self.layout.sheet.height):
            texts = texts_of(self.layout.sheet.rows[self.layout.sheet.depth + index])
            if sum(fold(text) in self.head for text in texts) >= words().table.header_echo:
                continue
            if not self._has_values(index):
                self._heading(texts)
                continue
            found = self._row(index)
            yield found
            self.part += found.kind is not RowKind.BODY

    def _has_values(self, index: int) -> bool:
        cells = [self._cell(index, column.index) for column in self.layout.scores]
        return any(character.isdigit() for text in map(text_of, cells) for character in text)

    def _heading(self, texts: list[str]) -> None:
        """A row with one text opens a section, unless it is a body without scores."""
        if len(texts) == 1 and score_in(texts[0]) is None and not find_agencies(texts[0]):
            self.section = texts[0]
            self.part += 1
            years = {mention.year for mention in find_years(texts[0])}
            self.section_year = years.pop() if len(years) == 1 else None
            self.year = None

    def _row(self, index: int) -> BodyRow:
        name = text_of(self._cell(index, self.layout.unit.index))
        label = " ".join(dict.fromkeys(filter(None, self._labels(index))))
        kind = summary_of(label) or (RowKind.BODY if _is_name(name) else RowKind.UNNAMED)
        year = self._year(index)
        if kind is RowKind.UNNAMED and self.column is not None and self.name and year not in (None, self.year):
            kind, name = RowKind.BODY, self.name
        if kind is RowKind.BODY:
            self.name, self.year = name, year
        return BodyRow(index, kind, name if kind is RowKind.BODY else label, year, self.section, self.part)

    def _year(self, index: int) -> int | None:
        if self.column is None:
            return self.section_year
        cell = self._cell(index, self.column.index)
        return year_in(cell) if text_of(cell) else self.year

    def _labels(self, index: int) -> Iterator[str]:
        """Texts of the columns that say what a row is, without running numbers."""
        for column in self.layout.labels:
            text = text_of(self._cell(index, column))
            if score_in(text) is None:
                yield text

    def _cell(self, index: int, column: int) -> Cell | None:
        return self.layout.sheet.cell(index, column)


def _is_name(text: str) -> bool:
    """Whether a cell holds letters enough for a name."""
    return sum("ก" <= character <= "๎" or (character.isascii() and character.isalpha()) for character in text) >= 2


def summary_of(label: str) -> RowKind | None:
    """What a row is by its label if it is no body; None for a name."""
    key = fold(label)
    rules = words().summary
    if any(mention.start == 0 for mention in find_agencies(label)):
        return None
    if rules.other.search(key):
        return RowKind.OTHER
    if rules.place.search(key):
        return RowKind.PLACE_MEAN
    for kind, pattern in ((RowKind.MEAN, rules.mean), (RowKind.SUM, rules.sum)):
        begin = pattern.match(key)
        rest = key[begin.end() :] if begin else ""
        if begin and (not rest or rules.pieces.fullmatch(rest)):
            elsewhere = any(word in rest for word in ("ประเทศ", "ภาค", "กลุ่ม", "ประเภท", "กระทรวง"))
            return RowKind.PLACE_MEAN if elsewhere else kind
    return None


def values_of(layout: Layout, rows: Sequence[BodyRow], column: int) -> list[float | None]:
    """The points printed in a column of the rows, None where no score can be read."""
    return [score_in(text_of(layout.sheet.cell(row.row, column))) for row in rows]
