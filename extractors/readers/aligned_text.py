"""Tables in plain text whose columns nothing but blanks keep apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.readers.grid import is_number

_GAP = re.compile(r"(?<=\S)[ \t\xa0]{2,}(?=\S)")
_LEAST_COLUMNS = 3
_LEAST_NUMBERS = 2


def aligned_cells(line: str) -> list[str]:
    """The cells of a line: what two or more blanks keep apart."""
    return _GAP.split(line.strip())


def aligned_run(lines: Sequence[str], start: int) -> int:
    """Where the table that begins at ``start`` ends (``start`` itself where none begins).

    A table is a head without numbers and lines of as many cells below it, each with two numbers alone at least.
    """
    head = aligned_cells(lines[start])
    if len(head) < _LEAST_COLUMNS or any(map(is_number, head)):
        return start
    end = start + 1
    while end < len(lines) and _is_row(aligned_cells(lines[end]), len(head)):
        end += 1
    return end if end > start + 1 else start


def _is_row(cells: Sequence[str], width: int) -> bool:
    return len(cells) == width and sum(map(is_number, cells)) >= _LEAST_NUMBERS
