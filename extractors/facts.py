"""Facts read from one document: who and when, every score mention, every measure. Nothing is decided here.

Deciding which mention is true is the work of ``pipeline.reconcile``; these classes only carry readings with the place
they were read at.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from extractors.document import NumberReadings, Position
from extractors.findings import Finding
from normalizers.agencies import Agency


class DocumentKind(StrEnum):
    """Which kind of paper it is (DESIGN of the tables: ``documents.kind``)."""

    MEASURES_PLAN = "measures_plan"
    PROGRESS_REPORT = "progress_report"
    RESULT = "result"
    SITE_VISIT = "site_visit"
    LEAGUE_TABLE = "league_table"
    OTHER = "other"


class Context(StrEnum):
    """In what surroundings a score was read."""

    TABLE = "table"
    HEADING = "heading"
    SENTENCE = "sentence"
    CHART = "chart"
    AVERAGE = "average"  # a mean over many bodies: nobody's score


class MeasureKind(StrEnum):
    """What a measure row says: a promise, what was done, how far it is, or a line of a checklist."""

    PLAN = "plan"
    RESULT = "result"
    PROGRESS = "progress"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote the paper, which kind it is, its own fiscal year and the year its scores are of (Buddhist Era)."""

    agency: Agency
    kind: DocumentKind
    fiscal_year: int | None
    scores_year: int | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreMention:
    """One reading of one score.

    ``code`` is what it was taken for ("ITA", "IIT", "1".."10", "9.1", "i4", "o8"). ``value`` is the normalised reading
    in points 0..100, None when the print is no number in that range (``raw_value`` then still may be mended by the
    sums: a lost decimal point). ``strength`` (0..1] says how directly the paper says "this is the score of that
    code": 1 for a score table or a plain statement, less where the number stands beside the label for another
    reason (the weakest item quoted in an analysis column). ``group`` numbers the table or list it stood in: readings
    of one group are one author's one pass, readings of different groups are independent.
    ``agency`` is None for the paper's own agency. ``trusted`` is False where the reader itself cannot be believed on
    such a number: the reading is a candidate without a vote until a sum proves it. ``candidates`` are prints that its
    reader saw as possible with their probabilities, ``raw_value`` first; empty where the reader tells none. ``factor``
    is what the printed points were multiplied by to give ``value`` (a tool that is printed weighted, of 30 or 40).
    """

    code: str
    fiscal_year: int | None
    context: Context
    raw_label: str
    raw_value: str
    value: float | None
    position: Position
    method: str
    printed_number: int | None = None
    label_match: float = 0.0
    grade: str | None = None
    strength: float = 1.0
    group: int = 0
    confidence: float = 1.0
    agency: Agency | None = None
    trusted: bool = True
    candidates: NumberReadings = ()
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of a measure table or one line of a checklist, as ``measures`` publishes it (see ``pipeline.schema``)."""

    kind: MeasureKind
    seq: int
    fiscal_year: int | None
    indicators: tuple[int, ...]
    title: str
    position: Position
    page_last: int
    sub_indicator: str | None = None
    indicator_match: float | None = None
    printed_number: int | None = None
    analysis: str | None = None
    steps: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    period: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    monitoring: str | None = None
    progress: str | None = None
    outcome: str | None = None
    status: str | None = None
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read of one document."""

    identity: Identity
    mentions: tuple[ScoreMention, ...] = ()
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
