"""Explanations of a year's readings: which few values would have to differ so that every sum closes, and how likely."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from pipeline.reconcile.candidates import Candidate
from pipeline.reconcile.checks import Check
from pipeline.reconcile.readings import FULL_SCORE
from pipeline.reconcile.settings import settings

NOTHING_READ = -1  # stands for all values that no misreading of a print explains


@dataclass(frozen=True, slots=True)
class Problem:
    """Default candidates, their rivals, and the checks that have to close.

    ``tables`` are joint choices: the readings of one table against the defaults (only those that differ).
    """

    defaults: Mapping[str, Candidate]
    rivals: Sequence[Candidate]
    checks: Sequence[Check]
    grains: Mapping[str, int]
    tables: Sequence[tuple[Candidate, ...]] = ()

    def values(self, changes: Iterable[Candidate] = ()) -> dict[str, int]:
        """Values (hundredths) of all codes after ``changes``."""
        values = {code: candidate.value for code, candidate in self.defaults.items()}
        return values | {change.code: change.value for change in changes}

    def failing(self, values: Mapping[str, int]) -> list[Check]:
        """Checks that do not close."""
        return [check for check in self.checks if not check.closes(values, self.grains)]

    @property
    def base_cost(self) -> float:
        """Cost of the defaults (a mended print, a value off the lattice)."""
        return sum(candidate.cost for candidate in self.defaults.values())


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Departures from the defaults after which all checks close, and the negative logarithm of their prior."""

    changes: tuple[Candidate, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """The closing hypotheses, the best first, and the share of probability of each value of each code."""

    hypotheses: tuple[Hypothesis, ...] = ()
    shares: Mapping[tuple[str, int], float] = field(default_factory=dict)

    def share(self, candidate: Candidate) -> float:
        """Posterior probability of the candidate's value."""
        return self.shares.get((candidate.code, candidate.value), 0.0)

    def doubt(self, candidate: Candidate) -> float:
        """Posterior probability of all other values of the candidate's code."""
        return sum(
            share for (code, value), share in self.shares.items() if code == candidate.code and value != candidate.value
        )


def weigh(problem: Problem) -> Posterior:
    """All hypotheses of at most two departures (or of one table) that close every check, weighed against each other.

    The rest of the probability belongs to explanations that are not listed: a number that has nothing to do with the
    true one, a paper that contradicts itself.
    """
    found = _ordered({frozenset(item.changes): item for item in _closing(problem)}.values())
    arbitrary = _arbitrary(problem)
    failing = problem.failing(problem.values())
    everything = sum(exp(-item.cost) for item in found) + sum(arbitrary.values())
    if not everything:
        return Posterior()
    if failing:
        everything += exp(-problem.base_cost - settings().costs.background * len(failing))
    shares: dict[tuple[str, int], float] = defaultdict(float)
    for item in found:
        for key in problem.values(item.changes).items():
            shares[key] += exp(-item.cost) / everything
    for changed, weight in arbitrary.items():
        for key in (problem.values() | {changed: NOTHING_READ}).items():
            shares[key] += weight / everything
    return Posterior(tuple(found), dict(shares))


def _ordered(found: Iterable[Hypothesis]) -> list[Hypothesis]:
    return sorted(
        found,
        key=lambda item: (round(item.cost, 9), len(item.changes), [(it.code, it.value) for it in item.changes]),
    )


def _closing(problem: Problem) -> Iterator[Hypothesis]:
    for table in problem.tables:
        if not problem.failing(problem.values(table)):
            cost = (
                problem.base_cost
                + settings().costs.other_table
                + sum(_extra(problem, (item,)) for item in table) / len(table)
            )
            yield Hypothesis(table, cost)
    sums = _Sums.of(problem)
    consistent = sums.closes()
    if consistent:
        yield Hypothesis((), problem.base_cost)
    singles = [index for index in range(len(problem.rivals)) if sums.closes(index)]
    pairs = () if consistent else sums.pairs(frozenset(singles))
    for indices in (*((index,) for index in singles), *pairs):
        changes = tuple(problem.rivals[index] for index in indices)
        yield Hypothesis(changes, problem.base_cost + _extra(problem, changes))


def _extra(problem: Problem, changes: Iterable[Candidate]) -> float:
    return sum(change.cost - problem.defaults[change.code].cost for change in changes)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Doubled residuals, tolerances and effects of each rival on each check, in whole numbers."""

    codes: Sequence[str]
    residuals: Sequence[int]
    tolerances: Sequence[int]
    effects: Sequence[tuple[int, ...]]
    none: tuple[int, ...]

    @classmethod
    def of(cls, problem: Problem) -> _Sums:
        values = problem.values()
        return cls(
            codes=[rival.code for rival in problem.rivals],
            residuals=[2 * check.residual(values) for check in problem.checks],
            tolerances=[check.tolerance2(problem.grains) for check in problem.checks],
            effects=[
                tuple(
                    2 * check.weights.get(rival.code, 0) * (rival.value - values[rival.code])
                    for check in problem.checks
                )
                for rival in problem.rivals
            ],
            none=(0,) * len(problem.checks),
        )

    def closes(self, first: int | None = None, second: int | None = None) -> bool:
        """Whether all checks close after the rivals of these indices."""
        one = self.none if first is None else self.effects[first]
        two = self.none if second is None else self.effects[second]
        for residual, tolerance, effect, other in zip(self.residuals, self.tolerances, one, two, strict=True):
            if abs(residual + effect + other) > tolerance:
                return False
        return True

    def pairs(self, singles: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Pairs of rivals of different codes that close every check together, where neither does alone.

        One of the two must bear on a failing check: the one with the fewest rivals is searched, by bisection.
        """
        failing = [
            place
            for place, (residual, tolerance) in enumerate(zip(self.residuals, self.tolerances, strict=True))
            if abs(residual) > tolerance
        ]
        pivot = min(failing, key=lambda place: sum(1 for effect in self.effects if effect[place]))
        residual, tolerance = self.residuals[pivot], self.tolerances[pivot]
        order = sorted(
            (index for index in range(len(self.effects)) if index not in singles),
            key=lambda index: self.effects[index][pivot],
        )
        keys = [self.effects[index][pivot] for index in order]
        for one in order:
            effect = self.effects[one][pivot]
            if not effect:
                continue
            middle = -residual - effect
            for other in order[bisect_left(keys, middle - tolerance) : bisect_right(keys, middle + tolerance)]:
                twice = other <= one and self.effects[other][pivot]
                if not twice and self.codes[one] != self.codes[other] and self.closes(one, other):
                    yield one, other


def _arbitrary(problem: Problem) -> dict[str, float]:
    """Per code the weight of its value having nothing to do with the print, while every other value stays."""
    costs, values = settings().costs, problem.values()
    mended = {code for code, candidate in problem.defaults.items() if not candidate.printed}
    weights: dict[str, float] = {}
    for code in sorted(mended.union(*(check.weights for check in problem.failing(values)))):
        room = _room(problem, code, values)
        if room:
            prints = costs.second_print * (len(problem.defaults[code].reading.groups) - 1)
            weights[code] = exp(-problem.base_cost - costs.arbitrary - prints) * room / (FULL_SCORE + 1)
    return weights


def _room(problem: Problem, code: str, values: Mapping[str, int]) -> int:
    """How many values of ``code`` close all checks while every other value stays."""
    low, high = 0, FULL_SCORE + 1
    for check in problem.checks:
        if code in check.weights:
            span = check.span(code, values, problem.grains)
            low, high = max(low, span.start), min(high, span.stop)
        elif not check.closes(values, problem.grains):
            return 0
    return max(0, high - low)
