"""Marks of coloured pens: ticks count, what stamps and signatures cover is left open."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import TICKED, UNTICKED
from extractors.ocr.images import PageImage
from extractors.ocr.pen_marks import with_pen_marks
from extractors.ocr.rules import rules_of
from extractors.ocr.straighten import straighten
from extractors.ocr.tick_boxes import find_boxes
from extractors.pdf.distrust import LOST

SIDE = 30
BLUE, RED = (34, 55, 156), (200, 30, 45)
Draw = Callable[[NDArray[np.uint8], int, int], None]


def nothing(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    pass


def tick(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    points = np.array([(x + 6, y + 14), (x + 12, y + 25), (x + 36, y - 6)])
    cv2.polylines(pixels, [points], False, BLUE, 3, cv2.LINE_AA)


def red_cross(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.line(pixels, (x + 3, y + 4), (x + 27, y + 26), RED, 3, cv2.LINE_AA)
    cv2.line(pixels, (x + 26, y + 3), (x + 4, y + 27), RED, 3, cv2.LINE_AA)


def signature(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.ellipse(pixels, (x + 60, y + 15), (90, 30), 10, 0, 360, BLUE, 3, cv2.LINE_AA)
    cv2.line(pixels, (x - 40, y + 30), (x + 150, y), BLUE, 3, cv2.LINE_AA)


def letters_of_a_stamp(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    for step in (-40, 5, 45):
        cv2.putText(pixels, "S", (x + step, y + 25), cv2.FONT_HERSHEY_SIMPLEX, 0.8, RED, 3, cv2.LINE_AA)


def dot(pixels: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.circle(pixels, (x + 15, y + 15), 2, BLUE, -1)


def sheet(*marks: Draw, gap: int = 120) -> NDArray[np.uint8]:
    pixels = np.full((1500, 1200, 3), 255, np.uint8)
    for index in range(len(marks)):
        y = 200 + gap * index
        cv2.rectangle(pixels, (150, y), (150 + SIDE, y + SIDE), (0, 0, 0), 2)
        cv2.putText(
            pixels, "DOB80 nocsar umvxz", (330, y + 26), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2, cv2.LINE_AA
        )
    ink = np.full_like(pixels, 255)
    for index, draw in enumerate(marks):
        draw(ink, 150, 200 + gap * index)
    return np.minimum(pixels, ink)  # print shows through the ink of pens


def read(pixels: NDArray[np.uint8], turn: int = 0) -> list[str]:
    down, across = pixels.shape[:2]
    page = straighten(PageImage(pixels, across * 72 / 200, down * 72 / 200), turn)
    boxes = find_boxes(page.pixels, rules_of(page).pixels, page.plane.scale)
    return [item.text for item in with_pen_marks(boxes, page)]


ALL = (nothing, tick, red_cross, signature, letters_of_a_stamp)
MEANT = [UNTICKED, TICKED, TICKED, LOST, LOST]


def test_pens_stamps_and_signatures() -> None:
    assert read(sheet(*ALL)) == MEANT


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_sheets_that_lie_turned(turn: int) -> None:
    turned = np.ascontiguousarray(np.rot90(sheet(*ALL), -turn // 90))
    assert read(turned, turn) == MEANT


def test_the_tail_of_a_tick_is_no_mark_of_the_box_above() -> None:
    def steep(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        points = np.array([(x + 6, y + 12), (x + 12, y + 26), (x + 24, y - 16)])
        cv2.polylines(pixels, [points], False, BLUE, 3, cv2.LINE_AA)

    assert read(sheet(nothing, steep, nothing, gap=42)) == [UNTICKED, TICKED, UNTICKED]


def test_a_tick_that_misses_its_box_says_nothing() -> None:
    def aside(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        cv2.line(pixels, (x - 20, y + 12), (x + 2, y + 30), BLUE, 3)

    assert read(sheet(aside, nothing)) == [LOST, UNTICKED]


def test_a_pale_stroke_says_nothing() -> None:
    def pale(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        cv2.line(pixels, (x + 8, y + 22), (x + 24, y + 8), (205, 213, 235), 3)

    assert read(sheet(pale, nothing)) == [LOST, UNTICKED]


def test_a_dot_says_nothing() -> None:
    assert read(sheet(dot, nothing)) == [LOST, UNTICKED]


def test_grey_pages_have_no_colours() -> None:
    assert read(cv2.cvtColor(sheet(nothing, nothing), cv2.COLOR_RGB2GRAY)) == [UNTICKED, UNTICKED]


def test_shading_is_no_mark() -> None:
    pixels = sheet(nothing, tick)
    shaded = np.where(pixels == 255, np.array((150, 190, 240), np.uint8), pixels)
    pixels[150:280, 100:1100] = shaded[150:280, 100:1100]
    assert read(pixels) == [UNTICKED, TICKED]
