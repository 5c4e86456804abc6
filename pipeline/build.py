"""The tables from the rows of all papers, written as the papers come by: sorted, checked, in memory that stays flat."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline import review
from pipeline.across import Across
from pipeline.check import check_rows
from pipeline.datapackage import MANIFEST, datapackage
from pipeline.order import ordered
from pipeline.parquet import TableWriter
from pipeline.publish import REPORT
from pipeline.report import Summary, Tally, report
from pipeline.schema import Row, tables

Papers = Callable[[tuple[str, ...]], Iterator[Mapping[str, list[Row]]]]
"""Gives the rows of the named tables paper by paper, sorted by source; it is asked twice.

A paper has one row under ``documents``."""

Pictures = Callable[[Sequence[Row]], Iterable[review.KeptPage]]
"""Gives the pictures for findings about pages that nobody could read."""

_SCRATCH = "scratch.sqlite"
_FIRST = ("documents", "scores", "mentions", "measures")
_SECOND = ("documents", "scores", "findings")


@dataclass(frozen=True, slots=True)
class Built:
    """How many rows every table has, the summary, and the pages that nobody could read.

    Of those only the columns are there that ``pipeline.review`` needs.
    """

    counts: dict[str, int]
    summary: Summary
    unreadable: tuple[Row, ...]


def fill(folder: Path, papers: Papers, pictures: Pictures, accept: Callable[[dict[str, int]], None]) -> Summary:
    """Write all files of a build to ``folder``: tables, pictures, report and manifest.

    ``accept`` is asked with the number of rows of every table before anything else is made, and raises where they are
    not to be published. Raises SchemaViolation, OSError.
    """
    try:
        built = write_tables(folder, papers)
    except sqlite3.Error as error:  # the scratch file; what the catalogue lacks is a RunError
        raise OSError(errno.EIO, str(error), str(folder / _SCRATCH)) from error
    accept(built.counts)
    entries = review.write(folder / review.FOLDER, pictures(built.unreadable))
    (folder / REPORT).write_text(report(built.summary) + review.listing(entries), encoding="utf-8")
    (folder / MANIFEST).write_text(datapackage(folder, built.counts, entries), encoding="utf-8")
    return built.summary


def write_tables(folder: Path, papers: Papers) -> Built:
    """Write all tables to ``folder``. Raises SchemaViolation for rows that do not fit, OSError."""
    tally = Tally()
    unreadable: list[Row] = []
    with ExitStack() as stack:
        write = {name: stack.enter_context(TableWriter(folder / table.file, table)) for name, table in tables().items()}
        across = stack.enter_context(Across(folder / _SCRATCH))
        for paper in papers(_FIRST):
            checked = {name: _checked(name, paper[name]) for name in _FIRST[1:]}
            for name, rows in checked.items():
                write[name].add(rows)
            across.add(paper["documents"][0], checked["scores"])
        for rows in across.panel():
            write["panel"].add(_checked("panel", rows))
        for paper in papers(_SECOND):
            (document,) = paper["documents"]
            findings = _checked("findings", [*paper["findings"], *across.findings(document)])
            document = {**document, "findings": len(findings)}
            unreadable += (_needed(row) for row in findings if row["code"] == review.CODE)
            write["findings"].add(findings)
            write["documents"].add(_checked("documents", [document]))
            tally.add(document, paper["scores"], findings)
        counts = {name: writer.rows for name, writer in write.items()}
    (folder / _SCRATCH).unlink()
    summary = tally.summary(measures=counts["measures"], panel=counts["panel"])
    return Built(counts, summary, tuple(unreadable))


def _needed(finding: Row) -> Row:
    return {name: finding[name] for name in review.NEEDED}


def _checked(name: str, rows: list[Row]) -> list[Row]:
    """Rows in their order, if they fit their table. Keys need no look beyond: each holds the source or the agency."""
    check_rows(tables()[name], rows)
    return ordered(tables()[name], rows)
