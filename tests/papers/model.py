"""What a made-up paper is: the body that wrote it, its scores, the knobs that shaped it, and the truth about it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

TOOL_INDICATORS = {"IIT": (1, 2, 3, 4, 5), "EIT": (6, 7, 8), "OIT": (9, 10)}
INDICATORS = tuple(range(1, 11))
LAYOUTS = ("tsv", "pipe", "html", "group", "csv", "prose", "headings", "transposed", "years", "progress", "grid")
KINDS = ("plan", "result", "analysis", "develop", "progress")


PARTS = {"development": 0, "test": 1}
_part: ContextVar[str] = ContextVar("part", default="all")


@contextmanager
def texts_of(part: str) -> Iterator[None]:
    """Within this, papers are written with the sentences of ``development`` or of ``test`` (lists of four and more
    sentences are shared out in turn)."""
    token = _part.set(part)
    try:
        yield
    finally:
        _part.reset(token)


def wording() -> dict[str, Any]:
    """The sentences, labels and headers that papers are put together from."""
    return _wording(_part.get())


@cache
def _wording(part: str) -> dict[str, Any]:
    with Path(__file__).with_name("wording.toml").open("rb") as file:
        words = tomllib.load(file)
    if part in PARTS:
        for group in words.values():
            if isinstance(group, dict) and len(group.get("texts", ())) >= 4:
                group["texts"] = group["texts"][PARTS[part] :: 2]
    return words


@dataclass(frozen=True, slots=True)
class Body:
    """A real local body: its kind of name ("องค์การบริหารส่วนตำบล"), its own name and where it lies."""

    prefix: str
    name: str
    amphoe: str
    province: str

    @property
    def full_name(self) -> str:
        return self.prefix + self.name


@dataclass(frozen=True, slots=True)
class YearScores:
    """The unrounded results of one fiscal year (points 0..100)."""

    year: int
    indicators: dict[int, Fraction]

    def tool(self, name: str) -> Fraction:
        numbers = TOOL_INDICATORS[name]
        return sum((self.indicators[number] for number in numbers), Fraction(0)) / len(numbers)

    @property
    def total(self) -> Fraction:
        return (3 * self.tool("IIT") + 3 * self.tool("EIT") + 4 * self.tool("OIT")) / 10

    def value(self, code: str) -> Fraction:
        """The unrounded value of "ITA", a tool or an indicator number."""
        if code == "ITA":
            return self.total
        return self.tool(code) if code in TOOL_INDICATORS else self.indicators[int(code)]


@dataclass(frozen=True, slots=True)
class Knobs:
    """The shape of one paper; every field not given to ``generate`` is drawn from the seed.

    ``numbers``: what stands before the labels (none, indicator, rank); ``order``: rows in order, by score or shuffled;
    ``labels``: canonical, synonym or slips (misread letters); ``total`` and ``tools``: how they are printed
    (none, sentence, row, grid, column); ``page_breaks``: tables go on after a break under a repeated header;
    ``wrap``: lines of prose are broken at blanks; ``damage``: how many printed scores are misread.
    """

    layout: str
    kind: str
    year: int
    numbers: str
    order: str
    labels: str
    digits: str
    total: str
    tools: str
    second_mentions: bool
    earlier_total: bool
    misspelled_agency: bool
    measures: int
    boilerplate: int
    extra_column: str
    n_years: int
    page_breaks: bool
    wrap: bool
    damage: int
    damage_kind: str


@dataclass(frozen=True, slots=True)
class TruthScore:
    """One score that the paper prints, rounded as printed; ``checked`` tells that printed sums verify it."""

    code: str
    year: int
    value: float
    checked: bool
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """One printed reading that was spoiled."""

    code: str
    year: int
    kind: str
    true: str
    printed: str


@dataclass(frozen=True, slots=True)
class TruthMeasure:
    """One measure row: the indicator is None where the paper does not name it, ``steps`` where none are numbered."""

    title: str
    indicator: int | None
    responsible: str
    status: str | None
    steps: int | None


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that must come out of a paper, and what was spoiled in it."""

    body: Body
    scores: dict[tuple[str, int], TruthScore]
    damages: tuple[Damage, ...]
    measures: tuple[TruthMeasure, ...]
    knobs: Knobs


@dataclass(frozen=True, slots=True)
class Paper:
    """A made-up paper: file name (its ending says the format), bytes, and the truth."""

    name: str
    data: bytes
    truth: Truth
