"""Nested tables that a converter printed twice.

Converters that flatten HTML tables to tab-separated lines by taking every ``<td>`` print the cells of a table inside a
cell again: behind that cell in the same row, and as rows of their own below. Such echoes are taken out; what they say
stands in the outer cell. Only exact echoes count.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.readers.grid import SourceCell

_NESTED = "<table"


def without_echoes(rows: list[list[SourceCell]]) -> list[list[SourceCell]]:
    """The rows without the cells and the rows that repeat a nested table; the same list if there is none."""
    if not any(_NESTED in cell.raw for row in rows for cell in row):
        return rows
    result: list[list[SourceCell]] = []
    pending: list[list[str]] = []  # rows of nested tables whose echoes may come next
    for row in rows:
        if pending and _texts(row) == pending[0]:
            pending.pop(0)
            continue
        kept, pending = _without_echoed_cells(row)
        result.append(kept)
    return result


def _without_echoed_cells(row: Sequence[SourceCell]) -> tuple[list[SourceCell], list[list[str]]]:
    kept: list[SourceCell] = []
    nested_rows: list[list[str]] = []
    index = 0
    while index < len(row):
        cell = row[index]
        kept.append(cell)
        index += 1
        if _NESTED not in cell.raw:
            continue
        nested = _nested_rows(cell)
        nested_rows += nested
        texts = [text for nested_row in nested for text in nested_row]
        while texts and index < len(row) and row[index].text in ("", texts[0]):
            if row[index].text:
                texts.pop(0)
            index += 1
    return kept, nested_rows


def _nested_rows(cell: SourceCell) -> list[list[str]]:
    """The rows of the nested table as they stand in the cell's text: the lines with tabs."""
    return [[text for text in line.split("\t") if text] for line in cell.text.split("\n") if "\t" in line]


def _texts(row: Sequence[SourceCell]) -> list[str]:
    return [cell.text for cell in row if cell.text]
