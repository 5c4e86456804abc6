"""The words and limits of tables of many bodies, read from ``league.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Kind(StrEnum):
    """What a column holds."""

    AGENCY = "agency"
    TYPE = "type"
    TAMBON = "tambon"
    AMPHOE = "amphoe"
    PROVINCE = "province"
    MINISTRY = "ministry"
    YEAR = "year"
    NUMBER = "number"
    RANK = "rank"
    GRADE = "grade"
    SCORE = "score"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TableLimits:
    """Limits; see the comments in the data file."""

    min_bodies: int
    known_share: float
    headed_share: float
    distinct_share: float
    quality_scale: float
    label_similarity: float
    sure_similarity: float
    bare_numbers: int
    grade_share: float
    header_echo: int
    ranked_rows: int
    out_of_rank: float


@dataclass(frozen=True, slots=True)
class Total:
    """Headers of totals and of weighted points; ``annotation`` and ``short_label`` are matched against printed text."""

    strong: re.Pattern[str]
    plain: re.Pattern[str]
    not_total: re.Pattern[str]
    weighted: re.Pattern[str]
    annotation: re.Pattern[str]
    short_label: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """Labels of rows that are no body."""

    mean: re.Pattern[str]
    sum: re.Pattern[str]
    other: re.Pattern[str]
    place: re.Pattern[str]
    pieces: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """All of ``league.toml``."""

    table: TableLimits
    columns: tuple[tuple[Kind, re.Pattern[str]], ...]
    total: Total
    summary: Summary
    parts: re.Pattern[str]
    averages: re.Pattern[str]
    counted: re.Pattern[str]
    share: re.Pattern[str]
    group: re.Pattern[str]
    local: re.Pattern[str]


def _compiled(entries: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in entries.items()}


@cache
def words() -> Words:
    """The vocabulary, read once."""
    text = resources.files("extractors.scores.league").joinpath("league.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    summary = data["summary"] | {"pieces": f"(?:{data['summary']['pieces']})+"}
    return Words(
        table=TableLimits(**data["table"]),
        columns=tuple((Kind(entry["kind"]), re.compile(entry["pattern"])) for entry in data["column"]),
        total=Total(**_compiled(data["total"])),
        summary=Summary(**_compiled(summary)),
        parts=re.compile(data["parts"]["pattern"]),
        averages=re.compile(data["averages"]["pattern"]),
        **{name: re.compile(data["averages"][name]) for name in ("counted", "share", "group", "local")},
    )
