"""The status of each settled value and how large an error its checks would overlook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from normalizers.framework import Framework
from pipeline.reconcile.candidates import Candidate, misreadings
from pipeline.reconcile.checks import TOTAL, Check, has_sums, lattice_of, tool_inputs, tool_weights
from pipeline.reconcile.evidence import is_sure, is_told
from pipeline.reconcile.model import Status
from pipeline.reconcile.readings import Reading
from pipeline.reconcile.settings import settings
from pipeline.reconcile.settle import Readings, Settlement

_GOOD = (Status.VERIFIED, Status.REPORTED, Status.REPAIRED)


def statuses(settled: Settlement, readings: Readings, framework: Framework) -> dict[str, Status]:
    """Status of every chosen value."""
    suspects = {code for check in settled.failing for code in check.weights if not _vindicated(settled, check, code)}
    tables = {item.code for table in settled.sets if not _outvoted(settled, table, readings) for item in table}
    left_open = {code for code in settled.chosen if is_open(settled, readings, code)}
    leaning = _leaning(settled, readings)
    proven = _proven(settled, left_open, leaning)
    unsure = suspects | tables | left_open | _forced(settled, left_open)
    unsure |= {code for check in leaning for code in check.weights if not is_sure(readings[code])} - proven
    unsure |= {
        code
        for code in settled.chosen.keys() - proven
        if settled.chosen[code].changes_digits or _is_open(settled, readings, code, checked=False)
    }
    unsure |= {
        code
        for code in settled.chosen.keys() - unsure
        if _doubted(settled, code) or _undecided(settled, readings, framework, code)
    }
    return {code: _status(candidate, code in unsure, code in proven) for code, candidate in settled.chosen.items()}


def _status(candidate: Candidate, unsure: bool, proven: bool) -> Status:
    if unsure:
        return Status.CONFLICT
    if not candidate.printed:
        return Status.REPAIRED
    return Status.VERIFIED if proven else Status.REPORTED


def _forced(settled: Settlement, left_open: set[str]) -> set[str]:
    """Codes in sums that close only because digits of several values, or of one that is still open, were changed.

    Such a sum proves nothing: two changed values have so many ways to meet it that one is often found by chance.
    """
    changed = {code for code, candidate in settled.chosen.items() if candidate.changes_digits}
    weak = [c for c in settled.closing if len(changed & c.weights.keys()) > 1 or changed & left_open & c.weights.keys()]
    sound = {code for check in settled.closing if check not in weak for code in check.weights}
    return {code for check in weak for code in check.weights} - sound


def _leaning(settled: Settlement, readings: Readings) -> list[Check]:
    """Sums that close by a value whose digits were changed beside others that their readers are unsure of.

    If one of those is misread, the changed one may be what meets its error.
    """
    changed = {code for code, candidate in settled.chosen.items() if candidate.changes_digits}
    shaky = {code for code in settled.chosen.keys() - changed if not is_sure(readings[code])}
    return [check for check in settled.closing if changed & check.weights.keys() and shaky & check.weights.keys()]


def _proven(settled: Settlement, left_open: set[str], leaning: list[Check]) -> set[str]:
    """Codes in a sum that closes with no other value still open: two that were misread may meet it together."""
    sums = [check.weights.keys() for check in settled.closing if check not in leaning]
    return {code for codes in sums for code in codes if not (codes - {code}) & left_open}


def _vindicated(settled: Settlement, failing: Check, code: str) -> bool:
    """Whether another check closes with this value and would not with any value that closes the failing one."""
    values = settled.values
    wanted = failing.span(code, values, settled.grains)
    for check in settled.closing:
        if code in check.weights:
            allowed = check.span(code, values, settled.grains)
            if max(wanted.start, allowed.start) >= min(wanted.stop, allowed.stop):
                return True
    return False


def _doubted(settled: Settlement, code: str) -> bool:
    """Whether, where some sum stays open, other values of the code would explain too much of it."""
    doubt = settled.posterior.doubt(settled.chosen[code])
    return bool(settled.failing) and doubt > settings().thresholds.doubt


def is_open(settled: Settlement, readings: Readings, code: str) -> bool:
    """Whether the readers and the sums together leave too much room for another value."""
    return _is_open(settled, readings, code, checked=any(code in check.weights for check in settled.closing))


def _is_open(settled: Settlement, readings: Readings, code: str, *, checked: bool) -> bool:
    limits, margin = settings().thresholds, settled.posterior.margin(settled.chosen[code])
    return is_told(readings[code]) and margin is not None and margin < (limits.verified if checked else limits.reported)


def rivals_of(settled: Settlement, readings: Readings, code: str) -> list[Reading]:
    """Readings of other values than the chosen one, and plain prints that are no number and no misreading of it."""
    value = settled.chosen[code].value
    return [reading for reading in readings[code] if reading.value != value and not _torn(reading, value)]


def _torn(reading: Reading, value: int) -> bool:
    """Whether a print that is no score tells nothing against the value."""
    return reading.value is None and (not reading.strong or value in misreadings(reading))


def _undecided(settled: Settlement, readings: Readings, framework: Framework, code: str) -> bool:
    """Whether another plain reading of the code stands against the chosen one and no sum tells the two apart."""
    if _is_weighed(readings[code]):
        return False  # by its margin
    chosen = settled.chosen[code]
    checks = [check for check in settled.closing if code in check.weights]
    strong = [reading for reading in rivals_of(settled, readings, code) if reading.strong]
    if not checks:
        return bool(strong)
    lattice = lattice_of(framework, code)
    for reading in strong:
        if reading.value is None or (lattice and chosen.value in lattice and reading.value not in lattice):
            continue
        values = settled.values | {code: reading.value}
        lead = len(_places(readings[code], chosen.value)) - len(reading.groups)
        if all(check.closes(values, settled.grains) for check in checks) and lead < settings().thresholds.outvotes:
            return True
    return False


def _is_weighed(readings: tuple[Reading, ...]) -> bool:
    """Whether every plain reading of a code has probabilities, so that they stand in one posterior."""
    return all(mention.candidates for reading in readings if reading.strong for mention in reading.mentions)


def _outvoted(settled: Settlement, table: tuple[Candidate, ...], readings: Readings) -> bool:
    """Whether each value of a rival table is outvoted by the chosen one."""
    for item in table:
        code, groups = item.code, item.reading.groups
        if len(_places(readings[code], settled.chosen[code].value)) - len(groups) < settings().thresholds.outvotes:
            return False
    return True


def _places(readings: tuple[Reading, ...], value: int) -> frozenset[int]:
    return next((reading.groups for reading in readings if reading.value == value), frozenset())


def blind_spot(settled: Settlement, readings: Readings, framework: Framework, code: str) -> int | None:
    """Return the largest single error (hundredths) that all checks of a value would overlook, None where there is none.

    Two independent prints of the same value leave no room; on the lattice (FY2563 to 2565, indicators 9 and 10) only
    another possible value can be the true one.
    """
    value = settled.chosen[code].value
    if len(_places(readings[code], value)) > 1:
        return 0
    reaches = [_reach(check, settled, code) for check in settled.closing if code in check.weights]
    if not reaches:
        return None
    reach = min(reaches)
    lattice = lattice_of(framework, code)
    if lattice and value in lattice:
        return max((abs(other - value) for other in lattice if abs(other - value) <= reach), default=0)
    return reach


def _reach(check: Check, settled: Settlement, code: str) -> int:
    room2 = check.tolerance2(settled.grains) + 2 * abs(check.residual(settled.values))
    return room2 // (2 * abs(check.weights[code]))


def computed(
    framework: Framework, settled: Settlement, found: Mapping[str, Status], mentioned: frozenset[str]
) -> Iterator[tuple[str, int]]:
    """Tool means and the total that are not printed but follow from good values: code and hundredths."""
    if not has_sums(framework):
        return
    exact = {code: Fraction(value) for code, value in settled.values.items() if found[code] in _GOOD}
    for tool in framework.tools:
        inputs = tool_inputs(framework, tool.code)
        if tool.code not in mentioned and exact.keys() >= inputs.keys():
            exact[tool.code] = sum((exact[code] * share for code, share in inputs.items()), Fraction(0))
            yield tool.code, _half_up(exact[tool.code])
    weights = tool_weights(framework)
    if TOTAL not in mentioned and exact.keys() >= weights.keys():
        yield TOTAL, _half_up(sum((exact[code] * share for code, share in weights.items()), Fraction(0)))


def computed_blind_spot(framework: Framework, settled: Settlement, readings: Readings, code: str) -> int | None:
    """Return the largest error (hundredths) of a computed value that one unnoticed error of its inputs would cause.

    One more for rounding; None where one of the inputs is checked by nothing.
    """
    inputs = tool_weights(framework) if code == TOTAL else tool_inputs(framework, code)
    errors: list[Fraction] = []
    for part, share in inputs.items():
        if part in settled.chosen:
            blind = blind_spot(settled, readings, framework, part)
        else:
            blind = computed_blind_spot(framework, settled, readings, part)
        if blind is None:
            return None
        errors.append(blind * share)
    return max(errors).__ceil__() + 1


def _half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()
