"""Scores that an indicator can take when every item scores 0 or 100."""

from __future__ import annotations

from functools import cache
from itertools import product

Sizes = tuple[int, ...]


@cache
def possible_values(sizes: Sizes) -> frozenset[int]:
    """Means, in hundredths of a point, of sub-indicators with ``sizes`` items; both ways to round a half are in it."""
    values: set[int] = set()
    common = _product(sizes) * len(sizes)
    for passed in product(*(range(size + 1) for size in sizes)):
        # The exact mean is sum(passed / size) / len(sizes); times 10,000 it is in hundredths of a point.
        numerator = sum(count * (common // (size * len(sizes))) for count, size in zip(passed, sizes, strict=True))
        whole, rest = divmod(10_000 * numerator, common)
        if 2 * rest >= common:
            values.add(whole + 1)
        if 2 * rest < common or (2 * rest == common and whole % 2 == 0):
            values.add(whole)
    return frozenset(values)


def _product(sizes: Sizes) -> int:
    result = 1
    for size in sizes:
        result *= size
    return result
