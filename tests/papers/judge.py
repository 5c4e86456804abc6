"""The judge: what the pipeline made of a made-up paper against the truth about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from pipeline.evaluate import is_far, is_marked, is_named
from tests.papers.figures import printed
from tests.papers.model import TOOL_INDICATORS, Truth, TruthMeasure, TruthScore, YearScores

Row = dict[str, Any]

# Findings that an undamaged paper must not raise.
FALSE_ALARMS = {
    "total_mismatch",
    "tool_mean_mismatch",
    "mention_conflict",
    "score_repaired",
    "repair_suggested",
    "value_out_of_range",
    "label_number_clash",
    "label_unrecognised",
    "grade_mismatch",
    "off_lattice",
    "agency_ambiguous",
    "agency_unknown",
    "agency_missing",
    "year_missing",
}


class Result(Protocol):
    """What ``pipeline.process.process`` gives."""

    @property
    def document(self) -> Row: ...
    @property
    def scores(self) -> list[Row]: ...
    @property
    def measures(self) -> list[Row]: ...
    @property
    def findings(self) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it must be. ``kind`` names its class, for counting."""

    kind: str
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}: {self.detail}"


def evaluate(truth: Truth, result: Result) -> list[Problem]:
    """Every problem of the result; none for a right one.

    Without damage every printed score must be there with its value, year, agency and place, nothing else, and
    ``verified`` where printed sums check it. With damage a wrong value must be in conflict, within its blind spot or
    pointed at by a finding of its code and year; a repaired or verified value must be right.
    """
    if result.document["status"] == "failed":
        return [Problem("failed", str(result.document["error_code"]), str(result.document["error"]))]
    rows = {(row["code"], row["fiscal_year"]): row for row in result.scores}
    if len(rows) < len(result.scores):
        return [Problem("duplicate", "scores", "two rows of one code and year")]
    problems = _who(truth, result.scores)
    problems += _extra(truth, rows)
    for key, score in truth.scores.items():
        row = rows.get(key)
        problems += _score(score, row, truth, result.findings) if row else _missing(score, truth, result.findings)
    if not truth.damages:
        problems += [
            Problem("false_alarm", finding["code"], finding["message_en"])
            for finding in result.findings
            if finding["code"] in FALSE_ALARMS
        ]
    return problems + _measures(truth.measures, result.measures)


def _score(score: TruthScore, row: Row, truth: Truth, findings: list[Row]) -> list[Problem]:
    subject = f"{score.code}/{score.year}"
    if is_far(row["score"], score.value):
        text = f"{row['score']} for {score.value} ({row['status']}, blind spot {row['blind_spot']})"
        if not truth.damages:
            return [Problem("wrong", subject, text)]
        return [] if is_marked(row, score.value, findings) else [Problem("silently_wrong", subject, text)]
    problems = []
    if not truth.damages:
        allowed = {"verified"} if score.checked else {"verified", "reported"}
        if row["status"] not in allowed:
            problems.append(Problem("status", subject, f"{row['status']}, not {' or '.join(sorted(allowed))}"))
        if score.grade and row["grade"] != score.grade:
            problems.append(Problem("grade", subject, f"{row['grade']} for {score.grade}"))
    return problems


def _missing(score: TruthScore, truth: Truth, findings: list[Row]) -> list[Problem]:
    spoiled = {(damage.code, damage.year) for damage in truth.damages}
    if (score.code, score.year) in spoiled and is_named(score.code, score.year, findings):
        return []
    kind = "silently_missing" if truth.damages else "missing"
    return [Problem(kind, f"{score.code}/{score.year}", f"{score.value} was not read")]


def _extra(truth: Truth, rows: dict[tuple[str, int], Row]) -> list[Problem]:
    """Rows that nothing printed; tools and totals may be computed where all indicators of the year are known."""
    problems = []
    for (code, year), row in rows.items():
        if (code, year) in truth.scores:
            continue
        computed = row["status"] == "computed" and (code == "ITA" or code in TOOL_INDICATORS)
        if not computed or not any(known == year for _, known in truth.scores):
            problems.append(Problem("extra", f"{code}/{year}", f"{row['score']} ({row['status']}, {row['raw_label']})"))
        elif not truth.damages and is_far(row["score"], _mean(truth, code, year), 0.01):
            problems.append(Problem("wrong", f"{code}/{year}", f"computed {row['score']}"))
    return problems


def _mean(truth: Truth, code: str, year: int) -> float:
    """The tool or total from the printed indicators (within 0.01 of the unrounded one)."""
    values = {
        int(known): Fraction(str(score.value))
        for (known, its_year), score in truth.scores.items()
        if its_year == year and known.isdigit()
    }
    return float(printed(YearScores(year, values).value(code))) if len(values) == 10 else -1.0


def _who(truth: Truth, rows: list[Row]) -> list[Problem]:
    body = truth.body
    wanted = (body.full_name, body.amphoe, body.province)
    found = {(row["agency"], row["amphoe"], row["province"]) for row in rows}
    return [Problem("who", " ".join(map(str, other)), f"for {' '.join(wanted)}") for other in found if other != wanted]


def _measures(wanted: tuple[TruthMeasure, ...], rows: list[Row]) -> list[Problem]:
    if len(rows) != len(wanted):
        titles = " | ".join(str(row["title"])[:30] for row in rows)
        return [Problem("measure_count", str(len(rows)), f"for {len(wanted)}: {titles}")]
    problems = []
    for truth, row in zip(wanted, sorted(rows, key=lambda row: row["seq"]), strict=True):
        problems += _measure(truth, row)
    return problems


def _measure(truth: TruthMeasure, row: Row) -> list[Problem]:
    subject = f"{row['seq']} {row['title'][:40]}"
    problems = []
    where = row["title"] if truth.steps is not None else " ".join((row["title"], *row["steps"]))
    if _blankless(truth.title) not in _blankless(where):
        problems.append(Problem("measure_title", subject, f"for {truth.title}"))
    if truth.indicator is not None and row["indicator"] != truth.indicator:
        problems.append(Problem("measure_indicator", subject, f"{row['indicator']} for {truth.indicator}"))
    if not any(_blankless(truth.responsible) in _blankless(unit) for unit in row["responsible"]):
        problems.append(Problem("measure_responsible", subject, f"{row['responsible']} for {truth.responsible}"))
    if truth.steps is not None and len(row["steps"]) != truth.steps:
        problems.append(Problem("measure_steps", subject, f"{len(row['steps'])} for {truth.steps}: {row['steps']}"))
    if row["status"] != truth.status:
        problems.append(Problem("measure_status", subject, f"{row['status']} for {truth.status}"))
    return problems


def _blankless(text: str) -> str:
    return "".join(text.split())
