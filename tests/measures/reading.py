"""Reading measures from short texts, through the text reader."""

from __future__ import annotations

from extractors.facts import DocumentKind, Identity, Measure
from extractors.findings import Finding
from extractors.measures import extract_measures
from extractors.readers import read
from normalizers.agencies.model import UNKNOWN_AGENCY


def identity(
    kind: DocumentKind = DocumentKind.MEASURES_PLAN, fiscal_year: int | None = 2566, scores_year: int | None = 2565
) -> Identity:
    return Identity(UNKNOWN_AGENCY, kind, fiscal_year, scores_year)


def read_measures(
    text: str, who: Identity | None = None, name: str = "paper.txt"
) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    return extract_measures(read(text.encode(), name), who or identity())


def measures_of(text: str, who: Identity | None = None, name: str = "paper.txt") -> tuple[Measure, ...]:
    return read_measures(text, who, name)[0]


def tsv(*rows: str) -> str:
    """Rows with cells separated by "|" as a tab-separated table, a paragraph before and after it."""
    lines = ["\t".join(cell.strip() for cell in row.split("|")) for row in rows]
    return "\n".join(["ย่อหน้าก่อนตาราง", "", *lines, "", "ย่อหน้าหลังตาราง"])
