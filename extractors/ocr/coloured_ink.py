"""Stamps and signatures in colour, taken off the print below them.

JPEG keeps colours at half the resolution, so the colour of a thin stroke is spread beside it and its own pixels are
nearly grey. What survives is the sum: over a few pixels, colour to darkness is the same as in the ink. Where it is high
only the pen was there and paper is put in its place; where it is lower print lies below, and only what is lighter than
print goes. Letters printed in colour are smaller, and rules larger, than what people put on a page: they stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.pieces import pieces_of
from extractors.ocr.words import Pixels

_INCH = 25.4  # millimetres
_REFERENCE = 200.0  # dpi that lengths in pixels hold at
_COLOUR, _INK = 30, 40  # shades between the channels of coloured ink; between ink and the paper around it
_TALL, _LARGE = 8.0, 75.0  # millimetres both ways: printed letters are smaller, tables and pictures larger
_DENSE = 0.4  # share of ink in its box: a picture, a filled cell
_MOST = 30  # drawings of a page
_COARSE = 2  # every other pixel is enough to find them
_LEAST = 200  # coloured pixels of a page with drawings
_BRIDGE = 5  # pixels between parts of one drawing
_NOISE = 12  # shades between the channels that JPEG gives to black ink
_SPREAD = 2.0  # pixels: standard deviation of what colour and darkness are summed over
_FAINT = 25.0  # shades of darkness that are no ink
_MIXED, _PURE = (0.12, 0.34), (0.34, 0.46)  # colour to darkness: of pen and print together, of pen alone
_LIGHTER = (0.05, 0.3)  # of the way from print to paper: what certainly is print, what certainly is not
_PAPER = 31  # pixels: letters are narrower


@dataclass(frozen=True, slots=True)
class _Channels:
    """The difference of the channels, and grey."""

    colour: Pixels
    grey: Pixels


def without_drawings(pixels: Pixels, lifted: Pixels, dpi: float) -> Pixels:
    """``lifted`` (height, width) with the coloured stamps and signatures of ``pixels`` (height, width, 3) taken off."""
    coarse = _coarse(pixels)
    boxes = list(_drawings(coarse, dpi / _COARSE))
    if not boxes:
        return lifted
    black = _black(coarse, lifted[::_COARSE, ::_COARSE])
    clean = lifted.copy()
    for box in boxes:
        clean[box] = np.maximum(clean[box], _taken_off(_channels(pixels[box]), lifted[box], black, dpi))
    return clean


def _coarse(pixels: Pixels) -> _Channels:
    """Every other pixel of every other row."""
    rows = _channels(pixels[::_COARSE])
    return _Channels(*(np.ascontiguousarray(channel[:, ::_COARSE]) for channel in (rows.colour, rows.grey)))


def _channels(pixels: Pixels) -> _Channels:
    first, second, third = cv2.split(pixels)
    light = cv2.max(cv2.max(first, second), third)
    colour = cv2.subtract(light, cv2.min(cv2.min(first, second), third))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return _Channels(np.asarray(colour, np.uint8), np.asarray(grey, np.uint8))


def _drawings(coarse: _Channels, dpi: float) -> Iterator[tuple[slice, slice]]:
    """The boxes of what people drew or stamped in colour, with a margin, in pixels of the whole page."""
    inked = cv2.compare(coarse.colour, _COLOUR, cv2.CMP_GT)
    if cv2.countNonZero(inked) < _LEAST:
        return
    white = float(np.percentile(coarse.grey[::2, ::2], 75))
    inked = cv2.bitwise_and(inked, cv2.compare(coarse.grey, white - _INK, cv2.CMP_LT))
    wide = max(3, round(_BRIDGE * dpi / _REFERENCE)) | 1
    joined = cv2.dilate(inked, np.ones((wide, wide), np.uint8))
    stats = pieces_of(np.asarray(joined, np.uint8)).stats
    small, large, margin = _TALL * dpi / _INCH, _LARGE * dpi / _INCH, 4 * wide
    sides, share = stats[1:, 2:4], stats[1:, 4] / (stats[1:, 2] * stats[1:, 3])
    fitting = (sides >= small).all(axis=1) & (sides <= large).all(axis=1) & (share < _DENSE)
    for left, top, width, height, _ in sorted(stats[1:][fitting].tolist(), key=lambda row: -row[4])[:_MOST]:
        yield (
            slice(max(top - margin, 0) * _COARSE, (top + height + margin) * _COARSE),
            slice(max(left - margin, 0) * _COARSE, (left + width + margin) * _COARSE),
        )


def _black(coarse: _Channels, lifted: Pixels) -> float:
    """The shade of black print on this page, thin strokes and all."""
    white = float(np.percentile(lifted[::2, ::2], 75))
    shades = lifted[(coarse.colour <= _NOISE) & (lifted < 0.6 * white)]
    return float(np.median(shades)) if shades.size else 0.0


def _taken_off(piece: _Channels, lifted: Pixels, black: float, dpi: float) -> Pixels:
    """One box without its coloured ink."""
    reach = max(3, round(_PAPER * dpi / _REFERENCE)) | 1
    paper = cv2.morphologyEx(piece.grey, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)).astype(np.float32)
    darkness = np.maximum(paper - piece.grey - _FAINT, 0)
    spread = _SPREAD * dpi / _REFERENCE
    colour = cv2.GaussianBlur(cv2.subtract(piece.colour, _NOISE).astype(np.float32), (0, 0), spread)
    share = colour / (cv2.GaussianBlur(darkness.astype(np.float32), (0, 0), spread) + 6)
    lighter = (lifted - black) / np.maximum(paper - black, 1)
    off = _between(share, _MIXED) * np.maximum(_between(lighter, _LIGHTER), _between(share, _PURE))
    return np.asarray(np.clip(lifted + off * np.maximum(paper - lifted, 0), 0, 255), np.uint8)


def _between(values: NDArray[np.floating], ends: tuple[float, float]) -> NDArray[np.floating]:
    """0 up to the first end, 1 from the second, even steps between."""
    return np.asarray(np.clip((values - ends[0]) / (ends[1] - ends[0]), 0, 1))
