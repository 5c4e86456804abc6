"""Settled values to scores and judged mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.facts import ScoreMention
from normalizers.agencies import Agency
from normalizers.framework import Framework, Level
from pipeline.reconcile.checks import TOTAL
from pipeline.reconcile.judge import blind_spot, computed_blind_spot
from pipeline.reconcile.model import JudgedMention, Score, Status
from pipeline.reconcile.readings import Reading, hundredths
from pipeline.reconcile.settle import Readings, Settlement

_LEVELS = (Level.OVERALL, Level.TOOL, Level.INDICATOR, Level.SUB_INDICATOR, Level.ITEM)
_TOOLS = ("IIT", "EIT", "OIT")
_CHECKED = (Status.VERIFIED, Status.REPAIRED, Status.REPORTED)
COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Year:
    """One agency and fiscal year: what was read and how it was settled.

    ``untrusted`` are readings without a vote that no sum proves; they are in no score.
    """

    agency: Agency
    fiscal_year: int
    framework: Framework
    readings: Readings
    settled: Settlement
    statuses: Mapping[str, Status]
    computed: Mapping[str, int]
    untrusted: Readings = field(default_factory=dict)


def code_key(framework: Framework, code: str) -> tuple[int, int, tuple[int, ...], str]:
    """Sort key of a code: ITA, the tools, indicators, sub-indicators, items."""
    level = framework.level_of(code)
    numbers = tuple(int(part) for part in code.lstrip("ieo").split(".")) if level not in _LEVELS[:2] else ()
    tool = framework.tool_of(code)
    order = _TOOLS.index(tool) if tool in _TOOLS and level in (Level.TOOL, Level.ITEM) else 0
    return _LEVELS.index(level), order, numbers, code


def scores_of(year: Year) -> list[Score]:
    """Scores of one year, printed and computed, in the order of the codes."""
    scores = [_printed(year, code) for code in year.settled.chosen]
    scores += [_computed(year, code, value) for code, value in year.computed.items()]
    return sorted(scores, key=lambda score: code_key(year.framework, score.code))


def _printed(year: Year, code: str) -> Score:
    chosen, status = year.settled.chosen[code], year.statuses[code]
    readings = year.readings[code]
    agreeing = [m for reading in readings if reading.value == chosen.value for m in reading.mentions]
    best = agreeing[0] if agreeing else chosen.reading.mentions[0]
    blind = blind_spot(year.settled, readings=year.readings, framework=year.framework, code=code)
    return _score(
        year,
        code,
        chosen.value,
        grade=_grade(code, agreeing),
        status=status,
        mentions=sum(len(reading.mentions) for reading in readings),
        agreeing=len(agreeing),
        blind_spot=None if blind is None or status not in _CHECKED else blind / 100,
        best=best,
        confidence=max(mention.confidence for mention in agreeing or [best]),
    )


def _computed(year: Year, code: str, value: int) -> Score:
    blind = computed_blind_spot(year.framework, year.settled, year.readings, code)
    return _score(
        year,
        code,
        value,
        grade=None,
        status=Status.COMPUTED,
        mentions=0,
        agreeing=0,
        blind_spot=None if blind is None else blind / 100,
        best=None,
        confidence=None,
    )


def _score(
    year: Year,
    code: str,
    value: int,
    *,
    grade: str | None,
    status: Status,
    mentions: int,
    agreeing: int,
    blind_spot: float | None,
    best: ScoreMention | None,
    confidence: float | None,
) -> Score:
    framework = year.framework
    label, label_en = framework.label_of(code)
    return Score(
        agency=year.agency,
        fiscal_year=year.fiscal_year,
        level=framework.level_of(code),
        code=code,
        tool=framework.tool_of(code),
        indicator=framework.indicator_of(code),
        label=label,
        label_en=label_en,
        score=value / 100,
        grade=grade,
        status=status,
        mentions=mentions,
        agreeing=agreeing,
        blind_spot=blind_spot,
        raw_label=best.raw_label if best else None,
        raw_value=best.raw_value if best else None,
        confidence=confidence,
        position=best.position if best else None,
        method=best.method if best else COMPUTED,
    )


def _grade(code: str, agreeing: Sequence[ScoreMention]) -> str | None:
    """Return the grade printed with the total, that of the best attested mention which has one."""
    if code != TOTAL:
        return None
    return next((mention.grade for mention in agreeing if mention.grade), None)


def judged(mention: ScoreMention, published: Mapping[str, int]) -> JudgedMention:
    """Compare a mention with the value published for its code."""
    value = published.get(mention.code)
    if value is None:
        return JudgedMention(mention, None)
    return JudgedMention(mention, mention.value is not None and hundredths(mention.value) == value)


def printed_value(reading: Reading) -> str:
    """The value of a reading as messages show it; the raw print where it is no score."""
    return reading.raw if reading.value is None else points(reading.value)


def points(value: int) -> str:
    """Hundredths as points with two decimals."""
    return f"{value // 100}.{value % 100:02d}"
