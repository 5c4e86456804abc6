"""Rows of the tables as compact bytes and back, exactly: how the catalogue keeps them.

The bytes are compressed JSON, every row as the list of its values in the order of the declared columns. ``source`` and
``document_id`` are left out: the same bytes under another name give the same rows.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable
from functools import cache

from pipeline.schema import Row, TableSpec

ORIGIN = ("document_id", "source")
_LEVEL = 6
_NONE = b""


def pack_rows(table: TableSpec, rows: Iterable[Row]) -> bytes:
    """Rows as bytes; empty where there are none."""
    names, _ = _layout(table)
    values = [[row[name] for name in names] for row in rows]
    if not values:
        return _NONE
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_text_of)
    return zlib.compress(text.encode(), _LEVEL)


def unpack_rows(table: TableSpec, data: bytes, origin: Row) -> list[Row]:
    """The rows of a document; ``origin`` holds its document_id and source. Raises ValueError for damaged bytes."""
    if not data:
        return []
    names, dates = _layout(table)
    try:
        values = json.loads(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    rows: list[Row] = [origin | dict(zip(names, row, strict=True)) for row in values]
    for name in dates:
        for row in rows:
            if row[name] is not None:
                row[name] = dt.date.fromisoformat(str(row[name]))
    return rows


@cache
def _layout(table: TableSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the columns that are kept, and of those among them that hold dates."""
    kept = [column for column in table.columns if column.name not in ORIGIN]
    return tuple(column.name for column in kept), tuple(column.name for column in kept if column.type == "date")


def _text_of(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a row cannot hold {type(value).__name__}")
