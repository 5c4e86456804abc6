"""Numbers that a narrow column broke in two: ``99.3`` and ``5`` below it or beside it are ``99.35``.

Scores are printed with two decimals (ITA reports of every year), so a number with fewer decimals than that and the
missing digits alone in the next place are one number. Mended only where the digits can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Cell, Table
from extractors.readers.grid import SourceCell, rows_of, table_of

_DECIMALS = 2
_ARABIC = re.compile(r"\d{1,3}\.(\d?)", re.ASCII)
_THAI = re.compile("[๐-๙]{1,3}\\.([๐-๙]?)")
_ARABIC_TAIL = re.compile(r"\d{1,2}", re.ASCII)
_THAI_TAIL = re.compile("[๐-๙]{1,2}")
_ONE_DECIMAL = re.compile(r"[0-9๐-๙]{1,3}\.[0-9๐-๙]")
_LAST_NUMBER = re.compile(r"(?<![0-9๐-๙.,])[0-9๐-๙]{1,3}\.[0-9๐-๙]?$")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_LONGEST = 12  # characters of a broken number with everything around it


def is_broken(head: str, tail: str) -> bool:
    """Whether ``head`` lacks exactly the decimals that ``tail`` holds, both in the same digits."""
    for number, digits in ((_ARABIC, _ARABIC_TAIL), (_THAI, _THAI_TAIL)):
        match = number.fullmatch(head)
        if match and digits.fullmatch(tail):
            return len(match.group(1)) + len(tail) == _DECIMALS
    return False


def mend_text(text: str) -> str:
    """A cell's text with a number put together that a line end broke: ``99.3`` above ``5``."""
    if "\n" not in text or len(text) > _LONGEST:
        return text
    head, _, tail = text.partition("\n")
    return head.strip() + tail.strip() if is_broken(head.strip(), tail.strip()) else text


def mend_row(texts: Sequence[str], width: int) -> int | None:
    """Where a row with one cell too many broke a number: the index of the number's first half.

    ``width`` is the number of columns that the header gives. None unless exactly one place qualifies. The two halves
    may be in different digits, and the first may stand at the end of a text ("คะแนน 74.3", "7").
    """
    if len(texts) != width + 1:
        return None
    places = [index for index in range(width) if _is_torn(texts[index].strip(), texts[index + 1].strip())]
    return places[0] if len(places) == 1 else None


def _is_torn(head: str, tail: str) -> bool:
    """``is_broken`` for neighbours in a row that is known to have one cell too many."""
    number = _LAST_NUMBER.search(head)
    return number is not None and is_broken(_in_arabic(number.group()), _in_arabic(tail))


def _in_arabic(text: str) -> str:
    return text.translate(_TO_ARABIC)


def filled_width(row: Sequence[SourceCell]) -> int:
    """How many cells a row has up to its last one with text."""
    return next((index for index in range(len(row), 0, -1) if row[index - 1].text), 0)


def mended_row(row: list[SourceCell], width: int) -> list[SourceCell]:
    """A row with one cell more than ``width`` with its broken number put together, if exactly one place qualifies."""
    filled = row[: filled_width(row)]
    if len(filled) != width + 1:
        return row
    place = mend_row([cell.text for cell in filled], width)
    if place is None:
        return row
    head, tail = filled[place : place + 2]
    whole = replace(head, text=head.text.strip() + tail.text.strip(), raw=f"{head.raw}\t{tail.raw}")
    return [*filled[:place], whole, *filled[place + 2 :]]


def mend_table(table: Table) -> Table:
    """The table with broken numbers put together, in cells and over two rows; the raw text keeps both halves."""
    mended = _mend_cells(table)
    rows = rows_of(mended)
    tails = [index for index in range(1, len(rows)) if is_tail_row(rows[index], rows[index - 1])]
    if not tails:
        return mended
    unbroken = _columns_of_short_numbers(rows, tails)
    result: list[list[Cell]] = []
    wanted = {index for index in tails if unbroken.isdisjoint(cell.column for cell in rows[index] if cell.text)}
    for index, row in enumerate(rows):
        if index in wanted:
            result[-1] = put_together(result[-1], row)
        else:
            result.append(row)
    return table_of(result, mended)


def is_tail_row(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but the missing digits of numbers in the row above."""
    tails = [cell for cell in row if cell.text]
    heads = {cell.column: cell for cell in above}
    if not tails or any(cell.row_span > 1 for cell in (*row, *above)):
        return False
    return all(cell.column in heads and is_broken(heads[cell.column].text, cell.text) for cell in tails)


def put_together(above: Sequence[Cell], row: Sequence[Cell]) -> list[Cell]:
    """The row above with the digits of the tail row added to its numbers."""
    tails = {cell.column: cell for cell in row if cell.text}
    return [_with_tail(cell, tails[cell.column]) if cell.column in tails else cell for cell in above]


def _with_tail(cell: Cell, tail: Cell) -> Cell:
    text, raw = cell.text + tail.text, f"{cell.raw}\n{tail.raw}"
    sure, numbers = min(cell.confidence, tail.confidence), (*cell.numbers, *tail.numbers)
    return replace(cell, text=text, raw=raw, confidence=sure, numbers=numbers)


def _columns_of_short_numbers(rows: Sequence[Sequence[Cell]], tails: Sequence[int]) -> set[int]:
    """Columns with a one-decimal number that no tail follows: there one decimal is how numbers are printed."""
    followed = {(index - 1, cell.column) for index in tails for cell in rows[index] if cell.text}
    return {
        cell.column
        for row in rows
        for cell in row
        if _ONE_DECIMAL.fullmatch(cell.text) and (cell.row, cell.column) not in followed
    }


def _mend_cells(table: Table) -> Table:
    if not any("\n" in cell.text for cell in table.cells):
        return table
    return replace(table, cells=tuple(replace(cell, text=mend_text(cell.text)) for cell in table.cells))
