"""A line as the network sees it: a strip of one height, its letters' bodies at one place, ink 1 on paper 0."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.words import Pixels

HEIGHT = 48  # pixels of a strip
BODY = 16.0  # pixels of the bodies of letters in it
ABOVE = 20.0  # pixels of the strip above the bodies: two storeys of marks
_FAINTEST = 80.0  # grey levels: contrast below this is not stretched further
MARGIN = 8  # empty pixels at either end
_WIDEST = 6000  # pixels


def strip_of(pixels: Pixels, top: float, bottom: float) -> tuple[NDArray[np.float32], float]:
    """The strip (HEIGHT, width) of a grey line, and how many pixels of the strip a pixel of the line is.

    ``top`` and ``bottom`` of the letters' bodies are in rows of ``pixels``; they may lie outside of it.
    """
    scale = min(BODY / max(bottom - top, 1.0), _WIDEST / pixels.shape[1])
    down = BODY / max(bottom - top, 1.0)
    first = round(top - ABOVE / down)
    rows = max(round(HEIGHT / down), 1)
    ink = _ink(pixels)
    framed = np.zeros((rows, pixels.shape[1]), np.float32)
    start, end = max(first, 0), min(first + rows, pixels.shape[0])
    if end > start:
        framed[start - first : end - first] = ink[start:end]
    width = max(round(pixels.shape[1] * scale), 1)
    smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    sized = cv2.resize(framed, (width, HEIGHT), interpolation=smooth)
    padded: NDArray[np.float32] = np.pad(np.asarray(sized, np.float32), ((0, 0), (MARGIN, MARGIN + -width % 4)))
    return padded, scale


def _ink(pixels: Pixels) -> NDArray[np.float32]:
    """Ink 0..1, the darkest ink of the line near 1."""
    ink = 255.0 - pixels.astype(np.float32)
    inked = ink[ink > 65]
    darkest = float(np.percentile(inked, 90)) if inked.size else 255.0
    return np.asarray(np.minimum(ink / max(darkest, _FAINTEST), 1.0), np.float32)
