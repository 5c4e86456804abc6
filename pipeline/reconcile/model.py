"""What reconciling gives: published scores, judged mentions, findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.document import Position
from extractors.facts import ScoreMention
from extractors.findings import Finding
from normalizers.agencies import Agency
from normalizers.framework import Level


class Status(StrEnum):
    """How far a published score can be trusted."""

    VERIFIED = "verified"
    REPORTED = "reported"
    REPAIRED = "repaired"
    CONFLICT = "conflict"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Score:
    """The value to use for one (agency, fiscal year, code).

    ``score`` is in points 0..100, two decimals. ``mentions`` counts all readings, ``agreeing`` those that equal
    ``score``. ``blind_spot`` (points) is the largest error that neither the sums nor a second mention would notice,
    None where nothing checks the value. ``raw_label``, ``raw_value``, ``position`` and ``method`` are those of the best
    attested agreeing reading (of the misread one for a repaired score); all None for a computed score.
    """

    agency: Agency
    fiscal_year: int
    level: Level
    code: str
    tool: str | None
    indicator: int | None
    label: str
    label_en: str
    score: float
    grade: str | None
    status: Status
    mentions: int
    agreeing: int
    blind_spot: float | None
    raw_label: str | None
    raw_value: str | None
    confidence: float | None
    position: Position | None
    method: str


@dataclass(frozen=True, slots=True)
class JudgedMention:
    """A reading and whether it equals the published score (None where none was published)."""

    mention: ScoreMention
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All decisions about one document, in a stable order."""

    scores: tuple[Score, ...] = ()
    mentions: tuple[JudgedMention, ...] = ()
    findings: tuple[Finding, ...] = ()
