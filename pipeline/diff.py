"""``ita diff``: rows that were added, removed or changed between two builds, by the keys of the tables.

Of every row only a checksum is in memory; what is shown is read a second time. In a table without a key a row that
changed is one removed and one added.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import Exit, RunError
from pipeline.publish import is_published, recover
from pipeline.schema import Row, TableSpec, tables

_BATCH = 4_096  # rows

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One row in both builds: its key, and for every column that differs the values before and now."""

    key: Key
    columns: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What differs in one table.

    All is counted; ``added``, ``removed`` (rows) and ``changed`` hold the first ones, in the order of the table.
    """

    table: TableSpec
    counts: dict[str, int]
    added: list[Row]
    removed: list[Row]
    changed: list[Changed]

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return any(self.counts.values())


def compare(old: Path, new: Path, most: int) -> list[TableDiff]:
    """What differs in every table, with at most ``most`` rows of each kind. Raises RunError where no tables are."""
    for folder in (old, new):
        if not folder.is_dir():
            raise RunError(f"{folder} does not exist", "Name a folder that `ita ingest` wrote to.", Exit.USAGE)
        recover(folder)
        if not is_published(folder):
            raise RunError(f"{folder} holds no tables", "Name a folder that `ita ingest` wrote to.", Exit.USAGE)
    return [_compared(table, old / table.file, new / table.file, most) for table in tables().values()]


def _compared(table: TableSpec, old: Path, new: Path, most: int) -> TableDiff:
    if not table.key:
        return _without_key(table, old, new, most)
    before, now = _checksums(table, old), _checksums(table, new)
    added, removed = now.keys() - before.keys(), before.keys() - now.keys()
    changed = {key for key in now.keys() & before.keys() if now[key] != before[key]}
    counts = {"added": len(added), "removed": len(removed), "changed": len(changed)}
    shown = set(_first(table, new, changed, most))
    pairs = {_key(table, row): row for row in _rows(old) if _key(table, row) in shown} if shown else {}
    return TableDiff(
        table,
        counts,
        list(_first(table, new, added, most).values()),
        list(_first(table, old, removed, most).values()),
        [_changed(key, pairs[key], row) for key, row in _first(table, new, changed, most).items()],
    )


def _without_key(table: TableSpec, old: Path, new: Path, most: int) -> TableDiff:
    before, now = (Counter(_checksum(row) for row in _rows(path)) for path in (old, new))
    added, removed = now - before, before - now
    counts = {"added": added.total(), "removed": removed.total(), "changed": 0}
    return TableDiff(table, counts, _taken(new, added, most), _taken(old, removed, most), [])


def _taken(path: Path, wanted: Counter[bytes], most: int) -> list[Row]:
    left, found = wanted.copy(), []
    if most and left:
        for row in _rows(path):
            checksum = _checksum(row)
            if left[checksum] > 0:
                left[checksum] -= 1
                found.append(row)
                if len(found) == most:
                    break
    return found


def _first(table: TableSpec, path: Path, wanted: set[Key], most: int) -> dict[Key, Row]:
    """The first rows with one of these keys."""
    found: dict[Key, Row] = {}
    for row in _rows(path) if wanted else ():
        if len(found) >= most:
            break
        if _key(table, row) in wanted:
            found[_key(table, row)] = row
    return found


def _changed(key: Key, before: Row, now: Row) -> Changed:
    names = [*now, *(name for name in before if name not in now)]
    pairs = {name: (before.get(name), now.get(name)) for name in names}
    return Changed(key, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]})


def _checksums(table: TableSpec, path: Path) -> dict[Key, bytes]:
    return {_key(table, row): _checksum(row) for row in _rows(path)}


def _key(table: TableSpec, row: Row) -> Key:
    return tuple(row.get(name) for name in table.key)


def _checksum(row: Row) -> bytes:
    present = sorted((name, value) for name, value in row.items() if value is not None)
    return hashlib.blake2b(repr(present).encode(), digest_size=16).digest()


def _rows(path: Path) -> Iterator[Row]:
    """Rows as they were published, whatever columns the table had then. Raises RunError for a damaged file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():  # an older build had fewer tables
        return
    try:
        file: Any = pq.ParquetFile(path)
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise RunError(f"{path} is damaged: {error}", "Run `ita ingest RAW -o OUT` again.", Exit.USAGE) from error
