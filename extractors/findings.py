"""Findings: the closed list of things a person should know about a paper, with their wording in Thai and English.

The list itself is data (``findings.toml``): per code its severity, one line of documentation and the two message
templates (``str.format`` fields). A finding is made with ``finding(code, …)``; an unknown code or a missing field is an
error of the program, never of the paper.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from normalizers.agencies import Agency


class Severity(StrEnum):
    """How much a finding matters: read on, look at it, do not use the value before looking."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class FindingCode:
    """One entry of the closed list."""

    code: str
    severity: Severity
    doc: str
    message_th: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``subject`` is what it is about (a score code, a measure, a name as printed)."""

    code: str
    severity: Severity
    subject: str
    message_th: str
    message_en: str
    expected: str | None = None
    found: str | None = None
    fiscal_year: int | None = None
    page: int | None = None
    line: int | None = None
    agency: Agency | None = None


@cache
def finding_codes() -> dict[str, FindingCode]:
    """The closed list by code, in the order of the data file."""
    text = resources.files("extractors").joinpath("findings.toml").read_text(encoding="utf-8")
    return {
        code: FindingCode(code, Severity(entry["severity"]), entry["doc"], entry["message_th"], entry["message_en"])
        for code, entry in tomllib.loads(text).items()
    }


def finding(
    code: str,
    subject: str,
    *,
    expected: str | None = None,
    found: str | None = None,
    fiscal_year: int | None = None,
    page: int | None = None,
    line: int | None = None,
    agency: Agency | None = None,
    **fields: object,
) -> Finding:
    """Make a finding; its messages are filled from ``subject``, ``expected``, ``found`` and ``fields``.

    Raises KeyError for a code that is not on the list or a message field that was not given.
    """
    entry = finding_codes()[code]
    values = {"subject": subject, "expected": expected, "found": found, "fiscal_year": fiscal_year, **fields}
    return Finding(
        code=code,
        severity=entry.severity,
        subject=subject,
        message_th=entry.message_th.format_map(values),
        message_en=entry.message_en.format_map(values),
        expected=expected,
        found=found,
        fiscal_year=fiscal_year,
        page=page,
        line=line,
        agency=agency,
    )
