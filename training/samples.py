"""Strips with what stands on them, and batches of strips of one width."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.dark_pens import without_dark_pens
from extractors.ocr.reader.alphabet import MARKS, classes
from extractors.ocr.reader.strips import HEIGHT, MARGIN, strip_of
from training.damage import damaged, painted
from training.draw import Drawn, Printer
from training.texts import Texts

FOUND_FOLDER = "scanned"  # of the state folder: strips of scanned sheets
WIDTHS = (96, 160, 256, 384)  # pixels of the strips of a batch
_COLUMNS = 5376  # pixels of all strips of a batch in a row
_INK, _LEGIBLE = 190, 0.5  # a line that lost more of its ink teaches nothing
_EXACT = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.,:-")
_NARROWEST, _KEPT = 0.12, 0.35  # half the width of a point in sizes; how much of its ink must be left
_AS_FOUND, _LOWER, _FEW = 0.6, 0.3, 12  # share of short lines with heights as found, of the lower half; their pieces
_BODIES = (0.6, 2.0)  # heights of pieces that are letters, in bodies
_SCRIBBLES = 0.02  # share of strips without text
_STEPS = 2  # pixels to a step of the network
PENS, LEARNT_PENS = 0.01, 0.3  # share of lines under a signature: as pages may have it, and so that it is learnt
_UNCOVERED = 0.6  # share of lines whose pen strokes are taken off
_FOUND = 0.4  # share of strips that were found on scanned sheets
_AGAIN = 20_000  # strips until the folder is looked at again


@dataclass(frozen=True, slots=True)
class Sample:
    """A strip (HEIGHT, width), its text, the columns of the strip that its characters stand at, its font."""

    strip: NDArray[np.float32]
    text: str
    middles: NDArray[np.float32]
    family: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Strips (count, HEIGHT, width) as bytes 0..255, and their texts as classes, one after the other.

    ``shown`` (count, width / 2) has the class of a character at the step that it stands at, 0 half way between two, -1
    at all other steps.
    """

    strips: NDArray[np.uint8]
    targets: NDArray[np.int32]
    lengths: NDArray[np.int32]
    shown: NDArray[np.int64]


class Samples:
    """Draws samples in the fonts of one part, the same for the same seed."""

    def __init__(
        self, part: str, seed: int, longest: int = 48, scanned: Path | None = None, pens: float = PENS
    ) -> None:
        cv2.setNumThreads(1)
        self.pens = pens  # share of lines under a signature
        self.longest = longest  # letters of a text without marks
        self.found = Found(scanned, part) if scanned else None
        self.chance = random.Random(seed)
        self.rng = np.random.default_rng(seed)
        self.texts = Texts(self.chance)
        self.printer = Printer(self.chance, part)

    def sample(self) -> Sample:
        """The next sample."""
        if self.found and self.chance.random() < _FOUND and (found := self.found.sample(self.chance)):
            return found
        while True:
            drawn = self.printer.scribble() if self.chance.random() < _SCRIBBLES else self._printed()
            if drawn is None:
                continue
            ink, stretch = damaged(drawn.pixels, drawn.size, self.pens, self.chance, self.rng)
            if self.chance.random() < _UNCOVERED:
                bare = without_dark_pens(ink.astype(np.uint8), drawn.bottom - drawn.top)
                ink = bare.astype(np.float32)
            if self.chance.random() < 0.85:
                ink = painted(ink, self.chance)
            if _legible(drawn, ink, stretch):
                return self._sample(drawn, ink, stretch)

    def _printed(self) -> Drawn | None:
        text = self.texts.text()
        bodies = sum(c not in MARKS for c in text)
        return self.printer.printed(text, self.texts.common()) if 0 < bodies <= self.longest else None

    def _sample(self, drawn: Drawn, ink: NDArray[np.float32], stretch: float) -> Sample:
        columns = np.flatnonzero((ink < _INK).any(axis=0))
        start = max(int(columns[0]) - 2, 0)
        strip, scale = self._strip(ink[:, start : columns[-1] + 3], drawn.top, drawn.bottom)
        middles = (np.array(drawn.middles, np.float32) * stretch - start) * scale + MARGIN
        return Sample(strip, drawn.text, middles, drawn.family)

    def _strip(self, ink: NDArray[np.float32], top: float, bottom: float) -> tuple[NDArray[np.float32], float]:
        if self.chance.random() < _AS_FOUND:
            top, bottom = self._as_found(ink, top, bottom)
        body = bottom - top
        jitter = self.chance.gauss
        top, bottom = (
            top + min(max(jitter(0, 0.05), -0.15), 0.15) * body,
            bottom + min(max(jitter(0, 0.05), -0.15), 0.15) * body,
        )
        if self.chance.random() < 0.06:  # bodies that were taken for those of capitals, or of marks
            top -= self.chance.uniform(-0.1, 0.3) * body
        return strip_of(ink.astype(np.uint8), top, bottom)

    def _as_found(self, ink: NDArray[np.float32], top: float, bottom: float) -> tuple[float, float]:
        """Top and bottom of a short line as the search for lines sees them: of pieces of ink, marks included."""
        boxes = cv2.connectedComponentsWithStats((ink < _INK).astype(np.uint8), connectivity=8)[2][1:]
        low, high = (share * (bottom - top) for share in _BODIES)
        near = [(y, y + h) for _, y, _, h, _ in boxes.tolist() if low <= h <= high and y < bottom and y + h > top]
        if not 0 < len(near) <= _FEW:
            return top, bottom
        if self.chance.random() < _LOWER:
            near = sorted(near, key=lambda box: box[1] - box[0])[: (len(near) + 1) // 2]
        return median(box[0] for box in near), median(box[1] for box in near)

    def batches(self) -> Iterator[Batch]:
        """Batches of strips of one width, without end."""
        waiting: dict[int, list[Sample]] = {width: [] for width in WIDTHS}
        while True:
            sample = self.sample()
            width = next((width for width in WIDTHS if width >= sample.strip.shape[1]), None)
            if width is None or _steps(sample.text) > width // _STEPS - MARGIN // 2:
                continue
            held = waiting[width]
            held.append(sample)
            if len(held) * width >= _COLUMNS:
                yield batch_of(held, width)
                waiting[width] = []


class Found:
    """Strips of scanned sheets (``training.scanned``) in the fonts of one part, as many as there are by now."""

    def __init__(self, folder: Path, part: str) -> None:
        self.folder, self.part = folder, part
        self.files: set[Path] = set()
        self.samples: list[Sample] = []
        self.asked = 0

    def sample(self, chance: random.Random) -> Sample | None:
        """One of them, paler or darker by chance; None where there are none."""
        if self.asked % _AGAIN == 0:
            for path in sorted(set(self.folder.glob(f"{self.part}-*.npz")) - self.files):
                self.files.add(path)
                self.samples += load(path)
        self.asked += 1
        if not self.samples:
            return None
        held = chance.choice(self.samples)
        strip = held.strip.astype(np.float32) * (chance.uniform(0.85, 1.1) / 255)
        return replace(held, strip=np.minimum(strip, 1.0))


def save(path: Path, samples: Sequence[Sample]) -> None:
    """Write strips to a file whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(
            file,
            strips=np.concatenate([_bytes(s.strip) for s in samples] or [np.zeros((HEIGHT, 0), np.uint8)], axis=1),
            widths=np.array([s.strip.shape[1] for s in samples], np.int32),
            texts=np.array([s.text for s in samples], np.str_),
            middles=np.concatenate([s.middles for s in samples] or [np.zeros(0, np.float32)]),
            families=np.array([s.family for s in samples], np.str_),
        )
    part.replace(path)


def load(path: Path) -> Iterator[Sample]:
    """The strips of a file, as bytes 0..255."""
    with np.load(path) as file:
        held, widths, texts, middles, families = (
            file[name] for name in ("strips", "widths", "texts", "middles", "families")
        )
    across = at = 0
    for width, text, family in zip(widths.tolist(), texts.tolist(), families.tolist(), strict=True):
        yield Sample(held[:, across : across + width], text, middles[at : at + len(text)], family)
        across, at = across + width, at + len(text)


def _bytes(strip: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.clip(strip * 255 + 0.5, 0, 255).astype(np.uint8)


def batch_of(samples: list[Sample], width: int) -> Batch:
    """The samples as one batch, paper on the right."""
    strips = np.zeros((len(samples), HEIGHT, width), np.uint8)
    for place, sample in zip(strips, samples, strict=True):
        place[:, : sample.strip.shape[1]] = _bytes(sample.strip)
    known = classes()
    targets = np.array([known[c] for sample in samples for c in sample.text], np.int32)
    shown = np.stack([_shown(sample, width // _STEPS) for sample in samples])
    return Batch(strips, targets, np.array([len(sample.text) for sample in samples], np.int32), shown)


def _legible(drawn: Drawn, ink: NDArray[np.float32], stretch: float) -> bool:
    """Whether the line, and each digit and point of it, kept enough of its ink: what is not there must not be read."""
    before, after = ((grey < _INK).sum(axis=0).cumsum() for grey in (drawn.pixels, ink))
    if not after[-1] > _LEGIBLE * before[-1]:
        return False
    reach = _NARROWEST * drawn.size
    for character, middle in zip(drawn.text, drawn.middles, strict=True):
        if character in _EXACT:
            had = _between(before, middle - reach, middle + reach)
            has = _between(after, (middle - reach) * stretch, (middle + reach) * stretch)
            if has < _KEPT * had:
                return False
    return True


def _between(summed: NDArray[np.int64], start: float, end: float) -> int:
    last = len(summed) - 1
    return int(summed[min(max(round(end), 0), last)] - summed[min(max(round(start), 0), last)])


def _shown(sample: Sample, steps: int) -> NDArray[np.int64]:
    """The class at each step, as ``Batch.shown`` has it; characters that stand at one step are left to CTC."""
    known = classes()
    if not sample.text:
        return np.zeros(steps, np.int64)
    shown = np.full(steps, -1, np.int64)
    places = np.clip(np.rint(sample.middles / _STEPS - 0.5), 0, steps - 1).astype(int)
    for before, after in pairwise([-4, *places.tolist(), min(places[-1] + 4, steps - 1)]):
        if after - before >= 3:
            shown[(before + after) // 2] = 0
    for place, character in zip(places, sample.text, strict=True):
        shown[place] = known[character] if shown[place] <= 0 else -1
    return shown


def _steps(text: str) -> int:
    """Steps of the network that a text needs: one a character, one more between equal ones."""
    return len(text) + sum(a == b for a, b in itertools.pairwise(text))
