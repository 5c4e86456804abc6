"""Letters under a stamp come apart from it where they are darker; pictures and black drawings stay whole."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.line_finder import find_lines
from extractors.ocr.overprint import uncovered
from extractors.ocr.pieces import pieces_of
from extractors.ocr.words import Pixels

SCALE = 200 / 72


def sheet(shade: int) -> Pixels:
    """Two lines of ten letters; a ring in the given shade runs through both."""
    pixels = np.full((300, 500), 255, np.uint8)
    cv2.circle(pixels, (250, 135), 95, shade, 4)
    for top in (80, 160):
        for x in range(100, 400, 30):
            pixels[top : top + 24, x : x + 14] = 20
    return pixels


def test_letters_under_a_lighter_ring_are_lines() -> None:
    lines = find_lines(sheet(160), [], [], SCALE)
    assert [(round(line.top), round(line.bottom)) for line in lines] == [(80, 104), (160, 184)]
    assert [int((line.pixels < 60).sum()) for line in lines] == [10 * 14 * 24] * 2
    assert all(int((line.pixels == 160).sum()) < 200 for line in lines)


@pytest.mark.parametrize("shade", [20, 50])
def test_a_ring_as_dark_as_the_print_stays_one_piece(shade: int) -> None:
    pixels = sheet(shade)
    pieces = pieces_of((pixels < 190).astype(np.uint8))
    same = uncovered(pixels, pieces, 60.0)
    assert np.array_equal(same.labels, pieces.labels)
    assert np.array_equal(same.stats, pieces.stats)


def test_a_dense_picture_stays_one_piece() -> None:
    pixels = np.full((200, 200), 255, np.uint8)
    pixels[40:140, 40:140] = 150
    pixels[60:80, 60:80] = 20
    pieces = pieces_of((pixels < 190).astype(np.uint8))
    assert np.array_equal(uncovered(pixels, pieces, 60.0).stats, pieces.stats)


def test_what_is_uncovered_has_places_of_its_own() -> None:
    pixels = np.full((200, 300), 255, np.uint8)
    cv2.rectangle(pixels, (50, 50), (250, 150), 150, 2)
    pixels[40:64, 100:114] = 10
    pieces = uncovered(pixels, pieces_of((pixels < 190).astype(np.uint8)), 60.0)
    found = [tuple(row) for row in pieces.stats.tolist()[1:] if row[4]]
    assert found == [(100, 40, 14, 24, 14 * 24)]
    label = int(pieces.labels[50, 105])
    assert pieces.centres[label].tolist() == [106.5, 51.5]
    assert int((pieces.labels == label).sum()) == 14 * 24
    assert pieces.labels[150, 200] == 0


@pytest.mark.parametrize("shade", [20, 0])
def test_letters_that_a_pen_of_their_own_colour_joins_are_in_their_lines(shade: int) -> None:
    pixels = sheet(255)
    cv2.line(pixels, (95, 70), (240, 200), shade, 4)
    cv2.line(pixels, (240, 200), (330, 70), shade, 4)
    lines = find_lines(pixels, [], [], SCALE)
    assert [(round(line.top), round(line.bottom)) for line in lines] == [(80, 104), (160, 184)]
    for line in lines:
        top = round(line.top) - line.y
        shown = line.pixels[top : top + 24]
        assert all(int((shown[:, x - line.x : x - line.x + 14] < 60).sum()) == 14 * 24 for x in range(100, 400, 30))


def test_a_pen_darker_than_the_print_does_not_take_its_letters_away() -> None:
    pixels = np.full((300, 500), 255, np.uint8)
    for x in range(100, 400, 30):
        pixels[80:104, x : x + 14] = 110
    cv2.line(pixels, (95, 60), (130, 140), 0, 4)
    cv2.line(pixels, (130, 140), (200, 60), 0, 4)
    (line,) = find_lines(pixels, [], [], SCALE)
    assert (round(line.top), round(line.bottom)) == (80, 104)
    top, letters = 80 - line.y, [slice(x - line.x, x - line.x + 14) for x in range(100, 400, 30)]
    assert line.covered is not None
    with_pen, without = (pixels[top : top + 24] for pixels in (line.covered, line.pixels))
    assert all((with_pen[:, letter] < 190).all() for letter in letters)
    assert without.min() > 100
    assert all((without[:, letter] < 190).mean() > 0.6 for letter in letters)
    assert all((without[:, letter] == 110).all() for letter in letters[4:])
