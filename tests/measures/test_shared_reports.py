"""The five real reports against what a person read off them; skipped where they are not at hand."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from extractors.facts import DocumentKind, Measure
from extractors.findings import Finding
from extractors.measures import extract_measures
from extractors.readers import read
from tests.measures.reading import identity

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
PAPERS = {
    "000": identity(DocumentKind.MEASURES_PLAN, 2565, 2564),
    "001": identity(DocumentKind.MEASURES_PLAN, 2566, 2565),
    "002": identity(DocumentKind.MEASURES_PLAN, 2569, 2568),
    "003": identity(DocumentKind.SITE_VISIT, 2563, 2562),
    "004": identity(DocumentKind.PROGRESS_REPORT, 2566, 2566),
}
EXPECTED = REPORTS / "expected_measures.csv"
pytestmark = pytest.mark.skipif(not EXPECTED.exists(), reason="the shared reports are not at hand")


def expected_rows() -> list[dict[str, str]]:
    if not EXPECTED.exists():
        return []
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def extracted(name: str) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    return extract_measures(read((REPORTS / name).read_bytes(), name), PAPERS[name[:3]])


ROWS = [row for row in expected_rows() if row["kind"] != "checklist"]
LISTS = [row for row in expected_rows() if row["kind"] == "checklist"]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file'][:3]}-{row['seq']}")
def test_row(row: dict[str, str]) -> None:
    measures, findings = extracted(row["file"])
    measure = measures[int(row["seq"]) - 1]
    assert measure.kind.value == row["kind"]
    assert squeezed(row["title"]) in squeezed(measure.title)
    indicator = str(measure.indicators[0]) if measure.indicators else ""
    assert indicator in ({row["indicator"]} if row["indicator_required"] != "no" else {row["indicator"], ""})
    clashes = [f for f in findings if f.code == "label_number_clash" and f.line == measure.position.line]
    assert len(clashes) == (row["indicator_required"] == "clash")
    if row["steps"]:
        assert len(measure.steps) == int(row["steps"])
    units = squeezed(" ".join(measure.responsible))
    assert all(squeezed(name) in units for name in row["responsible"].split("|"))
    assert row["period"] in (measure.period or "")
    assert (measure.status or "") == row["status"]


@pytest.mark.parametrize("name", sorted({row["file"] for row in ROWS}))
def test_no_other_measures(name: str) -> None:
    assert len(extracted(name)[0]) == sum(row["file"] == name for row in ROWS)


@pytest.mark.skipif(not LISTS, reason="no checklist expected")
def test_checklist_counts() -> None:
    (name,) = {row["file"] for row in LISTS}
    found = Counter(measure.indicators[0] for measure in extracted(name)[0])
    assert found == {int(row["indicator"]): int(row["note"].split()[0]) for row in LISTS}
