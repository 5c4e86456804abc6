"""A result against lists of expected scores and measures (the columns of ``scores.csv`` and ``measures.csv``).

Every expected score must be there exactly; rows of level ``item`` and rows with status ``computed`` may stand beside
them, nothing else may. Measures are compared in order; a title must be contained in the row's title (blanks aside), or
the row is found by its indicator where the indicator is the first column of the paper.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Protocol

Expected = dict[str, str]
Row = dict[str, Any]
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class Result(Protocol):
    """What ``pipeline.process.process`` gives."""

    @property
    def scores(self) -> list[Row]: ...
    @property
    def measures(self) -> list[Row]: ...
    @property
    def findings(self) -> list[Row]: ...


def expected_by_file(path: Path) -> dict[str, list[Expected]]:
    """The rows of an expected list by the paper they belong to."""
    files: dict[str, list[Expected]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            files.setdefault(row["file"], []).append(row)
    return files


def score_differences(expected: list[Expected], result: Result) -> list[str]:
    """Every way in which the scores differ, one line each."""
    rows = {(row["code"], row["fiscal_year"]): row for row in result.scores}
    lines = [] if len(rows) == len(result.scores) else ["two rows of one code and year"]
    wanted = {(row["code"], int(row["fiscal_year"])): row for row in expected}
    for key, want in wanted.items():
        lines += _score_difference(want, rows.get(key))
    for key, row in rows.items():
        if key not in wanted and row["level"] != "item" and row["status"] != "computed":
            lines.append(f"{key}: {row['score']} ({row['status']}) was not expected: {row['raw_label']}")
    return lines


def _score_difference(want: Expected, row: Row | None) -> list[str]:
    name = f"{want['code']}/{want['fiscal_year']}"
    if row is None:
        return [f"{name}: {want['score']} is missing"]
    columns = ["agency", "amphoe", "province", "status", *(["grade"] if want["grade"] else [])]
    lines = [f"{name}: {column} {row[column]} for {want[column]}" for column in columns if row[column] != want[column]]
    if row["score"] != float(want["score"]):
        lines.append(f"{name}: {row['score']} for {want['score']}")
    return lines


def measure_differences(expected: list[Expected], result: Result) -> list[str]:
    """Every way in which the measures differ, one line each."""
    rows = sorted(result.measures, key=lambda row: row["seq"])
    listed = [row for row in rows if row["kind"] != "checklist"]
    wanted = [row for row in expected if row["kind"] != "checklist"]
    lines = _checklist_differences([row for row in expected if row["kind"] == "checklist"], rows)
    if len(listed) != len(wanted):
        titles = "\n  ".join(f"{row['kind']} {row['indicator']} {row['title'][:60]}" for row in listed)
        return [*lines, f"{len(listed)} measures for {len(wanted)}:\n  {titles}"]
    for want, row in zip(wanted, listed, strict=True):
        lines += [f"{want['seq']} {want['title'][:30]}: {line}" for line in _measure_difference(want, row)]
    clashes = sum(want["indicator_required"] == "clash" for want in wanted)
    found = sum(finding["code"] == "label_number_clash" for finding in result.findings)
    return lines if found >= clashes else [*lines, f"{found} label_number_clash findings for {clashes}"]


def _measure_difference(want: Expected, row: Row) -> list[str]:
    lines = []
    if row["kind"] != want["kind"]:
        lines.append(f"kind {row['kind']} for {want['kind']}")
    if not _titled(want, row):
        lines.append(f"title {row['title']}")
    if not _indicator_fits(want, row):
        lines.append(f"indicator {row['indicator']} for {want['indicator'] or 'none'} ({want['indicator_required']})")
    if want["steps"] and len(row["steps"]) != int(want["steps"]):
        lines.append(f"{len(row['steps'])} steps for {want['steps']}: {row['steps']}")
    names = [name for name in want["responsible"].split("|") if name]
    missing = [name for name in names if not any(name in unit for unit in row["responsible"])]
    if missing:
        lines.append(f"responsible {row['responsible']} without {missing}")
    if _plain(want["period"]) not in _plain(f"{row['period']} {row['monitoring']}"):
        lines.append(f"period {row['period']} / {row['monitoring']} for {want['period']}")
    if row["status"] != (want["status"] or None):
        lines.append(f"status {row['status']} for {want['status']}")
    return lines


def _titled(want: Expected, row: Row) -> bool:
    by_indicator = want["indicator_required"] == "yes" and str(row["indicator"]) == want["indicator"]
    return _plain(want["title"]) in _plain(row["title"]) or (want["kind"] == "progress" and by_indicator)


def _indicator_fits(want: Expected, row: Row) -> bool:
    wanted = int(want["indicator"]) if want["indicator"] else None
    if want["indicator_required"] == "no":
        return row["indicator"] in (wanted, None)
    if want["indicator_required"] == "clash":
        return row["indicator"] in (wanted, row["printed_number"])
    return bool(row["indicator"] == wanted)


def _checklist_differences(expected: list[Expected], rows: list[Row]) -> list[str]:
    """The count of checklist lines of each indicator; "both" in the note names the second indicator before it."""
    lines = []
    items = [row for row in rows if row["kind"] == "checklist"]
    for want in expected:
        count = _count(want)
        mine = [row for row in items if int(want["indicator"]) in row["indicators"]]
        if len(mine) != count:
            lines.append(f"checklist of {want['indicator']}: {len(mine)} items for {count}")
        if "both" in want["note"] and not all(len(row["indicators"]) == 2 for row in mine):
            lines.append(f"checklist of {want['indicator']}: the items serve two indicators")
    total = sum(_count(want) for want in expected)
    return lines if len(items) == total else [*lines, f"{len(items)} checklist items for {total}"]


def _count(want: Expected) -> int:
    """The number of items that the note of a checklist row begins with."""
    return int(want["note"].split()[0])


def _plain(text: str) -> str:
    return "".join(text.split()).translate(ARABIC)
