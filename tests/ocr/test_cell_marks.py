"""Ticks of coloured pens in cells without boxes; writing, stamps and signatures are none."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import TICKED, UNTICKED, BoundingBox
from extractors.ocr.cell_marks import with_ticks
from extractors.ocr.images import PageImage
from extractors.ocr.rules import rules_of
from extractors.ocr.straighten import straighten
from extractors.pdf.distrust import LOST
from extractors.pdf.lattice import lattices_of
from extractors.pdf.lines import Cluster
from tests.ocr.test_pen_marks import BLUE, Draw, nothing, signature, tick

LEFT, TOP, WIDE, HIGH = 200, 200, 160, 60


def line(*points: tuple[int, int]) -> Draw:
    def draw(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        cv2.polylines(pixels, [np.array([(x + a, y + b) for a, b in points])], False, BLUE, 3, cv2.LINE_AA)

    return draw


def written(text: str) -> Draw:
    def draw(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        cv2.putText(pixels, text, (x + 4, y + 28), cv2.FONT_HERSHEY_SIMPLEX, 1.0, BLUE, 2, cv2.LINE_AA)

    return draw


slash, dash, backslash = line((4, 28), (24, -2)), line((2, 14), (34, 13)), line((2, 2), (28, 28))
cross = line((2, 2), (28, 28), (15, 15), (28, 2), (2, 28))
seven = line((4, 2), (26, 2), (12, 30))


def table(columns: Sequence[Sequence[Draw]]) -> NDArray[np.uint8]:
    """A ruled table whose first row is empty; marks stand in the rows below."""
    pixels, ink = np.full((900, 1100, 3), 255, np.uint8), np.full((900, 1100, 3), 255, np.uint8)
    right, bottom = LEFT + WIDE * len(columns), TOP + HIGH * (1 + max(map(len, columns)))
    for x in range(LEFT, right + 1, WIDE):
        cv2.line(pixels, (x, TOP), (x, bottom), (0, 0, 0), 2)
    for y in range(TOP, bottom + 1, HIGH):
        cv2.line(pixels, (LEFT, y), (right, y), (0, 0, 0), 2)
    for column, marks in enumerate(columns):
        for row, draw in enumerate(marks, start=1):
            draw(ink, LEFT + WIDE * column + 60, TOP + HIGH * row + 14)
    return np.minimum(pixels, ink)


def read(
    columns: Sequence[Sequence[Draw]],
    *words: Cluster,
    heads: Sequence[str] = (),
    turn: int = 0,
    grey: bool = False,
) -> list[tuple[int, int, str]]:
    """Row, column and text of every word below the heads."""
    pixels = table(columns)
    pixels = np.asarray(pixels.min(axis=2), np.uint8) if grey else pixels
    page = straighten(PageImage(pixels, pixels.shape[1] * 0.36, pixels.shape[0] * 0.36), turn)
    ruled = rules_of(page)
    printed = [word(0, text, WIDE * column + 60) for column, text in enumerate(heads or ("ก",))]
    found = with_ticks(lattices_of(ruled.rulings, 1000), (*printed, *words), page, ruled.pixels)
    places = [(cluster.centre[1] / 0.36 - TOP, cluster.centre[0] / 0.36 - LEFT, cluster.text) for cluster in found]
    return sorted((int(y // HIGH), int(x // WIDE), text) for y, x, text in places if y > HIGH)


def word(row: int, text: str, at: int = 60) -> Cluster:
    x, y = (LEFT + at) * 0.36, (TOP + HIGH * row + 14) * 0.36
    return Cluster(text, BoundingBox(x, y, x + 12, y + 10), "", 12.0)


def in_black(draw: Draw) -> Draw:
    def black(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        drawn = np.full_like(pixels, 255)
        draw(drawn, x, y)
        pixels[drawn.min(axis=2) < 200] = 20

    return black


def test_ticks_and_slashes_are_ticks_and_the_other_cells_stay_empty() -> None:
    yes, no = (tick, slash, nothing, nothing), (nothing, nothing, slash, nothing)
    assert read((yes, no)) == [(1, 0, TICKED), (2, 0, TICKED), (3, 1, TICKED)]


@pytest.mark.parametrize("heads", [(), ("มี", "ไม่มี"), ("แล้วเสร็จ", "ยังไม่เริ่ม"), ("ไตรมาส 1", "ไตรมาส 2")])
@pytest.mark.parametrize("grey", [False, True])
def test_black_pens_tick_as_well(heads: Sequence[str], *, grey: bool) -> None:
    first, second = (in_black(tick), in_black(slash), nothing), (nothing, nothing, in_black(slash))
    assert read((first, second), heads=heads, grey=grey) == [(1, 0, TICKED), (2, 0, TICKED), (3, 1, TICKED)]


@pytest.mark.parametrize("mark", [backslash, seven, written("4"), written("2"), written("no")])
def test_what_is_no_tick_among_ticks_is_in_doubt(mark: Draw) -> None:
    found = read(((tick, tick, slash), (tick, mark, slash)))
    assert found == [(1, 0, TICKED), (1, 1, TICKED), (2, 0, TICKED), (2, 1, LOST), (3, 0, TICKED), (3, 1, TICKED)]


@pytest.mark.parametrize("mark", [seven, written("2"), written("no")])
def test_below_an_answer_no_mark_goes_unseen(mark: Draw) -> None:
    assert read(((mark, mark), (nothing, mark)), heads=("มี", "ไม่มี")) == [(1, 0, LOST), (2, 0, LOST), (2, 1, LOST)]


def test_columns_of_writing_have_no_ticks() -> None:
    assert read(((written("4"), written("2"), tick), (nothing,) * 3)) == []
    remark = (written("2"), tick, written("no"))
    assert read(((tick, tick, nothing), remark)) == [(1, 0, TICKED), (2, 0, TICKED)]


def test_a_dash_is_no_mark_and_a_cross_is_written_as_such() -> None:
    assert read(((dash, cross), (cross, nothing)), heads=("มี", "ไม่มี")) == [(1, 1, "x"), (2, 0, "x")]


def test_one_tick_alone_is_in_doubt_where_no_head_says_what_it_is() -> None:
    assert read(((tick, nothing), (nothing, nothing))) == [(1, 0, LOST)]
    assert read(((tick, nothing), (nothing, nothing)), heads=("มี", "ไม่มี")) == [(1, 0, TICKED)]


@pytest.mark.parametrize("black", [False, True])
def test_a_tail_over_the_rule_belongs_to_the_tick_below(*, black: bool) -> None:
    tall = line((2, 26), (12, 40), (34, -20))
    draw = in_black(tall) if black else tall
    found = read(((nothing, draw, nothing), (draw, nothing, nothing)), heads=("มี", "ไม่มี"))
    assert found == [(1, 1, TICKED), (2, 0, TICKED)]


def test_a_mark_on_a_rule_is_of_neither_cell() -> None:
    middle = line((4, 46), (24, 16))
    found = read(((nothing, line((4, 64), (26, 28)), nothing), (tick, nothing, tick)), heads=("มี", "ไม่มี"))
    assert found == [(1, 1, TICKED), (2, 0, LOST), (3, 0, LOST), (3, 1, TICKED)]
    assert read(((middle, nothing), (nothing, tick)), heads=("มี", "ไม่มี"))[-1] == (2, 1, TICKED)


def test_a_cell_that_a_signature_runs_through_is_neither() -> None:
    found = read(((tick, tick, nothing, signature), (nothing,) * 4))
    assert found[:2] == [(1, 0, TICKED), (2, 0, TICKED)]
    assert (4, 0, LOST) in found


@pytest.mark.parametrize(
    ("text", "kept"), [(UNTICKED, True), ("V", False), ("12.50", True)], ids=["box", "remains of the tick", "number"]
)
def test_what_is_printed_in_a_cell_stays(text: str, kept: bool) -> None:
    below = written("-") if text == "12.50" else tick
    printed = (in_black(written("12.5")) if text == "12.50" else tick, slash, slash, below)
    found = read((printed, (nothing,) * 4), word(1, text, 75), heads=("มี", "ไม่มี"))
    assert ((1, 0, text) in found, (1, 0, TICKED) in found) == (kept, not kept)


def test_numbers_below_an_answer_stay_where_they_are_the_rule() -> None:
    counts = tuple(in_black(written(text)) for text in "425")
    words = [word(row, text, 70) for row, text in enumerate("425", 1)]
    assert read((counts, (nothing,) * 3), *words, heads=("มี", "ไม่มี")) == [(1, 0, "4"), (2, 0, "2"), (3, 0, "5")]


def test_a_tail_that_a_thick_rule_cuts_off_is_no_tick_of_the_row_above() -> None:
    def cut(pixels: NDArray[np.uint8], x: int, y: int) -> None:
        tick(pixels, x, y)
        cv2.line(pixels, (x + 22, y - 22), (x + 34, y - 44), BLUE, 3)

    found = read(((nothing, cut, nothing), (tick, nothing, nothing)), heads=("มี", "ไม่มี"))
    assert (1, 0, TICKED) not in found
    assert (2, 0, TICKED) in found or (2, 0, LOST) in found
