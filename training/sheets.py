"""Whole sheets of made-up text with the place of every character: paragraphs, lists and ruled tables in one family."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from training.draw import Printer, Setting, clusters
from training.texts import Texts

_SHEET = (8.27, 11.69)  # inches of A4
_BODIES = (5.6, 8.6)  # points: bodies of letters in offices' papers, notes and heads with them
_PITCH = (2.35, 3.5)  # bodies from line to line
_MARGINS = (36.0, 90.0)  # points
_POINTS = 72.0
_COLUMNS = (1, 1, 1, 2, 3, 4, 5, 6)  # of a block; more than one is a table
_TRIES = 60  # texts drawn until a line is full


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line on a sheet, in pixels: its text, the middle of each character, its ends, top and bottom of its bodies."""

    text: str
    middles: NDArray[np.float32]
    left: float
    right: float
    top: float
    bottom: float
    family: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pixels (height, width, 3) of a clean sheet, its text alone (height, width; ink 1 on paper 0), and its lines."""

    pixels: NDArray[np.uint8]
    ink: NDArray[np.float32]
    lines: tuple[PrintedLine, ...]


class Sheets:
    """Draws sheets in the fonts of one part, the same for the same chance."""

    def __init__(self, part: str, chance: random.Random) -> None:
        self.chance = chance
        self.texts = Texts(chance)
        self.printer = Printer(chance, part)

    def sheet(self, dpi: int) -> Sheet:
        """The next sheet, at ``dpi`` dots per inch."""
        chance, unit = self.chance, dpi / _POINTS
        width, height = (round(inches * dpi) for inches in _SHEET)
        text, rules = (Image.new("L", (width, height), 255) for _ in range(2))
        pens = ImageDraw.Draw(text), ImageDraw.Draw(rules)
        setting = self._sized(self.printer.setting(), chance.uniform(*_BODIES) * unit)
        left, right = (chance.uniform(*_MARGINS) * unit for _ in range(2))
        y, bottom = chance.uniform(*_MARGINS) * unit, height - 50 * unit
        lines: list[PrintedLine] = []
        while y < bottom:
            columns = chance.choice(_COLUMNS)
            rows = chance.randint(2, 9)
            y = self._block(pens, (left, width - right), (y, bottom), columns, rows, setting, lines)
        pixels = np.minimum(np.asarray(text, np.uint8), np.asarray(rules, np.uint8))
        ink = 1.0 - np.asarray(text, np.float32) / 255
        return Sheet(np.repeat(pixels[:, :, None], 3, axis=2), ink.astype(np.float32), tuple(lines))

    def _sized(self, setting: Setting, body: float) -> Setting:
        """The setting with bodies of ``body`` pixels, set as close as offices set them."""
        top, bottom = self.printer.body("กพ", replace(setting, size=100))
        size = max(round(body / (bottom - top) * 100), 8)
        share = size / setting.size
        return replace(setting, size=size, letters=setting.letters * share, blanks=setting.blanks * share)

    def _block(
        self,
        pens: tuple[ImageDraw.ImageDraw, ImageDraw.ImageDraw],
        across: tuple[float, float],
        down: tuple[float, float],
        columns: int,
        rows: int,
        setting: Setting,
        lines: list[PrintedLine],
    ) -> float:
        """Rows of ``columns`` cells, ruled where there are several; returns where the next block may begin."""
        chance, (pen, ruler) = self.chance, pens
        top, bottom = self.printer.body("กพ", setting)
        body = bottom - top
        pitch = chance.uniform(*_PITCH) * body
        pad = chance.uniform(0.5, 1.4) * body if columns > 1 else 0.0
        edges = self._edges(across, columns)
        ruled = columns > 1 and chance.random() < 0.85
        thick = max(1, round(body / 9 * chance.uniform(0.6, 1.8)))
        y = down[0]
        for _ in range(rows):
            deep = chance.choice((1, 1, 2, 3, 4)) if columns > 1 else 1
            if y + deep * pitch > down[1]:
                return down[1]
            for start, end in edges:
                for row in range(chance.randint(1, deep)):
                    base = y + row * pitch + 0.72 * pitch - bottom
                    line = self._line(pen, start + pad, end - pad, base, setting)
                    lines += [line] if line else []
            if ruled:
                foot = y + deep * pitch + 0.2 * body
                ruler.rectangle((across[0], y, across[1], foot), outline=0, width=thick)
                for start, _end in edges[1:]:
                    ruler.line((start, y, start, foot), fill=0, width=thick)
            y += deep * pitch + (0.2 * body if ruled else 0.0)
        return y + chance.uniform(0.3, 1.5) * pitch

    def _edges(self, across: tuple[float, float], columns: int) -> list[tuple[float, float]]:
        shares = [self.chance.uniform(0.5, 2.0) for _ in range(columns)]
        edges, x = [], across[0]
        for share in shares:
            end = x + (across[1] - across[0]) * share / sum(shares)
            edges.append((x, end))
            x = end
        return edges

    def _line(
        self, pen: ImageDraw.ImageDraw, start: float, end: float, base: float, setting: Setting
    ) -> PrintedLine | None:
        """One line between two columns, at most that wide; None where nothing fits."""
        text = self._fitting(end - start, setting)
        if not text:
            return None
        printed = self.printer.put(pen, text, start, base, setting)
        top, bottom = self.printer.body(text, setting)
        middles, right = np.array(printed, np.float32), start + self.printer.width(text, setting)
        return PrintedLine(text, middles, start, right, base + top, base + bottom, setting.cut.family)

    def _fitting(self, width: float, setting: Setting) -> str:
        """A text of at most ``width`` pixels: one, or as many as fill the line."""
        full = self.chance.random() < 0.6
        text = ""
        for _ in range(_TRIES):
            more = self.texts.text().strip()
            longer = f"{text} {more}" if text else more
            if more and self.printer.width(longer, setting) <= width:
                text = longer
                if not full:
                    return text
            elif text:
                return text
            else:
                text = self._cut(more, width, setting)
                if text:
                    return text
        return text

    def _cut(self, text: str, width: float, setting: Setting) -> str:
        """As many of the text's first clusters as fit."""
        fitting = ""
        for cut in _beginnings(text):
            if self.printer.width(cut, setting) > width:
                return fitting.strip()
            fitting = cut
        return fitting.strip()


def _beginnings(text: str) -> Iterator[str]:
    whole = ""
    for cluster in clusters(text):
        whole += cluster
        yield whole
