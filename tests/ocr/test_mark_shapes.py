"""What a stroke is by its form."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from extractors.ocr.mark_shapes import Shape, shape_of

Strokes = Sequence[Sequence[tuple[int, int]]]


def shape(*strokes: Sequence[tuple[int, int]], thickness: int = 2) -> Shape:
    ink = np.zeros((60, 60), np.uint8)
    for stroke in strokes:
        cv2.polylines(ink, [np.array(stroke) + 10], False, (1,), thickness)
    rows, columns = np.nonzero(ink)
    return shape_of(ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1], 2.0)


@pytest.mark.parametrize(
    "stroke",
    [
        [(0, 12), (6, 20), (28, 0)],
        [(0, 8), (4, 10), (8, 20), (14, 8), (30, 0)],
        [(0, 20), (14, 0)],
        [(0, 6), (6, 11), (30, 0)],
        [(0, 4), (8, 24), (18, 0)],
        [(0, 10), (6, 18), (18, 1), (24, 0)],
    ],
    ids=["tick", "hook", "slash", "flat", "v", "curl"],
)
@pytest.mark.parametrize("thickness", [1, 2, 3])
def test_ticks(stroke: Sequence[tuple[int, int]], thickness: int) -> None:
    assert shape(stroke, thickness=thickness) is Shape.TICK


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0, 0), (20, 0), (8, 26)]],
        [[(10, 0), (0, 16), (20, 16)], [(14, 4), (14, 26)]],
        [[(0, 4), (8, 0), (14, 6), (0, 24), (18, 24)]],
        [[(6, 0), (6, 26)]],
        [[(0, 0), (14, 20)]],
        [[(0, 26), (0, 0), (16, 0)]],
        [[(0, 0), (0, 20), (16, 20)]],
        [[(10, 0), (0, 10), (10, 20), (20, 10), (10, 0)]],
        [[(0, 0), (5, 20), (10, 4), (15, 20), (20, 0)]],
        [[(0, 10), (20, 10)], [(10, 0), (10, 20)]],
    ],
    ids=["7", "4", "2", "1", "backslash", "r", "L", "O", "W", "plus"],
)
def test_what_is_none(strokes: Strokes) -> None:
    assert shape(*strokes) is Shape.OTHER


@pytest.mark.parametrize("size", [10, 16, 26])
def test_crosses_dots_and_dashes(size: int) -> None:
    assert shape([(0, 0), (size, size)], [(0, size), (size - 1, 1)]) is Shape.CROSS
    assert shape([(0, 0), (size, 0)]) is Shape.DASH
    ink = np.zeros((size + 1, size + 1), np.uint8)
    cv2.circle(ink, (size // 2, size // 2), size // 2, (1,), -1)
    assert shape_of(ink, 2.0) is Shape.DOT
