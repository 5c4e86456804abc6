"""The back end ``reader``: the network of this package, one thread, the same every time; no program to install."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.errors import BackendError, BackendMissingError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import OcrOptions
from extractors.ocr.reader import model
from extractors.ocr.reader.alphabet import MARKS
from extractors.ocr.reader.decode import Character, Logs, NumberReading, Reading, reading_of
from extractors.ocr.reader.sizes import settled
from extractors.ocr.reader.strips import BODY, MARGIN, strip_of
from extractors.ocr.words import Word, Words

_INK = 0.25  # of a strip: what is darker belongs to letters
_NEAR = 1.2  # bodies: how far from where a blank was seen its gap may be
_LOWER = 0.88  # of a line's height: if half of its letters are lower, the others may be letters with marks that touch
_KEPT = 0.8  # of the letters: what another strip of the line must still show
_AWAY = 0.5  # of a pixel of width that a pixel of distance is worth when the gap of a blank is looked for


@dataclass(frozen=True, slots=True)
class LineNetwork:
    """The network of this package. Timeouts and languages of the options do not matter to it."""

    options: OcrOptions

    name = "reader"
    reads_thai_digits = True  # its probability of a number is that of the digits (docs/reader.md)

    def is_available(self) -> bool:
        """Whether onnxruntime is installed."""
        return not self.missing()

    def missing(self) -> str:
        """The command that installs onnxruntime; empty where it is there."""
        return "" if model.runs_here() else "pip install onnxruntime"

    def version(self) -> str:
        """What its answers depend on: weights, decoding, onnxruntime."""
        return model.version()

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        """The words of every line, numbers as words of their own. Raises BackendMissingError, BackendError."""
        if missing := self.missing():
            raise BackendMissingError(self.name, missing)
        return tuple(words_of(line) for line in images)


def read_line(line: TextLine) -> Reading:
    """The characters of a line and the readings of its numbers. Raises BackendError."""
    return _seen(line)[2]


def words_of(line: TextLine) -> Words:
    """The words of a line in pixels of its image. Raises BackendError."""
    if not line.pixels.size:
        return ()
    strip, scale, reading = _seen(line)
    places = _places(reading.characters, strip)
    runs = list(_runs(reading))
    words = []
    for start, end, number in runs:
        x0, x1 = ((x - MARGIN) / scale for x in _inked(places[start][0], places[end - 1][1], strip))
        characters = reading.characters[start:end]
        text = number.readings[0][0] if number else "".join(c.text for c in characters)
        sure = number.readings[0][1] if number else sum(c.probability for c in characters) / len(characters)
        blank = start == 0 or reading.characters[start - 1].text == " "
        readings = tuple((other, round(likely, 6)) for other, likely in number.readings) if number else ()
        words.append(Word(text, x0, 0.0, x1, float(line.pixels.shape[0]), round(sure, 4), blank, readings))
    return tuple(words)


def _seen(line: TextLine) -> tuple[NDArray[np.float32], float, Reading]:
    """The line's strip, how many of its pixels a pixel of the line is, and the reading. Raises BackendError."""
    try:
        looked = _surest([_look(line, height) for height in _heights(line)])
        return looked.strips[0], looked.scale, settled(looked.strips, looked.logs)
    except (OSError, RuntimeError) as error:
        raise BackendError(LineNetwork.name, str(error)[:200]) from error


@dataclass(frozen=True, slots=True)
class _Look:
    """A line as strips of one size, how many of its pixels a pixel of the line is, and what the network says of it."""

    strips: tuple[NDArray[np.float32], ...]
    scale: float
    logs: Logs


def _look(line: TextLine, height: float) -> _Look:
    """Bodies of that height. Where a pen was taken off, the mean of the line with it and without it."""
    top, bottom = line.bottom - height - line.y, line.bottom - line.y
    seen = [pixels for pixels in (line.pixels, line.covered) if pixels is not None]
    strips, scales = zip(*(strip_of(pixels, top, bottom) for pixels in seen), strict=True)
    shares = [model.log_probabilities(strip) for strip in strips]
    return _Look(strips, scales[0], np.logaddexp.reduce(shares) - np.log(len(shares)))


def _surest(looks: Sequence[_Look]) -> _Look:
    """The one that the network is surest of; not where letters are lost by it.

    Where marks touch their letters the height of the bodies is in doubt.
    """
    first, *others = looks
    for other in others:
        surer = other.logs.max(axis=1).mean() > first.logs.max(axis=1).mean()
        if surer and _letters(other.logs) >= _KEPT * max(_letters(first.logs), 1):
            first = other
    return first


def _letters(logs: Logs) -> int:
    return sum(character.text not in MARKS for character in reading_of(logs).characters)


def _heights(line: TextLine) -> Iterator[float]:
    """What the bodies of the line's letters may be high, the likeliest first."""
    height = line.bottom - line.top
    yield height
    if 0 < line.low < _LOWER * height:
        yield line.low


def _runs(reading: Reading) -> Iterator[tuple[int, int, NumberReading | None]]:
    """Words and numbers: where their characters begin and end."""
    numbers = {number.start: number for number in reading.numbers}
    place, count = 0, len(reading.characters)
    while place < count:
        if reading.characters[place].text == " ":
            place += 1
            continue
        number = numbers.get(place)
        end = number.end if number else place + 1
        while not number and end < count and end not in numbers and reading.characters[end].text != " ":
            end += 1
        yield place, end, number
        place = end


def _places(characters: Sequence[Character], strip: NDArray[np.float32]) -> list[tuple[float, float]]:
    """From where to where each character may reach, in pixels of the strip: half way to its neighbours' middles."""
    gaps = _gaps(strip)
    middles = [
        _gap_at(middle, gaps) if character.text == " " else middle
        for character in characters
        for middle in [(character.first + character.last + 1) / 2 * model.STEP]
    ]
    edges = [0.0, *(_edge(a, b, characters, i) for i, (a, b) in enumerate(itertools.pairwise(middles)))]
    edges.append(float(strip.shape[1]))
    return list(itertools.pairwise(edges))


def _edge(before: float, after: float, characters: Sequence[Character], place: int) -> float:
    """The edge between a character and the next one; a blank leaves its room to its neighbours."""
    if characters[place].text == " ":
        return before
    return after if characters[place + 1].text == " " else (before + after) / 2


def _gaps(strip: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Columns without ink, as runs from (including) to (excluding)."""
    inked = np.concatenate(([True], (strip > _INK).any(axis=0), [True]))
    turns = np.flatnonzero(inked[1:] != inked[:-1]).tolist()
    return list(zip(turns[::2], turns[1::2], strict=True))


def _gap_at(middle: float, gaps: Sequence[tuple[int, int]]) -> float:
    """The middle of the gap that a blank seen at ``middle`` most likely is."""
    near = [(a, b) for a, b in gaps if abs((a + b) / 2 - middle) <= max(_NEAR * BODY, (b - a) / 2)]
    if not near:
        return middle
    first, end = max(near, key=lambda gap: gap[1] - gap[0] - _AWAY * abs((gap[0] + gap[1]) / 2 - middle))
    return (first + end) / 2


def _inked(x0: float, x1: float, strip: NDArray[np.float32]) -> tuple[float, float]:
    """The part of a reach that has ink; all of it where there is none."""
    start = max(int(x0), 0)
    columns = np.flatnonzero((strip[:, start : int(x1) + 1] > _INK).any(axis=0))
    return (start + float(columns[0]), start + float(columns[-1]) + 1) if columns.size else (x0, x1)
