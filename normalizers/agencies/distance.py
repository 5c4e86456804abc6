"""How far a printed name is from the real ones, in letters: an edit distance that forgives what scans mix up."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import exp, log
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.agencies.places import amphoe_names, names_of, province_names
from normalizers.agencies.types import Level, data

_TONES = frozenset("่้๊๋์็๎")
_ABOVE = frozenset("ัิีึืํ็")
_LENGTH = frozenset("ุู")
_VOWELS = frozenset("ะาำๅัิีึืุูเแโใไํ")
_THAI_BLOCK = 0x0E00
_FOREIGN = 128  # code of every letter outside the Thai block (128 letters), near to none
_PAD = 129  # code behind the end of a name
_FEW = 6  # names that are faster compared one by one

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]


@cache
def _edit() -> dict[str, float]:
    return {name: float(cost) for name, cost in data("costs")["edit"].items()}


@cache
def _lost(letter: str) -> float:
    """Cost of a letter of the name that was not read."""
    return _edit()[f"{_kind(letter)}_lost"]


@cache
def _added(letter: str) -> float:
    """Cost of a letter that was read where the name has none."""
    return _edit()[f"{_kind(letter)}_added"]


def _kind(letter: str) -> str:
    if letter in _TONES:
        return "tone"
    return "vowel" if letter in _VOWELS else "letter"


@cache
def _confusions() -> tuple[Mapping[frozenset[str], int], Mapping[str, int]]:
    """How often two letters were read for each other, and how often each was printed (``confusions.csv``)."""
    pairs: Counter[frozenset[str]] = Counter()
    printed: Counter[str] = Counter()
    lines = Path(__file__).with_name("confusions.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        printed[row["printed"]] += int(row["count"])
        if row["printed"] != row["read"]:
            pairs[frozenset((row["printed"], row["read"]))] += int(row["count"])
    return MappingProxyType(pairs), MappingProxyType(printed)


def _changed(one: str, other: str) -> float:
    """Cost of one letter read as another.

    The guess by shape stands for ``guess_letters`` printed letters; what recognisers did read is counted beside it. The
    cost falls evenly with the logarithm of the share that is confused, from ``unrelated`` at ``rare`` on. It is never
    above the guess: that two recognisers keep letters apart does not tell that all do.
    """
    limits: dict[str, float] = data("costs")["fit"]
    pairs, printed = _confusions()
    guess = _guessed(one, other)
    decline = (1 - limits["least"]) / log(limits["often"] / limits["rare"])
    guessed_share = limits["rare"] * exp((_edit()["unrelated"] - guess) / decline)
    seen = printed.get(one, 0) + printed.get(other, 0)
    both = pairs.get(frozenset((one, other)), 0) + limits["guess_letters"] * guessed_share
    share = both / (seen + limits["guess_letters"])
    cost = _edit()["unrelated"] - decline * log(share / limits["rare"])
    return round(min(max(cost, limits["least"]), guess), 3)


def _guessed(one: str, other: str) -> float:
    """Cost of one letter read as another by their shapes."""
    edit = _edit()
    pair = {one, other}
    if pair <= _TONES:
        return edit["tone_swapped"]
    if pair <= _LENGTH:
        return edit["length_pair"]
    if pair <= _ABOVE:
        return edit["above_vowel"]
    key = thai.skeleton(one)
    return edit["look_alike"] if key and key == thai.skeleton(other) else edit["unrelated"]


def weighted_distance(printed: str, name: str) -> float:
    """Weighted edit distance from a folded print to the name it may be a reading of (``costs.toml``), 0 for equal ones.

    A scan loses letters far more often than it adds the very one that would make another name: so a letter of the name
    that is not printed costs less than a printed one that the name has not. Letters at both ends that are equal are set
    aside first: near names share most of them.
    """
    one, other = printed, name
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    lost = [_lost(letter) for letter in other]
    row = [0.0, *accumulate(lost)]
    for letter in one:
        row = _next_row(row, letter, other, lost)
    return round(row[-1], 6)


def _next_row(row: list[float], letter: str, other: str, lost: list[float]) -> list[float]:
    """The costs with one more letter printed; compared by hand, for this is where the time goes."""
    changed, added = _changes(letter), _added(letter)
    least = row[0] + added
    following = [least]
    for column, target in enumerate(other):
        least += lost[column]
        instead = row[column] + changed[target]
        if instead < least:
            least = instead
        extra = row[column + 1] + added
        if extra < least:
            least = extra
        following.append(least)
    return following


class _Changes(dict[str, float]):
    """Cost of reading one letter for each other, worked out when first asked for."""

    def __init__(self, letter: str) -> None:
        self._letter = letter

    def __missing__(self, other: str) -> float:
        self[other] = 0.0 if other == self._letter else _changed(self._letter, other)
        return self[other]


@cache
def _changes(letter: str) -> _Changes:
    return _Changes(letter)


@cache
def _tables() -> tuple[Floats, Floats, Floats]:
    """What a lost letter costs (130), an added one (130), a changed one beyond the loss of the other (130, 130)."""
    letters = [*(chr(_THAI_BLOCK + code) for code in range(_FOREIGN)), "", ""]
    lost, added = (np.array([cost(letter) for letter in letters]) for cost in (_lost, _added))
    changed = np.array([[0.0 if one == other else _changed(one, other) for other in letters] for one in letters])
    changed[_FOREIGN:, :] = changed[:, _FOREIGN:] = _edit()["unrelated"]
    return lost, added, changed - lost


def _coded(name: str, width: int) -> list[int]:
    codes = [code if 0 <= (code := ord(letter) - _THAI_BLOCK) < _FOREIGN else _FOREIGN for letter in name]
    return codes + [_PAD] * (width - len(codes))


class _Search:
    """Strings to be searched by plain edit distance; length and letters rule most of them out."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.strings = list(strings)
        signatures = [_signature(string) for string in self.strings]
        self._once = np.array([once for once, _ in signatures], dtype=np.uint64)
        self._twice = np.array([twice for _, twice in signatures], dtype=np.uint64)

    def within(self, query: str, most: int) -> set[int]:
        """Indices of the strings at most ``most`` letters from ``query``: one edit adds and removes one letter each."""
        once, twice = (np.uint64(bits) for bits in _signature(query))
        missing = np.bitwise_count(once & ~self._once) + np.bitwise_count(twice & ~self._twice)
        added = np.bitwise_count(self._once & ~once) + np.bitwise_count(self._twice & ~twice)
        possible = np.nonzero((missing <= most) & (added <= most))[0].tolist()
        choices = [self.strings[index] for index in possible]
        near = process.extract(query, choices, scorer=Levenshtein.distance, score_cutoff=most, limit=None)
        return {possible[place] for _, _, place in near}


def _signature(string: str) -> tuple[int, int]:
    """The letters that a string holds, and those that it holds twice, as 64 bits each.

    Letters that share a bit only make the search look at more strings.
    """
    once = twice = 0
    for letter in string:
        bit = 1 << (ord(letter) % 64)
        twice |= once & bit
        once |= bit
    return once, twice


class Names:
    """Folded names of one kind, with their skeletons, ready to be searched."""

    def __init__(self, names: Sequence[str]) -> None:
        self.known = frozenset(names)
        self.names = list(names)
        self._plain = _Search(self.names)
        self._skeletons = _Search([thai.skeleton(name) for name in names])
        width = max(map(len, self.names), default=0)
        self._codes = np.array([_coded(name, width) for name in self.names], dtype=np.uint8)
        self._lengths = np.array([len(name) for name in self.names])

    def near(self, folded: str) -> Mapping[str, float]:
        """Names within reach of ``folded`` and their distance in letters; names not listed are out of reach."""
        score = data("costs")["score"]
        reach = score["cap"] / score["unit"]
        for plain_reach in (score["plain_reach"], score["far_reach"]):
            alike = self._skeletons.within(thai.skeleton_of(folded), score["skeleton_reach"])
            indices = sorted(self._plain.within(folded, plain_reach) | alike)
            letters = self.distances(folded, np.array(indices, dtype=np.intp)) if indices else []
            found = {self.names[index]: off for index, off in zip(indices, letters, strict=True) if off < reach}
            if found:
                break
        return MappingProxyType(found)

    def distances(self, folded: str, indices: npt.NDArray[np.intp]) -> list[float]:
        """``weighted_distance`` of ``folded`` to the names at ``indices``, for many of them at once, row by row.

        A row holds each cost less that of losing all letters up to its column: so the cheapest way to lose letters is
        the least value so far.
        """
        if len(indices) <= _FEW:
            return [weighted_distance(folded, self.names[index]) for index in indices]
        lost, added, changed = _tables()
        lengths = self._lengths[indices]
        codes: Codes = self._codes[indices][:, : lengths.max()]
        letters = _coded(folded, 0)
        instead = changed[letters].take(codes, axis=1)
        row = np.zeros((len(indices), codes.shape[1] + 1))
        following, swapped = np.empty_like(row), np.empty(codes.shape)
        for place, code in enumerate(letters):
            np.add(row, added[code], out=following)
            np.add(row[:, :-1], instead[place], out=swapped)
            np.minimum(following[:, 1:], swapped, out=following[:, 1:])
            np.minimum.accumulate(following, axis=1, out=row)
        all_lost = np.zeros(row.shape)
        np.cumsum(lost[codes], axis=1, out=all_lost[:, 1:])
        last = np.arange(len(indices)), lengths
        return [round(letters, 6) for letters in (row[last] + all_lost[last]).tolist()]


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
