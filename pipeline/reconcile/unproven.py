"""Readings that their own reader cannot be believed on, such as Thai digits read by a recogniser of Arabic ones.

They have no vote. One becomes a reading like any other only where a sum closes with it exactly as it was read; nothing
is ever mended towards them, for most of them are wrong and look right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product

from normalizers.framework import Framework
from pipeline.reconcile.checks import Check, has_sums, required_checks
from pipeline.reconcile.readings import Reading
from pipeline.reconcile.settle import Readings, Settlement

_MOST_CHOICES = 512  # combinations of different readings that are tried


def proven(framework: Framework, settled: Settlement, untrusted: Readings) -> dict[str, Reading]:
    """The untrusted readings (at most one for each code) that a sum proves, beside the values settled without them.

    Of several combinations that close sums the one that proves most is taken, and none where two of them prove equally
    many and differ.
    """
    if not has_sums(framework):
        return {}
    open_codes = {code: found for code, found in untrusted.items() if code not in settled.chosen}
    found = [_closed(framework, settled, choice) for choice in islice(_choices(open_codes), _MOST_CHOICES)]
    most = max(map(len, found), default=0)
    best = [choice for choice in found if len(choice) == most]
    values = {tuple(sorted((code, reading.value) for code, reading in choice.items())) for choice in best}
    return best[0] if most and len(values) == 1 else {}


def _choices(readings: Readings) -> Iterator[dict[str, Reading]]:
    numbers = {code: [r for r in found if r.value is not None] for code, found in readings.items()}
    codes = [code for code, found in numbers.items() if found]
    for choice in product(*(numbers[code] for code in codes)):
        yield dict(zip(codes, choice, strict=True))


def _closed(framework: Framework, settled: Settlement, choice: Mapping[str, Reading]) -> dict[str, Reading]:
    """The part of a choice that sums prove; what fails one or takes part in none is left out, until all is proven."""
    kept = dict(choice)
    while kept:
        values = settled.values | {code: reading.value for code, reading in kept.items() if reading.value is not None}
        grains = dict(settled.grains) | {code: reading.grain for code, reading in kept.items()}
        checks = required_checks(framework, values)
        sound = [check for check in checks if check.closes(values, grains)]
        proved = {code: reading for code, reading in kept.items() if _takes_part(code, sound)}
        failing = {code for check in checks if check not in sound for code in check.weights}
        if failing & proved.keys() and sound:
            proved = {code: reading for code, reading in proved.items() if code not in failing}
        if proved.keys() == kept.keys():
            return proved
        kept = proved
    return {}


def _takes_part(code: str, checks: list[Check]) -> bool:
    return any(code in check.weights for check in checks)


def joined(trusted: Readings, proof: Mapping[str, Reading]) -> dict[str, tuple[Reading, ...]]:
    """The readings to settle with: those that are believed, and those that were proven, which now are strong."""
    return {**trusted, **{code: (replace(reading, strong=True),) for code, reading in proof.items()}}
