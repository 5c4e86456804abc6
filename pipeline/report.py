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
    """Counts of a run; every value of a closed list is there, also with 0.

    ``homeless`` are scores without an agency id, which the panel leaves out; ``leads`` are the first ``LOOK_FIRST`` of
    the ``suspects``, the papers that need a person.
    """

    documents: dict[str, int]
    scores: dict[str, int]
    findings: dict[str, int]
    errors: dict[str, int]
    codes: dict[str, int]
    measures: int
    panel: int
    homeless: int
    leads: tuple[Lead, ...]
    suspects: int

    @property
    def failed(self) -> int:
        """How many documents failed."""
        return self.documents["failed"]


class Tally:
    """Counts papers one by one, and remembers no more of them than the summary tells."""

    def __init__(self) -> None:
        self._documents: Counter[object] = Counter()
        self._scores: Counter[object] = Counter()
        self._findings: Counter[object] = Counter()
        self._errors: Counter[str] = Counter()
        self._codes: Counter[str] = Counter()
        self._homeless = 0
        self._suspects = 0
        self._leads: tuple[Lead, ...] = ()

    def add(self, document: Row, scores: Sequence[Row], findings: Sequence[Row]) -> None:
        """One paper with all its findings."""
        self._documents[document["status"]] += 1
        self._scores.update(row["status"] for row in scores)
        self._homeless += sum(row["agency_id"] is None for row in scores)
        self._findings.update(row["severity"] for row in findings)
        self._codes.update(str(row["code"]) for row in findings)
        if document["error_code"]:
            self._errors[str(document["error_code"])] += 1
        found = leads([document], scores, findings)
        self._suspects += len(found)
        self._leads = tuple(sorted((*self._leads, *found), key=_urgency)[:LOOK_FIRST])

    def summary(self, *, measures: int, panel: int) -> Summary:
        """All counts; those of rows that need no paper are given."""
        return Summary(
            documents=_count(self._documents, "document_status"),
            scores=_count(self._scores, "score_status"),
            findings=_count(self._findings, "severity"),
            errors=_most(self._errors),
            codes=_most(self._codes),
            measures=measures,
            panel=panel,
            homeless=self._homeless,
            leads=self._leads,
            suspects=self._suspects,
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
    return tuple(sorted((lead for lead in found if everything or lead.weight), key=_urgency))


def report(summary: Summary) -> str:
    """The run report as Markdown. It names no time and no machine, so that a rerun gives the same bytes."""
    parts = [
        "# Run report",
        _listing("Documents", summary.documents),
        _listing("Why documents failed", summary.errors),
        _listing("Scores", summary.scores),
        f"Scores without an agency id (not in the panel): {summary.homeless}",
        f"Measures: {summary.measures}. Rows of the panel: {summary.panel}.",
        _listing("Findings", summary.findings),
        _listing("Findings by code", summary.codes),
        _first_look(summary),
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


def _urgency(lead: Lead) -> tuple[int, str]:
    return -lead.weight, lead.source


def _first_look(summary: Summary) -> str:
    if not summary.leads:
        return ""
    lines = [
        f"- `{lead.source}`{f' {lead.agency}' if lead.agency else ''}: {lead.counts}. {lead.message}"
        for lead in summary.leads
    ]
    rest = summary.suspects - len(summary.leads)
    more = [f"- … and {rest} more papers (`findings.parquet`)"] if rest > 0 else []
    return "\n".join(["## What to look at first", "", *lines, *more])


def _listing(title: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    return "\n".join(
        [f"## {title}", "", "| | |", "| --- | ---: |", *(f"| {name} | {n} |" for name, n in counts.items())]
    )


def _count(counts: Mapping[object, int], vocabulary: str) -> dict[str, int]:
    return {value: counts.get(value, 0) for value in vocabularies()[vocabulary]}


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
