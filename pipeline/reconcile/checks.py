"""The sums of the framework as linear checks on whole hundredths.

A check says that a weighted sum of unrounded values is zero; the printed values were rounded, so it closes when the sum
of the printed ones is at most half a unit of each of them, weighted, away from zero (the bound included).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from normalizers.framework import KNOWN_YEARS, Framework
from pipeline.reconcile.readings import FULL_SCORE

TOTAL = "ITA"


class Sum(StrEnum):
    """Which rule a check stands for; the value is the finding of a check that fails."""

    TOTAL = "total_mismatch"
    TOOL_MEAN = "tool_mean_mismatch"
    SUB_MEAN = "sub_indicator_mismatch"


@dataclass(frozen=True, slots=True)
class Check:
    """``sum(weights[code] * value[code]) == 0`` before rounding; ``result`` has the one negative weight."""

    kind: Sum
    result: str
    weights: Mapping[str, int]

    def residual(self, values: Mapping[str, int]) -> int:
        """Weighted sum of the printed values (hundredths times weight)."""
        return sum(weight * values[code] for code, weight in self.weights.items())

    def tolerance2(self, grains: Mapping[str, int]) -> int:
        """Twice the largest residual that rounding explains; ``grains`` are units of rounding (1 where missing)."""
        return sum(abs(weight) * grains.get(code, 1) for code, weight in self.weights.items())

    def closes(self, values: Mapping[str, int], grains: Mapping[str, int]) -> bool:
        """Whether rounding explains the residual."""
        return 2 * abs(self.residual(values)) <= self.tolerance2(grains)

    def span(self, code: str, values: Mapping[str, int], grains: Mapping[str, int]) -> range:
        """Return all values of ``code`` (hundredths) that close the check while the others stay."""
        weight, tolerance2 = self.weights[code], self.tolerance2(grains)
        rest2 = 2 * (self.residual(values) - weight * values[code])
        low, high = sorted((Fraction(-rest2 - tolerance2, 2 * weight), Fraction(-rest2 + tolerance2, 2 * weight)))
        return range(max(0, -(-low.numerator // low.denominator)), min(FULL_SCORE, high.__floor__()) + 1)

    def expected(self, values: Mapping[str, int]) -> Fraction:
        """What the other values give for the result, exact, in hundredths."""
        own = self.weights[self.result]
        return Fraction(self.residual(values) - own * values[self.result], -own)


def has_sums(framework: Framework) -> bool:
    """Whether the sums are known to hold: from FY2562 on; years after the last known one are taken to go on like it."""
    return framework.exact or framework.year == KNOWN_YEARS[-1]


def lattice_of(framework: Framework, code: str) -> frozenset[int] | None:
    """Possible values (hundredths) of indicators 9 and 10 where the year's items score all or nothing, else None."""
    return framework.lattice(int(code)) if framework.exact and code in ("9", "10") else None


def required_checks(framework: Framework, present: Iterable[str]) -> list[Check]:
    """All checks whose values are present; the total takes a tool's own value where there is one, else its mean."""
    codes = frozenset(present)
    total = _total(framework, codes)
    return [*([total] if total else []), *_tool_means(framework, codes), *_sub_means(framework, codes)]


def total_by_mean(framework: Framework, present: Iterable[str], tool: str) -> Check | None:
    """Return the check of the total that takes ``tool`` as the mean of its indicators although it is printed."""
    codes = frozenset(present)
    return _total(framework, codes - {tool}) if codes.issuperset(tool_inputs(framework, tool)) else None


def tool_inputs(framework: Framework, tool: str) -> dict[str, Fraction]:
    """Weights of the indicators in the mean of their tool."""
    numbers = next(entry.indicators for entry in framework.tools if entry.code == tool)
    return {str(number): Fraction(1, len(numbers)) for number in numbers}


def tool_weights(framework: Framework) -> dict[str, Fraction]:
    """Weights of the tools in the total, exact."""
    return {tool.code: Fraction(str(tool.weight)) for tool in framework.tools}


def _check(kind: Sum, result: str, inputs: Mapping[str, Fraction]) -> Check:
    scale = lcm(*(weight.denominator for weight in inputs.values()))
    return Check(kind, result, {**{code: int(weight * scale) for code, weight in inputs.items()}, result: -scale})


def _tool_means(framework: Framework, codes: frozenset[str]) -> Iterable[Check]:
    for tool in framework.tools:
        inputs = tool_inputs(framework, tool.code)
        if tool.code in codes and codes.issuperset(inputs):
            yield _check(Sum.TOOL_MEAN, tool.code, inputs)


def _sub_means(framework: Framework, codes: frozenset[str]) -> Iterable[Check]:
    for indicator in sorted({sub.indicator for sub in framework.sub_indicators}):
        subs = [sub.code for sub in framework.sub_indicators if sub.indicator == indicator]
        if str(indicator) in codes and codes.issuperset(subs):
            yield _check(Sum.SUB_MEAN, str(indicator), {code: Fraction(1, len(subs)) for code in subs})


def _total(framework: Framework, codes: frozenset[str]) -> Check | None:
    inputs: dict[str, Fraction] = {}
    for tool, weight in tool_weights(framework).items():
        parts = {tool: Fraction(1)} if tool in codes else tool_inputs(framework, tool)
        inputs |= {code: weight * share for code, share in parts.items()}
    return _check(Sum.TOTAL, TOTAL, inputs) if codes >= {TOTAL, *inputs} else None
