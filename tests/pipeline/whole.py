"""All tables of some results in memory, by the way that a run takes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.build import Built, Papers, write_tables
from pipeline.process import DocumentResult
from pipeline.schema import Row, tables

Tables = dict[str, list[Row]]


def assemble(results: Iterable[DocumentResult]) -> Tables:
    return assembled(results)[0]


def assembled(results: Iterable[DocumentResult]) -> tuple[Tables, Built]:
    with tempfile.TemporaryDirectory() as folder:
        built = write_tables(Path(folder), papers_of(results))
        return read_tables(Path(folder)), built


def papers_of(results: Iterable[DocumentResult]) -> Papers:
    known = sorted(results, key=lambda result: result.source)

    def papers(names: tuple[str, ...]) -> Iterator[Tables]:
        for result in known:
            yield {name: [result.document] if name == "documents" else getattr(result, name) for name in names}

    return papers


def read_tables(folder: Path) -> Tables:
    return {name: pq.read_table(folder / table.file).to_pylist() for name, table in tables().items()}
