"""How often each reader takes one digit for another, loses a point and so on (``confusions.toml``, measured)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

from extractors.facts import ScoreMention
from normalizers.numerals import any_digit_misreadings, to_arabic

_UNSEEN = 0.5  # counted for what was never seen (Jeffreys)
_DIGITS = 10
_RATES = {"lost_digit": "lost", "doubled_digit": "added", "lost_point": "point_lost", "moved_point": "point_added"}


@dataclass(frozen=True, slots=True)
class Confusions:
    """Counts of one reader and one kind of digits; ``confused`` by digit printed and digit read ("37").

    ``sure`` counts numbers by the least probability of their best reading.
    """

    numbers: int
    digits: int
    counts: Mapping[str, int]
    confused: Mapping[str, int]
    sure: tuple[tuple[float, int], ...]

    @property
    def listed(self) -> float:
        """The share of wrong numbers whose true print is another reading."""
        return (self.counts["listed"] + _UNSEEN) / (self.counts["wrong"] + 2 * _UNSEEN)

    def cost(self, kind: str, read: str, value: int) -> float | None:
        """Negative logarithm of how often ``value`` (hundredths) is read as ``read``; None where not measured."""
        if kind in _RATES:
            outcomes = _DIGITS if kind == "lost_digit" else 1
            return -log((self.counts[_RATES[kind]] + _UNSEEN) / (self.numbers + 1) / outcomes)
        pair = _pair(read, value)
        if pair is None:
            return None
        return -log((self.confused.get(pair, 0) + _UNSEEN) / (self.digits / _DIGITS + _UNSEEN * _DIGITS))


def _pair(read: str, value: int) -> str | None:
    """The digit printed and the digit read, where a value differs from a print by one."""
    true = f"{value / 100:.2f}"
    seen = [(a, b) for a, b in zip(true, read, strict=False) if a != b]
    return "".join(seen[0]) if len(true) == len(read) and len(seen) == 1 else None


def slips_of(mention: ScoreMention) -> dict[int, tuple[str, float]]:
    """What may have been printed where a mention was read: kind of misreading and its cost by value (hundredths)."""
    measured, read = _of(mention), to_arabic(mention.raw_value)
    found = {}
    for item in any_digit_misreadings(mention.raw_value):
        value = round(item.value * 100)
        cost = measured.cost(item.kind, read, value) if measured else None
        found[value] = item.kind, item.cost if cost is None else cost
    return found


def listed(mention: ScoreMention) -> float:
    """How often the true print is among the candidates of a mention that was misread; half where not measured."""
    measured = _of(mention)
    return measured.listed if measured else _UNSEEN


def _of(mention: ScoreMention) -> Confusions | None:
    thai = any("๐" <= letter <= "๙" for letter in mention.raw_value)
    return confusions().get(f"{mention.method.rpartition(':')[2]}.{'thai' if thai else 'arabic'}")


@cache
def confusions() -> dict[str, Confusions]:
    """Read the data file: by reader and kind of digits ("reader.thai")."""
    data = tomllib.loads(Path(__file__).with_name("confusions.toml").read_text("utf-8"))
    bins = data["bins"]
    readers = {name: kinds for name, kinds in data.items() if isinstance(kinds, dict)}
    return {
        f"{name}.{kind}": _confusions(found, bins) for name, kinds in readers.items() for kind, found in kinds.items()
    }


def _confusions(found: Mapping[str, Any], bins: Sequence[float]) -> Confusions:
    counts = {name: count for name, count in found.items() if isinstance(count, int)}
    sure = tuple((least, count) for least, (count, _) in zip(bins, found["sure"], strict=True))
    return Confusions(counts["numbers"], counts["digits"], counts, found["confused"], sure)
