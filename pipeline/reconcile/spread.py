"""Distributions of sums of whole numbers, exact but for explanations below a floor of probability.

All weights are positive and only added and multiplied, so that small ones keep their digits (a Fourier transform or
differences of running totals would drown them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Values, ascending and each once, and their weights."""

    values: Values
    weights: Weights

    def times(self, factor: int) -> Spread:
        """The distribution of the value times a whole number other than 0."""
        step = 1 if factor > 0 else -1
        return Spread((self.values * factor)[::step], self.weights[::step])

    def plus(self, other: Spread, floor: float) -> Spread:
        """The distribution of the sum with an independent value; products of weights below ``floor`` are left out."""
        few, many = sorted((self, other), key=lambda spread: len(spread.values))
        if not len(few.values):
            return few
        low = int(few.values[0] + many.values[0])
        room = np.zeros(int(few.values[-1] + many.values[-1]) - low + 1)
        for value, weight in zip(few.values.tolist(), few.weights.tolist(), strict=True):
            kept = many.weights * weight >= floor
            room[many.values[kept] + (value - low)] += many.weights[kept] * weight
        found = np.flatnonzero(room)
        return Spread(found + low, room[found])

    def within(self, lows: NDArray[Any], highs: NDArray[Any]) -> Weights:
        """The weight of all values from each low to its high, both included."""
        first = np.searchsorted(self.values, lows, "left")
        end = np.searchsorted(self.values, highs, "right")
        bounds = np.stack((first, end), axis=1).reshape(-1)
        sums = np.add.reduceat(np.append(self.weights, 0.0), bounds)[::2]
        return np.where(first < end, sums, 0.0)


NOTHING = Spread(np.zeros(1, np.int64), np.ones(1))  # the sum of no values


def spread_of(weights: Iterable[tuple[int, float]]) -> Spread:
    """The distribution of pairs of value and weight; values of no weight are left out."""
    both = sorted((value, weight) for value, weight in weights if weight > 0)
    return Spread(np.array([value for value, _ in both], np.int64), np.array([weight for _, weight in both], float))


def sums_without_each(terms: Sequence[Spread], rest: Spread, floor: float) -> Iterator[Spread]:
    """For each term the distribution of ``rest`` plus all other terms; shared parts are summed once."""
    if len(terms) == 1:
        yield rest
        return
    middle = len(terms) // 2
    first, second = terms[:middle], terms[middle:]
    yield from sums_without_each(first, total(second, rest, floor), floor)
    yield from sums_without_each(second, total(first, rest, floor), floor)


def total(terms: Iterable[Spread], rest: Spread, floor: float) -> Spread:
    """The distribution of ``rest`` plus all terms."""
    for term in terms:
        rest = rest.plus(term, floor)
    return rest
