"""What else the reader of a number saw in it: from the numbers of a cell or a block to the mention that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.document import NumberReadings
from extractors.facts import ScoreMention
from normalizers.numerals import find_numbers


def with_candidates(mention: ScoreMention, numbers: Sequence[NumberReadings]) -> ScoreMention:
    """The mention with the readings of its own number, and as sure as the reader is of that number.

    ``numbers`` are all of the cell or block. Where the print stands there several times the least sure one counts.
    """
    found = [number.raw for number in find_numbers(mention.raw_value)] if numbers else []
    if len(found) != 1:
        return mention
    same = [readings for readings in numbers if readings[0][0] == found[0]]
    if not same:
        return mention
    readings = min(same, key=lambda readings: readings[0][1])
    before, _, after = mention.raw_value.partition(found[0])
    candidates = tuple((before + text + after, likely) for text, likely in readings)
    return replace(mention, confidence=round(readings[0][1], 4), candidates=candidates)
