"""What a back end reads: the words of a line with their boxes in the pixels of the image that it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractors.document import NumberReadings

Pixels: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line: box in pixels (x0, y0, x1, y1) of the line's image, confidence 0 to 1.

    ``blank`` tells that a blank stands before it. A piece may be a single letter or a mark of the letter before it.
    ``readings`` are those of a number, where the back end tells how likely each is.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    blank: bool
    readings: NumberReadings = ()


Words: TypeAlias = tuple[Word, ...]


def copied(pixels: Any) -> Pixels:
    """RGB or grey of what the engine lends (BGR, BGRx, grey)."""
    import cv2
    import numpy as np

    if pixels.ndim == 3 and pixels.shape[2] >= 3:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB if pixels.shape[2] == 3 else cv2.COLOR_BGRA2RGB))
    return np.ascontiguousarray(pixels.reshape(pixels.shape[:2]))
