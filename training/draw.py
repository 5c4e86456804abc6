"""A line of text as ink on white paper, set as word processors set it: spaced, justified, underlined, with leaders."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from extractors.ocr.reader.alphabet import LEADER
from training.fonts import Cut, beside, families, font

Ink = NDArray[np.float32]
_CLUSTER = re.compile("[^\u0e31\u0e33-\u0e3a\u0e47-\u0e4e][\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]*|.", re.DOTALL)
_SIZES = (17, 20, 23, 27, 31, 36, 42, 49, 58, 68)  # pixels: 8 points at 150 dpi to 16 points at 300 dpi
_SIZE_SHARES = (3, 6, 10, 14, 16, 15, 13, 8, 5, 3)
_BESIDE = 0.22  # share of lines whose Latin letters and Arabic digits stand in a font of their own
_SHOWN = {"-": "-–—", '"': '"“”', "'": "'‘’"}
_THAI_BODY = re.compile("[\u0e01-\u0e30\u0e32\u0e40-\u0e46๐-๙a-z]")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Grey levels 0..255 (white 255), the text, the bodies' top and bottom and the size of the letters in pixels.

    ``middles`` are the columns that the characters of the text stand at; those of one cluster share its width.
    """

    pixels: Ink
    text: str
    middles: tuple[float, ...]
    top: float
    bottom: float
    size: int
    family: str


@dataclass(frozen=True, slots=True)
class Setting:
    """How a line is set: extra pixels between letters and between words, whether numbers stand in another font."""

    cut: Cut
    latin: str | None
    size: int
    letters: float
    blanks: float

    def file_of(self, character: str) -> str:
        """The file that a character is taken from."""
        file = self.cut.file_of(character)
        return self.latin if self.latin and file == self.cut.latin and character > " " and character < "\x7f" else file


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text as it is read and as it is shown, where it begins and ends in pixels."""

    text: str
    shown: str
    start: float
    end: float


class Printer:
    """Sets texts in the fonts of one part."""

    def __init__(self, chance: random.Random, part: str) -> None:
        self.chance = chance
        self.families = families(part)
        self.shares = [family.share for family in self.families]

    def printed(self, text: str, neighbour: str) -> Drawn | None:
        """The text as ink, parts of ``neighbour`` above or below; None where nothing is left to be seen."""
        setting = self.setting()
        pieces = list(self._pieces(text, setting))
        length = pieces[-1].end if pieces else 0
        top, bottom = self.body(text, setting)
        if length < 2 or bottom - top < 5:
            return None
        body = bottom - top
        above, margin = int(1.9 * body), self.chance.randint(3, 12)
        base = above - top  # where the fonts' own zero is drawn
        picture = Image.new("L", (int(length) + 2 * margin + setting.size // 3, int(above + 2.3 * body)), 255)
        pen = ImageDraw.Draw(picture)
        middles = self._put_pieces(pen, pieces, margin, base, setting)
        if self.chance.random() < 0.2:
            self._neighbour(pen, neighbour, base, body, setting)
        if self.chance.random() < 0.16:
            self._rules(pen, picture.size, above, body, margin)
        return Drawn(
            np.asarray(picture, np.float32), text, middles, above, above + body, setting.size, setting.cut.family
        )

    def scribble(self) -> Drawn:
        """What is no text: strokes of a pen, specks, the edge of a picture."""
        chance = self.chance
        body = chance.randint(9, 34)
        width, height, top = chance.randint(body, 9 * body), int(4.2 * body), int(1.9 * body)
        picture = Image.new("L", (width, height), 255)
        pen = ImageDraw.Draw(picture)
        kind = chance.random()
        if kind < 0.6:
            points = [
                (chance.randint(0, width), chance.randint(top - body, top + 2 * body))
                for _ in range(chance.randint(3, 12))
            ]
            pen.line(points, fill=chance.randint(0, 90), width=chance.randint(1, max(1, body // 7)), joint="curve")
        for _ in range(chance.randint(1, 5) if kind > 0.5 else 0):
            x, y, r = chance.randint(0, width), chance.randint(top, top + body), chance.randint(1, max(1, body // 8))
            pen.ellipse((x - r, y - r, x + r, y + r), fill=chance.randint(0, 120))
        return Drawn(np.asarray(picture, np.float32), "", (), top, top + body, int(1.7 * body), "no text")

    def setting(self) -> Setting:
        """Font, size and spacing by chance."""
        chance = self.chance
        cut = chance.choice(chance.choices(self.families, self.shares)[0].cuts)
        size = chance.choices(_SIZES, _SIZE_SHARES)[0]
        spread = chance.random()
        letters = chance.uniform(0.0, 0.12) * size if spread < 0.12 else 0.0
        letters = chance.uniform(-0.035, 0.0) * size if spread > 0.93 else letters
        blanks = chance.uniform(-0.05, 0.6) * size if chance.random() < 0.35 else 0.0
        files = beside()
        latin = chance.choice(files) if files and chance.random() < _BESIDE else None
        return Setting(cut, latin, size, letters, blanks)

    def body(self, text: str, setting: Setting) -> tuple[float, float]:
        """Top and bottom of most letters, as a search for lines would find them."""
        chosen = [c for c in text if c.strip() and (c.isalnum() or c == LEADER)]
        thai = sum(bool(_THAI_BODY.match(c)) for c in chosen)
        sample = "กพ" if thai >= len(chosen) / 2 or not chosen else "HX0"
        letter = sample[0]
        _, top, _, bottom = font(setting.file_of(letter), setting.size).getbbox(letter)
        return float(top), float(bottom)

    def put(self, pen: ImageDraw.ImageDraw, text: str, x: float, base: float, setting: Setting) -> tuple[float, ...]:
        """Draw a text that begins at ``x``; the columns of the middles of its characters."""
        return self._put_pieces(pen, list(self._pieces(text, setting)), x, base, setting)

    def _put_pieces(
        self, pen: ImageDraw.ImageDraw, pieces: list[Piece], x: float, base: float, setting: Setting
    ) -> tuple[float, ...]:
        for piece in pieces:
            self._put(pen, piece.shown, x + piece.start, base, setting)
        return tuple(x + middle for piece in pieces for middle in _middles(piece, setting))

    def width(self, text: str, setting: Setting) -> float:
        """Pixels of a text; where dots lead, about."""
        return max((piece.end for piece in self._pieces(text, setting)), default=0.0)

    def _pieces(self, text: str, setting: Setting) -> Iterator[Piece]:
        x = 0.0
        for piece in self._cut_up(text, setting):
            shown = piece
            if piece == LEADER:
                shown = self.chance.choice((".", ".", "…", ". ")) * self.chance.randint(4, 14)
            shown = "".join(self.chance.choice(_SHOWN[c]) if c in _SHOWN else c for c in shown)
            width = sum(font(file, setting.size).getlength(run) for file, run in self._runs(shown, setting))
            yield Piece(piece, shown, x, x + width)
            x += width + setting.letters + (setting.blanks if piece == " " else 0.0)
            x = max(x, 0.0)

    def _cut_up(self, text: str, setting: Setting) -> list[str]:
        if setting.letters:
            return _CLUSTER.findall(text)
        if setting.blanks or LEADER in text:
            return [part for part in re.split(f"( |{LEADER})", text) if part]
        return [text]

    def _runs(self, piece: str, setting: Setting) -> list[tuple[str, str]]:
        """The piece as runs of one font each."""
        return [(file, "".join(run)) for file, run in groupby(piece, setting.file_of)]

    def _put(self, pen: ImageDraw.ImageDraw, piece: str, x: float, base: float, setting: Setting) -> None:
        for file, run in self._runs(piece, setting):
            face = font(file, setting.size)
            # Files differ in where their zero is: letters stand on one line.
            down = font(setting.cut.thai, setting.size).getmetrics()[0] - face.getmetrics()[0]
            pen.text((x, base + down), run, font=face, fill=0)
            x += face.getlength(run)

    def _neighbour(self, pen: ImageDraw.ImageDraw, text: str, base: float, body: float, setting: Setting) -> None:
        """Bits of the line above or below."""
        away = self.chance.choice((-1, 1)) * self.chance.uniform(2.2, 3.2) * body
        plain_setting = Setting(setting.cut, None, setting.size, 0.0, 0.0)
        self._put(pen, text, self.chance.randint(-40, 60), base + away, plain_setting)

    def _rules(self, pen: ImageDraw.ImageDraw, size: tuple[int, int], top: float, body: float, margin: int) -> None:
        """Underlines, rules of tables, something struck through."""
        chance, (width, height) = self.chance, size
        thick = chance.randint(1, max(1, round(body / 9)))
        grey = chance.choice((0, 0, 60, 120))
        kind = chance.random()
        if kind < 0.5:
            y = top + body * chance.uniform(1.12, 1.6)
            pen.line((0 if chance.random() < 0.6 else margin, y, width, y), fill=grey, width=thick)
        elif kind < 0.75:
            x = chance.choice((chance.randint(0, margin), width - 1 - chance.randint(0, margin)))
            pen.line((x, 0, x, height), fill=grey, width=thick)
        else:
            y = chance.choice((top - body * chance.uniform(0.9, 1.5), top + body * chance.uniform(1.5, 1.9)))
            pen.line((0, y, width, y), fill=grey, width=thick)


def clusters(text: str) -> list[str]:
    """Letters with the marks that stand on them."""
    return _CLUSTER.findall(text)


def _middles(piece: Piece, setting: Setting) -> Iterator[float]:
    """The columns of the characters of a piece."""
    if piece.text == LEADER:
        yield (piece.start + piece.end) / 2
        return
    clusters = _CLUSTER.findall(piece.text)
    widths = [_width(setting.file_of(cluster[0]), setting.size, cluster) for cluster in clusters]
    stretch = (piece.end - piece.start) / max(sum(widths), 1.0)
    x = piece.start
    for cluster, width in zip(clusters, widths, strict=True):
        share = width * stretch / len(cluster)
        yield from (x + share * (place + 0.5) for place in range(len(cluster)))
        x += width * stretch


@lru_cache(maxsize=200_000)
def _width(file: str, size: int, cluster: str) -> float:
    return font(file, size).getlength(cluster)
