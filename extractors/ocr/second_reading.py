"""Numbers are read twice: cut out of their lines they are read alone, by other means, and the readings compared.

A recogniser that errs on a number gives another number that looks as good, and is sure of it. Two readings of different
scale and language seldom err alike. None of two that differ is taken: the number then says that it cannot be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.line_finder import TextLine
from extractors.ocr.words import Word, Words
from extractors.pdf.doubt import UNTRUSTED

_NUMBER = re.compile(r"\d{1,3}[.,]\d{1,2}(?!\d)", re.ASCII)
_WHOLE = re.compile(r"\d{2,3}", re.ASCII)  # alone in its line; longer ones are years
_INK = 160  # darker is ink
_AROUND = 0.25  # line heights: how far a box may be off


@dataclass(frozen=True, slots=True)
class CutNumber:
    """A number of a line: which line, which of its words (from, to), its digits, its piece of the line."""

    line: int
    first: int
    last: int
    text: str
    image: TextLine


def numbers_of(lines: Sequence[TextLine], read: Sequence[Words]) -> list[CutNumber]:
    """The numbers of lines that may be scores."""
    return [found for index, line in enumerate(lines) for found in _numbers(index, line, read[index])]


def _numbers(index: int, line: TextLine, words: Words) -> Iterator[CutNumber]:
    runs = _runs(words)
    for first, last in runs:
        text = "".join(word.text for word in words[first:last])
        whole = _WHOLE.fullmatch(text) if len(runs) == 1 else None
        for match in [whole] if whole else _NUMBER.finditer(text):
            start, end = _words_at(words, first, match.start(), match.end())
            yield CutNumber(index, start, end, match[0], cut(line, words[start:end]))


def _runs(words: Words) -> list[tuple[int, int]]:
    """From and to of the words between blanks."""
    starts = [index for index, word in enumerate(words) if word.blank or not index]
    return list(pairwise([*starts, len(words)]))


def _words_at(words: Words, first: int, start: int, end: int) -> tuple[int, int]:
    """The words that hold the letters from ``start`` to ``end`` of a run."""
    place, found = 0, []
    for index in range(first, len(words)):
        after = place + len(words[index].text)
        if place < end and after > start:
            found.append(index)
        place = after
    return found[0], found[-1] + 1


def cut(line: TextLine, words: Sequence[Word]) -> TextLine:
    """The piece of a line under some words, its sides where no ink is."""
    height = line.bottom - line.top
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    inked = np.asarray(line.pixels.min(axis=0) < _INK)
    x0 = _blank_column(inked, left, -1, height)
    x1 = _blank_column(inked, right, 1, height)
    if x1 - x0 < 2:
        x0, x1 = 0, line.pixels.shape[1]
    pixels = np.ascontiguousarray(line.pixels[:, x0:x1])
    return TextLine(pixels, line.x + x0, line.y, line.top, line.bottom, line.place)


def _blank_column(inked: NDArray[np.bool_], side: float, step: int, height: float) -> int:
    """The column without ink that is nearest outwards of a side, the side itself where there is none close by."""
    start = min(max(round(side), 0), len(inked))
    for column in range(start, start + step * max(round(_AROUND * height), 1), step):
        if not 0 <= column < len(inked):
            return min(max(column, 0), len(inked))
        if not inked[column]:
            return column
    return start


def compared(read: Sequence[Words], numbers: Sequence[CutNumber], again: Sequence[Words]) -> tuple[Words, ...]:
    """The words, where those of a number that was read otherwise the second time are not to be trusted."""
    changed = [list(words) for words in read]
    for number, second in zip(numbers, again, strict=True):
        if not _agrees(number.text, second):
            words = changed[number.line]
            for index in range(number.first, number.last):
                words[index] = replace(words[index], confidence=min(words[index].confidence, UNTRUSTED))
    return tuple(map(tuple, changed))


def _agrees(text: str, second: Words) -> bool:
    seen = "".join(" " * word.blank + word.text for word in second).replace(",", ".")
    wanted = re.escape(text.replace(",", "."))
    return re.search(rf"(?<!\d){wanted}(?!\d)", seen) is not None
