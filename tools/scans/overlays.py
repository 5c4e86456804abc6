"""What people put on a printed page: office stamps, signatures, punch holes."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from tools.scans.settings import Level
from tools.scans.typesetting import font_file

Image = npt.NDArray[np.float32]
MM = 25.4  # millimetres of an inch
RED, PURPLE, BLUE = (200, 30, 45), (105, 50, 150), (30, 50, 160)  # colours of stamp pads and pens
STAMP_WORDS = ("สำเนาถูกต้อง", "รับที่ ......", "ด่วนที่สุด", "เอกสารประกอบ")


def damaged(sheet: Image, level: Level, dpi: int, rng: np.random.Generator) -> Image:
    """The sheet with what chance puts on it; ink covers like a filter, so that text stays visible below it."""
    for probability, put in ((level.stamp, _stamp), (level.signature, _signature)):
        for _ in range(int(probability) + (rng.random() < probability % 1)):
            sheet = put(sheet, dpi, rng)
    return _holes(sheet, dpi) if rng.random() < level.holes else sheet


def _stamp(sheet: Image, dpi: int, rng: np.random.Generator) -> Image:
    """A round stamp with a ring, or a box with words, worn and at an angle."""
    size = int(rng.uniform(28, 42) / MM * dpi)
    mask = Pictures.new("L", (size, size), 0)
    pen = ImageDraw.Draw(mask)
    line = max(1, size // 60)
    if rng.random() < 0.5:
        pen.ellipse((line, line, size - line, size - line), outline=255, width=2 * line)
        pen.ellipse((size * 0.18, size * 0.18, size * 0.82, size * 0.82), outline=255, width=line)
    else:
        pen.rectangle((line, size * 0.3, size - line, size * 0.7), outline=255, width=2 * line)
    words = str(rng.choice(STAMP_WORDS))
    pen.text((size / 2, size / 2), words, fill=255, font=_font(size // 8), anchor="mm")
    turned = mask.rotate(float(rng.uniform(-25, 25)), Pictures.Resampling.BICUBIC)
    worn = cv2.GaussianBlur(rng.standard_normal((size, size), np.float32), (0, 0), size / 40)
    cover = np.asarray(turned, np.float32) / 255 * np.clip(0.75 + 4 * worn, 0.35, 1)
    colour = (RED, PURPLE, BLUE)[int(rng.integers(3))]
    return _inked(sheet, cover.astype(np.float32), colour, rng)


def _signature(sheet: Image, dpi: int, rng: np.random.Generator) -> Image:
    """A few loops of a blue or black pen across the page."""
    width, height = int(rng.uniform(35, 60) / MM * dpi), int(rng.uniform(12, 22) / MM * dpi)
    time = np.linspace(0, 1, 300)
    waves = rng.uniform(2, 7, 3)
    x = time * 0.8 + 0.1 + 0.08 * np.sin(2 * np.pi * waves[0] * time + rng.uniform(0, 6))
    y = 0.5 + 0.3 * np.sin(2 * np.pi * waves[1] * time) * (1 - 0.6 * time) + 0.1 * np.cos(2 * np.pi * waves[2] * time)
    points = np.stack([np.clip(x, 0, 1) * (width - 1), np.clip(y, 0, 1) * (height - 1)], axis=1).astype(np.int32)
    cover = np.zeros((height, width), np.uint8)
    cv2.polylines(cover, [points], isClosed=False, color=255, thickness=max(1, round(dpi / 90)), lineType=cv2.LINE_AA)
    colour = BLUE if rng.random() < 0.7 else (40, 40, 45)
    return _inked(sheet, (cover / 255 * 0.9).astype(np.float32), colour, rng)


def _inked(sheet: Image, cover: Image, colour: tuple[int, int, int], rng: np.random.Generator) -> Image:
    """Ink of one colour on the sheet where ``cover`` (0..1) says, at a place of the lower three quarters."""
    height, width = sheet.shape[:2]
    high, wide = min(cover.shape[0], height), min(cover.shape[1], width)
    top = int(rng.uniform(0.25, 1) * (height - high) * 0.95)
    left = int(rng.uniform(0.1, 0.9) * (width - wide))
    part = sheet[top : top + high, left : left + wide]
    ink = 1 - cover[:high, :wide, None] * (1 - np.array(colour, np.float32) / 255)
    sheet = sheet.copy()
    sheet[top : top + high, left : left + wide] = part * ink
    return sheet


def _holes(sheet: Image, dpi: int) -> Image:
    """Two punch holes of 6 mm, 80 mm apart at the left edge; the dark of the lid shows through."""
    sheet = np.ascontiguousarray(sheet.copy(), np.float32)
    middle, left, radius = sheet.shape[0] // 2, int(12 / MM * dpi), int(3 / MM * dpi)
    for offset in (-40, 40):
        cv2.circle(sheet, (left, middle + int(offset / MM * dpi)), radius, (45.0, 45.0, 45.0), -1, cv2.LINE_AA)
    return sheet


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = font_file("Garuda")
    return ImageFont.truetype(str(path), size) if path else ImageFont.load_default()
