"""Pieces of strips around numbers, as the network for numbers sees them: some letters beside them, at several sizes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from extractors.ocr.reader.decode import NUMBER
from extractors.ocr.reader.sizes import enlarged
from extractors.ocr.reader.strips import MARGIN
from training.samples import PENS, Sample, Samples
from training.texts import Texts

_AROUND = (24, 64)  # pixels of a strip on either side of a number
_LARGER = (0.96, 1.36)  # copies of a strip
_SIGNS = "+++++---()[]<>=*/:;%\"'"


class NumberTexts(Texts):
    """Draws texts with numbers in them."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self.kinds = {
            self.lone_number: 34,
            self.score: 22,
            self.number_in_text: 26,
            self.domain: 4,
            self.date: 4,
            self.form: 4,
            self.latin: 2,
            self.digits: 6,
            self.signed: 8,
        }

    def signed(self) -> str:
        """A number with a sign at it: a plus is no 4, a bracket no 1."""
        return self.chance.choice(_SIGNS) + self.number() + self.chance.choice(("", "", " ", *_SIGNS))


class NumberSamples(Samples):
    """Samples that have a number, cut around one of their numbers."""

    def __init__(self, part: str, seed: int, scanned: Path | None = None, pens: float = PENS) -> None:
        super().__init__(part, seed, scanned=scanned, pens=pens)
        self.texts = NumberTexts(self.chance)

    def sample(self) -> Sample:
        """The next piece."""
        while True:
            if (piece := number_piece(super().sample(), self.chance)) is not None:
                return piece


def number_piece(sample: Sample, chance: random.Random) -> Sample | None:
    """The strip around one of the sample's numbers, at some size; None where it has no number of two characters."""
    numbers = [match.span() for match in NUMBER.finditer(sample.text) if len(match.group()) > 1]
    if not numbers:
        return None
    first, end = chance.choice(numbers)
    start = int(max(sample.middles[first] - chance.uniform(*_AROUND), 0))
    stop = int(sample.middles[end - 1] + chance.uniform(*_AROUND))
    strip = sample.strip[:, start:stop]
    inside = [place for place, middle in enumerate(sample.middles) if start + MARGIN / 2 <= middle < stop - MARGIN / 2]
    if not inside:
        return None
    kept = slice(inside[0], inside[-1] + 1)
    larger = enlarged(strip.astype(np.float32), chance.uniform(*_LARGER))
    middles = (sample.middles[kept] - start) * (larger.shape[1] / strip.shape[1])
    return replace(sample, strip=np.clip(larger, 0, 1), text=sample.text[kept], middles=middles)
