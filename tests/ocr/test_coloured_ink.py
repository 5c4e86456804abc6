"""Coloured stamps and signatures go, print below them stays, and so does what is printed in colour."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.coloured_ink import without_drawings
from extractors.ocr.straighten import lifted
from extractors.ocr.words import Pixels

DPI = 200.0
BLUE, RED, PURPLE = (30, 50, 160), (200, 30, 45), (105, 50, 150)
LETTERS = [(slice(top, top + 24), slice(x, x + 6)) for top in (80, 160) for x in range(60, 560, 20)]


def sheet(colour: tuple[int, int, int] = (60, 60, 60)) -> Pixels:
    """Two lines of upright strokes on paper."""
    pixels = np.full((320, 640, 3), 240, np.uint8)
    for place in LETTERS:
        pixels[place] = colour
    return pixels


def through_jpeg(pixels: Pixels) -> Pixels:
    _, packed = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 45])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[:, :, ::-1], np.uint8).copy()


def inked(pixels: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """With a pen's loop of three pixels over both lines."""
    over = np.zeros(pixels.shape[:2], np.uint8)
    cv2.ellipse(over, (300, 140), (150, 80), 20, 0, 360, 255, 3, cv2.LINE_AA)
    cover = over[:, :, None] / 255
    return np.asarray(pixels * (1 - cover * (1 - np.array(colour) / 255)), np.uint8)


@pytest.mark.parametrize("colour", [BLUE, RED, PURPLE])
def test_a_pen_goes_and_the_letters_below_it_stay(colour: tuple[int, int, int]) -> None:
    bare, drawn = (through_jpeg(pixels) for pixels in (sheet(), inked(sheet(), colour)))
    clean = lifted(drawn, DPI)
    letters = np.zeros(clean.shape, bool)
    for place in LETTERS:
        letters[place] = True
    around = cv2.dilate(letters.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert int((clean[~around] < 180).sum()) < 10  # of 2,000 pixels of the pen
    before = lifted(bare, DPI)
    kept = [float((clean[place] < 150).mean()) for place in LETTERS if (before[place] < 150).mean() > 0.6]
    assert len(kept) == len(LETTERS)
    assert min(kept) > 0.5


@pytest.mark.parametrize("colour", [BLUE, RED])
def test_letters_printed_in_colour_stay(colour: tuple[int, int, int]) -> None:
    pixels = through_jpeg(sheet(colour))
    same = np.full(pixels.shape[:2], 99, np.uint8)
    assert np.array_equal(without_drawings(pixels, same, DPI), same)


def test_a_coloured_table_and_a_filled_cell_stay() -> None:
    pixels = np.full((900, 1000, 3), 240, np.uint8)
    for x in range(50, 951, 300):
        cv2.line(pixels, (x, 50), (x, 700), BLUE, 3)
    for y in range(50, 701, 130):
        cv2.line(pixels, (50, y), (950, y), BLUE, 3)
    pixels[760:860, 50:350] = RED
    same = np.full(pixels.shape[:2], 99, np.uint8)
    assert np.array_equal(without_drawings(pixels, same, DPI), same)


def test_grey_pages_are_given_back() -> None:
    pixels = np.full((50, 60), 130, np.uint8)
    assert lifted(pixels, DPI) is pixels
