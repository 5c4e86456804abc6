"""What only all papers together tell: the panel, papers that disagree, files that are alike.

The scores that the panel shows wait in a scratch file and are looked at agency by agency, so that memory does not grow
with the number of papers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from extractors.findings import finding
from pipeline import rows
from pipeline.panel import COLUMNS, disagreements, panel_rows, shown
from pipeline.row_codec import ORIGIN, pack_rows, unpack_rows
from pipeline.schema import Row, tables

_TOGETHER = 2_000  # scores that are looked at at once: enough for speed, few enough for memory


class Across:
    """Takes the papers one by one in the order of their sources, then gives what all of them together tell."""

    def __init__(self, scratch: Path) -> None:
        self._db = sqlite3.connect(scratch, isolation_level=None)
        self._db.executescript(
            f"""PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE scores ({", ".join(COLUMNS)});
            CREATE TABLE findings (source, document_id, packed);
            CREATE TABLE first (document_id PRIMARY KEY, source) WITHOUT ROWID;
            BEGIN"""
        )

    def __enter__(self) -> Across:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, document: Row, scores: Iterable[Row]) -> None:
        """One paper with its scores."""
        used = ([row[name] for name in COLUMNS] for row in shown(scores))
        self._db.executemany(f"INSERT INTO scores VALUES ({', '.join('?' * len(COLUMNS))})", used)
        if document["document_id"] is not None:
            origin = document["document_id"], document["source"]
            self._db.execute("INSERT OR IGNORE INTO first VALUES (?, ?)", origin)

    def panel(self) -> Iterator[list[Row]]:
        """Rows of ``panel`` in their order, some at a time. To be used up before ``findings`` is asked."""
        self._db.executescript("CREATE INDEX by_unit ON scores (agency_id, fiscal_year)")
        for scores in self._together():
            self._keep(disagreements(scores))
            yield panel_rows(scores)
        self._db.executescript("CREATE INDEX by_source ON findings (source)")

    def findings(self, document: Row) -> list[Row]:
        """Findings of the whole run about one paper."""
        query = "SELECT document_id, packed FROM findings WHERE source = ? ORDER BY rowid"
        table, source = tables()["findings"], document["source"]
        found = [
            row
            for document_id, packed in self._db.execute(query, (source,))
            for row in unpack_rows(table, packed, {"document_id": document_id, "source": source})
        ]
        return found + self._duplicate(document)

    def _together(self) -> Iterator[list[Row]]:
        """Scores of whole agencies and years, many units at a time; in a unit as the papers were added."""
        cursor = self._db.execute(f"SELECT {', '.join(COLUMNS)} FROM scores ORDER BY agency_id, fiscal_year, rowid")
        records: Iterator[Row] = (dict(zip(COLUMNS, values, strict=True)) for values in cursor)
        gathered: list[Row] = []
        for _, unit in groupby(records, key=lambda row: (row["agency_id"], row["fiscal_year"])):
            gathered += unit
            if len(gathered) >= _TOGETHER:
                yield gathered
                gathered = []
        if gathered:
            yield gathered

    def _keep(self, found: Iterable[Row]) -> None:
        packed = ((row["source"], row["document_id"], pack_rows(tables()["findings"], [row])) for row in found)
        self._db.executemany("INSERT INTO findings VALUES (?, ?, ?)", packed)

    def _duplicate(self, document: Row) -> list[Row]:
        """A finding for a file that is byte for byte the same as one before it."""
        origin: Row = {name: document[name] for name in ORIGIN}
        found = self._db.execute("SELECT source FROM first WHERE document_id = ?", (origin["document_id"],)).fetchone()
        if found is None or found[0] == origin["source"]:
            return []
        item = finding("duplicate_document", str(origin["source"]), found=found[0])
        return rows.finding_rows([item], origin, rows.agency_of(document))
