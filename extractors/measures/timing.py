"""When a measure is to be done: its period column, a Gantt chart, or the date of its report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from extractors.measures.columns import Layout
from extractors.measures.rows import LogicalRow
from extractors.measures.vocabulary import Field, vocabulary
from extractors.measures.wording import one_line
from normalizers.numerals import to_arabic
from normalizers.periods import parse_period
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


def _head(layout: Layout, column: int) -> str:
    """What a column of a Gantt chart is for; a bare number below a word is told with it ("ไตรมาสที่ 1")."""
    stack = layout.stacks[column]
    return one_line(stack[-1] if len(stack) < 2 or not to_arabic(stack[-1]).strip().isdigit() else " ".join(stack[-2:]))


def _marked(texts: dict[int, str], layout: Layout) -> tuple[str, str]:
    """The headers of the marked columns of a Gantt chart, and the span they make up; "" where the cells are no marks.

    Columns side by side are one span of time, others are days of their own.
    """
    columns = layout.columns(Field.PERIOD)
    if not texts or len(columns) < 2 or not all(map(is_mark, texts.values())):
        return "", ""
    heads = [_head(layout, column) for column in texts]
    first = columns.index(next(iter(texts)))
    adjacent = tuple(texts) == columns[first : first + len(texts)]
    listed = ", ".join(heads)
    return listed, f"{heads[0]} - {heads[-1]}" if adjacent and len(heads) > 1 else listed


def _printed(row: LogicalRow, layout: Layout) -> tuple[str, str]:
    """The period as printed and as understood; two columns are first and last day, more can only be a Gantt chart."""
    columns = layout.columns(Field.PERIOD)
    cells = {column: one_line(row.text((column,))) for column in columns}
    texts = {column: text for column, text in cells.items() if text.strip(" -–—.…")}
    marked = _marked(texts, layout)
    if marked[0] or not texts:
        return marked
    distinct = " - ".join(dict.fromkeys(texts.values())) if len(columns) <= 2 else ""
    return distinct, distinct


def _due(monitoring: str) -> Timing:
    """The dates by which a monitoring cell asks for reports; the last of them is the end, no start is known."""
    dates = find_dates(monitoring)
    if not dates:
        return Timing()
    raw = one_line(monitoring[dates[0].start : dates[-1].end])
    return Timing(raw, None, max(date.date for date in dates), None)


def timing_of(row: LogicalRow, layout: Layout, default_year: int | None) -> Timing:
    """The timing of a measure; a report date stands in only where the table has no period column."""
    if not layout.has(Field.PERIOD):
        return _due(row.text(layout.columns(Field.MONITORING)))
    printed, span = _printed(row, layout)
    if not printed:
        return Timing()
    period = parse_period(span, default_year)
    if period is None:
        return Timing(printed)
    return Timing(printed, period.start, period.end, period.fiscal_year)
