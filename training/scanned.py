"""Strips of scanned sheets as the product finds them, with what is printed on them.

Made-up sheets go through the scanner, the straightener and the search for lines.

    python -m training.scanned --state build/reader --sheets 600

Labels come from where characters were printed, not from reading: a reading only shows how the straightened page lies
on the printed one. Files of strips stand in ``scanned`` of the state folder; training takes up what is there.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from extractors.limits import Limits
from extractors.ocr.images import POINTS, PageImage
from extractors.ocr.line_finder import TextLine, find_lines
from extractors.ocr.reader.alphabet import LEADER, MARKS
from extractors.ocr.reader.backend import read_line
from extractors.ocr.reader.strips import ABOVE, BODY, MARGIN, strip_of
from extractors.ocr.rules import rules_of
from extractors.ocr.straighten import StraightPage, straighten
from extractors.pdf.lattice import lattices_of
from tools.scans.scanner import Scanner
from tools.scans.settings import Level, levels
from training.samples import FOUND_FOLDER, WIDTHS, Sample, save
from training.sheets import PrintedLine, Sheets

_DPI = (100, 150, 150, 150, 200, 200, 200, 240, 300, 300)
_LEVELS = {"light": 2, "medium": 5, "heavy": 3, "one_bit": 3, "photo": 1}
_ANCHOR = (8, 80.0)  # letters, percent alike: a line that shows where the page lies
_ANCHORS, _LEAST_ANCHORS = 16, 5  # lines that are tried, that must agree
_ASTRAY = (
    4.0,
    1.5,
    0.8,
    0.5,
    0.5,
    0.5,
)  # bodies between an anchor and its place: what is farther is left out, round by round
_BESIDE = 0.4  # bodies between the middles of a line found and of the line printed there
_BODIES = (0.7, 1.45)  # found and printed
_EDGE = 0.1  # bodies by which the middle of a character may lie outside of the line found
_ZONES = ((-1.2, -0.25), (-0.25, 1.25), (1.25, 1.6))  # bodies from the top: marks, letters, tails
_REACH = 0.4  # bodies on either side of the middle of a character
_LEAST_INK = (0.02, 0.3)  # of a square of a body: a zone with less has none; of the ink that was printed there
_WIDE = (200, WIDTHS[-1] - 2 * MARGIN)  # pixels of the pieces of a long strip
_FREE = 0.15  # ink of a column, in pixels: strips are cut where there is none
_FILE = 25  # sheets to a file
_VALIDATION = 6  # sheets of the training part to one of the validation part


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a straightened page lies on the printed one: printed = found @ matrix + offset, in pixels."""

    matrix: NDArray[np.float64]
    offset: NDArray[np.float64]

    def of(self, x: float, y: float) -> tuple[float, float]:
        """A place on the straightened page, on the printed one."""
        across, down = np.array([x, y]) @ self.matrix + self.offset
        return float(across), float(down)


def main() -> int:
    """Make files until there are enough sheets."""
    options = _options()
    folder = options.state / FOUND_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for part, sheets in (("train", options.sheets), ("validation", options.sheets // _VALIDATION)):
        for number in range(-(-sheets // _FILE)):
            path = folder / f"{part}-{number:05}.npz"
            if not path.exists():
                chance = random.Random(f"{part} {options.seed} {number}")
                save(path, [sample for _ in range(_FILE) for sample in strips(Sheets(part, chance), chance)])
    return 0


def strips(sheets: Sheets, chance: random.Random) -> Iterator[Sample]:
    """The strips of the next sheet, scanned by chance, with what is printed on them."""
    dpi = chance.choice(_DPI)
    sheet = sheets.sheet(dpi)
    level = _level(chance)
    scan = Scanner(level, dpi, chance.randrange(1 << 30)).scan([sheet.pixels])[0]
    page = straighten(PageImage(scan, scan.shape[1] * POINTS / dpi, scan.shape[0] * POINTS / dpi))
    if page.turned:
        return
    found = lines_of(page)
    placed = _placed(found, sheet.lines)
    if placed is None:
        return
    for line in found:
        if (whole := _labelled(line, sheet.lines, sheet.ink, placed)) is not None:
            yield from pieces(*whole, chance)


def lines_of(page: StraightPage) -> list[TextLine]:
    """The lines of a page, those of cells by themselves."""
    ruled = rules_of(page)
    lattices = lattices_of(ruled.rulings, Limits().max_table_cells)
    scale = page.plane.scale
    cells = [place.box.scaled(scale) for lattice in lattices for place in lattice.places]
    return find_lines(ruled.pixels, cells, [lattice.box.scaled(scale) for lattice in lattices], scale)


def pieces(sample: Sample, lost: NDArray[np.bool_], chance: random.Random) -> Iterator[Sample]:
    """The strip in pieces that fit into a batch, cut between letters; none with a character that was lost."""
    bare = sample.strip[:, MARGIN:-MARGIN]
    ink, start, width = bare.sum(axis=0), 0, bare.shape[1]
    middles = sample.middles - MARGIN
    while start < width:
        end = width if width - start <= _WIDE[1] else _free(ink, start, chance.randint(*_WIDE))
        if end is None:
            return
        inside = [at for at, middle in enumerate(middles) if start <= middle < end]
        text = "".join(sample.text[at] for at in inside)
        kept = [at for at, character in zip(inside, text, strict=True) if character != " " or at - inside[0] > 0]
        while kept and sample.text[kept[-1]] == " ":
            kept.pop()
        text = "".join(sample.text[at] for at in kept)
        if text and text[0] not in MARKS and not lost[kept].any():
            strip = np.pad(bare[:, start:end], ((0, 0), (MARGIN, MARGIN + (start - end) % 4)))
            places = np.array([middles[at] - start + MARGIN for at in kept], np.float32)
            yield Sample(strip, text, places, sample.family)
        start = end


def _level(chance: random.Random) -> Level:
    """One of the scanner's levels, a little better or worse, with more ink over the text than pages have."""
    level = levels()[chance.choices(list(_LEVELS), list(_LEVELS.values()))[0]]
    often = chance.choice((0.0, 0.5, 2.0, 4.0))
    grade = chance.uniform(0.6, 1.15)
    return replace(
        level,
        blur=level.blur * grade,
        noise=level.noise * grade,
        specks=level.specks * grade,
        light=level.light * grade,
        bleed=level.bleed * chance.uniform(0.3, 1.3),
        jpeg=min(round(level.jpeg * chance.uniform(0.85, 1.5)), 90),
        ink=round(level.ink * chance.uniform(0.5, 1.3)),
        stamp=often,
        signature=1.5 * often,
    )


def _placed(found: Sequence[TextLine], printed: Sequence[PrintedLine]) -> Placed | None:
    """From lines that read almost as one that was printed; None where they are too few."""
    letters, alike = _ANCHOR
    texts = [line.text for line in printed]
    here, there = [], []
    for line in sorted(found, key=lambda line: -line.pixels.shape[1] / (line.bottom - line.top))[:_ANCHORS]:
        text = read_line(line).text
        if len(text) < letters:
            continue
        best = process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=alike)
        if best:
            true, middle = printed[best[2]], (line.top + line.bottom) / 2
            here += [(line.x, middle), (line.x + line.pixels.shape[1], middle)]
            level = (true.top + true.bottom) / 2
            there += [(true.left, level), (true.right, level)]
    body = float(np.median([line.bottom - line.top for line in printed]))
    for astray in _ASTRAY:
        if len(here) < 2 * _LEAST_ANCHORS:
            return None
        places = np.column_stack([np.array(here, np.float64), np.ones(len(here))])
        solved = np.linalg.lstsq(places, np.array(there, np.float64), rcond=None)[0]
        away = np.abs(places @ solved - np.array(there))
        near = (away < astray * body).all(axis=1)
        if near.all() and astray == _ASTRAY[-1]:
            return Placed(solved[:2], solved[2])
        here = [place for place, good in zip(here, near, strict=True) if good]
        there = [place for place, good in zip(there, near, strict=True) if good]
    return None


def _labelled(
    line: TextLine, printed: Sequence[PrintedLine], clean: NDArray[np.float32], placed: Placed
) -> tuple[Sample, NDArray[np.bool_]] | None:
    """The line's strip with the characters of the one line that was printed there, and which of them lost their ink.

    None in doubt.
    """
    width = line.pixels.shape[1]
    middle = (line.top + line.bottom) / 2
    (x0, y0), (x1, y1) = placed.of(line.x, middle), placed.of(line.x + width, middle)
    there = [true for true in printed if _beside(true, x0, x1, (y0 + y1) / 2)]
    if len(there) != 1 or x1 - x0 < 1:
        return None
    true, stretch = there[0], width / (x1 - x0)
    body = (line.bottom - line.top) / stretch
    if not _BODIES[0] <= body / (true.bottom - true.top) <= _BODIES[1]:
        return None
    chosen = _whole([at for at, x in enumerate(true.middles) if x0 - _EDGE * body <= x <= x1 + _EDGE * body], true.text)
    if not chosen or LEADER in true.text:  # dots that lead are found or left out as they come
        return None
    strip, scale = strip_of(line.pixels, line.top - line.y, line.bottom - line.y)
    middles = np.array([(true.middles[at] - x0) * stretch * scale + MARGIN for at in chosen], np.float32)
    sample = Sample(strip, "".join(true.text[at] for at in chosen), middles, true.family)
    kept = _inked(sample.strip, sample.middles, BODY, ABOVE)
    had = _inked(clean, [true.middles[at] for at in chosen], true.bottom - true.top, true.top)
    lost = ((had > _LEAST_INK[0]) & (kept < _LEAST_INK[1] * had)).any(axis=1)
    return sample, lost


def _beside(true: PrintedLine, x0: float, x1: float, y: float) -> bool:
    """Whether a printed line has characters in a line found."""
    body = true.bottom - true.top
    if abs((true.top + true.bottom) / 2 - y) > _BESIDE * body:
        return False
    return bool(((true.middles >= x0 - _EDGE * body) & (true.middles <= x1 + _EDGE * body)).any())


def _whole(chosen: list[int], text: str) -> list[int]:
    """Without marks whose letter is outside, with those whose letter is inside, without blanks at the ends."""
    while chosen and (text[chosen[0]] in MARKS or text[chosen[0]] == " "):
        chosen = chosen[1:]
    while chosen and chosen[-1] + 1 < len(text) and text[chosen[-1] + 1] in MARKS:
        chosen = [*chosen, chosen[-1] + 1]
    while chosen and text[chosen[-1]] == " ":
        chosen = chosen[:-1]
    return chosen


def _inked(ink: NDArray[np.float32], middles: Iterable[float], body: float, top: float) -> NDArray[np.float32]:
    """Ink around the middle of each character above, in and below the bodies, in squares of a body."""
    reach = max(_REACH * body, 1.0)
    zones = [ink[max(round(top + first * body), 0) : max(round(top + last * body), 1)] for first, last in _ZONES]
    sums = [np.concatenate(([0.0], zone.sum(axis=0).cumsum())) / body**2 for zone in zones]
    last = ink.shape[1]
    ends = [(min(max(round(x - reach), 0), last), min(max(round(x + reach), 0), last)) for x in middles]
    return np.array([[zone[end] - zone[start] for zone in sums] for start, end in ends], np.float32)


def _free(ink: NDArray[np.float32], start: int, about: int) -> int | None:
    """The column near ``start + about``, before it, where nothing is printed."""
    for column in range(start + about, start + about // 3, -1):
        if ink[column] < _FREE and ink[column - 1] < _FREE:
            return column
    return None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m training.scanned", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--state", type=Path, default=Path("build/reader"), help="folder of the checkpoint")
    parser.add_argument("--sheets", type=int, default=600)
    parser.add_argument("--seed", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
