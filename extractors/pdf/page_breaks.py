"""Rows of a table that a page break cut in two, told by where their text ends.

A cell that goes on behind the break is full on the page before it; one that ends earlier is empty behind it. Texts
alone cannot tell this where the first cell is cut as well, since its rest looks like the key of a new row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.document import Cell, Table
from extractors.readers.grid import is_number
from extractors.readers.table_cut import begins_like_key

_ENDED = 1.3  # lines that are free below a text that ended for certain
_NUMBER = re.compile(r"[(\s]*[0-9๐-๙]")
_BARE_NUMBER = re.compile(r"[(\s]*[0-9๐-๙]{1,3}[.)\s]*")
_SURE_KEYS = 2  # rows whose first cells must all be keys before one that is none says something
_ENDED_LONG_AGO = 3.3  # the same where producers may have kept lines of a paragraph together


def row_goes_on(
    open_parts: Collection[int], part: Table, above: Sequence[Cell | None], row: Sequence[Cell | None]
) -> bool | None:
    """Whether ``row`` is the rest of ``above``, the last row of ``part``; None where the places do not tell.

    ``open_parts`` are the ids of tables that lack the rule at their lower end, as only a cut row does.
    """
    outline = part.position.bbox
    if outline is None or not any(cell is not None and cell.text for cell in row):
        return None
    ended = going_on = 0
    first = 1 if _is_stray_among_numbers(part, row[0]) else 0
    for old, new in zip(above[first:], row[first:], strict=False):
        goes_on = new is not None and bool(new.text)
        free = _free_lines(old, part)
        if free is None:
            if goes_on:
                return None
            continue
        if goes_on and free >= _ENDED:
            return False if free >= _ENDED_LONG_AGO else None
        going_on += goes_on
        ended += not goes_on and free >= _ENDED
    shown = ended or id(part) in open_parts or _is_odd_key(part, row[0]) or _is_rest_of_label(above, row)
    return True if going_on and shown else None


def _is_rest_of_label(above: Sequence[Cell | None], row: Sequence[Cell | None]) -> bool:
    """Whether the row is a lone text below a row with numbers: no row of such a table is without any."""
    texts = [cell for cell in row if cell is not None and cell.text]
    numbers = any(cell is not None and is_number(cell.text) for cell in above)
    lone = len(texts) == 1 and texts[0].column > 0 and texts[0].col_span == 1
    return numbers and lone and not is_number(texts[0].text)


def _is_stray_among_numbers(part: Table, first: Cell | None) -> bool:
    """Whether the first cells of all rows are bare numbers and this one is none: a stamp's words, no key."""
    text = first.text if first is not None else ""
    keys = _keys(part)
    return bool(text) and len(keys) >= _SURE_KEYS and all(map(_BARE_NUMBER.fullmatch, keys)) and not _is_key(text)


def _keys(part: Table) -> list[str]:
    return [cell.text for cell in part.cells if cell.column == 0 and not cell.header and cell.text]


def _is_odd_key(part: Table, first: Cell | None) -> bool:
    """Whether the first cells of all rows begin as keys do and this one does not."""
    text = first.text if first is not None else ""
    keys = _keys(part)
    return bool(text) and len(keys) >= _SURE_KEYS and all(map(_is_key, keys)) and not _is_key(text)


def _is_key(text: str) -> bool:
    return _NUMBER.match(text) is not None or begins_like_key(text)


def _free_lines(cell: Cell | None, part: Table) -> float | None:
    """How many lines would have had room below a cell of the part's last row; None where that is unknown."""
    if cell is None or not cell.text or cell.header or cell.position.page != part.position.page:
        return None
    box, outline = cell.position.bbox, part.position.bbox
    if box is None or outline is None:
        return None
    height = (box.y1 - box.y0) / (cell.raw.count("\n") + 1)
    free = (outline.y1 - box.y1) / height if height > 0 else -2.0
    return free if free > -1 else None
