"""A strip is read once, one with a number at several sizes: digits that are alike at one size differ at another.

Thai digits with tails make a line look higher than its letters' bodies are, so that it comes too small to the network;
larger copies see what the first one could not. A number's readings get the mean of their probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.reader import model
from extractors.ocr.reader.decode import Logs, NumberReading, Reading, calibrated_numbers, reading_of
from extractors.ocr.reader.strips import ABOVE, BODY

_LARGER = (1.11, 1.25)  # copies of a strip
_SHORTEST = 2  # characters: the number of an item is no score
_PADDED = 4  # pixels that the width of a strip is divisible by


def read_strip(strip: NDArray[np.float32]) -> Reading:
    """The reading of a strip (HEIGHT, width). Raises what onnxruntime raises."""
    return settled(strip, model.log_probabilities(strip))


def settled(strip: NDArray[np.float32], logs: Logs) -> Reading:
    """The reading of a strip whose probabilities are known: its numbers at all sizes, calibrated."""
    reading = reading_of(logs)
    if any(number.end - number.start >= _SHORTEST for number in reading.numbers):
        copies = (enlarged(strip, size) for size in _LARGER)
        others = [(reading_of(found), len(found)) for found in map(model.log_probabilities, copies)]
        reading = joined([(reading, len(logs)), *others])
    return calibrated_numbers(reading)


def enlarged(strip: NDArray[np.float32], size: float) -> NDArray[np.float32]:
    """The strip ``size`` times as large, the middle of its bodies where it was."""
    height, width = strip.shape
    wide = round(strip.shape[1] * size / _PADDED) * _PADDED
    across, middle = wide / width, ABOVE + BODY / 2
    matrix = np.array([[across, 0, (across - 1) / 2], [0, size, middle * (1 - size)]], np.float32)
    return np.asarray(cv2.warpAffine(strip, matrix, (wide, height), flags=cv2.INTER_CUBIC), np.float32)


def joined(readings: Sequence[tuple[Reading, int]]) -> Reading:
    """The first reading, its numbers with what all readings see at their places; each with its count of steps."""
    first, steps = readings[0]
    numbers = tuple(
        _together(number, [_at(_middle(first, number) / steps, *other) for other in readings])
        for number in first.numbers
    )
    return replace(first, numbers=numbers)


def _together(number: NumberReading, seen: Sequence[NumberReading | None]) -> NumberReading:
    shares: dict[str, float] = {}
    for other in seen:
        for text, likely in other.readings if other else ():
            shares[text] = shares.get(text, 0.0) + likely / len(seen)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return replace(number, readings=tuple(ranked[: len(number.readings) + len(_LARGER)]))


def _middle(reading: Reading, number: NumberReading) -> float:
    characters = reading.characters[number.start : number.end]
    return (characters[0].first + characters[-1].last + 1) / 2


def _at(place: float, reading: Reading, steps: int) -> NumberReading | None:
    """The number that covers a place, given as a share of the strip's width."""
    for number in reading.numbers:
        characters = reading.characters[number.start : number.end]
        if characters[0].first <= place * steps <= characters[-1].last + 1:
            return number
    return None
