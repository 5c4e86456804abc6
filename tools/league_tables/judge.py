"""What came back of a made-up table, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluate import is_far, is_marked, is_named
from tools.league_tables.model import Made, TrueCell

Row = dict[str, Any]


@dataclass(slots=True)
class Cells:
    """Counts of cells by verdict, and the problems in words.

    ``right``; ``refused``: right, under the printed name, which is damaged; ``marked``: wrong, and said so;
    ``unchecked``: wrong, reported as checked by nothing; ``silent``: wrong and not said; ``wrong``: of an intact print;
    ``missing``; ``extra``: a row of a body, year or code that the table does not print.
    """

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def judge(made: Made, scores: Sequence[Row], findings: Sequence[Row]) -> Cells:
    """Compare published rows with the truth of a table."""
    cells = Cells()
    rows = {(row["agency_id"], row["fiscal_year"], row["code"]): row for row in scores}
    refused = {row["agency_raw"]: row["agency_id"] for row in scores if str(row["agency_id"]).startswith("X-")}
    seen: set[tuple[Any, ...]] = set()
    for cell in made.cells:
        own = refused.get(made.printed_names[cell.body.id]) if not cell.known else None
        key = next((k for who in (cell.body.id, own) if who and (k := (who, cell.year, cell.code)) in rows), None)
        verdict = _verdict(cell, rows[key] if key else None, findings)
        if key:
            seen.add(key)
        if verdict == "right" and key and key[0] != cell.body.id:
            verdict = "refused"
        cells.counts[verdict] += 1
        if verdict in ("silent", "missing", "wrong"):
            got = f"{rows[key]['score']} {rows[key]['status']}" if key else "nothing"
            cells.problems.append(f"{verdict} {cell.body.name} {cell.year} {cell.code} {cell.value}: {got}")
    for key, row in rows.items():
        if key not in seen and row["status"] != "computed":
            cells.counts["extra"] += 1
            cells.problems.append(f"extra {key} {row['agency']} {row['score']}")
    return cells


def _verdict(cell: TrueCell, row: Row | None, findings: Sequence[Row]) -> str:
    mine = [
        item
        for item in findings
        if row is None or item["agency_id"] == row["agency_id"] or item["code"] == "column_mean_mismatch"
    ]
    if row is None:
        named = is_named(cell.code, cell.year, [item for item in findings if item["agency_id"] == cell.body.id])
        return "marked" if cell.damaged and named else "missing"
    if not is_far(row["score"], cell.value):
        return "right"
    if not cell.damaged and row["status"] not in ("conflict", "repaired"):
        return "wrong"
    if is_marked(row, cell.value, mine):
        return "marked"
    return "unchecked" if row["status"] == "reported" else "silent"
