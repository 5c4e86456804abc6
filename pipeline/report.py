"""What came out of a run, for a person: counts, and where to look first (``report.md`` and the closing summary)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.schema import Row, vocabularies

LOOK_FIRST = 10

# How much a reason counts when papers are put in the order in which to look at them. A number that may be wrong comes
# before a paper that gave none: papers fail in masses (a folder of scans), and the counts by error code tell of them.
_WEIGHTS = {"error": 100, "conflict": 20, "warning": 5, "info": 0}
_FAILED_WEIGHT = 100
_WORDS = {
    "error": ("error", "errors"),
    "conflict": ("score in conflict", "scores in conflict"),
    "warning": ("warning", "warnings"),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """One paper to look at.

    ``counts`` says how much is wrong with it (where it failed: the error code), ``message`` what is worst.
    """

    source: str
    agency: str | None
    counts: str
    message: str
    weight: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run; every value of a closed list is there, also with 0."""

    documents: dict[str, int]
    scores: dict[str, int]
    findings: dict[str, int]
    errors: dict[str, int]
    codes: dict[str, int]
    measures: int
    panel: int
    homeless: int
    leads: tuple[Lead, ...]

    @property
    def failed(self) -> int:
        """How many documents failed."""
        return self.documents["failed"]


def summarise(tables: Mapping[str, Sequence[Row]]) -> Summary:
    """Counts over all tables; ``homeless`` are scores without an agency id, which the panel leaves out."""
    return Summary(
        documents=_count(tables["documents"], "status", "document_status"),
        scores=_count(tables["scores"], "status", "score_status"),
        findings=_count(tables["findings"], "severity", "severity"),
        errors=_most(row["error_code"] for row in tables["documents"] if row["error_code"]),
        codes=_most(row["code"] for row in tables["findings"]),
        measures=len(tables["measures"]),
        panel=len(tables["panel"]),
        homeless=sum(row["agency_id"] is None for row in tables["scores"]),
        leads=leads(tables["documents"], tables["scores"], tables["findings"]),
    )


def leads(
    documents: Iterable[Row], scores: Iterable[Row], findings: Iterable[Row], *, everything: bool = False
) -> tuple[Lead, ...]:
    """Papers that need a person, most urgent first: by errors, contradictory scores and warnings; failed ones too.

    With ``everything`` the papers that need nobody come last.
    """
    reasons: dict[object, Counter[str]] = {}
    messages: dict[object, tuple[int, str]] = {}
    for row in findings:
        severity = str(row["severity"])
        reasons.setdefault(row["source"], Counter())[severity] += 1
        worst = messages.get(row["source"], (-1, ""))
        if _WEIGHTS[severity] > worst[0]:
            messages[row["source"]] = (_WEIGHTS[severity], str(row["message_en"]))
    for row in scores:
        if row["status"] == "conflict":
            reasons.setdefault(row["source"], Counter())["conflict"] += 1
    found = [
        _lead(row, reasons.get(row["source"], Counter()), messages.get(row["source"], (0, ""))[1]) for row in documents
    ]
    return tuple(
        sorted((lead for lead in found if everything or lead.weight), key=lambda lead: (-lead.weight, lead.source))
    )


def report(tables: Mapping[str, Sequence[Row]]) -> str:
    """The run report as Markdown. It names no time and no machine, so that a rerun gives the same bytes."""
    summary = summarise(tables)
    parts = [
        "# Run report",
        _listing("Documents", summary.documents),
        _listing("Why documents failed", summary.errors),
        _listing("Scores", summary.scores),
        f"Scores without an agency id (not in the panel): {summary.homeless}",
        f"Measures: {summary.measures}. Rows of the panel: {summary.panel}.",
        _listing("Findings", summary.findings),
        _listing("Findings by code", summary.codes),
        _first_look(summary.leads),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _lead(document: Row, reasons: Counter[str], message: str) -> Lead:
    source, agency = str(document["source"]), document["agency"] or document["agency_raw"]
    name = str(agency) if agency else None
    if document["status"] == "failed":
        return Lead(source, name, str(document["error_code"]), str(document["error"]), _FAILED_WEIGHT)
    weight = sum(_WEIGHTS[reason] * count for reason, count in reasons.items())
    counts = ", ".join(
        f"{reasons[reason]} {words[reasons[reason] > 1]}" for reason, words in _WORDS.items() if reasons[reason]
    )
    return Lead(source, name, counts, message, weight)


def _first_look(found: Sequence[Lead]) -> str:
    if not found:
        return ""
    lines = [
        f"- `{lead.source}`{f' {lead.agency}' if lead.agency else ''}: {lead.counts}. {lead.message}"
        for lead in found[:LOOK_FIRST]
    ]
    rest = len(found) - LOOK_FIRST
    more = [f"- … and {rest} more papers (`findings.parquet`)"] if rest > 0 else []
    return "\n".join(["## What to look at first", "", *lines, *more])


def _listing(title: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    return "\n".join(
        [f"## {title}", "", "| | |", "| --- | ---: |", *(f"| {name} | {n} |" for name, n in counts.items())]
    )


def _count(rows: Iterable[Row], column: str, vocabulary: str) -> dict[str, int]:
    counts = Counter(str(row[column]) for row in rows)
    return {value: counts[value] for value in vocabularies()[vocabulary]}


def _most(values: Iterable[object]) -> dict[str, int]:
    counts = Counter(str(value) for value in values)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
