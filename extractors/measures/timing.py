"""When a measure is to be done: its period column, a Gantt chart, or the date of its report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from extractors.measures.columns import Layout
from extractors.measures.rows import LogicalRow
from extractors.measures.vocabulary import Field, vocabulary
from normalizers.periods import parse_period
from normalizers.thai import fold
from normalizers.years import find_dates


@dataclass(frozen=True, slots=True)
class Timing:
    """The period as printed, its first and last day, and the fiscal year (Buddhist Era) it lies in."""

    raw: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    fiscal_year: int | None = None


def is_mark(text: str) -> bool:
    """Whether a cell only marks its column: a tick, a cross, an arrow."""
    return bool(text.strip()) and all(letter in vocabulary().rows["marks"] for letter in "".join(text.split()))


def _marked(row: LogicalRow, layout: Layout) -> str:
    """The second headers of the marked columns of a Gantt chart, "" where the cells are no marks."""
    columns = layout.columns(Field.PERIOD)
    texts = {column: row.text((column,)) for column in columns if row.text((column,))}
    labels = [layout.label(column) for column, text in texts.items() if text.strip(" -–.") and is_mark(text)]
    return ", ".join(labels) if texts and len(labels) == len(texts) and all(labels) else ""


def _printed(row: LogicalRow, layout: Layout) -> str:
    marked = _marked(row, layout)
    if marked:
        return marked
    texts = [" ".join(text.split()) for text in row.texts(layout.columns(Field.PERIOD)) if fold(text)]
    dates = len(texts) == 2 and len(layout.columns(Field.PERIOD)) == 2
    return " - ".join(texts) if dates else " ".join(texts)


def _due(monitoring: str) -> Timing:
    """The dates by which a monitoring cell asks for reports; the last of them is the end, no start is known."""
    dates = find_dates(monitoring)
    if not dates:
        return Timing()
    raw = " ".join(monitoring[dates[0].start : dates[-1].end].split())
    return Timing(raw, None, max(date.date for date in dates), None)


def timing_of(row: LogicalRow, layout: Layout, default_year: int | None) -> Timing:
    """The timing of a measure; a report date stands in only where the table has no period column."""
    if not layout.has(Field.PERIOD):
        return _due(row.text(layout.columns(Field.MONITORING)))
    printed = _printed(row, layout)
    if not printed:
        return Timing()
    period = parse_period(printed, default_year)
    if period is None:
        return Timing(printed)
    return Timing(printed, period.start, period.end, period.fiscal_year)
