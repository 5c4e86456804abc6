"""The probability of every value of a year, summed over all explanations of its prints under the sums.

The sums make a tree (items in an indicator, indicators in a tool, tools in the total), so that one pass up and one pass
down it weigh every combination of candidates exactly: Pearl's sum-product, with windows of rounding for factors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

import numpy as np

from pipeline.reconcile.candidates import Candidate
from pipeline.reconcile.checks import Check, Sum
from pipeline.reconcile.readings import FULL_SCORE
from pipeline.reconcile.settings import settings
from pipeline.reconcile.spread import NOTHING, Spread, Values, Weights, spread_of, sums_without_each, total

NOTHING_READ = -1  # stands for all values that no misreading of a print explains
_UPWARDS = (Sum.SUB_MEAN, Sum.TOOL_MEAN, Sum.TOTAL)
_EVERY: Values = np.arange(FULL_SCORE + 1, dtype=np.int64)


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

    @property
    def least(self) -> dict[str, float]:
        """The least cost of a candidate of each code; all weights are relative to these."""
        least = {code: candidate.cost for code, candidate in self.defaults.items()}
        for rival in self.rivals:
            least[rival.code] = min(least[rival.code], rival.cost)
        return least

    def base_cost(self, codes: Iterable[str]) -> float:
        """What the defaults of some codes cost more than their cheapest candidates."""
        least = self.least
        return sum(self.defaults[code].cost - least[code] for code in codes)

    def failing(self, values: Mapping[str, int]) -> list[Check]:
        """Checks that do not close."""
        return [check for check in self.checks if not check.closes(values, self.grains)]


@dataclass(frozen=True, slots=True)
class Posterior:
    """The share of probability of each value of each code; empty where nothing was weighed or nothing closes."""

    shares: Mapping[tuple[str, int], float] = field(default_factory=dict)

    def share(self, candidate: Candidate) -> float:
        """Posterior probability of the candidate's value."""
        return self.shares.get((candidate.code, candidate.value), 0.0)

    def doubt(self, candidate: Candidate) -> float:
        """Posterior probability of all other values of the candidate's code."""
        return sum(
            share for (code, value), share in self.shares.items() if code == candidate.code and value != candidate.value
        )

    def margin(self, candidate: Candidate) -> float | None:
        """The logarithm of the odds of the candidate's value against all others; None where it was not weighed."""
        share, doubt = self.share(candidate), self.doubt(candidate)
        if not share and not doubt:
            return None
        most = settings().costs.horizon
        return max(-most, min(most, log(max(share, exp(-most)) / max(doubt, exp(-most)))))


def weigh(problem: Problem) -> Posterior:
    """Every combination of candidates, weighed against each other; a check that does not close has its own cost.

    Beside them stand explanations by one value that has nothing to do with its print, and by all values of one table.
    Codes that no check joins are weighed apart.
    """
    shares: dict[tuple[str, int], float] = {}
    everything = 1.0
    for codes, checks in _trees(problem):
        found, weight = _Tree(problem, codes, checks).shares()
        shares |= found
        everything *= weight
    for table in problem.tables:
        shares = _with_table(problem, table, shares, everything)
    return Posterior(shares)


def weigh_alone(pool: Mapping[str, Sequence[Candidate]]) -> dict[tuple[str, int], float]:
    """The shares of the values of codes that take part in no check, by their costs alone."""
    shares: dict[tuple[str, int], float] = {}
    for code, candidates in pool.items():
        weights = {item.value: exp(-item.cost) for item in candidates}
        shares |= {(code, value): weight / sum(weights.values()) for value, weight in weights.items()}
    return shares


def _trees(problem: Problem) -> list[tuple[list[str], list[Check]]]:
    """Codes that checks join, directly or through others, with these checks."""
    trees: list[tuple[set[str], list[Check]]] = []
    for check in problem.checks:
        touched = [tree for tree in trees if tree[0] & check.weights.keys()]
        joined = set(check.weights).union(*(codes for codes, _ in touched))
        trees = [tree for tree in trees if tree not in touched]
        trees.append((joined, [*(item for _, checks in touched for item in checks), check]))
    return [(sorted(codes), sorted(checks, key=lambda item: _UPWARDS.index(item.kind))) for codes, checks in trees]


def _with_table(
    problem: Problem, table: tuple[Candidate, ...], shares: Mapping[tuple[str, int], float], everything: float
) -> dict[tuple[str, int], float]:
    """The shares mixed with those of the explanation that all values of one table are the true ones."""
    values = problem.values(table)
    if problem.failing(values):
        return dict(shares)
    extra = sum(item.cost - problem.defaults[item.code].cost for item in table) / len(table)
    weight = exp(-problem.base_cost(problem.defaults) - settings().costs.other_table - extra)
    part = weight / (weight + everything)
    mixed = defaultdict(float, {key: share * (1 - part) for key, share in shares.items()})
    for key in values.items():
        mixed[key] += part
    return dict(mixed)


@dataclass(slots=True)
class _Tree:
    """One pass up and one pass down a tree of checks.

    ``below`` holds for the result of a check the distribution of the sum of its parts, ``above`` for a part of a check
    that of all its other terms; both with their check.
    """

    problem: Problem
    codes: Sequence[str]
    checks: Sequence[Check]
    below: dict[str, tuple[Check, Spread]] = field(default_factory=dict)
    above: dict[str, tuple[Check, Spread]] = field(default_factory=dict)
    priors: dict[str, Spread] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weights: dict[str, dict[int, float]] = {code: {} for code in self.codes}
        least = self.problem.least
        for candidate in (*self.problem.defaults.values(), *self.problem.rivals):
            if candidate.code in weights:
                weights[candidate.code][candidate.value] = exp(least[candidate.code] - candidate.cost)
        self.priors = {code: spread_of(found.items()) for code, found in weights.items()}
        floor = exp(-settings().costs.horizon)
        for check in self.checks:
            parts = [self._term(check, code) for code in check.weights if code != check.result]
            self.below[check.result] = check, total(parts, NOTHING, floor)
        for check in reversed(self.checks):
            codes = list(check.weights)
            terms = [self._term(check, code) for code in codes]
            for code, rest in zip(codes, sums_without_each(terms, NOTHING, floor), strict=True):
                if code != check.result:
                    self.above[code] = check, rest

    def _term(self, check: Check, code: str) -> Spread:
        """What a code brings to a check: its weighted values as its prints and its other check have them."""
        other = self.above.get(code) if code == check.result else self.below.get(code)
        prior = self.priors[code]
        weights = prior.weights * self._closed(other, code, prior.values) if other else prior.weights
        kept = weights > 0
        return Spread(prior.values[kept], weights[kept]).times(check.weights[code])

    def _closed(self, side: tuple[Check, Spread] | None, code: str, values: Values) -> Weights:
        """The weight of everything on one side of a code, for values of the code: its check closes, or is broken."""
        if side is None:
            return np.ones(len(values))
        check, rest = side
        own, half = check.weights[code] * values, check.tolerance2(self.problem.grains) / 2
        broken = exp(-settings().costs.background) * float(rest.weights.sum())
        return rest.within(-half - own, half - own) + broken

    def _joint(self, code: str, values: Values) -> Weights:
        return self._closed(self.below.get(code), code, values) * self._closed(self.above.get(code), code, values)

    def shares(self) -> tuple[dict[tuple[str, int], float], float]:
        """The share of each value of each code, and the weight of all explanations together."""
        beliefs = {code: prior.weights * self._joint(code, prior.values) for code, prior in self.priors.items()}
        arbitrary = {code: self._arbitrary(code) for code in self.codes}
        closing = float(next(iter(beliefs.values())).sum())
        away = sum(arbitrary.values())
        everything = closing + away + self._unlisted()
        if not closing + away:
            return {}, everything
        shares: dict[tuple[str, int], float] = defaultdict(float)
        for code, belief in beliefs.items():
            for value, weight in zip(self.priors[code].values.tolist(), belief.tolist(), strict=True):
                shares[code, value] += weight / everything
            shares[code, self.problem.defaults[code].value] += (away - arbitrary[code]) / everything
            shares[code, NOTHING_READ] += arbitrary[code] / everything
        return dict(shares), everything

    def _unlisted(self) -> float:
        """The weight of explanations below the floor."""
        values = self.problem.values()
        if all(check.closes(values, self.problem.grains) for check in self.checks):
            return 0.0
        return exp(-self.problem.base_cost(self.codes) - settings().costs.beyond)

    def _arbitrary(self, code: str) -> float:
        """The weight of a value that has nothing to do with its print."""
        costs, default = settings().costs, self.problem.defaults[code]
        prints = costs.second_print * (len(default.reading.groups) - 1)
        weight = float(self._joint(code, _EVERY).sum())
        return exp(-costs.arbitrary - prints) * weight / (FULL_SCORE + 1)
