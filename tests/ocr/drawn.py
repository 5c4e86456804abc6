"""Pages that are drawn for a test."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.images import PageImage

DPI = 200


def page(pixels: NDArray[np.uint8]) -> PageImage:
    down, across = pixels.shape[:2]
    return PageImage(pixels, across * 72 / DPI, down * 72 / DPI)


def lines_of_words(width: int = 1200, height: int = 1500) -> NDArray[np.uint8]:
    """Lines of letters, each with other words."""
    pixels = np.full((height, width), 255, np.uint8)
    chance = random.Random(7)
    for y in range(150, height - 100, 60):
        words = " ".join("".join(chance.choices("acemnorsuvwxzdhkt", k=chance.randint(2, 9))) for _ in range(9))[:48]
        cv2.putText(pixels, words, (100, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_AA)
    return pixels


def tilted(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """Turned clockwise around its middle."""
    down, across = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((across / 2, down / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(pixels, matrix, (across, down), borderValue=255), np.uint8)


def table(columns: int = 3, rows: int = 4) -> NDArray[np.uint8]:
    """A ruled table with a number in every cell; its upper left corner is at (100, 100), cells are 250 × 80."""
    pixels = np.full((800, 1100), 255, np.uint8)
    right, bottom = 100 + 250 * columns, 100 + 80 * rows
    for column in range(columns + 1):
        cv2.line(pixels, (100 + 250 * column, 100), (100 + 250 * column, bottom), 0, 3)
    for row in range(rows + 1):
        cv2.line(pixels, (100, 100 + 80 * row), (right, 100 + 80 * row), 0, 3)
    for row in range(rows):
        for column in range(columns):
            place = (130 + 250 * column, 155 + 80 * row)
            cv2.putText(pixels, f"{row}{column}.25", place, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    return pixels
