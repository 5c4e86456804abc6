"""The kinds of bodies and the words around their names, as ``types.toml`` lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any


class Level(StrEnum):
    """Which places carry a kind of body: every tambon, tambon or amphoe (municipalities), every province."""

    TAMBON = "tambon"
    TOWN = "town"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class AgencyType:
    """A kind of body told by type word and place; ``stem`` and ``tail`` are the halves of the word as printed.

    ``seat``: a body of the kind that is called like a province is that of the province's capital.
    """

    word: str
    code: str
    level: Level
    stem: str
    tail: str
    stem_slips: int
    tail_slips: int
    abbreviations: tuple[str, ...]
    seat: bool


@dataclass(frozen=True, slots=True)
class SingleBody:
    """A kind of which there is one body, so that the word is its whole name."""

    word: str
    code: str
    place: str
    province: str
    amphoe: str | None
    abbreviations: tuple[str, ...]


@cache
def data(name: str) -> dict[str, Any]:
    """Read one of the data files beside this module (``types``, ``places``, ``costs``)."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


@cache
def agency_types() -> dict[str, AgencyType]:
    """Kinds told by a place, by their canonical type word."""
    kinds = (
        AgencyType(
            word=entry["word"],
            code=entry["code"],
            level=Level(entry["level"]),
            stem=entry["stem"],
            tail=entry["tail"],
            stem_slips=entry["stem_slips"],
            tail_slips=entry["tail_slips"],
            abbreviations=tuple(entry["abbreviations"]),
            seat=entry.get("seat", False),
        )
        for entry in data("types")["type"]
    )
    return {kind.word: kind for kind in kinds}


@cache
def single_bodies() -> dict[str, SingleBody]:
    """Kinds of which there is one body, by their word."""
    bodies = (
        SingleBody(
            word=entry["word"],
            code=entry["code"],
            place=entry["place"],
            province=entry["province"],
            amphoe=entry.get("amphoe"),
            abbreviations=tuple(entry["abbreviations"]),
        )
        for entry in data("types")["single"]
    )
    return {body.word: body for body in bodies}
