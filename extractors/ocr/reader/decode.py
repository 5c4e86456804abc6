"""From probabilities at every step to characters, and to the readings of every number with how likely each is.

CTC (Graves et al. 2006): at every step the network names a character or nothing; a character that is named at several
steps in a row stands there once. A text's probability is the sum over all paths that spell it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.reader.alphabet import alphabet
from extractors.ocr.reader.model import Scale, calibration

Logs = NDArray[np.float64]
NUMBER = re.compile(r"[0-9๐-๙]+(?:[.,:/-][0-9๐-๙]+)*")
_THAI = re.compile("[๐-๙]")
_MIXED = re.compile("[0-9].*[๐-๙]|[๐-๙].*[0-9]")  # nobody prints both kinds of digits in one number
_MARKED = re.compile(r"[0-9๐-๙]+[.][0-9๐-๙]+(?P<marks>[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+)(?![\u0e01-\u0e4e])")
_READINGS = 5  # of a number
_BEAM = 12  # texts that are followed at a time
_SEEN, _LEAST = 1e-3, 1e-5  # probability of a character, share of the likeliest text, below which none is followed
_SURE = 1e-7  # nearest to 0 and 1 that a probability may be


@dataclass(frozen=True, slots=True)
class Character:
    """A character, the steps first to last (inclusive) at which it was seen, its calibrated probability."""

    text: str
    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number: where its characters begin and end, its readings, the most likely first, with probabilities."""

    start: int
    end: int
    readings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A line: its characters, and its numbers with other readings."""

    characters: tuple[Character, ...]
    numbers: tuple[NumberReading, ...]

    @property
    def text(self) -> str:
        """The characters as they stand."""
        return "".join(character.text for character in self.characters)


def reading_of(logs: Logs) -> Reading:
    """The reading of a line from natural logarithms of probabilities (steps, classes); its numbers not calibrated."""
    characters = _without_dirt(tuple(_characters(logs)))
    text = "".join(character.text for character in characters)
    numbers = tuple(_number(logs, characters, match.start(), match.end()) for match in NUMBER.finditer(text))
    return Reading(characters, numbers)


def _characters(logs: Logs) -> Iterator[Character]:
    path = logs.argmax(axis=1)
    starts = np.flatnonzero(np.concatenate(([True], path[1:] != path[:-1])))
    ends = np.append(starts[1:], len(path))
    scale = calibration()["text"]
    for first, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if name := int(path[first]):
            likely = calibrated(math.exp(float(logs[first:end, name].max())), scale)
            yield Character(alphabet()[name], first, end - 1, likely)


def _without_dirt(characters: tuple[Character, ...]) -> tuple[Character, ...]:
    """Without what was taken for a mark over the last digit of a decimal number: Thai has marks over letters only."""
    text = "".join(character.text for character in characters)
    dirt = {place for match in _MARKED.finditer(text) for place in range(match.start("marks"), match.end())}
    return tuple(character for place, character in enumerate(characters) if place not in dirt)


def _number(logs: Logs, characters: Sequence[Character], start: int, end: int) -> NumberReading:
    readings = readings_between(logs, characters, start, end)
    return NumberReading(start, end, readings or (("".join(c.text for c in characters[start:end]), 0.5),))


def readings_between(
    logs: Logs, characters: Sequence[Character], start: int, end: int
) -> tuple[tuple[str, float], ...]:
    """The numbers that characters ``start`` to ``end`` (excluding) may be, the likeliest first, with probabilities.

    What else they may be has the rest.
    """
    before = characters[start - 1].last + 1 if start else 0
    after = characters[end].first if end < len(characters) else len(logs)
    texts = texts_of(logs[before:after])
    whole = sum(likely for _, likely in texts)
    shares: dict[str, float] = {}
    for text, likely in texts:
        if NUMBER.fullmatch(text.strip()):
            shares[text.strip()] = shares.get(text.strip(), 0.0) + likely / whole
    return tuple(sorted(unmixed(shares).items(), key=lambda item: (-item[1], item[0]))[:_READINGS])


def unmixed(shares: dict[str, float]) -> dict[str, float]:
    """Only the readings of one kind of digits, where there are any."""
    return {text: share for text, share in shares.items() if not _MIXED.search(text)} or shares


def calibrated_numbers(reading: Reading) -> Reading:
    """The reading with probabilities of its numbers that are the shares of right ones."""
    return replace(reading, numbers=tuple(map(_calibrated_number, reading.numbers)))


def _calibrated_number(number: NumberReading) -> NumberReading:
    (best, likely), *others = number.readings
    sure = calibrated(likely, calibration()["thai" if _THAI.search(best) else "arabic"])
    rest = (1 - sure) / max(1 - likely, _SURE)
    # What is left may be none of them: no reading is likelier than the best one.
    return replace(number, readings=((best, sure), *((text, min(share * rest, sure)) for text, share in others)))


def calibrated(probability: float, scale: Scale) -> float:
    """The share that is right among readings of that probability."""
    inside = min(max(probability, _SURE), 1 - _SURE)
    odds = scale.slope * math.log(inside / (1 - inside)) + scale.offset
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))


def texts_of(logs: Logs) -> list[tuple[str, float]]:
    """The likeliest texts of a few steps with their probabilities: prefix search over all paths (Hannun et al. 2014).

    Kept for every text is how likely it is with its last step blank, and with its last character.
    """
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for step in np.exp(logs):
        names = np.flatnonzero(step > _SEEN).tolist()
        if names == [0]:
            beam = {text: ((blank + named) * float(step[0]), 0.0) for text, (blank, named) in beam.items()}
            continue
        grown: dict[tuple[int, ...], tuple[float, float]] = {}
        for text, (blank, named) in beam.items():
            for name in names:
                _follow(grown, text, name, float(step[name]), blank, named)
        least = _LEAST * max(blank + named for blank, named in grown.values())
        likely = [item for item in grown.items() if item[1][0] + item[1][1] > least]
        beam = dict(sorted(likely, key=lambda item: (-item[1][0] - item[1][1], item[0]))[:_BEAM])
    letters = alphabet()
    found = [("".join(letters[name] for name in text), sum(both)) for text, both in beam.items()]
    return [(text, likely) for text, likely in found if likely > 0]


def _follow(
    grown: dict[tuple[int, ...], tuple[float, float]],
    text: tuple[int, ...],
    name: int,
    likely: float,
    blank: float,
    named: float,
) -> None:
    """One more step of one text."""
    if not name:
        _add(grown, text, (blank + named) * likely, 0.0)
    elif text and text[-1] == name:
        _add(grown, text, 0.0, named * likely)
        _add(grown, (*text, name), 0.0, blank * likely)
    else:
        _add(grown, (*text, name), 0.0, (blank + named) * likely)


def _add(grown: dict[tuple[int, ...], tuple[float, float]], text: tuple[int, ...], blank: float, named: float) -> None:
    had = grown.get(text, (0.0, 0.0))
    grown[text] = (had[0] + blank, had[1] + named)
