"""The bodies of a table: drawn from the reference data, so that every printed name means one body only."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

from normalizers.agencies import Agency, identify
from normalizers.agencies.central import central_bodies
from normalizers.agencies.places import Place, names_of
from normalizers.agencies.types import Level
from tools.league_tables.model import Body

GROUPS = ("province", "amphoe", "nation", "central", "universities", "mixed", "pao", "provinces")
_LOCAL = {"องค์การบริหารส่วนตำบล": ("SAO", "อบต."), "เทศบาลตำบล": ("SDM", "ทต.")}
# Letters that readers take for one another, both ways.
_CONFUSED = ("งน", "ดต", "ดค", "ถภ", "ูุ", "ีิ", "ปบ", "พผ", "ขช", "ลส", "ฎฏ")
_SWAPS = {a: b for pair in _CONFUSED for a, b in (pair, pair[::-1])}
_MARKS = "่้๊๋์"


def draw(rng: random.Random, group: str, count: int) -> list[Body]:
    """``count`` bodies of a group (fewer where the group has fewer)."""
    if group in ("province", "amphoe", "nation"):
        return _local(rng, group, count)
    if group == "pao":
        return _sample(rng, _of_provinces("PAO", "องค์การบริหารส่วนจังหวัด", "อบจ."), count)
    if group == "provinces":
        return _sample(rng, _of_provinces("PRV", "จังหวัด", "จังหวัด"), count)
    central = [body for body in _central() if group != "universities" or body.kind == "สถาบันอุดมศึกษา"]
    if group == "mixed":
        central = [
            *central,
            *_of_provinces("PAO", "องค์การบริหารส่วนจังหวัด", "อบจ."),
            *_of_provinces("PRV", "จังหวัด", "จังหวัด"),
        ]
    return _sample(rng, central, count)


def _sample(rng: random.Random, bodies: list[Body], count: int) -> list[Body]:
    return rng.sample(bodies, min(count, len(bodies)))


@cache
def _tambons() -> tuple[Place, ...]:
    """Every tambon whose name is that of no town, so that a municipality's name means one body."""
    towns = {key for key, places in names_of(Level.TOWN).items() if any(len(place.code) == 4 for place in places)}
    found = {place.code: place for places in names_of(Level.TAMBON).values() for place in places}
    plain = (place for place in found.values() if place.amphoe and not towns.intersection(place.keys))
    return tuple(sorted((place for place in plain if place.code[:2] != "10"), key=lambda place: place.code))


def _local(rng: random.Random, group: str, count: int) -> list[Body]:
    places = list(_tambons())
    if group != "nation":
        provinces = sorted({place.province for place in places})
        province = rng.choice(
            [p for p in provinces if sum(place.province == p for place in places) >= count * 1.5] or provinces
        )
        places = [place for place in places if place.province == province]
    if group == "amphoe":
        amphoes = sorted({place.amphoe or "" for place in places})
        chosen = rng.sample(amphoes, min(len(amphoes), rng.randint(2, 5)))
        places = [place for place in places if place.amphoe in chosen]
    where = "province" if group == "province" else "amphoe"
    names = Counter((place.name, getattr(place, where), place.province) for place in places)
    places = [place for place in places if names[place.name, getattr(place, where), place.province] == 1]
    chosen_places = sorted(rng.sample(places, min(count, len(places))), key=lambda place: place.code)
    return [_of_tambon(place, rng.choice(("องค์การบริหารส่วนตำบล",) * 3 + ("เทศบาลตำบล",))) for place in chosen_places]


def _of_tambon(place: Place, kind: str) -> Body:
    code, short = _LOCAL[kind]
    return Body(f"{code}-{place.code}", kind + place.name, short + place.name, kind, place.amphoe, place.province)


def _of_provinces(code: str, word: str, short: str) -> list[Body]:
    places = {place.code: place for found in names_of(Level.PROVINCE).values() for place in found}
    return [
        Body(f"{code}-{place.code}", word + place.name, short + place.name, word, None, place.province)
        for _, place in sorted(places.items())
        if place.code != "10"
    ]


@cache
def _central() -> tuple[Body, ...]:
    """Central bodies whose official name means them alone."""
    found = [(body, identify(body.name).agency) for body in central_bodies()]
    return tuple(Body(b.code, b.name, b.name, b.type) for b, agency in found if _is(agency, b.code))


def _is(agency: Agency, code: str) -> bool:
    return agency.agency_id == code


def slip(rng: random.Random, text: str, count: int) -> str:
    """``text`` with ``count`` letters misread or lost, those of its type word as well."""
    letters = list(text)
    places = [i for i, letter in enumerate(letters) if letter in _SWAPS or letter in _MARKS]
    for place in rng.sample(places, min(count, len(places))):
        letter = letters[place]
        letters[place] = "" if letter in _MARKS else _SWAPS[letter]
    return "".join(letters)
