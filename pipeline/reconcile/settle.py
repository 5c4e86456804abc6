"""Decide a year's values: keep the defaults, switch to another reading, repair a misread one, or settle nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from normalizers.framework import Framework
from pipeline.reconcile.candidates import Candidate, candidates_of, printed_candidates
from pipeline.reconcile.checks import Check, Sum, has_sums, lattice_of, required_checks, total_by_mean
from pipeline.reconcile.evidence import is_told
from pipeline.reconcile.hypotheses import Posterior, Problem, weigh, weigh_alone
from pipeline.reconcile.readings import Reading
from pipeline.reconcile.settings import settings

Readings = Mapping[str, tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The values kept and how the sums stand with them.

    ``chosen`` holds a candidate per code that can be published; ``closing`` and ``failing`` are checks over these,
    ``suggested`` are likely repairs that were not made, ``sets`` are tables that would close the sums as well.
    """

    chosen: Mapping[str, Candidate]
    grains: Mapping[str, int]
    closing: tuple[Check, ...]
    failing: tuple[Check, ...]
    posterior: Posterior
    suggested: tuple[Candidate, ...]
    sets: tuple[tuple[Candidate, ...], ...]

    @property
    def values(self) -> dict[str, int]:
        """Chosen values in hundredths."""
        return {code: candidate.value for code, candidate in self.chosen.items()}


def settle(framework: Framework, readings: Readings) -> Settlement:
    """Settle the codes of one agency and year; misreadings are considered only where something speaks for them."""
    pool = {code: _candidates(framework, code, found, deep=False) for code, found in readings.items()}
    pool = {code: found for code, found in pool.items() if found}
    problem = _problem(framework, pool)
    posterior = Posterior()
    accepted: dict[str, Candidate] = {}
    if _doubtful(framework, problem):
        pool |= {code: _candidates(framework, code, readings[code], deep=True) for code in problem.defaults}
        problem = _problem(framework, pool)
        posterior = weigh(problem)
        accepted = _accepted(problem, posterior)
    elif any(map(is_told, readings.values())):
        posterior = weigh(problem)
    alone = {code: found for code, found in pool.items() if code not in problem.defaults and is_told(readings[code])}
    posterior = Posterior({**posterior.shares, **weigh_alone(alone)})
    return _settlement(framework, pool, problem, posterior, accepted)


def _candidates(framework: Framework, code: str, found: tuple[Reading, ...], *, deep: bool) -> list[Candidate]:
    """Candidates of a code; prints that are no number are always mended."""
    possible = lattice_of(framework, code)
    readable = any(reading.value is not None for reading in found)
    return printed_candidates(code, found, possible) if readable and not deep else candidates_of(code, found, possible)


def _problem(framework: Framework, pool: Mapping[str, list[Candidate]]) -> Problem:
    grains = {code: found[0].reading.grain for code, found in pool.items()}
    checks = _checks(framework, pool, grains)
    codes = [code for code in pool if any(code in check.weights for check in checks)]
    defaults = {code: pool[code][0] for code in codes}
    return Problem(
        defaults=defaults,
        rivals=[candidate for code in codes for candidate in pool[code][1:]],
        checks=checks,
        grains=grains,
        tables=_tables(pool, defaults),
    )


def _checks(framework: Framework, pool: Mapping[str, list[Candidate]], grains: Mapping[str, int]) -> list[Check]:
    """Checks that must close; a number that may mean something else takes part only where everything closes with it."""
    if not has_sums(framework):
        return []
    values = {code: found[0].value for code, found in pool.items()}
    everything = required_checks(framework, pool)
    if all(check.closes(values, grains) for check in everything):
        return everything
    return required_checks(framework, [code for code, found in pool.items() if found[0].reading.strong])


def _tables(pool: Mapping[str, list[Candidate]], defaults: Mapping[str, Candidate]) -> list[tuple[Candidate, ...]]:
    """For each mention group the readings of it that differ from the defaults, where there are several."""
    by_group: dict[int, dict[str, Candidate]] = {}
    for code in defaults:
        for candidate in pool[code]:
            if candidate.printed and candidate.reading.strong:
                for group in candidate.reading.groups:
                    by_group.setdefault(group, {}).setdefault(code, candidate)
    tables = {
        tuple(item for code, item in choice.items() if item.value != defaults[code].value): None
        for _, choice in sorted(by_group.items())
    }
    return [table for table in tables if len(table) > 1]


def _doubtful(framework: Framework, problem: Problem) -> bool:
    """Whether anything speaks against the defaults: a sum, a print that is no number, the lattice."""
    if problem.failing(problem.values()):
        return True
    return any(
        not default.printed or ((values := lattice_of(framework, code)) is not None and default.value not in values)
        for code, default in problem.defaults.items()
    )


def _sure(candidate: Candidate, posterior: Posterior) -> bool:
    limits = settings().thresholds
    least = limits.reading if candidate.printed else limits.repair
    return candidate.plausible and posterior.share(candidate) >= least


def _changes(problem: Problem, posterior: Posterior) -> list[Candidate]:
    """The candidates that are likelier than the defaults of their codes and than all others."""
    best = dict(problem.defaults)
    for item in problem.rivals:
        if posterior.share(item) > posterior.share(best[item.code]):
            best[item.code] = item
    return [item for code, item in best.items() if item is not problem.defaults[code]]


def _accepted(problem: Problem, posterior: Posterior) -> dict[str, Candidate]:
    """The likeliest values that are sure enough and leave no check of theirs open."""
    best = {change.code: change for change in _changes(problem, posterior)}
    doubted = {code: item for code, item in problem.defaults.items() if not item.printed}
    sure = {code: item for code, item in (doubted | best).items() if _sure(item, posterior)}
    kept = {code: item for code, item in problem.defaults.items() if item.printed} | sure
    while True:
        values = {code: item.value for code, item in kept.items()}
        open_codes = {
            code
            for check in problem.checks
            if not kept.keys() >= check.weights.keys() or not check.closes(values, problem.grains)
            for code in check.weights
            if code in sure
        }
        if not open_codes:
            return sure
        sure = {code: item for code, item in sure.items() if code not in open_codes}
        kept = {code: item for code, item in problem.defaults.items() if item.printed} | sure


def _settlement(
    framework: Framework,
    pool: Mapping[str, list[Candidate]],
    problem: Problem,
    posterior: Posterior,
    accepted: Mapping[str, Candidate],
) -> Settlement:
    grains = problem.grains
    chosen = {code: found[0] for code, found in pool.items() if found[0].printed} | dict(accepted)
    values = {code: candidate.value for code, candidate in chosen.items()}
    required = [check for check in problem.checks if chosen.keys() >= check.weights.keys()]
    failing = [check for check in required if not check.closes(values, grains)]
    solid = [code for code in chosen if code in problem.defaults]
    totals = _totals_by_mean(framework, solid, failing)
    closing = [check for check in (*required, *totals) if check.closes(values, grains)]
    return Settlement(
        chosen=chosen,
        grains=grains,
        closing=tuple(closing),
        failing=tuple(failing),
        posterior=posterior,
        suggested=_suggested(problem, posterior, chosen),
        sets=tuple(_rival_sets(problem, chosen)),
    )


def _totals_by_mean(framework: Framework, codes: Iterable[str], failing: Sequence[Check]) -> list[Check]:
    """Return the total by the mean of the one tool whose printed value does not fit its indicators."""
    tools = [check.result for check in failing if check.kind is Sum.TOOL_MEAN]
    if len(tools) != 1 or not any(check.kind is Sum.TOTAL for check in failing):
        return []
    total = total_by_mean(framework, codes, tools[0])
    return [total] if total else []


def _suggested(problem: Problem, posterior: Posterior, chosen: Mapping[str, Candidate]) -> tuple[Candidate, ...]:
    limits = settings().thresholds
    every: Iterable[Candidate] = (*problem.defaults.values(), *problem.rivals)
    likely = [
        item
        for item in every
        if not item.printed
        and posterior.share(item) >= limits.suggest
        and (item.code not in chosen or chosen[item.code].value != item.value)
    ]
    likely.sort(key=lambda item: (-round(posterior.share(item), 9), item.cost))
    return tuple(likely[: limits.suggestions])


def _rival_sets(problem: Problem, chosen: Mapping[str, Candidate]) -> Sequence[tuple[Candidate, ...]]:
    """Tables other than the chosen values that close all checks as well."""
    values = problem.values() | {code: item.value for code, item in chosen.items()}
    if problem.failing(values):
        return []
    found = []
    for table in problem.tables:
        differing = tuple(item for item in table if item.value != values[item.code])
        if differing and not problem.failing(values | {item.code: item.value for item in differing}):
            found.append(differing)
    return found
