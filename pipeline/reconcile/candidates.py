"""What a code's value could be: the readings of the paper, and what each of them could have been misread from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from normalizers.numerals import any_digit_misreadings, to_arabic
from pipeline.reconcile.evidence import evidence, is_told, is_unsure, seen, slips, voices
from pipeline.reconcile.readings import FULL_SCORE, Reading, hundredths
from pipeline.reconcile.settings import settings

READING = "reading"
OTHER_DIGIT = "other_digit"
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible value (hundredths) of a code.

    ``kind`` is ``reading``, ``seen`` (named by its reader beside what it read), or that of a misreading.

    ``cost`` is the negative logarithm of its prior; 0 for the best attested reading.
    """

    code: str
    value: int
    kind: str
    cost: float
    reading: Reading

    @property
    def printed(self) -> bool:
        """Whether the paper prints this value."""
        return self.kind == READING

    @property
    def plausible(self) -> bool:
        """Whether a reader may take the value for the one that was read."""
        return self.kind != OTHER_DIGIT

    @property
    def changes_digits(self) -> bool:
        """Whether other digits were read: a point that was lost or moved is no such change."""
        read = "".join(letter for letter in to_arabic(self.reading.raw) if letter.isdigit())
        return not self.printed and read.strip("0") != str(self.value).strip("0")


def printed_candidates(code: str, readings: tuple[Reading, ...], possible: frozenset[int] | None) -> list[Candidate]:
    """Candidates that the paper prints or a reader named, the default first; see ``candidates_of`` for ``possible``."""
    if is_told(readings):
        return _weighed(code, readings, possible, deep=False)
    printed = [reading for reading in readings if reading.value is not None]
    return [
        Candidate(code, reading.value, READING, _outvoted(reading, printed[0]) + _off(reading.value, possible), reading)
        for reading in printed
        if reading.value is not None
    ]


def candidates_of(code: str, readings: tuple[Reading, ...], possible: frozenset[int] | None) -> list[Candidate]:
    """All candidates of a code, one per value, the default first.

    The default is the best attested reading, or the most plausible true value of a print that is no score ("9408").
    Values outside ``possible`` (the lattice of indicators 9 and 10) cost more. Empty when no reading can be mended.
    """
    if is_told(readings):
        return _weighed(code, readings, possible, deep=True)
    printed = printed_candidates(code, readings, possible)
    best = {candidate.value: candidate for candidate in printed}
    for candidate in _misread(code, readings, possible):
        known = best.get(candidate.value)
        if known is None or (not known.printed and candidate.cost < known.cost):
            best[candidate.value] = candidate
    ordered = sorted(best.values(), key=lambda item: (item.cost, item.value))
    default = printed[0] if printed else next(iter(ordered), None)
    return [] if default is None else [default, *(item for item in ordered if item is not default)]


def _weighed(
    code: str, readings: tuple[Reading, ...], possible: frozenset[int] | None, *, deep: bool
) -> list[Candidate]:
    """Candidates of a code whose readers told probabilities, the default first; misreadings if ``deep`` or unsure."""
    found: dict[int, tuple[str, Reading]] = {}
    for reading in readings:
        if reading.value is not None:
            found.setdefault(reading.value, (READING, reading))
    for reading in voices(readings):
        for mention in reading.mentions:
            for value in seen(mention):
                found.setdefault(value, (SEEN, reading))
    if deep or is_unsure(readings):
        found = slips(readings) | found
    weak = settings().costs.weak
    costs = {
        value: evidence(value, readings) + _off(value, possible) + weak * _is_weak(kind, reading, readings)
        for value, (kind, reading) in found.items()
    }
    candidates = [
        Candidate(code, value, kind, costs[value], reading)
        for value, (kind, reading) in found.items()
        if costs[value] < inf
    ]
    candidates.sort(key=lambda item: (item.cost, item.value))
    default = next((item for item in candidates if item.printed), candidates[0] if candidates else None)
    if default is None:
        return []
    base = default.cost
    return [replace(item, cost=item.cost - base) for item in (default, *(it for it in candidates if it is not default))]


def _is_weak(kind: str, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether a value was read only where it may mean something else, while others were read plainly."""
    return kind == READING and not reading.strong and any(other.strong for other in readings)


def _misread(code: str, readings: tuple[Reading, ...], possible: frozenset[int] | None) -> Iterator[Candidate]:
    """Values that nobody read: each independent place that plainly says otherwise has to be wrong."""
    costs = settings().costs
    strong = [reading for reading in readings if reading.strong] or list(readings[:1])
    places = frozenset[int]().union(*(reading.groups for reading in strong))
    base = costs.misread + costs.second_print * (len(places) - 1)
    for reading in strong:
        for value, (kind, cost) in misreadings(reading).items():
            yield Candidate(code, value, kind, base + cost + _off(value, possible), reading)


def misreadings(reading: Reading) -> dict[int, tuple[str, float]]:
    """What may have been printed where this was read: kind of misreading and its cost by value (hundredths)."""
    found = [(hundredths(item.value * reading.factor), item) for item in any_digit_misreadings(reading.raw)]
    return {value: (item.kind, item.cost) for value, item in reversed(found) if value <= FULL_SCORE}


def _off(value: int, possible: frozenset[int] | None) -> float:
    return settings().costs.off_lattice if possible is not None and value not in possible else 0.0


def _outvoted(reading: Reading, best: Reading) -> float:
    if reading is best:
        return 0.0
    costs = settings().costs
    weak = 0.0 if reading.strong or not best.strong else costs.weak
    return costs.other_reading + costs.outvoted * max(0.0, best.votes - reading.votes) + weak
