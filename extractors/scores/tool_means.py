"""Tables of one tool each, whose last row is the mean of its indicators: "เฉลี่ย" there is the tool's score."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from extractors.scores.grids import score_in
from extractors.scores.labels import LabelledRow
from normalizers.framework import framework

_ROUNDING = 0.0101  # points: the mean of values printed with two decimals, itself printed so


def settle_tool_means(rows: Sequence[LabelledRow], columns: Sequence[int]) -> None:
    """Give the only row of a total to the tool whose indicators are all that the table lists, where the means say so.

    Only the values decide: such a row may be the agency's total below the last part of a long table.
    """
    numbered = {row.code: row for row in rows if row.code is not None and row.code.isdigit()}
    totals = [row for row in rows if row.code == "ITA"]
    tools = {tool.code: {str(number) for number in tool.indicators} for tool in framework(None).tools}
    named = next((code for code, indicators in tools.items() if indicators == numbered.keys()), None)
    if named is None or len(totals) != 1 or any(row.code == named for row in rows):
        return
    means = [_closes(list(numbered.values()), totals[0], column) for column in columns]
    if True in means and False not in means:
        totals[0].code = named


def _closes(parts: Sequence[LabelledRow], total: LabelledRow, column: int) -> bool | None:
    """Whether a column's total is the mean of its parts; None where a value is missing."""
    values = [_value(row, column) for row in (*parts, total)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return abs(fmean(known[:-1]) - known[-1]) <= _ROUNDING


def _value(row: LabelledRow, column: int) -> float | None:
    cell = row.cells[column] if column < len(row.cells) else None
    return score_in(cell.text) if cell is not None else None
