"""Strokes of a pen darker than the print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.dark_pens import without_dark_pens
from extractors.ocr.line_finder import find_lines
from extractors.ocr.words import Pixels

BODY = 20  # pixels of a letter
GREY, BLACK = 130, 10
FIRST, SECOND = 100, 160  # rows on which the letters stand


def page(ink: int = GREY) -> Pixels:
    """Two rows of letters, each a ring with an upright."""
    pixels = np.full((240, 900), 255, np.uint8)
    for x in range(40, 860, 30):
        for base in (FIRST, SECOND):
            cv2.rectangle(pixels, (x, base - BODY), (x + 14, base), ink, 3)
    return pixels


def signed(pixels: Pixels, shade: int = BLACK) -> Pixels:
    """A wave of a pen through both rows, from x = 200 to 500."""
    x = np.arange(200, 500)
    y = 130 + 50 * np.sin((x - 200) / 40)
    points = np.stack([x, y], axis=1).astype(np.int32)
    return np.asarray(cv2.polylines(pixels.copy(), [points], False, shade, 5), np.uint8)


def test_the_pen_goes_and_the_print_stays() -> None:
    clean, covered = page(), signed(page())
    bare = without_dark_pens(covered, BODY)
    assert bare.min() >= GREY
    assert (bare[:, :150] == clean[:, :150]).all()
    assert (bare[:, 550:] == clean[:, 550:]).all()
    assert np.abs(bare.astype(int) - clean).mean() < 0.25 * np.abs(covered.astype(int) - clean).mean()


@pytest.mark.parametrize(
    "pixels",
    [page(), page(BLACK), signed(page(BLACK)), signed(page(), GREY), np.full((50, 50), 255, np.uint8)],
    ids=["no pen", "black print", "pen of its shade", "grey pen", "empty"],
)
def test_what_is_not_darker_than_print_stays(pixels: Pixels) -> None:
    assert without_dark_pens(pixels, BODY) is pixels


def test_a_pen_beside_the_print_stays() -> None:
    pixels = page()
    cv2.ellipse(pixels, (450, 215), (60, 14), 0, 0, 300, BLACK, 4)
    assert without_dark_pens(pixels, BODY) is pixels


def test_grounds_and_emblems_stay() -> None:
    pixels = page()
    cv2.rectangle(pixels, (300, 60), (600, 120), BLACK, -1)  # a dark head with light letters
    pixels[FIRST - BODY : FIRST, 340:560:20] = 250
    for step in range(0, 60, 8):  # a dense drawing of thin lines
        cv2.circle(pixels, (720, 120), 5 + step, BLACK, 3)
    assert without_dark_pens(pixels, BODY) is pixels


def test_odd_sizes_and_strokes_over_the_edge() -> None:
    pixels = signed(page())[:171, 195:]
    bare = without_dark_pens(np.ascontiguousarray(pixels), BODY)
    assert bare.shape == pixels.shape
    assert bare.min() >= GREY


def test_a_line_keeps_how_it_looks_under_the_pen() -> None:
    covered = signed(page())
    lines = find_lines(covered, [], [], 200 / 72)
    assert [round(line.bottom) for line in lines] == [FIRST + 3, SECOND + 3]
    for line in lines:
        assert line.covered is not None
        assert line.covered.shape == line.pixels.shape
        assert line.covered.min() == BLACK
    assert all(line.covered is None for line in find_lines(page(), [], [], 200 / 72))
