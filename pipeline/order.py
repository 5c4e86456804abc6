"""The order of rows: declared per table in ``schema.toml``, so that a rerun writes the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipeline.schema import Column, Row, TableSpec, vocabularies

SortKey = tuple[object, ...]

_HEADS = ("ITA", "IIT", "EIT", "OIT")
_AFTER_ALL = 99
_NUMBER = re.compile(r"\d+")


def ordered(table: TableSpec, rows: Iterable[Row]) -> list[Row]:
    """Rows in the declared order; rows that are equal in it keep theirs (the order in the paper)."""
    columns = [column for name in table.sort for column in table.columns if column.name == name]
    parts = [(column.name, _ranker(column)) for column in columns]
    return sorted(rows, key=lambda row: tuple(_part(rank, row[name]) for name, rank in parts))


def code_rank(code: str) -> SortKey:
    """ITA, its tools, the indicators 1 to 10, their sub-indicators, then the items (e1, i1, o1)."""
    if code in _HEADS:
        return 0, "", (_HEADS.index(code),)
    numbers = tuple(int(digits) for digits in _NUMBER.findall(code))
    if code[:1].isdigit():
        return len(numbers), "", numbers
    return _AFTER_ALL, code[:1], numbers


def _part(rank: Callable[[object], object], value: object) -> SortKey:
    return (True,) if value is None else (False, rank(value))


def _ranker(column: Column) -> Callable[[object], object]:
    if column.vocabulary:
        ranks = {value: rank for rank, value in enumerate(vocabularies()[column.vocabulary])}
        return lambda value: ranks[str(value)]
    if column.name == "code":
        return lambda value: code_rank(str(value))
    return lambda value: value
