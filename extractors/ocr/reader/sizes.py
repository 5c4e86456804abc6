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
_AROUND = 40  # pixels of a strip on either side of a number
_PADDED = 4  # pixels that the width of a strip is divisible by


def read_strip(strip: NDArray[np.float32]) -> Reading:
    """The reading of a strip (HEIGHT, width). Raises what onnxruntime raises."""
    return settled((strip,), model.log_probabilities(strip))


def settled(strips: Sequence[NDArray[np.float32]], logs: Logs) -> Reading:
    """The reading of a line whose probabilities are known: its numbers at all sizes, calibrated.

    ``strips`` are the line as a strip; more of them, of the same size, show it in other ways.
    """
    reading = reading_of(logs)
    numbers = tuple(_again(strips, reading, number) for number in reading.numbers)
    return calibrated_numbers(replace(reading, numbers=numbers))


def _again(strips: Sequence[NDArray[np.float32]], reading: Reading, number: NumberReading) -> NumberReading:
    """A number with what larger copies of its piece of the strips show."""
    if number.end - number.start < _SHORTEST:
        return number
    characters = reading.characters[number.start : number.end]
    first, end = characters[0].first * model.STEP, (characters[-1].last + 1) * model.STEP
    start = max(first - _AROUND, 0)
    pieces = [strip[:, start : end + _AROUND] for strip in strips]
    middle = ((first + end) / 2 - start) / pieces[0].shape[1]
    copies = (model.log_probabilities(enlarged(piece, size)) for piece in pieces for size in _LARGER)
    return together([number, *(_at(middle, reading_of(seen), len(seen)) for seen in copies)])


def enlarged(strip: NDArray[np.float32], size: float) -> NDArray[np.float32]:
    """The strip ``size`` times as large, the middle of its bodies where it was."""
    height, width = strip.shape
    wide = round(strip.shape[1] * size / _PADDED) * _PADDED
    across, middle = wide / width, ABOVE + BODY / 2
    matrix = np.array([[across, 0, (across - 1) / 2], [0, size, middle * (1 - size)]], np.float32)
    return np.asarray(cv2.warpAffine(strip, matrix, (wide, height), flags=cv2.INTER_CUBIC), np.float32)


def together(seen: Sequence[NumberReading | None]) -> NumberReading:
    """The first, with the mean of what all have seen; None has seen no number."""
    shares: dict[str, float] = {}
    for number in seen:
        for text, likely in number.readings if number else ():
            shares[text] = shares.get(text, 0.0) + likely / len(seen)
    first = seen[0]
    assert first is not None  # a number is what is looked at again
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return replace(first, readings=tuple(ranked[: len(first.readings) + len(_LARGER)]))


def _at(place: float, reading: Reading, steps: int) -> NumberReading | None:
    """The number that covers a place, given as a share of the width."""
    for number in reading.numbers:
        characters = reading.characters[number.start : number.end]
        if characters[0].first <= place * steps <= characters[-1].last + 1:
            return number
    return None
