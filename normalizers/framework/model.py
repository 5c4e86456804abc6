"""The shape of one year's framework. Scores are points 0..100, years are of the Buddhist Era."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from normalizers.framework.lattice import Sizes, possible_values

_CODE = re.compile(r"(?P<letter>[ieo])(?P<item>[1-9]\d?)|(?P<indicator>[1-9]|10)(?:\.(?P<sub>[1-9]))?", re.ASCII)
_TOOL_OF_LETTER = {"i": "IIT", "e": "EIT", "o": "OIT"}


class Level(StrEnum):
    """The level of a score code, as the ``scores`` table names it."""

    OVERALL = "overall"
    TOOL = "tool"
    INDICATOR = "indicator"
    SUB_INDICATOR = "sub_indicator"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the ten indicators; ``variants`` are other wordings of the label, ``names_en`` other English names."""

    number: int
    tool: str
    label: str
    label_en: str
    variants: tuple[str, ...]
    names_en: tuple[str, ...]

    @property
    def code(self) -> str:
        """The score code, ``"1"`` to ``"10"``."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Tool:
    """One of IIT, EIT and OIT; ``weight`` is its share of the total (0..1) in the year."""

    code: str
    label: str
    label_en: str
    weight: float
    indicators: tuple[int, ...]
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubIndicator:
    """A part of indicator 9 or 10. ``first`` and ``last`` are item codes, None (and count None) where not known."""

    code: str
    indicator: int
    label: str
    short_label: str
    label_en: str
    first: str | None
    last: str | None
    count: int | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question or document: ``title`` is None where only the code is known."""

    code: str
    title: str | None
    indicator: int | None
    sub_indicator: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class GradeBand:
    """Totals from ``low`` to ``high`` (both included, two decimals) whose tools all have at least ``min_tool``."""

    word: str
    low: float
    high: float
    min_tool: float | None = None


@dataclass(frozen=True, slots=True)
class GradeScheme:
    """Bands from the best to the worst; the first that fits holds. ``incomplete`` marks an agency without scores."""

    name: str
    first_year: int
    bands: tuple[GradeBand, ...]
    incomplete: str | None
    incomplete_label: str | None
    confidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Framework:
    """The framework of ``year``; ``exact`` is False when another year was asked for and this is the nearest known."""

    year: int
    exact: bool
    indicators: tuple[Indicator, ...]
    tools: tuple[Tool, ...]
    sub_indicators: tuple[SubIndicator, ...]
    items: Mapping[str, Item]
    grade_scheme: GradeScheme
    target: float
    measures_item: str | None
    report_item: str | None
    overall: tuple[str, str]
    lattice_sizes: Mapping[int, Sizes]

    def level_of(self, code: str) -> Level:
        """Level of a score code. Raises ValueError for what is no code at all ("x", "11", "o0")."""
        if code == "ITA":
            return Level.OVERALL
        if any(tool.code == code for tool in self.tools):
            return Level.TOOL
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(f"no score code: {code!r}")
        if match["letter"]:
            return Level.ITEM
        return Level.SUB_INDICATOR if match["sub"] else Level.INDICATOR

    def tool_of(self, code: str) -> str | None:
        """Tool of a code; None for the overall score."""
        level = self.level_of(code)
        if level is Level.OVERALL:
            return None
        if level is Level.TOOL:
            return code
        if level is Level.ITEM:
            return _TOOL_OF_LETTER[code[0]]
        return self.indicators[int(code.split(".")[0]) - 1].tool

    def indicator_of(self, code: str) -> int | None:
        """Find the indicator (1..10) of a code; None above that level and for an item whose place is not known."""
        level = self.level_of(code)
        if level is Level.ITEM:
            item = self.items.get(code)
            return item.indicator if item else None
        if level in (Level.INDICATOR, Level.SUB_INDICATOR):
            return int(code.split(".")[0])
        return None

    def label_of(self, code: str) -> tuple[str, str]:
        """Canonical Thai label and English label; the code itself stands in where the year gives no name."""
        level = self.level_of(code)
        if level is Level.OVERALL:
            return self.overall
        if level is Level.TOOL:
            tool = next(tool for tool in self.tools if tool.code == code)
            return tool.label, tool.label_en
        if level is Level.INDICATOR:
            indicator = self.indicators[int(code) - 1]
            return indicator.label, indicator.label_en
        if level is Level.SUB_INDICATOR:
            sub = next((sub for sub in self.sub_indicators if sub.code == code), None)
            return (sub.label, sub.label_en) if sub else (f"ตัวชี้วัดย่อย {code}", f"Sub-indicator {code}")
        item = self.items.get(code)
        return (item.title if item and item.title else f"ข้อ {code}"), f"Item {code}"

    def lattice(self, indicator: int) -> frozenset[int] | None:
        """Possible scores of indicator 9 or 10 in hundredths of a point; None where any score is possible.

        In FY2563 to 2565 an item scored 0 or 100 only, so the mean of the sub-indicators (each the mean of its items)
        takes few values. Rounding half up and half to even are both admitted.
        """
        sizes = self.lattice_sizes.get(indicator)
        return possible_values(sizes) if sizes else None
