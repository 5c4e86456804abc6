"""Priors and thresholds of reconciling (``reconcile.toml``), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Costs:
    """Negative natural logarithms of prior probabilities."""

    misread: float
    arbitrary: float
    second_print: float
    other_reading: float
    outvoted: float
    weak: float
    other_table: float
    off_lattice: float
    background: float
    horizon: float
    beyond: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a decision is taken; see the data file for the meaning of each."""

    repair: float
    reading: float
    unsure: float
    verified: float
    reported: float
    doubt: float
    suggest: float
    suggestions: int
    strong: float
    outvotes: int
    incomplete: int
    coarsest_grain: int
    coarse_values: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All of ``reconcile.toml``; ``context_rank`` orders contexts, the best first."""

    costs: Costs
    thresholds: Thresholds
    context_rank: Mapping[str, int]


@cache
def settings() -> Settings:
    """Read the data file."""
    data = tomllib.loads(Path(__file__).with_name("reconcile.toml").read_text("utf-8"))
    ranks = {context: rank for rank, context in enumerate(data["contexts"])}
    return Settings(Costs(**data["costs"]), Thresholds(**data["thresholds"]), ranks)
