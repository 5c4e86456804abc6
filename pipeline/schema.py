"""The tables: every table and column is declared once, in ``schema.toml``; all else is made from that.

Arrow schemas (``arrow_schema``), the checks (``pipeline.check``), ``datapackage.json`` (``pipeline.datapackage``) and
the data dictionary (``pipeline.dictionary``) come from these objects.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from extractors.errors import error_codes
from extractors.findings import finding_codes

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Thai and English."""

    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table. ``type`` is an Arrow type name, ``vocabulary`` the name of a closed list of values."""

    name: str
    type: str
    text: Text
    required: bool
    unit: str | None = None
    vocabulary: str | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its columns in order, ``key`` (columns in which no two rows are alike; empty: none), ``sort``."""

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]

    @property
    def file(self) -> str:
        """Name of the table's file in the output folder."""
        return f"{self.name}.parquet"

    def row(self, values: Mapping[str, object]) -> Row:
        """A full row in column order; columns not named are None. Raises KeyError for a column that does not exist."""
        unknown = values.keys() - {column.name for column in self.columns}
        if unknown:
            raise KeyError(f"{self.name} has no column {', '.join(sorted(unknown))}")
        return {column.name: values.get(column.name) for column in self.columns}


@cache
def tables() -> dict[str, TableSpec]:
    """All tables by name, in the order in which they are documented."""
    raw = _declaration()
    return {name: _table(name, entry, raw) for name, entry in raw["table"].items()}


@cache
def vocabularies() -> dict[str, dict[str, Text]]:
    """Every closed list by name: value -> meaning. The order of ``score_status`` is the order of trust, best first."""
    lists = {name: {value: _text(text) for value, text in entries.items()} for name, entries in _raw_vocabularies()}
    lists["finding_code"] = {code: Text(entry.doc, entry.doc) for code, entry in finding_codes().items()}
    lists["error_code"] = {code: Text(meaning, meaning) for code, meaning in error_codes().items()}
    return lists


def arrow_schema(table: TableSpec) -> pa.Schema:
    """The Arrow schema of a table; a required column is not nullable."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "bool": pa.bool_(),
        "int8": pa.int8(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "date": pa.date32(),
        "list<int8>": pa.list_(pa.int8()),
        "list<string>": pa.list_(pa.string()),
        "list<double>": pa.list_(pa.float64()),
    }
    return pa.schema(pa.field(c.name, types[c.type], nullable=not c.required) for c in table.columns)


@cache
def _declaration() -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline").joinpath("schema.toml").read_text(encoding="utf-8"))


def _raw_vocabularies() -> list[tuple[str, dict[str, dict[str, str]]]]:
    return list(_declaration()["vocabulary"].items())


def _table(name: str, entry: dict[str, Any], raw: dict[str, Any]) -> TableSpec:
    names = [column for item in entry["columns"] for column in _expand(item, raw["group"])]
    required = set(entry["required"])
    columns = tuple(_column(name, column, column in required, raw["column"]) for column in names)
    key, sort = tuple(entry["key"]), tuple(entry["sort"])
    strangers = (required | set(key) | set(sort)) - set(names)
    if strangers:
        raise ValueError(f"schema.toml: {name} names columns that it does not have: {sorted(strangers)}")
    return TableSpec(name, _text(entry["title"]), _text(entry["description"]), columns, key, sort)


def _expand(item: str, groups: dict[str, list[str]]) -> list[str]:
    return groups[item[1:]] if item.startswith("@") else [item]


def _column(table: str, name: str, required: bool, declared: dict[str, dict[str, Any]]) -> Column:
    entry = declared.get(f"{table}.{name}") or declared[name]
    return Column(
        name=name,
        type=entry["type"],
        text=_text(entry),
        required=required,
        unit=entry.get("unit"),
        vocabulary=entry.get("vocabulary"),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
    )


def _text(entry: dict[str, Any]) -> Text:
    return Text(entry["th"], entry["en"])
