"""The kinds of bodies and the words around their names, as ``types.toml`` lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any


class Level(StrEnum):
    """Which places carry a kind of body: tambon, tambon or amphoe (municipalities), amphoe and province (offices)."""

    TAMBON = "tambon"
    TOWN = "town"
    AMPHOE = "amphoe"
    PROVINCE = "province"


PLACE_WORDS = {Level.AMPHOE: "อำเภอ", Level.PROVINCE: "จังหวัด"}


@dataclass(frozen=True, slots=True)
class AgencyType:
    """A kind of body told by type word and place; ``stem`` and ``tail`` are the halves of the word as printed.

    ``seat``: a body of the kind that is called like a province is that of the province's capital. ``misspelled`` are
    stems that people write for it.
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
    misspelled: tuple[str, ...] = ()


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
    """Read one of the data files beside this module (``types``, ``places``, ``costs``, ``offices``)."""
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
            misspelled=tuple(entry.get("misspelled", ())),
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


@cache
def office_types() -> dict[str, AgencyType]:
    """Offices of a province or an amphoe by their word with the kind of place ("สำนักงานสาธารณสุขจังหวัด")."""
    kinds = (
        AgencyType(
            word=entry["word"] + place,
            code=entry["code"],
            level=level,
            stem=entry["word"],
            tail=place,
            stem_slips=0,
            tail_slips=0,
            abbreviations=tuple(entry[level.value]),
            seat=False,
        )
        for entry in data("offices")["office"]
        for level, place in PLACE_WORDS.items()
        if level.value in entry
    )
    return {kind.word: kind for kind in kinds}


def kind_of(word: str) -> AgencyType | None:
    """The kind told by a place that a type word means, local bodies and offices alike."""
    return agency_types().get(word) or office_types().get(word)
