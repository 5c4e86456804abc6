"""Parquet files written bit by bit: memory does not grow with the number of rows, the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.schema import Row, TableSpec, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

# Everything that could change the bytes of a file is set here and not left to the library's defaults.
ROW_GROUP_ROWS = 4_096  # a group waits in memory until it is whole
_BATCH_ROWS = 256  # rows of Python objects at a time; a row group is put together from these
WRITER_OPTIONS = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "data_page_version": "1.0",
    "use_dictionary": True,
    "write_statistics": True,
    "data_page_size": 1 << 20,
    "store_schema": True,
}


class TableWriter:
    """Writes one table in the order in which its rows are added; ``rows`` is their number."""

    def __init__(self, path: Path, table: TableSpec) -> None:
        import pyarrow.parquet as pq

        self.rows = 0
        self._table = table
        self._schema = arrow_schema(table)
        self._writer: Any = pq.ParquetWriter(path, self._schema, **WRITER_OPTIONS)
        self._waiting: list[Row] = []
        self._batches: list[pa.RecordBatch] = []

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._pack()
            self._write()
        self._writer.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows at the end."""
        for row in rows:
            self._waiting.append(row)
            self.rows += 1
            if self.rows % _BATCH_ROWS == 0:
                self._pack()
            if self.rows % ROW_GROUP_ROWS == 0:
                self._write()

    def _pack(self) -> None:
        if self._waiting:
            self._batches.append(_batch(self._schema, self._waiting))
            self._waiting = []

    def _write(self) -> None:
        import pyarrow as pa

        if self._batches:
            group = pa.Table.from_batches(self._batches, self._schema).combine_chunks()
            self._writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
            self._batches = []


def _batch(schema: pa.Schema, rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows with the declared schema, whatever the values (an all-null column keeps its type)."""
    import pyarrow as pa

    columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
