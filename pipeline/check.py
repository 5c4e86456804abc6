"""Checks of rows against the declared tables: types, nulls, closed vocabularies, ranges, unique keys.

The checks run on every document's rows before they are accepted, so a fault in one paper's rows fails that paper and
not the run.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from pipeline.schema import Column, Row, TableSpec, vocabularies

_INT_BITS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63}


class SchemaViolation(ValueError):  # noqa: N818 - it names what happened
    """Rows do not fit their table: a fault of the program, never of the paper."""


def check_rows(table: TableSpec, rows: Sequence[Row]) -> None:
    """Raise SchemaViolation naming table, column and value of the first row that does not fit."""
    for column in table.columns:
        fits = _checker(column)
        for row in rows:
            value = row[column.name]
            if not fits(value):
                raise SchemaViolation(f"{table.name}.{column.name} cannot be {value!r}")
    _check_key(table, rows)


def _check_key(table: TableSpec, rows: Iterable[Row]) -> None:
    if not table.key:
        return
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = tuple(row[name] for name in table.key)
        if key in seen:
            raise SchemaViolation(f"{table.name} has two rows with the key {key!r}")
        seen.add(key)


@cache
def _checker(column: Column) -> Callable[[object], bool]:
    of_type = _type_check(column.type)
    allowed = frozenset(vocabularies()[column.vocabulary]) if column.vocabulary else None
    low = -math.inf if column.minimum is None else column.minimum
    high = math.inf if column.maximum is None else column.maximum
    ranged = column.minimum is not None or column.maximum is not None

    def fits(value: object) -> bool:
        if value is None:
            return not column.required
        if not of_type(value):
            return False
        if allowed is not None and value not in allowed:
            return False
        return not ranged or (isinstance(value, int | float) and low <= value <= high)

    return fits


def _type_check(name: str) -> Callable[[object], bool]:
    if name.startswith("list<"):
        inner = _type_check(name.removeprefix("list<").removesuffix(">"))
        return lambda value: isinstance(value, list | tuple) and all(inner(item) for item in value)
    if name in _INT_BITS:
        limit = 1 << _INT_BITS[name]
        return lambda value: isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit
    return _SCALARS[name]


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()  # a lone surrogate (undecodable byte) cannot be written as UTF-8
    except UnicodeEncodeError:
        return False
    return True


def _is_float(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value)


_SCALARS: dict[str, Callable[[object], bool]] = {
    "string": _is_text,
    "bool": lambda value: isinstance(value, bool),
    "double": _is_float,
    "date": lambda value: isinstance(value, dt.date) and not isinstance(value, dt.datetime),
}
