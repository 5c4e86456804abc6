"""Pieces of ink are those that OpenCV counts pixel by pixel."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.pieces import pieces_of


@pytest.mark.parametrize("share", [0.0, 0.03, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (37, 52)])
def test_pieces_have_the_boxes_areas_and_centres_of_their_pixels(share: float, shape: tuple[int, int]) -> None:
    ink = (np.random.default_rng(4).random(shape) < share).astype(np.uint8)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = pieces_of(ink)
    assert np.array_equal(found.labels, labels)
    assert np.array_equal(found.stats[1:], stats[1:])
    assert np.array_equal(found.centres[1:], centres[1:])


def test_any_value_but_zero_is_ink() -> None:
    ink = np.zeros((4, 9), np.uint8)
    ink[1:3, 2:6], ink[0, 8] = 255, 1
    assert pieces_of(ink).stats[1:].tolist() == [[2, 1, 4, 2, 8], [8, 0, 1, 1, 1]]
