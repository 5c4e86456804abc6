"""From the logical rows of one measure table to ``Measure`` facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.document import BoundingBox, Cell, Position
from extractors.facts import Identity, Measure, MeasureKind
from extractors.findings import Finding, finding
from extractors.measures.columns import Layout
from extractors.measures.progress import Progress, is_ticked, read_progress
from extractors.measures.rows import LogicalRow
from extractors.measures.subjects import (
    NOTHING,
    Subject,
    are_row_numbers,
    subject_of_cell,
    subject_of_items,
    subject_of_title,
)
from extractors.measures.timing import Timing, timing_of
from extractors.measures.vocabulary import Field, header_key, vocabulary
from extractors.measures.wording import one_line
from normalizers.indicators import split_label
from normalizers.numbering import leading_number, split_steps
from normalizers.thai import fold
from normalizers.units import split_units
from normalizers.units_misread import mend_units

_NUMBER = re.compile(r"\d{1,2}\.?")
_NUMBERS = "ที่"  # ends the folded header of a column of numbers
_RESULT = (Field.SUMMARY, Field.OUTCOME)
_PROGRESS = (Field.PROGRESS, Field.STATUS)
_DOING = (Field.RESPONSIBLE, Field.PERIOD, Field.MONITORING, *_RESULT, *_PROGRESS)


@dataclass(frozen=True, slots=True)
class PageSources:
    """The pages that a recogniser read; ``marked_up`` says that lines of cells end where their author ended them."""

    recognised: frozenset[int] = frozenset()
    marked_up: bool = False


@dataclass(frozen=True, slots=True)
class TableContext:
    """What all rows of a table share. ``counted``: the numbers that open the titles just count the rows."""

    layout: Layout
    identity: Identity
    kind: MeasureKind
    counted: bool
    years: tuple[int | None, ...]
    pages: PageSources

    def columns(self, *fields: Field) -> tuple[int, ...]:
        """Columns of these meanings."""
        return self.layout.columns(*fields)


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure before it has its number in the document, with what a person should know about it."""

    measure: Measure
    findings: tuple[Finding, ...]


def framework_years(identity: Identity) -> tuple[int | None, ...]:
    """Frameworks to look sub-indicators up in: that of the scores, then that of the paper; (None,) for all."""
    years = dict.fromkeys(year for year in (identity.scores_year, identity.fiscal_year) if year is not None)
    return tuple(years) or (None,)


def context_of(rows: list[LogicalRow], layout: Layout, identity: Identity, pages: PageSources) -> TableContext:
    """What the rows of a table tell together."""
    titles = [row.text(layout.columns(layout.title)) for row in rows]
    counted = not layout.has(Field.NUMBER) and are_row_numbers(titles)
    return TableContext(layout, identity, _kind(rows, layout), counted, framework_years(identity), pages)


def _kind(rows: list[LogicalRow], layout: Layout) -> MeasureKind:
    """Result, progress or plan; columns for results that no row fills are those of a plan."""

    def filled(fields: tuple[Field, ...]) -> bool:
        return any(fold(row.text(layout.columns(*fields))) for row in rows)

    def ticked() -> bool:
        return any(is_ticked(row.text((column,))) for row in rows for column in layout.status_columns())

    if filled((Field.OUTCOME,)) or (filled(_RESULT) and not filled(_PROGRESS)):
        return MeasureKind.RESULT
    return MeasureKind.PROGRESS if filled(_PROGRESS) or ticked() else MeasureKind.PLAN


def _or_none(text: str) -> str | None:
    """The text, None where nothing but dashes and dots was printed."""
    return text.strip() if fold(text) else None


def place_of(cells: list[Cell]) -> tuple[Position, int]:
    """Where the row begins (box around its cells on that page) and its last page."""
    positions = [cell.position for cell in cells]
    page = min(position.page for position in positions)
    first = [position for position in positions if position.page == page]
    lines = [position.line for position in first if position.line is not None]
    boxes = [position.bbox for position in first if position.bbox is not None]
    box = None
    if boxes:
        box = BoundingBox(
            min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
        )
    return Position(page, min(lines, default=None), box), max(position.page for position in positions)


def indicator_text(row: LogicalRow, layout: Layout) -> str:
    """The indicator cell; a number in a column of its own is written before the label.

    A number alone is an indicator's where its column is headed as such numbers, or where another one counts the rows.
    """
    columns = layout.columns(Field.INDICATOR)
    texts = row.texts(columns)
    heads = [header_key(layout.header(column)) for column in columns]
    numbered = len(texts) > 1 or layout.has(Field.NUMBER) or any(head.endswith(_NUMBERS) for head in heads)
    numbers = [text for text in texts if numbered and _NUMBER.fullmatch(text.strip())]
    others = [text for text in texts if text not in numbers]
    return "\n".join([f"ตัวชี้วัดที่ {number.strip(' .')}" for number in numbers[:1]] + others)


def subject_of_row(row: LogicalRow, layout: Layout, years: tuple[int | None, ...], *, counted: bool) -> Subject:
    """What the indicator cell of a row names: by label or number, else by an item code there or in the number cell."""
    cell = indicator_text(row, layout)
    subject = subject_of_cell(cell, years, counted=counted) if cell else NOTHING
    return subject if subject.indicators else subject_of_items(cell or row.text(layout.columns(Field.NUMBER)), years)


def _is_surely_read(subject: Subject, row: LogicalRow, layout: Layout) -> bool:
    """Whether the indicator does not rest on a printed number alone that a recogniser was unsure of."""
    if subject.match != 0.0:
        return True
    cells = (cell for column in layout.columns(Field.INDICATOR) for cell in row.cells[column])
    numbers = (readings[0] for cell in cells for readings in cell.numbers if readings)
    likely = (share for text, share in numbers if text.isdecimal() and int(text) in subject.indicators)
    return next(likely, 1.0) >= float(vocabulary().subject["sure"])


def _subject(row: LogicalRow, title: str | None, context: TableContext) -> Subject:
    """The indicator cell decides, then the title (None where it is that cell), then the section title above."""
    counted = context.counted and context.layout.title is Field.INDICATOR
    subject = subject_of_row(row, context.layout, context.years, counted=counted)
    if not _is_surely_read(subject, row, context.layout):
        return Subject(unsure=subject.printed_number)
    if subject.indicators:
        return subject
    named = subject_of_title(title, context.years) if title is not None else NOTHING
    if not named.indicators and row.section is not None:
        named = subject_of_cell(row.section, context.years, counted=True)
    return named


def _row_title(row: LogicalRow, layout: Layout) -> Field:
    """Which field gives the title of this row: an approach that is a list of steps leaves it to the indicator."""
    if layout.title is Field.APPROACH and layout.has(Field.INDICATOR) and not layout.has(Field.STEPS):
        listed = len(split_steps(row.text(layout.columns(Field.APPROACH)))) > 1
        return Field.INDICATOR if listed else Field.APPROACH
    title = layout.title
    return title if fold(row.text(layout.columns(title))) else Field.INDICATOR


def _title(text: str, subject: Subject, *, by_indicator: bool, counted: bool) -> tuple[str, int | None]:
    """The title and the row number taken off it; an indicator's label loses its number and its score."""
    if not by_indicator:
        numbered = leading_number(text) if counted else None
        return (one_line(numbered[1]), numbered[0]) if numbered else (one_line(text), None)
    parts = split_label(text)
    if parts.label and subject.indicators and len(parts.rest) <= vocabulary().subject["score_tail"]:
        return one_line(parts.label), parts.printed_number
    if parts.label and parts.printed_number is not None and len(subject.indicators) <= 1:
        return one_line(f"{parts.label} {parts.rest}"), parts.printed_number
    return one_line(text), None


def _steps(row: LogicalRow, context: TableContext, title: Field) -> tuple[str, ...]:
    columns = context.columns(*(name for name in vocabulary().steps if name is not title))
    return tuple(step for step in split_steps(row.text(columns), lined=context.pages.marked_up) if fold(step))


def _responsible(row: LogicalRow, context: TableContext) -> tuple[str, ...]:
    cells = {id(cell): cell for column in context.columns(Field.RESPONSIBLE) for cell in row.cells[column]}
    texts = (
        mend_units(cell.text) if cell.position.page in context.pages.recognised else cell.text
        for cell in cells.values()
    )
    units = (unit for text in texts for unit in split_units(text))
    return tuple(dict.fromkeys(unit for unit in units if fold(unit)))


def _fiscal_year(timing: Timing, context: TableContext) -> int | None:
    return timing.fiscal_year or context.layout.year or context.identity.fiscal_year


def _findings(subject: Subject, progress: Progress, title: str, place: Position) -> tuple[Finding, ...]:
    found = []
    if subject.unsure is not None:
        unsure = str(subject.unsure)
        found.append(finding("low_ocr_confidence", title, found=unsure, page=place.page, line=place.line))
    if subject.clash is not None:
        expected, number = str(subject.clash.expected), str(subject.clash.found)
        found.append(
            finding("label_number_clash", title, expected=expected, found=number, page=place.page, line=place.line)
        )
    if progress.ticked is not None:
        found.append(finding("status_ambiguous", title, found=str(progress.ticked), page=place.page, line=place.line))
    if progress.unclear:
        found.append(finding("tick_unclear", title, page=place.page, line=place.line))
    return tuple(found)


def _is_done_something(row: LogicalRow, context: TableContext) -> bool:
    return bool(fold(row.text(context.columns(*vocabulary().steps, *_DOING))))


def read_row(row: LogicalRow, context: TableContext) -> Reading | None:
    """The measure of a logical row; None where the row has no title, or an indicator with nothing to be done for it."""
    field = _row_title(row, context.layout)
    if field is Field.INDICATOR is not context.layout.title and not _is_done_something(row, context):
        return None
    text = row.text(context.columns(field)) if field is not Field.INDICATOR else indicator_text(row, context.layout)
    if not fold(text):
        return None
    subject = _subject(row, None if field is Field.INDICATOR else text, context)
    title, number = _title(text, subject, by_indicator=field is Field.INDICATOR, counted=context.counted)
    timing = timing_of(row, context.layout, context.layout.year or context.identity.fiscal_year)
    progress = read_progress(row, context.layout)
    place, page_last = place_of(row.own)
    measure = Measure(
        kind=context.kind,
        seq=0,
        fiscal_year=_fiscal_year(timing, context),
        indicators=subject.indicators,
        title=title,
        position=place,
        page_last=page_last,
        sub_indicator=subject.sub_indicator,
        indicator_match=subject.match,
        printed_number=subject.printed_number if subject.printed_number is not None else number,
        analysis=_or_none(row.text(context.columns(Field.ANALYSIS))),
        steps=_steps(row, context, field),
        responsible=_responsible(row, context),
        period=timing.raw,
        period_start=timing.start,
        period_end=timing.end,
        monitoring=_or_none(row.text(context.columns(Field.MONITORING))),
        progress=progress.text,
        outcome=_or_none(row.text(context.columns(Field.OUTCOME))),
        status=progress.status,
    )
    return Reading(measure, _findings(subject, progress, title, place))
