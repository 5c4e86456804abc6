"""All readings of one paper as votes: each distinct string counts 1 + ln(how often), by field of the address."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from normalizers import thai
from normalizers.agencies.distance import amphoe_table, near_amphoe, near_bodies, near_provinces, province_table
from normalizers.agencies.mentions import AgencyMention, PlaceMention
from normalizers.agencies.places import Place, province_names
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


@lru_cache(maxsize=8192)
def folded_name(text: str) -> str:
    """``thai.fold`` of a name, kept: each is asked for again and again."""
    return thai.fold(text)


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
        if string and (folded := folded_name(string)):
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
    letters = _NEAR[field](printed)
    near = {name: max(least, unit * off) for name, off in letters.items()}
    far = max(least, score("cap"))
    if field == PROVINCE and _is_clearly_one(printed, letters):
        far = max(far, min(near.values()) + unit * score("sure_lead"))
    return MappingProxyType({"": far, **near, printed: 0.0})


def _is_clearly_one(printed: str, letters: Mapping[str, float]) -> bool:
    """Whether a province can be told however much is wrong in it: there are few, and no other is as near."""
    if not letters or min(letters.values()) > score("sure_share") * len(printed):
        return False
    first = min(letters, key=lambda name: letters[name])
    official = province_names()[first]
    others = [off for name, off in letters.items() if province_names()[name] != official]
    return min(others, default=math.inf) - letters[first] >= score("sure_gap")


_NEAR = {AMPHOE: near_amphoe, PROVINCE: near_provinces}
_TABLES = {AMPHOE: amphoe_table, PROVINCE: province_table}


class Costs:
    """What all votes make of places, in points."""

    def __init__(self, level: Level, votes: Votes) -> None:
        self._level = level
        self._votes = votes
        self._whole = 1 + score("consistency")
        self._name: _Field | None = None
        self._amphoe: _Field | None = None
        self._province: _Field | None = None

    def ranks(self, places: Sequence[Place]) -> list[float]:
        """Sums of all votes against places, in points of one vote: the smaller the better; for comparing places only.

        What even the best readings leave unexplained counts extra: one name misread again and again must not outvote
        a place that fits name, amphoe and province each at least once.
        """
        name, amphoe, province = (field.ranked for field in self._fields())
        whole = self._whole
        return [
            (name(place.keys) + amphoe(place.amphoe_keys) + province(place.province_keys)) / whole for place in places
        ]

    def own(self, place: Place) -> float:
        """What is left unexplained by the best reading of each field: how far the place is from the print.

        An amphoe or province that is near nothing real says little against a place; one that is near another real one
        does.
        """
        name, amphoe, province = self._fields()
        return name.own(place.keys) + amphoe.own(place.amphoe_keys) + province.own(place.province_keys)

    def _fields(self) -> tuple[_Field, _Field, _Field]:
        if self._name is None or self._amphoe is None or self._province is None:
            names = [_Reading(weight, _name_points(self._level, name)) for name, weight in self._votes.name.items()]
            self._name = _Field(names, score("cap"))
            self._amphoe = _Field(_readings(AMPHOE, self._votes.amphoe))
            self._province = _Field(_readings(PROVINCE, self._votes.province))
        return self._name, self._amphoe, self._province


@dataclass(frozen=True, slots=True)
class _Reading:
    """One string of a field: its weight, its points, and those to the nearest real name with what they say (areas)."""

    weight: float
    points: Mapping[str, float]
    least: float = 0.0
    garbage: float = 0.0


class _Field:
    """All readings of one field against the spellings of a name; ``unread`` is what is left where there is none.

    ``ranked`` gives the votes against a name, and what they leave unexplained counted extra. For a single reading, the
    common case, it looks them up.
    """

    def __init__(self, readings: Sequence[_Reading], unread: float = 0.0) -> None:
        self._readings = readings
        self._unread = unread
        self._extra = score("consistency")
        self.ranked = self._rank if len(readings) != 1 else self._looked_up(readings[0])

    def _looked_up(self, reading: _Reading) -> Callable[[tuple[str, ...]], float]:
        extra, weight, least, garbage = self._extra, reading.weight, reading.least, reading.garbage
        near = {
            name: weight * cost + extra * ((cost - least if cost > least else 0.0) + garbage)
            for name, cost in reading.points.items()
        }
        far, none = near[""], weight * reading.points[""]

        def ranked(keys: tuple[str, ...]) -> float:
            if len(keys) == 1:
                return near.get(keys[0], far)
            return min([near.get(key, far) for key in keys], default=none)

        return ranked

    def _rank(self, keys: tuple[str, ...]) -> float:
        votes = sum([reading.weight * _cheapest(reading.points, keys) for reading in self._readings])
        return votes + self._extra * self.own(keys)

    def own(self, keys: Sequence[str]) -> float:
        """What the best reading leaves unexplained of a name; nothing where there is no name."""
        if not keys:
            return 0.0
        left = [max(0.0, _cheapest(r.points, keys) - r.least) + r.garbage for r in self._readings]
        return min(left, default=self._unread)


def _readings(field: str, votes: Mapping[str, float]) -> list[_Reading]:
    garbage, found = score("garbage"), []
    for printed, weight in votes.items():
        least = _least(field, printed)
        found.append(_Reading(weight, _area_points(field, printed), least, min(least, garbage)))
    return found


@lru_cache(maxsize=8192)
def _least(field: str, printed: str) -> float:
    """Points to the nearest real name of the field, at most the cap."""
    return min(score("cap"), min(_NEAR[field](printed).values(), default=math.inf) * score("unit"))


def support(level: Level, votes: Votes, place: Place, limit: float) -> float:
    """Share (0..1) of the votes for names that are within ``limit`` points of the place's name."""
    total = sum(votes.name.values())
    near = sum(weight for printed, weight in votes.name.items() if name_cost(level, printed, place) <= limit)
    return near / total if total else 0.0
