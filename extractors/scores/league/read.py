"""``read_league``: the mentions and findings of one table of many bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from extractors.document import Cell, Table
from extractors.facts import Context, ScoreMention
from extractors.findings import Finding, finding
from extractors.scores.evidence import with_candidates
from extractors.scores.grids import Row, score_in
from extractors.scores.labels import named_label
from extractors.scores.league.averages import checked_columns
from extractors.scores.league.bodies import BodyRow, RowKind, rows_of, values_of
from extractors.scores.league.columns import STRONG, Column
from extractors.scores.league.layout import Layout, layouts_of, sure_total
from extractors.scores.league.long_form import widened
from extractors.scores.league.names import Named, named_rows
from extractors.scores.league.ranks import out_of_rank
from extractors.scores.league.sheet import text_of
from extractors.scores.league.vocabulary import Kind, words
from extractors.scores.league.weights import weighted_tools
from normalizers.agencies import Agency, Outcome
from normalizers.framework import Framework, framework
from normalizers.grades import parse_grade
from normalizers.numerals import parse_score
from normalizers.thai import fold
from normalizers.years import find_years


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a table: the texts above it (the nearest last), year, topic, the paper's own agency.

    ``earlier`` are the titles and headings of the paper so far, which may say in which province its bodies lie.
    ``head`` is the head of the table before, under which this one may go on.
    ``foreign`` says that the nearest caption speaks of another assessment.
    """

    texts: tuple[str, ...]
    earlier: tuple[str, ...]
    year: int | None
    about_ita: bool
    foreign: bool
    own: Agency
    method: str
    group: int
    head: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class League:
    """What a table of many bodies gives."""

    mentions: tuple[ScoreMention, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_league(table: Table, around: Surroundings, *, alone: bool = False) -> League | None:
    """The scores of a table of many bodies, or None if it is none; ``alone`` takes one body in such a table as well.

    A table of this form that is of another assessment, of parts of a body, or of averages of places gives no score of
    any body.
    """
    for layout in layouts_of(widened(table) or table, around.head):
        rows = rows_of(layout)
        bodies = _without_repeats(layout, [row for row in rows if row.kind is RowKind.BODY])
        if not bodies or not _may_be_bodies(layout, bodies):
            continue
        named = named_rows(layout, bodies, (*around.texts, *layout.sheet.captions), around.earlier, around.own)
        if not _are_bodies(layout, named):
            continue
        if not (_are_several(named) or _is_one_other(layout, named, around) or (alone and _is_sure_of_one(layout))):
            continue
        if not _are_apart(layout, bodies):
            place = table.position
            shown = ", ".join(row.name for row in bodies[:3])
            return League((), (finding("table_not_understood", str(place.page), found=shown, page=place.page),))
        if around.foreign or not (around.about_ita or sure_total(layout)) or _is_of_quality(layout, bodies):
            return League()
        return _read(layout, rows, named, around)
    return None


def _may_be_bodies(layout: Layout, rows: Sequence[BodyRow]) -> bool:
    """Whether the names are neither those of parts of a body nor those of indicators and tools."""
    parts = sum(words().parts.search(fold(row.name)) is not None for row in rows)
    labels = sum(named_label(row.name)[1] >= words().table.sure_similarity for row in rows)
    return max(parts, labels) * 2 < len(rows) or (layout.unit.kind is not Kind.AGENCY and not labels)


def _are_bodies(layout: Layout, named: Sequence[Named]) -> bool:
    """Whether enough names are those of some body, by list or by their first word (all names of places are)."""
    if layout.unit.kind is not Kind.AGENCY:
        return True
    known = [row for row in named if row.outcome is not Outcome.UNKNOWN or row.agency.agency_type is not None]
    limits = words().table
    return len(known) >= (limits.headed_share if sure_total(layout) else limits.known_share) * len(named)


def _are_apart(layout: Layout, rows: Sequence[BodyRow]) -> bool:
    """Whether name, places and year tell the rows apart: if not, each row is one number of several of its body."""
    keys = {(row.name, row.year, _beside(layout, row)) for row in rows}
    return len(keys) >= words().table.distinct_share * len(rows)


def _beside(layout: Layout, row: BodyRow) -> tuple[str, ...]:
    """What the columns of places and kinds say of a row."""
    kinds = (Kind.TYPE, Kind.TAMBON, Kind.AMPHOE, Kind.PROVINCE, Kind.MINISTRY)
    told = [column.index for column in layout.columns if column.kind in kinds]
    return tuple(text_of(layout.sheet.cell(row.row, column)) for column in told)


def _are_several(named: Sequence[Named]) -> bool:
    return len({fold(row.row.name) for row in named}) >= words().table.min_bodies


def _is_one_other(layout: Layout, named: Sequence[Named], around: Surroundings) -> bool:
    """Whether a table with one body, which its head calls one, is of a body that is not the paper's own."""
    strong = any(column.strength == STRONG for column in layout.scores)
    if layout.unit.kind is not Kind.AGENCY or not (sure_total(layout) or (strong and around.about_ita)):
        return False
    settled = all(row.outcome in (Outcome.EXACT, Outcome.CORRECTED) for row in named)
    return settled and all(row.agency.agency_id != around.own.agency_id for row in named)


def _is_sure_of_one(layout: Layout) -> bool:
    """Whether the head names a body and several parts of this assessment, so that one row may be the paper's own."""
    return layout.unit.kind is Kind.AGENCY and sure_total(layout) and len({c.code for c in layout.scores}) > 1


def _is_of_quality(layout: Layout, rows: Sequence[BodyRow]) -> bool:
    """Whether the scores are marks out of five."""
    values = [value for column in layout.scores for value in values_of(layout, rows, column.index) if value is not None]
    return bool(values) and max(values) <= words().table.quality_scale


def _read(layout: Layout, rows: Sequence[BodyRow], named: Sequence[Named], around: Surroundings) -> League:
    texts = (*around.texts, *layout.sheet.captions)
    if _lists_averages(layout, texts, [row.row for row in named]):
        layout = _without_shares(layout)
        averages = [mention for row in rows for mention in _averages(layout, row, around, {}, of_places=True)]
        return League(tuple(averages))
    bodies = [row.row for row in named]
    year = _own_year(layout) or around.year
    factors = _factors(layout, bodies, framework(year))
    findings = [item for row in named for item in row.findings]
    findings += checked_columns(layout, rows)
    findings += out_of_rank(layout, named)
    if any(factor not in (None, 1.0) for factor in factors.values()):
        findings.append(finding("weighted_tool_column", "table", page=_page(layout), fiscal_year=year))
    findings += [
        finding(
            "label_unrecognised", column.head, found=text_of(layout.sheet.cell(0, column.index)), page=_page(layout)
        )
        for column in layout.scores
        if factors.get(column.index, 1.0) is None
    ]
    reader = _Mentions(layout, around, year, factors)
    mentions = [mention for row in named for mention in reader.of(row)]
    mentions += [mention for row in rows for mention in _averages(layout, row, around, factors)]
    return League(tuple(mentions), tuple(findings))


def _own_year(layout: Layout) -> int | None:
    """The only year that the captions inside the table name."""
    years = {mention.year for text in layout.sheet.captions for mention in find_years(text)}
    return years.pop() if len(years) == 1 else None


def _lists_averages(layout: Layout, texts: Sequence[str], rows: Sequence[BodyRow]) -> bool:
    """Whether the rows are places or kinds of bodies and the scores means over them."""
    kind = layout.unit.kind
    groups = sum(words().group.match(fold(row.name)) is not None for row in rows)
    if kind in (Kind.TYPE, Kind.AMPHOE) or _counts_bodies(layout) or groups * 2 > len(rows):
        return True
    if kind is Kind.AGENCY:
        return False
    told = fold(" ".join((*texts[-2:], *(column.head for column in layout.scores))))
    return words().averages.search(told) is not None or words().local.search(told) is not None


def _counts_bodies(layout: Layout) -> bool:
    """Whether a column says how many bodies each row is of."""
    return any(words().counted.search(fold(column.head)) for column in layout.columns)


def _without_shares(layout: Layout) -> Layout:
    """The layout without the shares of bodies that stand beside their counts."""
    if not _counts_bodies(layout):
        return layout
    scores = [column for column in layout.scores if words().share.search(fold(column.head)) is None]
    return replace(layout, scores=tuple(scores))


def _without_repeats(layout: Layout, rows: Sequence[BodyRow]) -> list[BodyRow]:
    """The rows, each once: a row that repeats another's name, year and numbers is the same print again."""
    kept: dict[tuple[object, ...], BodyRow] = {}
    for row in rows:
        numbers = tuple(text_of(layout.sheet.cell(row.row, column.index)) for column in layout.scores)
        kept.setdefault((fold(row.name), row.year, _beside(layout, row), numbers), row)
    return list(kept.values())


def _factors(layout: Layout, rows: Sequence[BodyRow], of_year: Framework) -> dict[int, float | None]:
    """Per tool column what its points are multiplied by; None where nothing tells."""
    factors: dict[int, float | None] = {}
    full = {tool.code: tool.weight for tool in of_year.tools}
    for year in dict.fromkeys(column.year for column in layout.scores):
        columns = [column for column in layout.scores if column.year == year]
        weighted = weighted_tools(of_year, columns, _points(layout, rows, columns))
        for column in columns:
            if column.code in full:
                factors[column.index] = None if weighted is None else 1 / full[column.code] if weighted else 1.0
    return factors


def _points(layout: Layout, rows: Sequence[BodyRow], columns: Sequence[Column]) -> list[dict[str, float]]:
    """Points by code, row by row."""
    found = []
    for row in rows:
        read = {column.code: score_in(text_of(layout.sheet.cell(row.row, column.index))) for column in columns}
        found.append({code: value for code, value in read.items() if code is not None and value is not None})
    return found


def _page(layout: Layout) -> int | None:
    cells = (cell for row in layout.sheet.rows for cell in row if cell is not None)
    return next((cell.position.page for cell in cells), None)


@dataclass(frozen=True, slots=True)
class _Mentions:
    """Makes the mentions of rows."""

    layout: Layout
    around: Surroundings
    year: int | None
    factors: Mapping[int, float | None]

    def of(self, named: Named) -> Iterator[ScoreMention]:
        """The mentions of one row, each with the level that stands in the row for a total."""
        for column in self.layout.scores:
            factor = self.factors.get(column.index, 1.0)
            cell = self.layout.sheet.cell(named.row.row, column.index)
            if cell is None or factor is None or column.code is None:
                continue
            year = named.row.year or column.year or self.year
            grade = self._grade(named.row, column) if column.code == "ITA" else None
            yield from _mention(column, cell, self.around, year, factor, named.agency, grade)
            yield from self._doubles(named, column, score_in(text_of(cell)), factor)

    def _doubles(self, named: Named, column: Column, value: float | None, factor: float) -> Iterator[ScoreMention]:
        """The same tool printed in the other form beside it, where it says something else."""
        for double in self.layout.doubles:
            if (double.code, double.year) != (column.code, column.year):
                continue
            other = _OTHER_FORM[column.code or ""] if factor == 1.0 else 1.0
            cell = self.layout.sheet.cell(named.row.row, double.index)
            printed = score_in(text_of(cell))
            if cell is None or (None not in (value, printed) and _equal(value, factor, printed, other)):
                continue
            year = named.row.year or column.year or self.year
            yield from _mention(double, cell, self.around, year, other, named.agency, None)

    def _grade(self, row: BodyRow, total: Column) -> str | None:
        """The level of a row: of the column of levels of the total's year."""
        graded = [column for column in self.layout.columns if column.kind is Kind.GRADE and column.year == total.year]
        found = [parse_grade(text_of(self.layout.sheet.cell(row.row, column.index))) for column in graded]
        return next((grade for grade in found if grade), None)


_OTHER_FORM = {tool.code: 1 / tool.weight for tool in framework(None).tools}


def _equal(value: float | None, factor: float, printed: float | None, other: float) -> bool:
    """Whether two prints of one tool are the same points, both rounded to two decimals."""
    return abs((value or 0.0) * factor - (printed or 0.0) * other) <= 0.0051 * (factor + other)


def _mention(
    column: Column,
    cell: Cell,
    around: Surroundings,
    year: int | None,
    factor: float,
    agency: Agency,
    grade: str | None,
    context: Context = Context.TABLE,
) -> Iterator[ScoreMention]:
    """The mention of one cell; empty cells and dashes say nothing."""
    score = parse_score(cell.text)
    if score is None or column.code is None or not any(character.isdigit() for character in cell.text):
        return
    value = None if score.value is None else _two_decimals(score.value * factor)
    mention = ScoreMention(
        code=column.code,
        fiscal_year=year,
        context=context,
        raw_label=column.head,
        raw_value=score.raw,
        value=value if value is not None and value <= 100 else None,
        position=cell.position,
        method=around.method,
        label_match=round(column.match, 4),
        grade=grade,
        group=around.group,
        confidence=cell.confidence,
        agency=agency,
        factor=factor,
    )
    yield with_candidates(mention, cell.numbers)


def _two_decimals(value: float) -> float:
    """A value of two decimals, halves upwards, whatever the last binary digits say."""
    return float(Decimal(repr(round(value, 6))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _averages(
    layout: Layout,
    row: BodyRow,
    around: Surroundings,
    factors: Mapping[int, float | None],
    *,
    of_places: bool = False,
) -> Iterator[ScoreMention]:
    """The means of a row that is no body, kept as what they are; ``of_places``: every row is one."""
    if row.kind not in (RowKind.MEAN, RowKind.PLACE_MEAN) and not (of_places and row.kind is RowKind.BODY):
        return
    nobody = Agency(None, row.name)
    for column in layout.scores:
        cell = layout.sheet.cell(row.row, column.index)
        factor = factors.get(column.index, 1.0)
        if cell is not None and factor is not None:
            year = row.year or column.year or around.year
            yield from _mention(column, cell, around, year, factor, nobody, None, Context.AVERAGE)
