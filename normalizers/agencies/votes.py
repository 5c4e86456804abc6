"""All readings of one paper as votes: each distinct string counts 1 + ln(how often), by field of the address."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from normalizers import thai
from normalizers.agencies.distance import amphoe_table, near_amphoe, near_bodies, near_provinces, province_table
from normalizers.agencies.mentions import AgencyMention, PlaceMention
from normalizers.agencies.places import Place
from normalizers.agencies.types import Level, data

NAME, AMPHOE, PROVINCE = "name", "amphoe", "province"


@dataclass(frozen=True, slots=True)
class Votes:
    """Folded strings per field with their weights."""

    name: Mapping[str, float]
    amphoe: Mapping[str, float]
    province: Mapping[str, float]

    @property
    def placed(self) -> bool:
        """Whether an amphoe or a province is printed."""
        return bool(self.amphoe or self.province)


@cache
def score(name: str) -> float:
    """A number of the ``[score]`` table of ``costs.toml``, in points."""
    return float(data("costs")["score"][name])


def count_votes(mentions: Sequence[AgencyMention], places: Sequence[PlaceMention] = ()) -> Votes:
    """Votes of all fields; places that stand apart from a body's name count less."""
    apart = score("place_mention")
    amphoe = [(mention.amphoe, mention.weight) for mention in mentions]
    province = [(mention.province, mention.weight) for mention in mentions]
    return Votes(
        name=_weigh((mention.name, mention.weight) for mention in mentions),
        amphoe=_weigh([*amphoe, *((place.amphoe, apart * place.weight) for place in places)]),
        province=_weigh([*province, *((place.province, apart * place.weight) for place in places)]),
    )


def _weigh(strings: Iterable[tuple[str | None, float]]) -> dict[str, float]:
    seen: dict[str, list[float]] = {}
    for string, weight in strings:
        if string and (folded := thai.fold(string)):
            seen.setdefault(folded, []).append(weight)
    return {folded: max(weights) * (1 + math.log(len(weights))) for folded, weights in seen.items()}


def name_cost(level: Level, printed: str, place: Place) -> float:
    """Points between a printed name and the name of a place, at most the cap."""
    return _cheapest(_name_points(level, printed), place.keys)


def amphoe_cost(printed: str, place: Place) -> float:
    """Points between a printed amphoe and that of a place; another real amphoe is never a mere misreading."""
    return _cheapest(_area_points(AMPHOE, printed), place.amphoe_keys)


def province_cost(printed: str, place: Place) -> float:
    """Points between a printed province and that of a place; another real province is never a mere misreading."""
    return _cheapest(_area_points(PROVINCE, printed), place.province_keys)


def _cheapest(points: Mapping[str, float], keys: Sequence[str]) -> float:
    far = points[""]
    if len(keys) == 1:
        return points.get(keys[0], far)
    return min([points.get(key, far) for key in keys], default=far)


@lru_cache(maxsize=8192)
def _name_points(level: Level, printed: str) -> Mapping[str, float]:
    """Points of every name that is near; those of all others stand under the empty name."""
    unit = score("unit")
    near = {name: unit * letters for name, letters in near_bodies(level, printed).items()}
    return MappingProxyType({"": score("cap"), **near, printed: 0.0})


@lru_cache(maxsize=8192)
def _area_points(field: str, printed: str) -> Mapping[str, float]:
    """The same for names of amphoe or provinces."""
    unit, least = score("unit"), score("other_real") if printed in _TABLES[field]().known else 0.0
    near = {name: max(least, unit * letters) for name, letters in _NEAR[field](printed).items()}
    return MappingProxyType({"": max(least, score("cap")), **near, printed: 0.0})


_NEAR = {AMPHOE: near_amphoe, PROVINCE: near_provinces}
_TABLES = {AMPHOE: amphoe_table, PROVINCE: province_table}


class Costs:
    """What all votes make of places, in points; each field is worked out once for all places that share it."""

    def __init__(self, level: Level, votes: Votes) -> None:
        self._level = level
        self._votes = votes
        self._extra = score("consistency")
        self._names: list[_Reading] | None = None
        self._amphoes: list[_Reading] | None = None
        self._provinces: list[_Reading] | None = None
        self._by_name: dict[tuple[str, ...], tuple[float, float]] = {}
        self._by_amphoe: dict[tuple[str, ...], tuple[float, float]] = {}
        self._by_province: dict[tuple[str, ...], tuple[float, float]] = {}

    def least(self, place: Place) -> float:
        """What the names alone make of ``rank``: no place ranks better, whatever its amphoe and province."""
        total, best = self._name(place)
        return (total + self._extra * best) / (1 + self._extra)

    def rank(self, place: Place) -> float:
        """Sum of all votes against a place, in points of one vote: the smaller the better; for comparing places only.

        What even the best readings leave unexplained counts extra: one name misread again and again must not outvote
        a place that fits name, amphoe and province each at least once.
        """
        name = self._by_name.get(place.keys) or self._name(place)
        amphoe = self._by_amphoe.get(place.amphoe_keys) or self._amphoe(place)
        province = self._by_province.get(place.province_keys) or self._province(place)
        total, own = name[0] + amphoe[0] + province[0], name[1] + amphoe[1] + province[1]
        return (total + self._extra * own) / (1 + self._extra)

    def own(self, place: Place) -> float:
        """What is left unexplained by the best reading of each field: how far the place is from the print.

        An amphoe or province that is near nothing real says little against a place; one that is near another real one
        does.
        """
        return self._name(place)[1] + self._amphoe(place)[1] + self._province(place)[1]

    def _name(self, place: Place) -> tuple[float, float]:
        known = self._by_name.get(place.keys)
        if known is None:
            if self._names is None:
                names = self._votes.name.items()
                self._names = [_Reading(weight, _name_points(self._level, name)) for name, weight in names]
            costs = [(reading.weight, _cheapest(reading.points, place.keys)) for reading in self._names]
            best = min([cost for _, cost in costs], default=score("cap"))
            known = self._by_name[place.keys] = (sum([weight * cost for weight, cost in costs]), best)
        return known

    def _amphoe(self, place: Place) -> tuple[float, float]:
        known = self._by_amphoe.get(place.amphoe_keys)
        if known is None:
            if self._amphoes is None:
                self._amphoes = _readings(AMPHOE, self._votes.amphoe)
            total, own = _area(self._amphoes, place.amphoe_keys)
            known = self._by_amphoe[place.amphoe_keys] = (total, own if place.amphoe else 0.0)
        return known

    def _province(self, place: Place) -> tuple[float, float]:
        known = self._by_province.get(place.province_keys)
        if known is None:
            if self._provinces is None:
                self._provinces = _readings(PROVINCE, self._votes.province)
            known = self._by_province[place.province_keys] = _area(self._provinces, place.province_keys)
        return known


@dataclass(frozen=True, slots=True)
class _Reading:
    """One string of a field: its weight, its points, and those to the nearest real name with what they say (areas)."""

    weight: float
    points: Mapping[str, float]
    least: float = 0.0
    garbage: float = 0.0


def _readings(field: str, votes: Mapping[str, float]) -> list[_Reading]:
    garbage, found = score("garbage"), []
    for printed, weight in votes.items():
        least = _least(field, printed)
        found.append(_Reading(weight, _area_points(field, printed), least, min(least, garbage)))
    return found


def _area(readings: Sequence[_Reading], keys: tuple[str, ...]) -> tuple[float, float]:
    """All votes of a field against an area, and what its best reading leaves unexplained."""
    total, own = 0.0, math.inf
    for reading in readings:
        cost = _cheapest(reading.points, keys)
        total += reading.weight * cost
        own = min(own, max(0.0, cost - reading.least) + reading.garbage)
    return total, own if readings else 0.0


@lru_cache(maxsize=8192)
def _least(field: str, printed: str) -> float:
    """Points to the nearest real name of the field, at most the cap."""
    return min(score("cap"), min(_NEAR[field](printed).values(), default=math.inf) * score("unit"))


def support(level: Level, votes: Votes, place: Place, limit: float) -> float:
    """Share (0..1) of the votes for names that are within ``limit`` points of the place's name."""
    total = sum(votes.name.values())
    near = sum(weight for printed, weight in votes.name.items() if name_cost(level, printed, place) <= limit)
    return near / total if total else 0.0
