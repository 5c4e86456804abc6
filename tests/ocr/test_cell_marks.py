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


slash, dash, cross = line((4, 28), (24, -2)), line((2, 14), (34, 13)), line((2, 2), (28, 28))
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


def read(columns: Sequence[Sequence[Draw]], *words: Cluster, turn: int = 0) -> list[tuple[int, int, str]]:
    """Row, column and text of every word."""
    pixels = table(columns)
    page = straighten(PageImage(pixels, pixels.shape[1] * 0.36, pixels.shape[0] * 0.36), turn)
    found = with_ticks(lattices_of(rules_of(page).rulings, 1000), words, page)
    places = [(cluster.centre[1] / 0.36 - TOP, cluster.centre[0] / 0.36 - LEFT, cluster.text) for cluster in found]
    return sorted((int(y // HIGH), int(x // WIDE), text) for y, x, text in places)


def test_ticks_and_slashes_are_ticks_and_the_other_cells_stay_empty() -> None:
    yes, no = (tick, slash, nothing, nothing), (nothing, nothing, slash, nothing)
    assert read((yes, no)) == [(1, 0, TICKED), (2, 0, TICKED), (3, 1, TICKED)]


@pytest.mark.parametrize("mark", [dash, cross, seven, written("4"), written("2"), written("no")])
def test_in_a_column_with_other_writing_nothing_is_a_tick(mark: Draw) -> None:
    assert read(((tick, tick, slash), (tick, mark, slash))) == [(1, 0, TICKED), (2, 0, TICKED), (3, 0, TICKED)]


def test_one_tick_alone_says_nothing() -> None:
    assert read(((tick, nothing), (nothing, nothing))) == []


def test_a_cell_that_a_signature_runs_through_is_neither() -> None:
    assert read(((tick, tick, nothing, signature), (nothing,) * 4))[:2] == [(1, 0, TICKED), (2, 0, TICKED)]
    assert (4, 0, LOST) in read(((tick, tick, nothing, signature), (nothing,) * 4))


def word(row: int, text: str, at: int = 60) -> Cluster:
    x, y = (LEFT + at) * 0.36, (TOP + HIGH * row + 14) * 0.36
    return Cluster(text, BoundingBox(x, y, x + 12, y + 10), "", 12.0)


@pytest.mark.parametrize(
    ("text", "kept"), [(UNTICKED, True), ("V", False), ("12.50", True)], ids=["box", "remains of the tick", "number"]
)
def test_what_is_printed_in_a_cell_stays(text: str, kept: bool) -> None:
    found = read(((tick, tick, slash), (nothing,) * 3), word(1, text, 75))
    assert ((1, 0, text) in found, (1, 0, TICKED) in found) == (kept, not kept)


def test_grey_pages_have_no_pens() -> None:

    def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.asarray(pixels.min(axis=2), np.uint8)

    pixels = grey(table(((tick, tick), (nothing, nothing))))
    page = straighten(PageImage(pixels, pixels.shape[1] * 0.36, pixels.shape[0] * 0.36), 0)
    assert with_ticks(lattices_of(rules_of(page).rulings, 1000), (), page) == []
