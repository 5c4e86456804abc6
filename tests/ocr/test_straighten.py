"""Crooked pages become straight, and every box finds its way back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.document import BoundingBox
from extractors.ocr.straighten import levelled, lifted, straighten
from tests.ocr.drawn import DPI, lines_of_words, page, tilted


@pytest.mark.parametrize("degrees", [-4.0, -1.3, -0.2, 0.0, 0.35, 2.1, 5.0])
def test_the_tilt_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert straighten(page(tilted(lines_of_words(), degrees))).tilt == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("quarters", [1, 3])
def test_lines_that_run_up_or_down_are_turned_across(quarters: int) -> None:
    sideways = np.ascontiguousarray(np.rot90(lines_of_words(), quarters))
    assert straighten(page(sideways)).turned == 90
    assert straighten(page(lines_of_words())).turned == 0


@pytest.mark.parametrize("quarters", [0, 1])
def test_a_dense_page_that_is_a_little_tilted_is_not_taken_for_one_that_runs_down(quarters: int) -> None:
    pixels = np.full((1400, 1000), 255, np.uint8)
    chance = np.random.default_rng(3)
    for top in range(100, 1300, 22):
        for x in chance.integers(80, 920, 330):
            pixels[top : top + chance.integers(7, 14), x : x + 2] = 0
    crooked = np.ascontiguousarray(np.rot90(tilted(pixels, 0.5), quarters))
    assert straighten(page(crooked)).turned == 90 * quarters


@pytest.mark.parametrize("quarters", [0, 1])
def test_columns_of_boxes_are_no_lines_that_run_down(quarters: int) -> None:
    pixels = lines_of_words()
    pixels[:, 500:] = 255
    for top in range(80, 1420, 45):
        for left in range(520, 1150, 70):
            cv2.rectangle(pixels, (left, top), (left + 30, top + 30), 0, 3)
    assert straighten(page(np.ascontiguousarray(np.rot90(pixels, quarters)))).turned == 90 * quarters


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [0.0, 1.5])
def test_a_box_of_the_straight_page_lies_on_the_same_ink_of_the_crooked_one(turn: int, degrees: float) -> None:
    upright = lines_of_words()
    cv2.rectangle(upright, (700, 40), (760, 100), 0, -1)
    crooked = np.ascontiguousarray(np.rot90(tilted(upright, degrees), -turn // 90))
    found = straighten(page(crooked), turn)
    ys, xs = np.nonzero(cv2.erode((found.pixels < 100).astype(np.uint8), np.ones((31, 31), np.uint8)))
    scale = found.plane.scale
    x, y = float(xs.mean()) / scale, float(ys.mean()) / scale
    box = found.plane.back(BoundingBox(x - 1, y - 1, x + 1, y + 1))
    column, row = (round((low + high) / 2 * DPI / 72) for low, high in ((box.x0, box.x1), (box.y0, box.y1)))
    assert crooked[row - 15 : row + 15, column - 15 : column + 15].max() < 100


def test_a_page_in_colours_that_has_none_is_grey() -> None:
    pixels = tilted(lines_of_words(), 0.8)
    found = straighten(page(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)))
    assert np.array_equal(found.image.pixels, pixels)
    assert np.array_equal(found.pixels, straighten(page(pixels)).pixels)


def test_a_page_with_one_coloured_pixel_keeps_its_colours() -> None:
    pixels = cv2.cvtColor(lines_of_words(), cv2.COLOR_GRAY2RGB)
    pixels[7, 9] = (255, 255, 254)
    assert straighten(page(pixels)).image.pixels is pixels


def test_coloured_ink_is_lifted_and_black_ink_stays() -> None:
    pixels = np.full((10, 50, 3), 255, np.uint8)
    pixels[:, 10:20] = (230, 30, 30)
    pixels[:, 20:30] = (60, 70, 150)
    pixels[:, 30:40] = (0, 0, 128)
    pixels[:, 40:] = (20, 20, 20)
    assert lifted(pixels, 200.0)[5, [5, 15, 25, 35, 45]].tolist() == [255, 255, 182, 177, 20]


def test_uneven_light_becomes_white_paper() -> None:
    light = np.linspace(120, 250, 1200)[None, :] * np.ones((1500, 1))
    pixels = (lines_of_words() * (light / 255)).astype(np.uint8)
    levels = levelled(pixels)
    paper = lines_of_words() == 255
    assert np.percentile(levels[paper], 5) > 225
    assert np.median(levels[lines_of_words() < 50]) < 90


def test_a_negative_is_turned_into_dark_ink_on_white() -> None:
    drawn = lines_of_words()
    plain = straighten(page(drawn)).pixels
    assert np.array_equal(straighten(page(np.asarray(255 - drawn, np.uint8))).pixels, plain)
    coloured = np.dstack([255 - drawn] * 3)
    assert np.abs(straighten(page(coloured)).pixels.astype(int) - plain).mean() < 1


def test_a_sheet_on_a_dark_desk_is_no_negative() -> None:
    desk = np.full((2200, 1800), 30, np.uint8)
    desk[300:1800, 300:1500] = lines_of_words()
    assert straighten(page(desk)).pixels[400:1700, 400:1400].mean() > 200


def test_an_empty_page_stays_as_it_is() -> None:
    found = straighten(page(np.full((400, 300), 255, np.uint8)))
    assert (found.turned, found.tilt) == (0, 0.0)
