"""Lines of bent sheets are handed over level."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.ocr.line_finder import find_lines
from extractors.ocr.line_level import levelled, sag_of


def bent(rise: float) -> NDArray[np.uint8]:
    """A line of letters 24 pixels high, the middle ``rise`` pixels higher than its ends; every fifth has a tail."""
    pixels = np.full((200, 1100), 255, np.uint8)
    for number, x in enumerate(range(50, 1050, 24)):
        y = 100 - round(rise * (1 - ((x - 550) / 500) ** 2))
        pixels[y - 24 : y + (7 if number % 5 == 0 else 0), x : x + 16] = 0
    return pixels


def feet_of(pixels: NDArray[np.uint8]) -> list[int]:
    """The lowest inked row of each letter without a tail."""
    inked = pixels < 128
    starts = np.flatnonzero(np.diff(inked.any(axis=0).astype(int)) == 1) + 1
    return [int(np.flatnonzero(inked[:, x + 8])[-1]) for number, x in enumerate(starts) if number % 5]


@pytest.mark.parametrize("rise", [-12.0, 5.0, 12.0])
def test_a_line_that_rises_or_sags_is_level(rise: float) -> None:
    before = feet_of(bent(rise))
    (line,) = find_lines(bent(rise), [], [], 200 / 72)
    after = feet_of(line.pixels)
    assert len(after) == len(before)
    assert max(before) - min(before) >= abs(rise) - 1
    assert max(after) - min(after) <= 4  # of 24
    assert abs(line.y + np.median(after) + 1 - line.bottom) <= 1


def test_a_level_line_is_left_as_it_is() -> None:
    feet = [(24.0 * number, 100.0 + (7 if number % 5 == 0 else number % 2)) for number in range(40)]
    assert sag_of(feet, 100, 24, range(960)) is None


def test_few_letters_do_not_say_where_a_line_stands() -> None:
    assert sag_of([(24.0 * number, 100.0 + number) for number in range(10)], 100, 24, range(240)) is None


def test_columns_move_by_their_sag_and_letters_stay_whole() -> None:
    pixels = np.full((4, 7), 255, np.uint8)
    pixels[1, 0] = pixels[2, 2:5] = pixels[0, 6] = 0
    level, above = levelled(pixels, np.array([0, 0, 0, 1, 2, 0, -1]))
    assert above == 1
    assert [int(row) for row in level[:, [0, 2, 3, 4, 6]].argmin(axis=0)] == [2, 2, 2, 2, 2]
