"""What all readings of one code say together about each value: one rule for every reader that tells probabilities.

Independent places multiply. In each place a value is as likely as the reader of that place says; a value that it does
not name is as likely as a misreading of its digits; what the paper prints elsewhere may differ here for another reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import exp, inf, log

from extractors.facts import ScoreMention
from normalizers.numerals import parse_score
from pipeline.reconcile.confusions import listed, slips_of
from pipeline.reconcile.readings import FULL_SCORE, Reading, hundredths
from pipeline.reconcile.settings import settings

_LEAST = 1e-9  # probability


def is_told(readings: Iterable[Reading]) -> bool:
    """Whether some reader told how likely its readings are."""
    return any(mention.candidates for reading in readings for mention in reading.mentions)


def is_unsure(readings: Iterable[Reading]) -> bool:
    """Whether some reader may well have named no true print at all."""
    limit = settings().thresholds.unsure
    return any(
        m.candidates and m.candidates[0][1] < limit for reading in voices(tuple(readings)) for m in reading.mentions
    )


def is_sure(readings: Iterable[Reading]) -> bool:
    """Whether some print of the value that counts first leaves its reader, if that tells probabilities, in no doubt."""
    limit = settings().thresholds.unsure
    first = voices(tuple(readings))[:1]
    return any(not m.candidates or m.candidates[0][1] >= limit for reading in first for m in reading.mentions)


def seen(mention: ScoreMention) -> dict[int, float]:
    """The values (hundredths) that the reader of a mention named, with probabilities; prints that are no score not."""
    return dict(_seen(mention.candidates))


@lru_cache(maxsize=4096)
def _seen(candidates: tuple[tuple[str, float], ...]) -> tuple[tuple[int, float], ...]:
    found: dict[int, float] = {}
    for text, likely in candidates:
        score = parse_score(text)
        if score is not None and score.value is not None and 0 <= hundredths(score.value) <= FULL_SCORE:
            value = hundredths(score.value)
            found[value] = found.get(value, 0.0) + likely
    return tuple(found.items())


def voices(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that say something of the score: the plain ones, else the best."""
    return [reading for reading in readings if reading.strong] or list(readings[:1])


def evidence(value: int, readings: Sequence[Reading]) -> float:
    """Negative logarithm of how likely all readings are where ``value`` is the true one; inf where it cannot be."""
    printed = any(reading.value == value for reading in readings)
    places: dict[int, float] = {}
    for reading in voices(readings):
        for mention in reading.mentions:
            cost = _cost(mention, reading.value, value, printed=printed)
            places[mention.group] = min(places.get(mention.group, inf), cost)
    return sum(places.values())


def _cost(mention: ScoreMention, read: int | None, value: int, *, printed: bool) -> float:
    named = seen(mention)
    if value in named:
        return -log(max(named[value], _LEAST))
    if value == read:
        return 0.0
    costs = settings().costs
    otherwise = costs.other_reading + costs.outvoted if printed else inf
    slip = _slips(mention).get(value)
    return otherwise if slip is None else min(otherwise, slip[1])


@lru_cache(maxsize=4096)
def _slips(mention: ScoreMention) -> Mapping[int, tuple[str, float]]:
    """Kind and cost of the values that may have been misread and were not named.

    All of them together are as likely as readings of that confidence are wrong and the true print is not named.
    """
    found = slips_of(mention)
    base = settings().costs.misread
    if mention.candidates:
        unnamed = (1 - mention.candidates[0][1]) * (1 - listed(mention))
        base = log(sum(exp(-cost) for _, cost in found.values()) or 1.0) - log(max(unnamed, _LEAST))
    return {value: (kind, base + cost) for value, (kind, cost) in found.items()}


def slips(readings: Sequence[Reading]) -> dict[int, tuple[str, Reading]]:
    """Values that may have been misread: the cheapest kind of misreading, and the reading that it is one of."""
    best: dict[int, tuple[float, str, Reading]] = {}
    for reading in voices(readings):
        for value, (kind, cost) in _slips(reading.mentions[0]).items():
            if value not in best or cost < best[value][0]:
                best[value] = cost, kind, reading
    return {value: (kind, reading) for value, (_, kind, reading) in best.items()}
