"""The scanner: a clean page image in, the page as an office would have scanned or photographed it out.

Every step is a plain function on arrays of shape (height, width, 3), float32 grey levels 0..255. All chance comes from
one generator per page, seeded by (seed, page), so that a page is the same on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tools.scans import overlays
from tools.scans.settings import Level

Image = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
REFERENCE = 200  # dpi that lengths in the settings refer to


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner with its settings; ``turn`` is how far the sheets were put in turned, clockwise: 0, 90, 180 or 270."""

    level: Level
    dpi: int
    seed: int
    turn: int = 0

    def scan(self, pages: Sequence[Bytes]) -> list[Bytes]:
        """Scan clean pages (height, width, 3) uint8; behind each is the next one, behind the last the first.

        The result is uint8 of shape (height, width, 3) or, for grey and black-and-white scans, (height, width).
        """
        backs = [*pages[1:], np.ascontiguousarray(pages[0][::-1, ::-1])]
        return [
            self._page(page, back, np.random.default_rng((self.seed, number)))
            for number, (page, back) in enumerate(zip(pages, backs, strict=True))
        ]

    def _page(self, front: Bytes, back: Bytes, rng: np.random.Generator) -> Bytes:
        level, scale = self.level, self.dpi / REFERENCE
        sheet = printed(front, level)
        sheet = overlays.damaged(sheet, level, self.dpi, rng)
        if level.bleed:
            sheet = bled_through(sheet, back, level.bleed, scale, rng)
        sheet = photographed(sheet, level, rng) if level.corners else tilted(sheet, level, rng)
        sheet = lit(sheet, level.light, rng)
        if level.blur:
            sheet = cv2.GaussianBlur(sheet, (0, 0), level.blur * max(scale, 0.5)).astype(np.float32)
        sheet = noisy(sheet, level, rng)
        return np.ascontiguousarray(np.rot90(captured(sheet, level), -self.turn // 90))


def printed(page: Bytes, level: Level) -> Image:
    """The page on real paper: ink is not black, paper is not white."""
    return (level.ink + page.astype(np.float32) * ((level.paper - level.ink) / 255)).astype(np.float32)


def bled_through(sheet: Image, back: Bytes, strength: float, scale: float, rng: np.random.Generator) -> Image:
    """The back page, mirrored, blurred and a little off its place, shows through."""
    height, width = sheet.shape[:2]
    mirrored = cv2.resize(np.ascontiguousarray(back[:, ::-1]), (width, height)).astype(np.float32)
    down, across = (int(pixels) for pixels in rng.integers(-20, 21, 2))
    ghost = cv2.GaussianBlur(np.roll(mirrored, (down, across), axis=(0, 1)), (0, 0), 1.5 * max(scale, 0.5))
    shown: Image = (sheet * (1 - strength * (1 - ghost / 255))).astype(np.float32)
    return shown


def tilted(sheet: Image, level: Level, rng: np.random.Generator) -> Image:
    """The sheet lies askew on the glass; what is not sheet is the white or the black of the lid."""
    if not level.skew:
        return sheet
    height, width = sheet.shape[:2]
    angle = float(rng.uniform(-level.skew, level.skew))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    lid = float(rng.choice((level.paper, level.paper, 30)))
    lain: Image = cv2.warpAffine(
        sheet, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(lid,) * 3
    ).astype(np.float32)
    return lain


def photographed(sheet: Image, level: Level, rng: np.random.Generator) -> Image:
    """The sheet on a table, seen from a hand: perspective, margins of table around it."""
    height, width = sheet.shape[:2]
    margin = int(0.06 * width)
    size = (width + 2 * margin, height + 2 * margin)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    angle = np.deg2rad(rng.uniform(-level.skew, level.skew))
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    centre = corners.mean(axis=0)
    moved = (corners - centre) @ turn.T * 0.97 + centre + margin
    moved += rng.uniform(-level.corners, level.corners, (4, 2)) * width * 0.5
    table = rng.uniform((40, 45, 60), (110, 120, 140)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    border = tuple(float(shade) for shade in table)
    seen: Image = cv2.warpPerspective(
        sheet, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=border
    ).astype(np.float32)
    return seen


def lit(sheet: Image, darkest: float, rng: np.random.Generator) -> Image:
    """Light falls off towards one corner or edge, with a soft shadow."""
    if not darkest:
        return sheet
    coarse = rng.uniform(0, 1, (4, 3)).astype(np.float32)
    slope = np.add.outer(np.linspace(0, 1, 4), np.linspace(0, 1, 3)).astype(np.float32)
    field = coarse * 0.5 + np.rot90(slope, 0 if rng.random() < 0.5 else 2) * 0.5
    field = (field - field.min()) / (np.ptp(field) or 1)
    height, width = sheet.shape[:2]
    shade = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC)
    darkened: Image = (sheet * (1 - darkest * np.clip(shade, 0, 1))[:, :, None]).astype(np.float32)
    return darkened


def noisy(sheet: Image, level: Level, rng: np.random.Generator) -> Image:
    """Sensor noise, half of it shared by neighbouring pixels, and specks of dust and of missing ink."""
    if level.noise:
        height, width = sheet.shape[:2]
        fine = rng.standard_normal((height, width), np.float32)
        soft = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), 1.0) * 3.5
        sheet = (sheet + (level.noise * (0.6 * fine + 0.6 * soft))[:, :, None]).astype(np.float32)
    if level.specks:
        sheet = _specked(sheet, level, rng)
    return sheet


def _specked(sheet: Image, level: Level, rng: np.random.Generator) -> Image:
    height, width = sheet.shape[:2]
    sheet = np.ascontiguousarray(sheet, np.float32)
    for _ in range(int(rng.poisson(level.specks * height * width / 1e6))):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        shade = float(rng.choice((level.ink, level.paper)))
        cv2.circle(sheet, centre, int(rng.integers(0, 3)), (shade,) * 3, -1)
    return sheet


def captured(sheet: Image, level: Level) -> Bytes:
    """The sheet as stored: colour, grey, or black and white by one threshold for the whole page."""
    colours = np.clip(np.rint(sheet), 0, 255).astype(np.uint8)
    if level.colour == "rgb":
        return colours
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    if level.colour == "grey":
        return np.asarray(grey, np.uint8)
    threshold = level.ink + 0.55 * (level.paper - level.ink)
    return np.where(grey > threshold, 255, 0).astype(np.uint8)
