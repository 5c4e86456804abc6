"""What a back end reads: words with their boxes in the pixels of the image that it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line: box in pixels (x0, y0, x1, y1), confidence 0 to 1, ``line`` counts lines from 0.

    ``blank`` tells that a blank stands before it. A piece may be a single letter or a mark of the letter before it.
    """

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    line: int
    blank: bool
