"""How far a printed name is from the real ones, in letters: an edit distance that forgives what scans mix up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.agencies.places import amphoe_names, names_of, province_names
from normalizers.agencies.types import Level, data

_TONES = frozenset("่้๊๋์็๎")
_ABOVE = frozenset("ัิีึืํ็")
_LENGTH = frozenset("ุู")
_VOWELS = frozenset("ะาำๅัิีึืุูเแโใไํ")


@cache
def _edit() -> dict[str, float]:
    return {name: float(cost) for name, cost in data("costs")["edit"].items()}


@cache
def _lost(letter: str) -> float:
    """Cost of a letter that is lost or added."""
    edit = _edit()
    if letter in _TONES:
        return edit["tone_lost"]
    return edit["vowel_lost"] if letter in _VOWELS else edit["letter_lost"]


@cache
def _changed(one: str, other: str) -> float:
    """Cost of one letter read as another."""
    edit = _edit()
    pair = {one, other}
    if pair <= _TONES:
        return edit["tone_swapped"]
    if pair <= _LENGTH:
        return edit["length_pair"]
    if pair <= _ABOVE:
        return edit["above_vowel"]
    key = thai.skeleton(one)
    if key and key == thai.skeleton(other):
        return edit["look_alike"]
    return min(edit["unrelated"], _lost(one) + _lost(other))


def weighted_distance(one: str, other: str) -> float:
    """Weighted edit distance of two folded names (``costs.toml``), 0 for equal ones; symmetric.

    Letters at both ends that are equal are set aside first: near names share most of them.
    """
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _lost(letter))
    for letter in one:
        row = _next_row(row, letter, other)
    return round(row[-1], 6)


def _next_row(row: list[float], letter: str, other: str) -> list[float]:
    lost = _lost(letter)
    following = [row[0] + lost]
    for column, target in enumerate(other):
        changed = row[column] if letter == target else row[column] + _changed(letter, target)
        following.append(min(changed, row[column + 1] + lost, following[column] + _lost(target)))
    return following


class Names:
    """Folded names of one kind, with their skeletons, ready to be searched."""

    def __init__(self, names: Sequence[str]) -> None:
        self.known = frozenset(names)
        self.names = list(names)
        self.skeletons = [thai.skeleton(name) for name in names]

    def near(self, folded: str) -> Mapping[str, float]:
        """Names within reach of ``folded`` and their distance in letters; names not listed are out of reach."""
        score = data("costs")["score"]
        plain = process.extract(
            folded, self.names, scorer=Levenshtein.distance, score_cutoff=score["plain_reach"], limit=None
        )
        alike = process.extract(
            thai.skeleton(folded),
            self.skeletons,
            scorer=Levenshtein.distance,
            score_cutoff=score["skeleton_reach"],
            limit=None,
        )
        indices = {index for _, _, index in plain} | {index for _, _, index in alike}
        reach = score["cap"] / score["unit"]
        found = ((self.names[index], weighted_distance(folded, self.names[index])) for index in indices)
        return MappingProxyType({name: letters for name, letters in found if letters < reach})


@cache
def body_names(level: Level) -> Names:
    """Names that bodies of a level can have."""
    return Names(list(names_of(level)))


@cache
def amphoe_table() -> Names:
    """Names of amphoe."""
    return Names(list(amphoe_names()))


@cache
def province_table() -> Names:
    """Names of provinces."""
    return Names(list(province_names()))


@lru_cache(maxsize=8192)
def near_bodies(level: Level, folded: str) -> Mapping[str, float]:
    """Body names of a level near a folded string, with the distance in letters."""
    return body_names(level).near(folded)


@lru_cache(maxsize=4096)
def near_amphoe(folded: str) -> Mapping[str, float]:
    """Amphoe names near a folded string, with the distance in letters."""
    return amphoe_table().near(folded)


@lru_cache(maxsize=4096)
def near_provinces(folded: str) -> Mapping[str, float]:
    """Province names near a folded string, with the distance in letters."""
    return province_table().near(folded)


@lru_cache(maxsize=8192)
def nearest_body(level: Level, folded: str) -> float:
    """Distance in letters to the nearest body name of a level; infinite when none is in reach."""
    if folded in body_names(level).known:
        return 0.0
    return min(near_bodies(level, folded).values(), default=float("inf"))
