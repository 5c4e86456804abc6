"""Numbers that one reader is unsure of are shown to a second one, and what both say is weighed: Bayes, on counts.

How often the second one reads the same where the first is right, and where it is wrong, is counted on numbers that the
first is unsure of (``second_opinion.toml``): there both err more often, and more often alike, than elsewhere. The best
reading stays the best: of 73 other numbers that the second one read there, 50 stood against a right one, and choosing
among the readings by its single digits made twice as many wrong as right. Arabic digits only: of Thai ones it gets next
to none right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from extractors.document import NumberReadings
from extractors.ocr.line_finder import TextLine
from extractors.ocr.second_reading import cut
from extractors.ocr.words import Word, Words

UNSURE = 0.985  # a value may stand by its readers' word alone from log-odds of 4 on, which is 0.982
_SCORE = re.compile(r"\d{1,3}[.,]\d{1,2}|\d{2,3}", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DIRT = " .,:;|-_~—\"'"  # around a number: rules, specks, leaders
_UNSEEN = 0.5  # counted for what was never seen (Jeffreys)
_ANSWERS = 3  # same, other, none
_LEAST = 1e-7  # probability


@dataclass(frozen=True, slots=True)
class Unsure:
    """A number that its reader is unsure of: which line, which of its words, its piece of the line."""

    line: int
    word: int
    image: TextLine


def unsure_numbers(lines: Sequence[TextLine], read: Sequence[Words]) -> list[Unsure]:
    """The numbers of the form of a score, in Arabic digits, whose reader tells that they may well be others."""
    return list(_unsure(lines, read))


def _unsure(lines: Sequence[TextLine], read: Sequence[Words]) -> Iterator[Unsure]:
    for index, (line, words) in enumerate(zip(lines, read, strict=True)):
        for place, word in enumerate(words):
            if word.readings and word.readings[0][1] < UNSURE and _SCORE.fullmatch(word.text):
                yield Unsure(index, place, cut(line, [word]))


def seconded(read: Sequence[Words], unsure: Sequence[Unsure], second: Sequence[Words]) -> tuple[Words, ...]:
    """The words, with the readings of the unsure numbers weighed by what the second reader made of their pieces."""
    changed = [list(words) for words in read]
    for number, words in zip(unsure, second, strict=True):
        before = changed[number.line][number.word]
        changed[number.line][number.word] = _weighed(before, "".join(word.text for word in words))
    return tuple(map(tuple, changed))


def _weighed(word: Word, read: str) -> Word:
    readings = weighed(word.readings, read)
    return replace(word, confidence=round(readings[0][1], 4), readings=readings)


def weighed(readings: NumberReadings, read: str) -> NumberReadings:
    """Readings with the probabilities that they have where the second reader has read ``read``; their order stays.

    The others share what the best one loses or wins. What is no number is an answer too: pieces that are hard for one
    reader are hard for the other.
    """
    (best, sure), *others = readings
    right, wrong = second_counts()[answer_of(best, read)]
    all_right, all_wrong = (sum(kind) for kind in zip(*second_counts().values(), strict=True))
    for_it = sure * (right + _UNSEEN) / (all_right + _UNSEEN * _ANSWERS)
    against = (1 - sure) * (wrong + _UNSEEN) / (all_wrong + _UNSEEN * _ANSWERS)
    now = for_it / (for_it + against)
    rest = (1 - now) / max(1 - sure, _LEAST)
    return ((best, round(now, 6)), *((text, round(likely * rest, 6)) for text, likely in others))


def answer_of(best: str, read: str) -> str:
    """What the second reader says of the best reading: ``same``, ``other`` (a number), ``none`` (no number)."""
    seen = _plain(read.strip(_DIRT))
    if seen == _plain(best):
        return "same"
    return "other" if _NUMBER.fullmatch(seen) else "none"


def _plain(text: str) -> str:
    return text.replace(",", ".")


@cache
def second_counts() -> Mapping[str, tuple[int, int]]:
    """By answer of the second reader: how many best readings of the first were right, and how many wrong."""
    data = tomllib.loads(Path(__file__).with_name("second_opinion.toml").read_text("utf-8"))
    return {answer: (right, wrong) for answer, (right, wrong) in data["tesseract"].items()}
