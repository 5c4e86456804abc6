"""What printing, scanning and the steps before reading do to a line: ink, stamps, lens, sensor, JPEG, one threshold.

Plain functions on float32 grey levels 0..255. Lengths grow with the size of the letters, as on a page scanned finer.
"""

from __future__ import annotations

import math
import random
from functools import cache

import cv2
import numpy as np

from training.draw import Ink

_DARK = 190  # as in the search for lines: lighter is no ink
_RECUT = 0.3  # share of lines whose strokes are of other weights than the font's
_WIDE, _WIDER = 0.07, 0.18  # how much narrower or wider letters are made
_SIZE = 34.0  # pixels of 12 points at 200 dpi: lengths hold here


def damaged(ink: Ink, size: int, pens: float, chance: random.Random, rng: np.random.Generator) -> tuple[Ink, float]:
    """The line as it comes to the reader, levelled, ink dark on 255, and by how much it was stretched to the right.

    ``size`` is that of its letters in pixels, ``pens`` the share of lines that a signature runs over.
    """
    scale = size / _SIZE
    harsh = chance.choices((0.0, 0.35, 0.8, 1.2), (0.12, 0.3, 0.36, 0.22))[0]
    if chance.random() < _RECUT:
        ink = _recut(ink, scale, chance)
    ink = _printed(ink, harsh, scale, chance)
    if chance.random() < 0.14:
        ink = _overlaid(ink, scale, chance)
    if chance.random() < pens:
        ink = _signed(ink, size, chance)
    most = _WIDER if chance.random() < 0.25 else _WIDE
    stretch = chance.uniform(1 - most, 1 + most) if chance.random() < 0.75 else 1.0
    if stretch != 1.0:
        ink = _moved(ink, stretch, 0.6, chance)
    if harsh:
        ink = _captured(ink, harsh, scale, chance, rng)
    if chance.random() < 0.35:
        ink = _moved(ink, 1.0, 0.25, chance)
    return np.clip(ink, 0, 255).astype(np.float32), stretch


def painted(ink: Ink, chance: random.Random) -> Ink:
    """Only what is connected to ink, on white: how lines are handed over by the search for lines."""
    dark = (ink < _DARK).astype(np.uint8)
    if chance.random() < 0.75:
        dark = _without_specks(dark)
    near = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    return np.where(near > 0, ink, 255).astype(np.float32)


def _without_specks(dark: np.ndarray) -> np.ndarray:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = np.ones(count, np.uint8)
    kept[1:] = np.maximum(stats[1:, 2], stats[1:, 3]) >= 2
    kept[0] = 0
    return np.asarray(kept[labels], np.uint8)


def _recut(ink: Ink, scale: float, chance: random.Random) -> Ink:
    """Level strokes thinner, upright ones heavier or thinner: fonts of high contrast, which few free ones are."""
    reach = 2 if scale < 1.3 else 3
    thin = cv2.dilate(ink, np.ones((reach, 1), np.uint8))
    level = chance.uniform(0.2, 0.8)
    ink = ink * (1 - level) + thin * level
    upright = chance.uniform(-0.7, 0.7)
    other = (cv2.erode if upright > 0 else cv2.dilate)(ink, np.ones((1, reach), np.uint8))
    return np.asarray(ink * (1 - abs(upright)) + other * abs(upright), np.float32)


def _printed(ink: Ink, harsh: float, scale: float, chance: random.Random) -> Ink:
    """Ink that runs or is thin, grey ink, dot matrix."""
    pick = chance.random()
    if pick < 0.07 and scale > 0.8:
        ink = cv2.erode(ink, np.ones((2, 2), np.uint8))
    elif pick < 0.12 and scale > 1.2:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    elif pick < 0.14 and scale > 0.8:
        step = max(2, round(3 * scale))
        rows, columns = np.indices(ink.shape)
        ink = np.where((rows % step == 0) | (columns % step == 0), np.maximum(ink, 130), ink)
        ink = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 0.3 * step)
    if chance.random() < 0.15:
        ink = _copied(ink, scale, chance)
    grey = chance.uniform(0, 25 + 65 * harsh) if chance.random() < 0.7 else chance.uniform(0, 130)
    return (grey + ink.astype(np.float32) * ((255 - grey) / 255)).astype(np.float32)


def _copied(ink: Ink, scale: float, chance: random.Random) -> Ink:
    """What a copier made of it: ink runs together or fades, not the same all along the line."""
    soft = cv2.GaussianBlur(ink, (0, 0), chance.uniform(0.5, 1.2) * scale)
    few = np.array([[chance.uniform(-35, 35) for _ in range(5)]], np.float32)
    level = 140 + cv2.resize(few, (ink.shape[1], 1), interpolation=cv2.INTER_CUBIC)
    return np.clip((soft - level) * chance.uniform(2, 8) + 128, 0, 255).astype(np.float32)


def _overlaid(ink: Ink, scale: float, chance: random.Random) -> Ink:
    """An arc of a stamp, a stroke of a pen or a tick across the letters; a shadow of the back page."""
    height, width = ink.shape
    over = np.zeros(ink.shape, np.uint8)
    thick = max(1, round(chance.uniform(1, 3) * scale))
    kind = chance.random()
    if kind < 0.5:
        centre = (chance.randint(-width // 4, width * 5 // 4), chance.randint(-2 * height, 3 * height))
        cv2.circle(over, centre, chance.randint(height, 4 * height), 255, thick, cv2.LINE_AA)
    else:
        x, y = chance.randint(0, width), chance.randint(0, height)
        steps = [(x, y)]
        for _ in range(chance.randint(1, 5)):
            x, y = x + chance.randint(-height, height), y + chance.randint(-height // 2, height // 2)
            steps.append((x, y))
        cv2.polylines(
            over, [np.array(steps, np.int32)], isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA
        )
    strength = chance.choice((chance.uniform(0.05, 0.35), chance.uniform(0.05, 0.35), chance.uniform(0.5, 0.95)))
    shown = ink * (1 - over.astype(np.float32) * (strength / 255))
    if kind > 0.8:
        ghost = cv2.GaussianBlur(np.ascontiguousarray(ink[:, ::-1]), (0, 0), 1.5 * scale)
        shown = ink * (1 - chance.uniform(0.05, 0.2) * (1 - np.roll(ghost, height // 3, axis=0) / 255))
    return shown.astype(np.float32)


def _signed(ink: Ink, size: int, chance: random.Random) -> Ink:
    """Loops of a pen across the letters, as dark as the print or much darker."""
    height, width = ink.shape
    x, y = chance.uniform(0, width), chance.uniform(0.2, 0.8) * height
    places = [(x, y)]
    for turn in range(chance.randint(2, 9)):
        x += chance.uniform(-0.8, 2.4) * size * (1 if turn % 3 else chance.choice((-1, 1)))
        y = min(max(y + chance.uniform(-1.8, 1.8) * size, -0.5 * height), 1.5 * height)
        places.append((x, y))
    ends = [places[0], *places, places[-1]]
    along = np.linspace(0, 1, 24)[:, None]
    curve = np.concatenate([_bow(np.array(ends[at : at + 4]), along) for at in range(len(ends) - 3)])
    thick = max(1, round(chance.uniform(0.03, 0.12) * size))
    over = np.zeros(ink.shape, np.uint8)
    cv2.polylines(over, [curve.astype(np.int32)], isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA)
    pale = chance.choice((0.0, chance.uniform(20, 110), chance.uniform(20, 110)))
    paled = pale + ink * ((255 - pale) / 255)
    return np.asarray(paled * (1 - over.astype(np.float32) * (chance.uniform(0.7, 1.0) / 255)), np.float32)


def _bow(four: np.ndarray, along: np.ndarray) -> np.ndarray:
    """The curve from the second to the third of four places (Catmull and Rom)."""
    a, b, c, d = four
    bow = 2 * b + (c - a) * along + (2 * a - 5 * b + 4 * c - d) * along**2 + (3 * b - a - 3 * c + d) * along**3
    return np.asarray(bow / 2)


def _moved(ink: Ink, stretch: float, most: float, chance: random.Random) -> Ink:
    """A little tilt (``most`` degrees), slant, stretch, and a part of a pixel aside: what straightening leaves."""
    height, width = ink.shape
    angle = math.radians(chance.gauss(0, most / 2)) if width < 12 * height else math.radians(chance.gauss(0, most / 4))
    slant = chance.gauss(0, 0.04)
    matrix = np.array(
        [
            [stretch, slant, chance.random() - slant * height / 2],
            [math.sin(angle), 1, chance.random() - angle * width / 2],
        ],
        np.float32,
    )
    size = (math.ceil(width * stretch) + 1, height)
    return cv2.warpAffine(ink, matrix, size, flags=chance.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC)), borderValue=255)


def _captured(ink: Ink, harsh: float, scale: float, chance: random.Random, rng: np.random.Generator) -> Ink:
    """Lens, sensor, specks, and how the scan is stored."""
    bit = chance.random() < 0.2
    blur = chance.uniform(0.2, 0.5 + 0.55 * harsh) * max(scale, 0.5) ** chance.uniform(0.3, 1)
    ink = cv2.GaussianBlur(ink, (0, 0), blur)
    noise = chance.uniform(0.2, 1) * 9 * harsh * (1.3 if bit else 1)
    ink = ink + noise * _piece(_noise(), ink.shape, chance)
    specks = rng.poisson(ink.size * harsh * chance.choice((0, 5e-6, 2e-5, 8e-5)) * (3 if bit else 1))
    for _ in range(min(int(specks), 30)):
        place = (chance.randrange(ink.shape[1]), chance.randrange(ink.shape[0]))
        ink = cv2.circle(
            np.ascontiguousarray(ink, np.float32), place, chance.choice((0, 0, 1, 2)), chance.choice((30, 30, 255)), -1
        )
    if bit:
        ink = np.where(ink > chance.uniform(115, 190), 255, 0).astype(np.float32)
    elif chance.random() < 0.7:
        ink = _through_jpeg(ink, chance.randint(28, 85))
    return _levelled(ink, chance)


@cache
def _noise() -> Ink:
    """Noise of a sensor, half of it shared by neighbouring pixels; pieces of it are put on the lines."""
    rng = np.random.default_rng(11)
    fine, other = rng.standard_normal((2, 512, 4096), np.float32)
    soft: Ink = cv2.GaussianBlur(other, (0, 0), 1.0) * 3.5
    return (0.6 * fine + 0.6 * soft).astype(np.float32)


def _piece(sheet: Ink, size: tuple[int, ...], chance: random.Random) -> Ink:
    down, across = (chance.randrange(max(1, whole - part)) for whole, part in zip(sheet.shape, size, strict=True))
    piece = sheet[down : down + size[0], across : across + size[1]]
    missing = [(0, part - has) for part, has in zip(size, piece.shape, strict=True)]
    return np.pad(piece, missing, mode="reflect") if any(more for _, more in missing) else piece


def _through_jpeg(ink: Ink, quality: int) -> Ink:
    grey = np.clip(ink, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.float32)


def _levelled(ink: Ink, chance: random.Random) -> Ink:
    """Faint ink darker, paper white: not exactly, since the page is levelled as a whole."""
    black = float(np.percentile(ink[::2, ::3], 2)) * chance.uniform(0.6, 1.0)
    white = chance.uniform(225, 248)
    return (ink - min(black, 150)) * (255 / max(white - min(black, 150), 60))
