"""Tick boxes are found by their sides, judged by their ink, and written beside their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import TICKED, UNTICKED
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.line_finder import TextLine
from extractors.ocr.page import read_page
from extractors.ocr.rules import rules_of
from extractors.ocr.straighten import straighten
from extractors.ocr.tick_boxes import find_boxes, without_boxes
from extractors.ocr.words import Pixels, Word, Words
from extractors.pdf.distrust import LOST
from extractors.pdf.drafts import lines_in
from tests.ocr.drawn import lines_of_words, page, tilted

SCALE = 200 / 72
SIDE = 30
Draw = Callable[[NDArray[np.uint8], int, int], None]


def nothing(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    pass


def tick(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.polylines(pixels, [np.array([(x + 6, y + 16), (x + 12, y + 24), (x + 25, y + 5)])], False, 0, 3, cv2.LINE_AA)


def large_tick(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.polylines(pixels, [np.array([(x + 6, y + 16), (x + 12, y + 24), (x + 44, y - 14)])], False, 0, 3, cv2.LINE_AA)


def cross(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.line(pixels, (x, y), (x + SIDE, y + SIDE), 0, 2, cv2.LINE_AA)
    cv2.line(pixels, (x, y + SIDE), (x + SIDE, y), 0, 2, cv2.LINE_AA)


def filling(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.rectangle(pixels, (x, y), (x + SIDE, y + SIDE), 0, -1)


def stain(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    for step in range(7, 24, 5):
        pixels[y + step : y + step + 3, x + step : x + step + 3] = 0


def form(*marks: Draw, side: int = SIDE, gap: int = 120) -> Pixels:
    """Boxes one below the other, with what is put into them, beside words."""
    pixels = np.full((1500, 1200), 255, np.uint8)
    for index, draw in enumerate(marks):
        x, y = 150, 200 + gap * index
        cv2.rectangle(pixels, (x, y), (x + side, y + side), 0, 2)
        draw(pixels, x, y)
        cv2.putText(pixels, "DOB80 nocsar umvxz", (x + 80, y + 26), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_AA)
    return pixels


def read(pixels: Pixels) -> list[str]:
    return [item.text for item in find_boxes(pixels, pixels, SCALE)]


ALL = (nothing, tick, large_tick, cross, filling, stain)
MEANT = [UNTICKED, TICKED, TICKED, TICKED, TICKED, LOST]


def test_empty_ticked_crossed_filled_and_stained() -> None:
    assert read(form(*ALL)) == MEANT


@pytest.mark.parametrize("degrees", [-2.3, 1.7])
def test_on_a_crooked_page_with_noise(degrees: float) -> None:
    noise = np.random.default_rng(3).normal(0, 12, (1500, 1200))
    crooked = np.clip(tilted(form(*ALL[:-1]), degrees) + noise, 0, 255).astype(np.uint8)
    straight = straighten(page(crooked))
    boxes = find_boxes(straight.pixels, rules_of(straight).pixels, SCALE)
    assert [item.text for item in boxes] == MEANT[:-1]


def test_their_places() -> None:
    (found,) = find_boxes(form(nothing), form(nothing), SCALE)
    box = found.box
    assert max(abs(box.x0 - 150), abs(box.y0 - 200), abs(box.x1 - 181), abs(box.y1 - 231)) <= 1


def test_a_side_may_have_a_gap() -> None:
    pixels = form(nothing)
    pixels[196:204, 163:166] = 255
    assert read(pixels) == [UNTICKED]


@pytest.mark.parametrize(
    "pixels",
    [
        form(nothing, side=8),
        form(nothing, side=90),
        lines_of_words(),
        np.zeros((300, 300), np.uint8),
        np.full((300, 300), 255, np.uint8),
    ],
    ids=["too small", "too large", "letters", "black", "white"],
)
def test_no_boxes(pixels: Pixels) -> None:
    assert read(pixels) == []


def test_a_square_without_boxes_around_is_a_bullet() -> None:
    pixels = np.full((300, 300), 255, np.uint8)
    filling(pixels, 100, 100)
    assert read(pixels) == []


def test_places_for_single_digits_are_no_boxes() -> None:
    pixels = np.full((300, 600), 255, np.uint8)
    for x in range(100, 500, SIDE + 6):
        cv2.rectangle(pixels, (x, 100), (x + SIDE, 100 + SIDE), 0, 2)
    assert read(pixels) == []


def test_small_cells_are_no_boxes() -> None:
    pixels = np.full((400, 400), 255, np.uint8)
    for step in range(0, 200, 40):
        cv2.line(pixels, (100, 100 + step), (260, 100 + step), 0, 2)
        cv2.line(pixels, (100 + step, 100), (100 + step, 260), 0, 2)
    assert read(pixels) == []


def test_boxes_are_taken_out_with_their_marks_and_words_stay() -> None:
    pixels = form(large_tick)
    left = without_boxes(pixels, find_boxes(pixels, pixels, SCALE))
    assert int(left[:, :220].min()) == 255
    assert (left[:, 220:] == pixels[:, 220:]).all()


THAI = "ดำเนินการแล้วเสร็จตามแผนการป้องกันการทุจริตของหน่วยงาน"


class Reader:
    name = "scripted"
    reads_thai_digits = True

    def is_available(self) -> bool:
        return True

    def missing(self) -> str:
        return ""

    def version(self) -> str:
        return "1"

    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        return tuple((Word(THAI, 0, 0, image.pixels.shape[1], 20, 0.9, True),) for image in images)


def test_boxes_stand_beside_their_words() -> None:
    draft = read_page(page(tilted(form(tick, nothing), 1.0)), 1, Reader(), DEFAULT_LIMITS)
    assert [line.text for line in lines_in(draft.regions)] == [f"{TICKED} {THAI}", f"{UNTICKED} {THAI}"]


def rounded(pixels: NDArray[np.uint8], x: int, y: int, mark: Draw) -> None:
    """A frame with rounded corners in place of the one at x, y."""
    pixels[y - 3 : y + SIDE + 4, x - 3 : x + SIDE + 4] = 255
    radius, ink = 5, {"color": 0, "thickness": 2, "lineType": cv2.LINE_AA}
    for at in (y, y + SIDE):
        cv2.line(pixels, (x + radius, at), (x + SIDE - radius, at), **ink)
    for at in (x, x + SIDE):
        cv2.line(pixels, (at, y + radius), (at, y + SIDE - radius), **ink)
    for right, down, angle in ((0, 0, 180), (1, 0, 270), (1, 1, 0), (0, 1, 90)):
        middle = (x + radius + right * (SIDE - 2 * radius), y + radius + down * (SIDE - 2 * radius))
        cv2.ellipse(pixels, middle, (radius, radius), angle, 0, 90, **ink)
    mark(pixels, x, y)


def test_frames_with_rounded_corners_where_several_are_empty() -> None:
    pixels = form(nothing, nothing, nothing, nothing, nothing)
    for index, mark in enumerate((nothing, tick, nothing, cross, nothing)):
        rounded(pixels, 150, 200 + 120 * index, mark)
    assert read(pixels) == [UNTICKED, TICKED, UNTICKED, TICKED, UNTICKED]


def test_circles_are_no_boxes() -> None:
    pixels = np.full((600, 300), 255, np.uint8)
    for y in (100, 200, 300, 400):
        cv2.circle(pixels, (115, y), 15, 0, 2, cv2.LINE_AA)
    assert read(pixels) == []


def test_a_box_close_to_a_rule_of_a_table() -> None:
    pixels = form(nothing, tick)
    for top in (192, 240, 312, 360):
        cv2.line(pixels, (100, top), (700, top), 0, 3)
    cv2.line(pixels, (100, 192), (100, 360), 0, 3)
    cv2.line(pixels, (700, 192), (700, 360), 0, 3)
    straight = straighten(page(pixels), 0)
    boxes = find_boxes(straight.pixels, rules_of(straight).pixels, SCALE)
    assert [item.text for item in boxes] == [UNTICKED, TICKED]


def test_boxes_between_words_are_found_where_others_have_room() -> None:
    pixels = form(nothing, tick)
    for top in (200, 320):
        pixels[top - 10 : top + 50, 200:] = 255
        cv2.rectangle(pixels, (300, top), (300 + SIDE, top + SIDE), 0, 2)
        for x in (230, 340):
            cv2.putText(pixels, "um", (x, top + 26), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_AA)
        pixels[top - 5 : top + 40, 292:299] = 255
    assert sum(item == UNTICKED for item in read(pixels)) == 3


def test_the_inside_of_a_thick_frame_is_empty() -> None:
    pixels = form(nothing, nothing)
    for top in (200, 320):
        cv2.rectangle(pixels, (150, top), (150 + SIDE, top + SIDE), 0, 2)
        pixels[top + 2 : top + SIDE - 1, 150 : 150 + 5] = 0
    assert read(pixels) == [UNTICKED, UNTICKED]


def test_what_runs_over_a_box_is_no_tick() -> None:
    pixels = form(nothing, tick)
    cv2.line(pixels, (75, 290), (230, 163), 0, 2, cv2.LINE_AA)
    assert read(pixels) == [LOST, TICKED]


def test_boxes_below_each_other_make_no_columns() -> None:
    pixels = np.full((1500, 1200), 255, np.uint8)
    for top in range(200, 800, 44):
        cv2.line(pixels, (100, top), (700, top), 0, 3)
        if top < 200 + 13 * 44:
            cv2.rectangle(pixels, (420, top + 7), (420 + SIDE, top + 7 + SIDE), 0, 2)
            cv2.putText(pixels, "nocsar umv", (120, top + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    for left in (100, 400, 700):
        cv2.line(pixels, (left, 200), (left, 200 + 13 * 44), 0, 3)
    straight = straighten(page(pixels), 0)
    boxes = find_boxes(straight.pixels, rules_of(straight).pixels, SCALE)
    assert len(boxes) == 13
    assert len(rules_of(straight).rulings.vertical) > 3
    assert len(rules_of(replace(straight, pixels=without_boxes(straight.pixels, boxes))).rulings.vertical) == 3


def test_letters_that_stand_like_the_sides_of_a_box_are_none() -> None:
    pixels = form(tick, nothing)
    for left, top, across, down in ((150, 500, 26, 4), (150, 514, 22, 4), (150, 528, 26, 4), (150, 500, 4, 32)):
        pixels[top : top + down, left : left + across] = 0  # an E
    for left, top, across, down in ((178, 500, 10, 4), (178, 528, 10, 4), (181, 500, 4, 32)):
        pixels[top : top + down, left : left + across] = 0  # an I with serifs
    assert read(pixels) == [TICKED, UNTICKED]


def test_a_stroke_that_only_cuts_the_corner_of_a_box_says_nothing() -> None:
    def aside(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        cv2.polylines(pixels, [np.array([(x - 16, y + 20), (x - 4, y + SIDE + 16), (x + 6, y + SIDE)])], False, (0,), 2)

    assert read(form(aside, nothing, tick)) == [LOST, UNTICKED, TICKED]
