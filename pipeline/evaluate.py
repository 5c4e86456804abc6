"""Published tables against the truth: how many scores were found, are right, are wrong, and are wrong in silence.

The rule of silence stands here and nowhere else: a wrong value is *marked* when its status is ``conflict``, when it is
off by no more than its ``blind_spot`` (a computed one by rounding), or when a finding points at it (``is_marked``);
else it is *silent*. A value that no paper prints is silent too, unless marked. A missing value is *noticed* when a
finding names it or its page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from normalizers.framework import Level, framework
from pipeline.errors import Exit, RunError
from pipeline.evaluate_measures import MeasureFigures, measure_figures, measure_pairs
from pipeline.evaluate_states import State, is_wrong, state_figures, states_of
from pipeline.publish import recover
from pipeline.schema import tables
from pipeline.truth import TruePaper, TrueScore

Row = dict[str, Any]
Published = Mapping[str, list[Row]]

ROUNDING = 0.0051  # blind spots are given to two decimals
COMPUTED_ROUNDING = 0.0101  # a computed value follows from rounded ones
# Findings of these codes speak of other things than a score being in doubt; a repair claims to be right.
NO_DOUBT = frozenset(
    {
        "score_repaired",
        "numbers_are_ranks",
        "weighted_tool_column",
        "framework_2561",
        "year_inferred",
        "place_inferred",
        "agency_corrected",
        "agency_ambiguous",
        "agency_unknown",
        "agency_missing",
        "foreign_agency_text",
        "duplicate_document",
        "status_ambiguous",
        "tick_unclear",
        "measure_column_unknown",
        "row_unmapped",
    }
)
# Their subject is the page: no score is named, any of it may be missing.
PAGE_DOUBTS = frozenset({"unreadable_page", "hardly_read_page", "table_not_understood"})
AGENCY_DOUBTS = frozenset({"agency_ambiguous", "agency_unknown", "agency_missing", "foreign_agency_text"})
UNKNOWN = "-"  # the group of papers whose setting does not say
GROUPS = ("level", "digits", "dpi", "damage", "layout", "font")
_CODE = re.compile(r"[A-Z]+|[ieo]\d+|\d+(?:\.\d+)?", re.ASCII)
_NEEDED = ("documents", "scores", "measures", "findings")


def is_far(found: float, true: float, tolerance: float = 0.0) -> bool:
    """Whether a published value differs from the true one."""
    return abs(found - true) > tolerance + 1e-9


def is_marked(row: Row, true: float, findings: Iterable[Row]) -> bool:
    """Whether a wrong value of ``scores`` says itself, or a finding says, that it may be wrong.

    A verified or repaired value claims to be right: only its blind spot excuses it. A computed one says that it follows
    from others, which are rounded.
    """
    if row["status"] == "computed" and abs(row["score"] - true) <= COMPUTED_ROUNDING:
        return True
    if row["blind_spot"] is not None and abs(row["score"] - true) <= row["blind_spot"] + ROUNDING:
        return True
    if row["status"] in ("repaired", "verified"):
        return False
    return row["status"] == "conflict" or is_named(row["code"], row["fiscal_year"], findings)


def is_named(code: str, year: int, findings: Iterable[Row]) -> bool:
    """Whether a finding names the score of a code and year as one to look at."""
    return any(
        finding["code"] not in NO_DOUBT
        and finding["fiscal_year"] in (year, None)
        and code in _CODE.findall(str(finding["subject"]))
        and not (finding["code"] in PAGE_DOUBTS and finding["subject"] == str(finding["page"]))
        for finding in findings
    )


@dataclass(frozen=True, slots=True)
class Case:
    """One score and what became of it; ``true`` is None where the paper prints none, ``found`` where none was read."""

    source: str
    fiscal_year: int
    code: str
    level: str
    outcome: str
    true: float | None
    found: float | None
    status: str | None = None
    noted: bool = False  # marked by nothing but a finding of severity info


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """What became of one paper; ``agency`` is right, empty, marked or silent."""

    paper: TruePaper
    cases: tuple[Case, ...]
    measures: MeasureFigures
    agency: str
    states: tuple[State, ...] = ()


@dataclass(slots=True)
class Figures:
    """Counts over a group of scores."""

    outcomes: Counter[str] = field(default_factory=Counter)
    noted: int = 0

    def add(self, case: Case) -> None:
        """Count one score."""
        self.outcomes[case.outcome] += 1
        self.noted += case.noted

    def as_dict(self) -> dict[str, int]:
        """Counts by name: printed = found + missing, found = right + wrong, silent counts extra values too."""
        count = self.outcomes
        wrong = count["marked"] + count["silent"]
        return {
            "printed": count["right"] + wrong + count["noticed"] + count["lost"],
            "found": count["right"] + wrong,
            "right": count["right"],
            "wrong": wrong,
            "silent": count["silent"] + count["extra_silent"],
            "only_noted": self.noted,
            "missing": count["noticed"] + count["lost"],
            "unnoticed": count["lost"],
            "extra": count["extra_marked"] + count["extra_silent"],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All papers of the truth that were to be evaluated."""

    papers: tuple[PaperFigures, ...]

    @property
    def silent(self) -> int:
        """How many values are wrong and look right: scores, ticks and states."""
        return self.total()["silent"] + sum(map(is_wrong, self.states()))

    def total(self) -> dict[str, int]:
        """The counts over all scores."""
        return _figures(case for paper in self.papers for case in paper.cases)

    def by(self, group: str) -> dict[str, dict[str, int]]:
        """The counts by one of ``GROUPS``, in the order of appearance (numbers in order of size)."""
        groups: dict[str, list[Case]] = {}
        for paper in self.papers:
            for case in paper.cases:
                key = case.level if group == "level" else str(paper.paper.setting.get(group, UNKNOWN))
                groups.setdefault(key, []).append(case)
        levels = list(Level) if group == "level" else []
        ordered = sorted(
            groups, key=lambda key: levels.index(Level(key)) if levels else int(key) if key.isdigit() else 0
        )
        return {key: _figures(groups[key]) for key in ordered}

    def cells(self) -> list[dict[str, Any]]:
        """The counts for every combination of digits, dpi and damage."""
        groups: dict[tuple[str, ...], list[Case]] = {}
        for paper in self.papers:
            key = tuple(str(paper.paper.setting.get(name, UNKNOWN)) for name in ("digits", "dpi", "damage"))
            groups.setdefault(key, []).extend(paper.cases)
        return [
            dict(zip(("digits", "dpi", "damage"), key, strict=True)) | _figures(cases) for key, cases in groups.items()
        ]

    def measures(self) -> MeasureFigures:
        """The counts over all measures."""
        return sum((paper.measures for paper in self.papers), MeasureFigures())

    def states(self) -> tuple[State, ...]:
        """Every tick and state that a paper gives or the tables hold."""
        return tuple(state for paper in self.papers for state in paper.states)

    def agencies(self) -> dict[str, int]:
        """How many papers have their agency right, empty, wrong and marked, wrong and silent."""
        counts = Counter(paper.agency for paper in self.papers)
        return {name: counts[name] for name in ("right", "empty", "marked", "silent")}

    def as_dict(self) -> dict[str, Any]:
        """Everything, for ``--json``; ``cases`` and ``state_cases`` list what is not right."""
        return {
            "papers": len(self.papers),
            "scores": self.total(),
            "by": {group: self.by(group) for group in GROUPS},
            "by_digits_dpi_damage": self.cells(),
            "measures": self.measures().as_dict(),
            "states": state_figures(self.states()),
            "agencies": self.agencies(),
            "cases": [
                {name: getattr(case, name) for name in Case.__slots__}
                for paper in self.papers
                for case in paper.cases
                if case.outcome != "right"
            ],
            "state_cases": [asdict(state) for state in self.states() if state.outcome != "right"],
        }


def load_tables(out: Path) -> Published:
    """The published tables that are judged. Raises RunError where there are none."""
    import pyarrow.parquet as pq

    if out.is_dir():
        recover(out)
    paths = {name: out / tables()[name].file for name in _NEEDED}
    if not all(path.exists() for path in paths.values()):
        problem = "holds no tables" if out.is_dir() else "does not exist"
        raise RunError(f"{out} {problem}", "Name the folder that `ita ingest` wrote to.", Exit.USAGE)
    return {name: pq.read_table(path).to_pylist() for name, path in paths.items()}


def evaluate(published: Published, truth: Sequence[TruePaper]) -> Evaluation:
    """Every paper of the truth against the tables. Raises RunError where none of them was ingested."""
    by_source = {name: _by_source(rows) for name, rows in published.items()}
    if not any(paper.source in by_source["documents"] for paper in truth):
        names = ", ".join(paper.source for paper in truth[:3])
        remedy = f"The truth is about {names}, …: ingest the papers that lie beside it."
        raise RunError("none of the papers of the truth is in the tables", remedy, Exit.USAGE)
    held = [{name: rows.get(paper.source, []) for name, rows in by_source.items()} for paper in truth]
    return Evaluation(tuple(evaluate_paper(rows, paper) for rows, paper in zip(held, truth, strict=True)))


def evaluate_paper(rows: Published, paper: TruePaper) -> PaperFigures:
    """One paper against its own rows of each table; a paper without rows was not read, and nothing says so."""
    findings = rows["findings"]
    found = _matched(rows["scores"], paper)
    cases = [_case(score, found.pop((score.fiscal_year, score.code), None), paper, findings) for score in paper.scores]
    cases += [_extra(row, paper, findings) for row in found.values() if not _may_stand_beside(row, paper)]
    agency = _agency(rows["documents"], paper, findings)
    if paper.measures is None:
        return PaperFigures(paper, tuple(cases), MeasureFigures(), agency)
    pairs, left = measure_pairs(paper.measures, rows["measures"])
    states = states_of(paper.source, pairs, findings)
    return PaperFigures(paper, tuple(cases), measure_figures(pairs, left), agency, states)


def _matched(scores: Iterable[Row], paper: TruePaper) -> dict[tuple[int, str], Row]:
    """Rows by year and code; where several bodies have the same score, that of the paper's own body comes first."""
    rows: dict[tuple[int, str], Row] = {}
    for row in sorted(scores, key=lambda row: row["agency"] != paper.agency):
        key = (row["fiscal_year"], row["code"])
        rows[key if key not in rows else (row["fiscal_year"], f"{row['code']} {len(rows)}")] = row
    return rows


def _case(score: TrueScore, row: Row | None, paper: TruePaper, findings: list[Row]) -> Case:
    true, year, code = score.score, score.fiscal_year, score.code
    level = str(framework(year).level_of(code))
    if row is None:
        noticed = is_named(code, year, findings) or _page_in_doubt(score, findings)
        return Case(paper.source, year, code, level, "noticed" if noticed else "lost", true, None)
    if not is_far(row["score"], true):
        return Case(paper.source, year, code, level, "right", true, row["score"], row["status"])
    marked = is_marked(row, true, findings)
    noted = marked and not is_marked(row, true, [finding for finding in findings if finding["severity"] != "info"])
    outcome = "marked" if marked else "silent"
    return Case(paper.source, year, code, level, outcome, true, row["score"], row["status"], noted)


def _page_in_doubt(score: TrueScore, findings: Iterable[Row]) -> bool:
    """Whether a finding says that a page on which the score stands could not be read, or hardly."""
    return any(finding["code"] in PAGE_DOUBTS and finding["page"] in score.pages for finding in findings)


def _may_stand_beside(row: Row, paper: TruePaper) -> bool:
    """Items are not listed; tools and totals may be computed where the ten indicators give them."""
    if row["level"] == "item":
        return True
    if row["status"] != "computed":
        return False
    true = _implied(paper, row["fiscal_year"], row["code"])
    return true is None or not is_far(row["score"], true, COMPUTED_ROUNDING)


def _implied(paper: TruePaper, year: int, code: str) -> float | None:
    """A tool or the total from the true indicators, None where they are not all printed."""
    known = {score.code: score.score for score in paper.scores if score.fiscal_year == year}
    values = {
        tool.code: [known.get(str(number)) for number in tool.indicators] + [tool.weight]
        for tool in framework(year).tools
    }
    means = {
        tool: sum(value for value in parts[:-1] if value is not None) / (len(parts) - 1)
        for tool, parts in values.items()
        if None not in parts
    }
    if code != "ITA":
        return means.get(code)
    return sum(means[tool.code] * tool.weight for tool in framework(year).tools) if len(means) == len(values) else None


def _extra(row: Row, paper: TruePaper, findings: list[Row]) -> Case:
    marked = row["status"] == "conflict" or is_named(row["code"], row["fiscal_year"], findings)
    if row["status"] == "computed":
        true = _implied(paper, row["fiscal_year"], row["code"])
        marked = true is not None and is_marked(row, true, findings)
    outcome = "extra_marked" if marked else "extra_silent"
    return Case(paper.source, row["fiscal_year"], row["code"], row["level"], outcome, None, row["score"], row["status"])


def _agency(documents: list[Row], paper: TruePaper, findings: Iterable[Row]) -> str:
    if paper.agency is None or not documents or documents[0]["agency"] is None:
        return "right" if paper.agency is None else "empty"
    found = documents[0]
    wanted = (paper.agency, paper.amphoe, paper.province)
    names = ("agency", "amphoe", "province")
    if all(true in (None, found[name]) for name, true in zip(names, wanted, strict=True)):
        return "right"
    return "marked" if any(finding["code"] in AGENCY_DOUBTS for finding in findings) else "silent"


def _by_source(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row["source"]), []).append(row)
    return groups


def _figures(cases: Iterable[Case]) -> dict[str, int]:
    figures = Figures()
    for case in cases:
        figures.add(case)
    return figures.as_dict()
