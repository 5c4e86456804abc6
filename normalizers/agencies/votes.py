"""All readings of one paper as votes: each distinct string counts 1 + ln(how often), by field of the address."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

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
    if printed in place.keys:
        return 0.0
    return _cheapest(near_bodies(level, printed), place.keys)


def amphoe_cost(printed: str, place: Place) -> float:
    """Points between a printed amphoe and that of a place; another real amphoe is never a mere misreading."""
    if printed in place.amphoe_keys:
        return 0.0
    cost = _cheapest(near_amphoe(printed), place.amphoe_keys)
    return max(cost, score("other_real")) if printed in amphoe_table().known else cost


def province_cost(printed: str, place: Place) -> float:
    """Points between a printed province and that of a place; another real province is never a mere misreading."""
    if printed in place.province_keys:
        return 0.0
    cost = _cheapest(near_provinces(printed), place.province_keys)
    return max(cost, score("other_real")) if printed in province_table().known else cost


def _cheapest(near: Mapping[str, float], keys: Sequence[str]) -> float:
    cap, unit = score("cap"), score("unit")
    return min((unit * near[key] for key in keys if key in near), default=cap)


def rank_cost(level: Level, votes: Votes, place: Place) -> float:
    """Sum of all votes against a place, in points of one vote: the smaller the better; for comparing places only.

    What even the best readings leave unexplained counts extra: one name misread again and again must not outvote a
    place that fits name, amphoe and province each at least once.
    """
    names = sum(weight * name_cost(level, printed, place) for printed, weight in votes.name.items())
    amphoe = sum(weight * amphoe_cost(printed, place) for printed, weight in votes.amphoe.items())
    provinces = sum(weight * province_cost(printed, place) for printed, weight in votes.province.items())
    extra = score("consistency")
    return (names + amphoe + provinces + extra * own_cost(level, votes, place)) / (1 + extra)


def own_cost(level: Level, votes: Votes, place: Place) -> float:
    """What is left unexplained by the best reading of each field, in points: how far the place is from the print.

    An amphoe or province that is near nothing real says little against a place; one that is near another real one does.
    """
    names = min((name_cost(level, printed, place) for printed in votes.name), default=score("cap"))
    amphoe = [
        _contradiction(amphoe_cost(printed, place), near_amphoe(printed)) for printed in votes.amphoe if place.amphoe
    ]
    provinces = [_contradiction(province_cost(printed, place), near_provinces(printed)) for printed in votes.province]
    return names + min(amphoe, default=0.0) + min(provinces, default=0.0)


def _contradiction(cost: float, near: Mapping[str, float]) -> float:
    least = min(score("cap"), min(near.values(), default=math.inf) * score("unit"))
    return max(0.0, cost - least) + min(least, score("garbage"))


def support(level: Level, votes: Votes, place: Place, limit: float) -> float:
    """Share (0..1) of the votes for names that are within ``limit`` points of the place's name."""
    total = sum(votes.name.values())
    near = sum(weight for printed, weight in votes.name.items() if name_cost(level, printed, place) <= limit)
    return near / total if total else 0.0
