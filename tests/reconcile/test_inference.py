"""The passes over the tree of sums give what trying every combination gives."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import product
from math import exp

import numpy as np
import pytest

from normalizers.framework import framework
from pipeline.reconcile.candidates import Candidate
from pipeline.reconcile.checks import Check, Sum, required_checks
from pipeline.reconcile.hypotheses import NOTHING_READ, Problem, weigh
from pipeline.reconcile.readings import FULL_SCORE, Reading
from pipeline.reconcile.settings import settings
from pipeline.reconcile.spread import NOTHING, spread_of, sums_without_each

READ = Reading(0, "", (), 1.0, frozenset({0}), strong=True)


def candidate(code: str, value: int, cost: float) -> Candidate:
    return Candidate(code, value, "look_alike" if cost else "reading", cost, READ)


def problem(rng: random.Random, codes: list[str]) -> Problem:
    defaults = {code: candidate(code, rng.randint(8000, 8030), 0.0) for code in codes}
    rivals = [
        candidate(code, value, rng.uniform(0.5, 4.0))
        for code in codes
        for value in rng.sample(range(7970, 8060), 3)
        if value != defaults[code].value
    ]
    return Problem(defaults, rivals, required_checks(framework(2567), codes), {})


def _window(check: Check, values: dict[str, int]) -> float:
    return float(check.closes(values, {})) + exp(-settings().costs.background)


def tried(given: Problem) -> dict[tuple[str, int], float]:
    """The relative weights of all values, by trying every combination of candidates."""
    choices = [[given.defaults[code], *(r for r in given.rivals if r.code == code)] for code in given.defaults]
    weights: dict[tuple[str, int], float] = defaultdict(float)
    for choice in product(*choices):
        values = {item.code: item.value for item in choice}
        weight = exp(-sum(item.cost for item in choice))
        for check in given.checks:
            weight *= _window(check, values)
        for key in values.items():
            weights[key] += weight
    return weights


@pytest.mark.parametrize(
    "codes", ["6 7 8 EIT", "IIT EIT OIT ITA", "9 10 OIT EIT IIT ITA", "9.1 9.2 9.3 9.4 9.5 9 10 OIT"]
)
def test_shares_are_those_of_every_combination(codes: str) -> None:
    given = problem(random.Random(codes), codes.split())
    found, wanted = weigh(given), tried(given)
    for code in codes.split():
        # The default also has the shares of explanations by a value that has nothing to do with its print.
        values = sorted(value for name, value in wanted if name == code and value != given.defaults[code].value)
        best = max(values, key=lambda value: wanted[code, value])
        for value in values:
            ratio = found.shares[code, value] / found.shares[code, best]
            assert ratio == pytest.approx(wanted[code, value] / wanted[code, best], rel=1e-2, abs=1e-6)
        every = [share for (name, _), share in found.shares.items() if name == code]
        assert sum(every) <= 1 + 1e-9


def test_a_value_that_has_nothing_to_do_with_its_print_takes_the_room_that_the_sum_leaves() -> None:
    defaults = {"6": 8000, "7": 8000, "8": 8000, "EIT": 9000}
    codes = list(defaults)
    given = Problem(
        {c: candidate(c, v, 0.0) for c, v in defaults.items()}, [], required_checks(framework(2567), codes), {}
    )
    costs, broken = settings().costs, exp(-settings().costs.background)
    # 7, 8 and EIT as read leave no room for 6 (it would be 11000); EIT may be 7999 (two thirds) to 8001.
    room = {"EIT": sum(abs(3 * value - 24000) <= 3 for value in range(FULL_SCORE + 1)), "6": 0, "7": 0, "8": 0}
    away = {c: exp(-costs.arbitrary) * (n / (FULL_SCORE + 1) + broken) for c, n in room.items()}
    everything = broken + sum(away.values()) + exp(-costs.beyond)
    found = weigh(given)
    assert room["EIT"] == 3
    for code in codes:
        assert found.shares[code, NOTHING_READ] == pytest.approx(away[code] / everything)
    assert found.shares["6", 8000] == pytest.approx((broken + sum(away.values()) - away["6"]) / everything)


def test_sums_without_each_term() -> None:
    terms = [spread_of({(1, 0.5), (4, 0.5)}), spread_of({(10, 1.0), (20, 0.1)}), spread_of({(-100, 1.0)})]
    found = list(sums_without_each(terms, NOTHING, 0.0))
    assert [item.values.tolist() for item in found] == [[-90, -80], [-99, -96], [11, 14, 21, 24]]
    assert found[2].weights.tolist() == pytest.approx([0.5, 0.5, 0.05, 0.05])
    assert found[2].within(np.array([11.0, 12.0, 15.0]), np.array([14.0, 21.0, 20.0])).tolist() == pytest.approx(
        [1.0, 0.55, 0.0]
    )


def test_checks_that_share_no_code_are_weighed_apart() -> None:
    rng = random.Random(1)
    apart = problem(rng, ["6", "7", "8", "EIT", "9", "10", "OIT"])
    assert [check.kind for check in apart.checks] == [Sum.TOOL_MEAN, Sum.TOOL_MEAN]
    alone = Problem(
        {c: apart.defaults[c] for c in ("6", "7", "8", "EIT")},
        [r for r in apart.rivals if r.code in ("6", "7", "8", "EIT")],
        apart.checks[:1],
        {},
    )
    both, one = weigh(apart).shares, weigh(alone).shares
    assert {key: both[key] for key in one} == one
