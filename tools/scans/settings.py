"""The settings of the scanner and its fonts, from ``settings.toml``: frozen, so that a name means the same for ever."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PARTS = ("development", "test")
DPI = (100, 300)  # the lowest and the highest resolution that offices scan with


@dataclass(frozen=True, slots=True)
class Level:
    """How badly a page is scanned; what each field means stands at the head of ``settings.toml``."""

    name: str
    skew: float
    blur: float
    noise: float
    specks: float
    jpeg: int
    light: float
    ink: int
    paper: int
    bleed: float
    stamp: float
    signature: float
    holes: float
    corners: float
    colour: str


@dataclass(frozen=True, slots=True)
class Font:
    """A font family, the part of the samples that uses it, its size beside Laksaman, its npm package if it has one."""

    family: str
    part: str
    scale: float
    package: str | None = None


@cache
def levels() -> dict[str, Level]:
    """Every level of damage by name, the mildest first."""
    return {name: Level(name, **fields) for name, fields in _settings()["level"].items()}


@cache
def fonts() -> dict[str, Font]:
    """Every font family by name."""
    return {family: Font(family, **fields) for family, fields in _settings()["font"].items()}


def fonts_of(part: str) -> tuple[Font, ...]:
    """The installed fonts of ``development`` or ``test``: those of npm packages are used where they are asked for."""
    return tuple(font for font in fonts().values() if font.part == part and not font.package)


def _settings() -> dict[str, Any]:
    with Path(__file__).with_name("settings.toml").open("rb") as file:
        return tomllib.load(file)
