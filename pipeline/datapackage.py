"""``datapackage.json``: the tables described after the Frictionless Data Package standard (v1), in Thai and English.

Parquet is not tabular data to the standard, so the fields' types are those of its Table Schema and the Arrow type
stands beside them. Titles and descriptions in Thai are in ``title_th`` and ``description_th``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.schema import Column, TableSpec, tables, vocabularies

MANIFEST = "datapackage.json"
PACKAGE_NAME = "ita-tables"

_FRICTIONLESS_TYPES = {
    "string": "string",
    "bool": "boolean",
    "int8": "integer",
    "int16": "integer",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "date": "date",
    "list<int8>": "array",
    "list<string>": "array",
    "list<double>": "array",
}


def datapackage(folder: Path, counts: Mapping[str, int], review: Sequence[Mapping[str, Any]] = ()) -> str:
    """The manifest of the tables in ``folder`` as JSON text, with the size and checksum of every file.

    ``review`` describes the pictures of pages beside the tables (``pipeline.review``).
    """
    package: dict[str, Any] = {
        "name": PACKAGE_NAME,
        "title": "Scores and measures of Thailand's Integrity and Transparency Assessment",
        "title_th": "คะแนนและมาตรการจากการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)",
        "profile": "data-package",
        "resources": [_resource(table, folder, counts[name]) for name, table in tables().items()],
    }
    if review:
        package["review"] = list(review)
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest in a folder; empty where there is none of ours."""
    try:
        return parsed_manifest((folder / MANIFEST).read_bytes())
    except OSError:
        return {}


def parsed_manifest(data: bytes) -> dict[str, Any]:
    """A manifest from its bytes; empty where it is none of ours."""
    try:
        manifest = json.loads(data)
    except ValueError:
        return {}
    return manifest if isinstance(manifest, dict) and manifest.get("name") == PACKAGE_NAME else {}


def row_counts(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Rows of every table after a manifest; empty where it does not say."""
    try:
        return {str(resource["name"]): int(resource["rows"]) for resource in manifest.get("resources", ())}
    except (LookupError, TypeError, ValueError):
        return {}


def _resource(table: TableSpec, folder: Path, count: int) -> dict[str, Any]:
    with (folder / table.file).open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": table.name,
        "path": table.file,
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": table.title.en,
        "title_th": table.title.th,
        "description": table.description.en,
        "description_th": table.description.th,
        "rows": count,
        "bytes": (folder / table.file).stat().st_size,
        "hash": f"sha256:{checksum}",
        "schema": table_schema(table),
    }


def table_schema(table: TableSpec) -> dict[str, Any]:
    """The Frictionless Table Schema of one table."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    required = {column.name for column in table.columns if column.required}
    if table.key:
        # The standard wants primary keys without nulls; a key with nulls is still unique (``uniqueKeys`` is of v2).
        key = list(table.key)
        schema |= {"primaryKey": key} if set(table.key) <= required else {"uniqueKeys": [key]}
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FRICTIONLESS_TYPES[column.type],
        "arrow_type": column.type,
        "description": column.text.en,
        "description_th": column.text.th,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.vocabulary:
        constraints["enum"] = list(vocabularies()[column.vocabulary])
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    return constraints
