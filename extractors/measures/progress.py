"""How far a measure is: free text, status boxes in it, status columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.document import TICKED, UNTICKED
from extractors.measures.columns import Layout
from extractors.measures.rows import LogicalRow
from extractors.measures.timing import is_mark
from extractors.measures.vocabulary import Field
from normalizers.status import (
    Checkbox,
    count_ticked_status_boxes,
    emptied,
    find_checkboxes,
    has_unclear_box,
    opening_status,
    parse_status,
    status_of_share,
    unwrapped_boxes,
)
from normalizers.thai import fold

_SHARES = re.compile("ร้อยละ|%|เปอร์เซ็นต์")
_LONGEST_STATUS = 40  # letters beside a status box beyond which they say more than the status


@dataclass(frozen=True, slots=True)
class Progress:
    """Free text without the boxes, the status, and the number of ticked status boxes where it is not one.

    ``unclear``: of one of these boxes it cannot be said whether it is ticked, so there is no status.
    """

    text: str | None
    status: str | None
    ticked: int | None = None
    unclear: bool = False


def _status_of(box: Checkbox) -> str | None:
    return parse_status(f"{TICKED} {box.label}")


def _without_boxes(line: str) -> str:
    """A line without its boxes and the status words beside them; what is written besides stays."""
    rest = line
    for box in find_checkboxes(line):
        if box.label and _status_of(box) is not None and len(fold(box.label)) <= _LONGEST_STATUS:
            before, _, after = rest.rpartition(box.label)
            rest = f"{before} {after}"
    return " ".join(rest.replace(TICKED, " ").replace(UNTICKED, " ").split())


def _free_text(text: str) -> str | None:
    lines = [_without_boxes(line) for line in text.split("\n")]
    kept = "\n".join(line for line in lines if fold(line))
    return kept or None


def _from_boxes(text: str) -> tuple[str | None, int | None]:
    """Status by ticked box; the count instead where boxes stand but not one of them is ticked."""
    if not any(_status_of(box) for box in find_checkboxes(text)):
        return None, None
    ticked = count_ticked_status_boxes(text)
    return (parse_status(text), None) if ticked == 1 else (None, ticked)


def _status_columns(row: LogicalRow, layout: Layout) -> dict[int, str]:
    """Columns headed by one status each ("done" of "ดำเนินการแล้วเสร็จ"), with the row's cell."""
    return {column: row.text((column,)) for column in layout.status_columns()}


def _from_columns(row: LogicalRow, layout: Layout) -> tuple[str | None, int | None]:
    """Status by the one marked column of several."""
    cells = _status_columns(row, layout)
    marked = [column for column, text in cells.items() if is_ticked(text)]
    if len(cells) < 2:
        return None, None
    return (parse_status(layout.stacks[marked[0]][-1]), None) if len(marked) == 1 else (None, len(marked))


def _from_shares(row: LogicalRow, layout: Layout) -> str | None:
    """Status by the share that is done: in a column of progress, or one whose header speaks of shares."""
    told: set[str] = set()
    for column in layout.columns(Field.PROGRESS, Field.STATUS, Field.SUMMARY, Field.OUTCOME):
        marked = _SHARES.search(layout.header(column)) is not None
        if marked or layout.fields[column] in (Field.PROGRESS, Field.STATUS):
            told |= {status for status in [status_of_share(row.text((column,)), marked=marked)] if status}
    return told.pop() if len(told) == 1 else None


def is_ticked(text: str) -> bool:
    """Whether a cell below a status says that it is the one."""
    return TICKED in text or (is_mark(text) and bool(text.strip(" -–☐")))


def read_progress(row: LogicalRow, layout: Layout) -> Progress:
    """The progress of a measure.

    Ticked boxes decide; then the words of a status column, or such words that open the text of a column of results.
    """
    by_column = _status_columns(row, layout)
    told = [c for c in layout.columns(Field.SUMMARY, Field.PROGRESS, Field.STATUS) if c not in by_column]
    text = unwrapped_boxes(row.text(tuple(told)))
    boxes = "\n".join([text, row.text(layout.columns(Field.OUTCOME)), *by_column.values()])
    if has_unclear_box(boxes) and (len(by_column) > 1 or any(map(_status_of, find_checkboxes(emptied(boxes))))):
        return Progress(_free_text(emptied(text)), None, unclear=True)
    status, ticked = _from_columns(row, layout)
    if status is None and ticked is None:
        status, ticked = _from_boxes(unwrapped_boxes(row.text((*told, *layout.columns(Field.OUTCOME)))))
    if status is None and ticked is None:
        told_of = layout.columns(Field.SUMMARY, Field.PROGRESS)
        status = parse_status(row.text(layout.columns(Field.STATUS))) or opening_status(row.text(told_of))
        status = status or _from_shares(row, layout)
    return Progress(_free_text(text), status, ticked)
