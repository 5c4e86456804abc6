"""Rules make tables, letters make lines, and each line stands in its own cell."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.document import BoundingBox
from extractors.ocr.line_finder import OUTSIDE, TextLine, find_lines
from extractors.ocr.rules import rules_of
from extractors.ocr.straighten import straighten
from extractors.pdf.lattice import lattices_of
from extractors.pdf.rulings import Ruling, Rulings
from tests.ocr.drawn import DPI, lines_of_words, page, table, tilted


@pytest.mark.parametrize("degrees", [0.0, 1.2, -2.3])
def test_a_ruled_table_gives_its_cells(degrees: float) -> None:
    ruled = rules_of(straighten(page(tilted(table(), degrees))))
    (lattice,) = lattices_of(ruled.rulings, 10_000)
    assert (lattice.n_rows, lattice.n_columns, len(lattice.places)) == (4, 3, 12)


def test_rules_with_gaps_are_whole() -> None:
    pixels = table()
    pixels[:, 300:306] = 255
    (lattice,) = lattices_of(rules_of(straighten(page(pixels))).rulings, 10_000)
    assert (lattice.n_rows, lattice.n_columns) == (4, 3)


def test_a_rule_that_a_tail_of_a_letter_runs_into_is_one() -> None:
    pixels = table()
    pixels[70:100, 349:352] = 0
    ruled = rules_of(straighten(page(pixels)))
    (lattice,) = lattices_of(ruled.rulings, 10_000)
    assert (lattice.n_rows, lattice.n_columns) == (4, 3)
    assert (ruled.pixels[72:94, 348:353] < 100).any(axis=1).all()


def test_nothing_is_left_of_a_rule_in_pieces() -> None:
    pixels = table()
    for top in (272, 288):
        pixels[top : top + 3, 345:356] = 255
    pixels[150:168, 346:362] = 0  # a letter that touches it
    ruled = rules_of(straighten(page(pixels)))
    (lattice,) = lattices_of(ruled.rulings, 10_000)
    assert (lattice.n_rows, lattice.n_columns) == (4, 3)
    assert int(ruled.pixels[200:410, 342:360].min()) == 255
    assert int(ruled.pixels[154:164, 357:360].max()) < 100


def test_rules_are_taken_out_and_letters_stay() -> None:
    straight = straighten(page(table()))
    left = rules_of(straight).pixels
    assert (left[:, 98:103] < 200).sum() <= 2  # a grain at a corner
    assert (left[110:170, 120:300] < 100).sum() == (straight.pixels[110:170, 120:300] < 100).sum()


def test_bold_letters_that_run_together_are_no_rule() -> None:
    pixels = table()
    pixels[600:606, 200:300] = 0  # a short rule
    pixels[600:606, 500:600] = 0  # the tops of letters
    for x in range(500, 600, 14):
        pixels[606:630, x : x + 7] = 0
    left = rules_of(straighten(page(pixels))).pixels
    assert (left[601:605, 210:290] < 128).sum() == 0
    assert (left[601:605, 500:600] < 128).all()


@pytest.mark.parametrize("size", [2.2, 3.0])
def test_the_bars_of_large_digits_are_no_rules(size: float) -> None:
    pixels = np.full((700, 1400), 255, np.uint8)
    cv2.putText(pixels, "77.57 T 27", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, size, 0, round(2 * size))
    cv2.line(pixels, (100, 500), (220, 500), 0, 4)
    straight = straighten(page(pixels), turn=0)
    ruled = rules_of(straight)
    assert [round(rule.at) for rule in ruled.rulings.horizontal] == [round(500 * 72 / DPI)]
    assert (ruled.pixels[:450] == straight.pixels[:450]).all()


def test_a_page_of_short_strokes_all_over_has_no_rules() -> None:
    pixels = np.full((2800, 2200), 255, np.uint8)
    for top in range(20, 2730, 70):
        for left in range(20, 2130, 70):
            pixels[top : top + 3, left : left + 50] = 0
            pixels[top + 4 : top + 54, left : left + 3] = 0
    straight = straighten(page(pixels), turn=0)
    ruled = rules_of(straight)
    assert ruled.rulings == Rulings((), ())
    assert ruled.pixels is straight.pixels


def test_each_line_knows_its_cell() -> None:
    straight = straighten(page(table()))
    ruled = rules_of(straight)
    scale = straight.plane.scale
    (lattice,) = lattices_of(ruled.rulings, 10_000)

    def in_pixels(box: BoundingBox) -> BoundingBox:
        return BoundingBox(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)

    cells = [in_pixels(place.box) for place in lattice.places]
    lines = find_lines(ruled.pixels, cells, [in_pixels(lattice.box)], scale)
    assert sorted(line.place for line in lines) == list(range(12))


def test_lines_outside_of_tables() -> None:
    lines = find_lines(lines_of_words(), [], [], 200 / 72)
    assert {line.place for line in lines} == {OUTSIDE}
    assert len(lines) == len(range(150, 1400, 60))


def test_a_tone_on_a_vowel_that_reaches_up_to_the_line_before_stays_with_its_vowel() -> None:
    pixels = np.full((200, 500), 255, np.uint8)
    for x in range(100, 300, 30):
        pixels[40:64, x : x + 16] = 0
        pixels[96:120, x : x + 16] = 0
    pixels[72:84, 130:137] = 0  # hangs under a letter of the upper line
    pixels[83:92, 196:212] = 0  # stands on a letter of the lower line
    pixels[72:81, 209:212] = 0  # stands on that vowel, as far from the upper line as what hangs under it
    pixels[60:64, 285:289] = 0  # a point at the foot of the upper line, over a vowel of the lower one
    pixels[83:92, 280:296] = 0
    upper, lower = find_lines(pixels, [], [], 200 / 72)

    def inked(line: TextLine, y: int, x: int) -> bool:
        down, across = y - line.y, x - line.x
        return 0 <= down < line.pixels.shape[0] and bool(line.pixels[down, across] == 0)

    assert [inked(upper, *place) for place in ((78, 133), (76, 210), (62, 287))] == [True, False, True]
    assert [inked(lower, *place) for place in ((78, 133), (76, 210), (88, 200))] == [False, True, True]


def test_a_decimal_point_of_few_pixels_stays_in_its_line() -> None:
    pixels = np.full((120, 400), 255, np.uint8)
    for x in (100, 130, 180, 210):
        pixels[40:64, x : x + 16] = 0
    pixels[62:64, 160:162] = 0
    (line,) = find_lines(pixels, [], [], 200 / 72)
    dot = line.pixels[62 - line.y : 64 - line.y, 160 - line.x : 162 - line.x]
    assert dot.max() == 0


@pytest.mark.parametrize("shade", [0, 255])
def test_a_page_without_letters_has_no_lines(shade: int) -> None:
    assert find_lines(np.full((300, 300), shade, np.uint8), [], [], 2.0) == []


def test_the_shadow_of_the_edge_and_punch_holes_are_no_letters() -> None:
    pixels = lines_of_words()
    wanted = [(line.x, line.y, line.pixels.shape) for line in find_lines(pixels, [], [], 200 / 72)]
    damaged = pixels.copy()
    damaged[300:700:3, 0] = 60
    damaged[300:340, -1] = 60
    rows, columns = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    damaged[(rows - 850) ** 2 + (columns - 60) ** 2 < 24**2] = 0
    assert [(line.x, line.y, line.pixels.shape) for line in find_lines(damaged, [], [], 200 / 72)] == wanted


def test_dense_letters_of_a_bold_title_over_small_print_stay() -> None:
    pixels = lines_of_words()
    pixels[60:80, 200:600] = 255
    for x in range(200, 600, 25):
        pixels[60:84, x : x + 20] = 0
        pixels[70:76, x + 5 : x + 12] = 255
    title = find_lines(pixels, [], [], 200 / 72)[0]
    assert (title.top, title.bottom, title.x, title.x + title.pixels.shape[1]) == (60, 84, 198, 597)


def test_a_short_word_above_a_line_of_tall_letters_is_a_line() -> None:
    pixels = np.full((300, 400), 255, np.uint8)
    for top, tops in ((40, [0] * 9), (87, [0] * 4), (134, [-12, 0, -12, -4, -12, -2])):
        for index, rise in enumerate(tops):
            pixels[top + rise : top + 24, 100 + 20 * index : 114 + 20 * index] = 0
    lines = find_lines(pixels, [], [], 250 / 72)
    assert [round(line.bottom) for line in lines] == [64, 111, 158]


def test_marks_above_a_large_line_are_no_line() -> None:
    pixels = np.full((300, 500), 255, np.uint8)
    for index in range(8):
        pixels[100:140, 100 + 40 * index : 120 + 40 * index] = 0
    for x in (140, 260):
        pixels[68:92, x : x + 24] = 0
    for x in range(100, 460, 24):
        pixels[200:224, x : x + 14] = 0
    assert [round(line.bottom) for line in find_lines(pixels, [], [], 250 / 72)] == [140, 224]


FRAME = tuple(Ruling(at, 100.0, 400.0) for at in (200.0, 240.0))


@pytest.mark.parametrize(
    ("tops", "rows"),
    [
        ((200.0, 186.0, 200.0), [200.0, 240.0, 300.0]),  # the stem of a letter above the middle rule
        ((186.0, 186.5, 186.0), [186.0, 200.0, 240.0, 300.0]),  # a row that the page break left open
    ],
)
def test_a_side_that_one_ruling_passes_is_none(tops: tuple[float, ...], rows: list[float]) -> None:
    uprights = tuple(Ruling(at, top, 300.0) for at, top in zip((100.0, 250.0, 400.0), tops, strict=True))
    (lattice,) = lattices_of(Rulings(FRAME, uprights), 100)
    assert list(lattice.ys) == rows


def test_a_low_row_above_one_without_columns_keeps_its_columns() -> None:
    """Rows of small print are lower than the shortest rule that counts alone."""
    pixels = np.full((900, 1000), 255, np.uint8)
    tops = [100 + 38 * row for row in range(8)]
    for top in tops:
        cv2.line(pixels, (100, top), (900, top), 0, 3)
    for left in (100, 300, 600, 900):
        for first, last in ((0, 1), (2, 7)) if left not in (100, 900) else ((0, 7),):
            cv2.line(pixels, (left, tops[first]), (left, tops[last]), 0, 3)
    uprights = rules_of(straighten(page(pixels), 0)).rulings.vertical
    highest = [rule for rule in uprights if rule.start < tops[1] * 72 / DPI - 2]
    assert [round(rule.at * DPI / 72 / 10) * 10 for rule in highest] == [100, 300, 600, 900]
