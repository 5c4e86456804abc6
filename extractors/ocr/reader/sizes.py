"""A strip is read once, a number in it again: larger, and by a second network. What is alike to one differs to another.

Thai digits with tails make a line look higher than its letters' bodies are, so that it comes too small to the network;
larger copies see what the first one could not. The network for numbers sees a digit's own shape and little around it.
A number's readings get the mean of their probabilities. Where the network for numbers sees a number reach over what was
taken for letters (``97.4ร``), all are asked for numbers as long as that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.reader import model
from extractors.ocr.reader.alphabet import MARKS
from extractors.ocr.reader.decode import (
    Character,
    Logs,
    NumberReading,
    Reading,
    calibrated_numbers,
    reading_of,
    readings_between,
    unmixed,
)
from extractors.ocr.reader.strips import ABOVE, BODY

# Looks at a number beside the first one: a network, how much larger the strip is made for it.
LOOKS = ((model.LINES, 1.25), (model.NUMBERS, 1.11), (model.NUMBERS, 1.36))
_SHORTEST = 2  # characters: the number of an item is no score
_KEPT = 7  # readings of a number
_AROUND = 40  # pixels of a strip on either side of a number
_PADDED = 4  # pixels that the width of a strip is divisible by
_REACH = BODY / 4  # pixels by which places of a character differ
_NO_SIGNS = MARKS | frozenset(" .,")  # what numbers have within, or is easily seen where it is not
_LIKELY = 0.5  # a longer number counts above this, or where its text is the shorter one's


@dataclass(frozen=True, slots=True)
class Look:
    """A piece of a line as a network saw it. Places are pixels of the line's strip: ``start``, and for each step."""

    network: str
    logs: Logs
    reading: Reading
    start: float
    step: float

    def middle(self, character: Character) -> float:
        """The place of a character."""
        return self.start + (character.first + character.last + 1) / 2 * self.step

    def number_at(self, place: float) -> NumberReading | None:
        """The number that covers a place."""
        for number in self.reading.numbers:
            characters = self.reading.characters[number.start : number.end]
            first, end = (self.start + step * self.step for step in (characters[0].first, characters[-1].last + 1))
            if first <= place <= end:
                return number
        return None

    def number_within(self, place: float, room: tuple[float, float]) -> NumberReading | None:
        """The number that covers a place, without what lies outside of ``room``."""
        number = self.number_at(place)
        if number is None:
            return None
        first, end = self.span(number)
        return number if room[0] <= first and end <= room[1] else self.between(max(first, room[0]), min(end, room[1]))

    def span(self, number: NumberReading) -> tuple[float, float]:
        """The places of a number's first and last character."""
        characters = self.reading.characters
        return self.middle(characters[number.start]), self.middle(characters[number.end - 1])

    def between(self, first: float, end: float) -> NumberReading | None:
        """What the characters from one place to another may be as a number; None where there are none."""
        characters = self.reading.characters
        inside = [at for at, c in enumerate(characters) if c.text != " " and first <= self.middle(c) <= end]
        if not inside:
            return None
        readings = readings_between(self.logs, characters, inside[0], inside[-1] + 1)
        return NumberReading(inside[0], inside[-1] + 1, readings)


def read_strip(strip: NDArray[np.float32]) -> Reading:
    """The reading of a strip (HEIGHT, width). Raises what onnxruntime raises."""
    return settled((strip,), model.log_probabilities(strip))


def settled(strips: Sequence[NDArray[np.float32]], logs: Logs) -> Reading:
    """The reading of a line whose probabilities are known: its numbers at all sizes, calibrated.

    ``strips`` are the line as a strip; more of them, of the same size, show it in other ways.
    """
    whole = Look(model.LINES, logs, reading_of(logs), 0.0, model.STEP)
    numbers: list[NumberReading] = []
    for number in whole.reading.numbers:
        if not numbers or number.start >= numbers[-1].end:
            seen = _again(strips, whole, number)
            numbers.append(seen if not numbers or seen.start >= numbers[-1].end else number)
    return calibrated_numbers(replace(whole.reading, numbers=tuple(numbers)))


def _again(strips: Sequence[NDArray[np.float32]], whole: Look, number: NumberReading) -> NumberReading:
    """A number with what larger copies of its piece of the strips show."""
    if number.end - number.start < _SHORTEST:
        return number
    characters = whole.reading.characters[number.start : number.end]
    first, end = characters[0].first * model.STEP, (characters[-1].last + 1) * model.STEP
    start = max(first - _AROUND, 0)
    looks = [
        _look(strip[:, start : end + _AROUND], start, network, size) for strip in strips for network, size in LOOKS
    ]
    room = _room(whole, number)
    seen = [look.number_within((first + end) / 2, room) for look in looks]
    short = together([number, *seen])
    long = _longer(whole, number, looks, seen)
    if long is None or not long.readings:
        return short
    if long.readings[0][1] > _LIKELY:
        return long
    return replace(long, readings=short.readings) if long.readings[0][0] == short.readings[0][0] else short


def _room(whole: Look, number: NumberReading) -> tuple[float, float]:
    """The places between the signs on either side of a number: no digit of it is beyond them."""
    characters = whole.reading.characters
    before = [whole.middle(c) for c in characters[: number.start] if _is_sign(c)]
    after = [whole.middle(c) for c in characters[number.end :] if _is_sign(c)]
    return max(before, default=-np.inf) + _REACH, min(after, default=np.inf) - _REACH


def _is_sign(character: Character) -> bool:
    return not character.text.isalnum() and character.text not in _NO_SIGNS


def _look(piece: NDArray[np.float32], start: int, network: str, size: float) -> Look:
    logs = model.log_probabilities(enlarged(piece, size), network)
    return Look(network, logs, reading_of(logs), start, piece.shape[1] / len(logs))


def _longer(
    whole: Look, number: NumberReading, looks: Sequence[Look], seen: Sequence[NumberReading | None]
) -> NumberReading | None:
    """The number with neighbours that the network for numbers takes for digits at every size; None without such."""
    spans = []
    for look, found in zip(looks, seen, strict=True):
        if look.network == model.NUMBERS:
            if found is None:
                return None
            spans.append(look.span(found))
    if not spans:
        return None
    first, end = whole.span(number)
    first, end = min(max(a for a, _ in spans), first) - _REACH, max(min(b for _, b in spans), end) + _REACH
    long = whole.between(first, end)
    if long is None or long.end - long.start <= number.end - number.start:
        return None
    return together([long, *(look.between(first, end) for look in looks)])


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
    ranked = sorted(unmixed(shares).items(), key=lambda item: (-item[1], item[0]))
    return replace(first, readings=tuple(ranked[:_KEPT]))
