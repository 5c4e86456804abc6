"""Numbers are cut out of their lines and read again; what differs is not trusted."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.line_finder import TextLine
from extractors.ocr.second_reading import compared, numbers_of
from extractors.ocr.words import Word
from extractors.pdf.doubt import UNTRUSTED

LINE = TextLine(np.full((20, 200), 255, np.uint8), 5, 0, 0.0, 20.0)


def words(*texts: str) -> tuple[Word, ...]:
    """Words 10 pixels to a letter and without gaps; a leading blank is a blank before the word."""
    found, x = [], 0.0
    for text in texts:
        bare = text.strip()
        found.append(Word(bare, x, 0.0, x + 10 * len(bare), 20.0, 0.9, text.startswith(" ")))
        x = found[-1].x1
    return tuple(found)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((" ได้", " 85.20", " คะแนน"), [("85.20", 1, 2)]),
        ((" ได้", "8", "5.2", "0ค"), [("85.20", 1, 4)]),
        ((" 85.20", " 79.66%"), [("85.20", 0, 1), ("79.66", 1, 2)]),
        ((" 95",), [("95", 0, 1)]),
        ((" ข้อ", " 95"), []),
        ((" 2566",), []),
        ((" ๘๕.๒๐",), []),
        ((), []),
    ],
)
def test_numbers_that_may_be_scores_are_found(texts: tuple[str, ...], found: list[tuple[str, int, int]]) -> None:
    assert [(n.text, n.first, n.last) for n in numbers_of([LINE], [words(*texts)])] == found


def test_a_number_is_cut_where_no_ink_is() -> None:
    pixels = np.full((20, 200), 255, np.uint8)
    pixels[5:15, 27:83] = 0  # the box of the word is 30 to 80
    (number,) = numbers_of([TextLine(pixels, 5, 0, 0.0, 20.0)], [words("abc", " 85.20")])
    assert (number.image.x, number.image.pixels.shape) == (5 + 26, (20, 57))
    assert int((number.image.pixels < 160).any(axis=0).sum()) == 56


@pytest.mark.parametrize(
    ("second", "confidence"),
    [
        ((" 85.20",), 0.9),
        ((" 85,20",), 0.9),
        ((" (85.20%",), 0.9),
        ((" 86.20",), UNTRUSTED),
        ((" 185.20",), UNTRUSTED),
        ((" 85.2",), UNTRUSTED),
        ((" 85", " 20"), UNTRUSTED),
        ((), UNTRUSTED),
    ],
)
def test_a_number_is_trusted_where_both_readings_agree(second: tuple[str, ...], confidence: float) -> None:
    read = [words(" ได้", " 85.20", " 70.11")]
    first, last = numbers_of([LINE], read)
    ((_, number, other),) = compared(read, [first, last], [words(*second), words(" 70.11")])
    assert (number.text, number.confidence, other.confidence) == ("85.20", confidence, 0.9)
