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

from extractors.ocr.words import Pixels

_INCH = 25.4  # millimetres
_REFERENCE = 200.0  # dpi that lengths in pixels hold at
_COLOUR, _INK = 30, 40  # shades between the channels of coloured ink; between ink and the paper around it
_TALL, _LARGE = 8.0, 75.0  # millimetres both ways: printed letters are smaller, tables and pictures larger
_DENSE = 0.4  # share of ink in its box: a picture, a filled cell
_MOST = 30  # drawings of a page
_NOISE = 12  # shades between the channels that JPEG gives to black ink
_SPREAD = 2.0  # pixels: standard deviation of what colour and darkness are summed over
_FAINT = 25.0  # shades of darkness that are no ink
_MIXED, _PURE = (0.12, 0.34), (0.26, 0.38)  # colour to darkness: of pen and print together, of pen alone
_LIGHTER = (0.05, 0.3)  # of the way from print to paper: what certainly is print, what certainly is not
_PAPER = 31  # pixels: letters are narrower


@dataclass(frozen=True, slots=True)
class _Channels:
    """The lightest channel, the difference of the channels, and grey, of one piece of a page."""

    light: Pixels
    colour: Pixels
    grey: Pixels


def without_drawings(pixels: Pixels, lifted: Pixels, dpi: float) -> Pixels:
    """``lifted`` (height, width) with the coloured stamps and signatures of ``pixels`` (height, width, 3) taken off."""
    channels = _channels(pixels)
    boxes = list(_drawings(channels, dpi))
    if not boxes:
        return lifted
    black = _black(channels, lifted)
    clean = lifted.copy()
    for box in boxes:
        piece = _Channels(channels.light[box], channels.colour[box], channels.grey[box])
        clean[box] = np.maximum(clean[box], _taken_off(piece, lifted[box], black, dpi))
    return clean


def _channels(pixels: Pixels) -> _Channels:
    first, second, third = cv2.split(pixels)
    light = cv2.max(cv2.max(first, second), third)
    colour = cv2.subtract(light, cv2.min(cv2.min(first, second), third))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return _Channels(*(np.asarray(part, np.uint8) for part in (light, colour, grey)))


def _drawings(channels: _Channels, dpi: float) -> Iterator[tuple[slice, slice]]:
    """The boxes of what people drew or stamped in colour, with a margin."""
    white = float(np.percentile(channels.grey[::4, ::4], 75))
    inked = (channels.colour > _COLOUR) & (channels.grey < white - _INK)
    if not inked.any():
        return
    wide = max(3, round(3 * dpi / _REFERENCE)) | 1
    joined = cv2.dilate(inked.astype(np.uint8), np.ones((wide, wide), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    small, large, margin = _TALL * dpi / _INCH, _LARGE * dpi / _INCH, 4 * wide
    sides, share = stats[1:, 2:4], stats[1:, 4] / (stats[1:, 2] * stats[1:, 3])
    fitting = (sides >= small).all(axis=1) & (sides <= large).all(axis=1) & (share < _DENSE)
    for left, top, width, height, _ in sorted(stats[1:][fitting].tolist(), key=lambda row: -row[4])[:_MOST]:
        yield (
            slice(max(top - margin, 0), top + height + margin),
            slice(max(left - margin, 0), left + width + margin),
        )


def _black(channels: _Channels, lifted: Pixels) -> float:
    """The shade of black print on this page, thin strokes and all."""
    grey, light = channels.colour[::2, ::2] <= _NOISE, lifted[::2, ::2]
    shades = light[grey & (light < 0.6 * float(np.percentile(light[::4, ::4], 75)))]
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
