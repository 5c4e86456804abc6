"""Which Thai letters recognisers take for which: counted on names drawn small, damaged and read.

Lines "องค์การบริหารส่วนตำบล… อำเภอ… จังหวัด…" of tambons with an even code are drawn in the fonts for development, damaged
by the scanner of ``tools/scans`` and read by Tesseract and by the reader of this package; ``bench/name_readings.csv``,
which measures what comes of it, has other tambons and other fonts. The counts become costs in
``normalizers/agencies/distance.py``.

    python -m tools.letter_confusions normalizers/agencies/confusions.csv [--pages 20] [--seed 5]
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import ImageFont
from rapidfuzz.distance import Levenshtein

from extractors.ocr.line_finder import TextLine, find_lines
from extractors.ocr.reader.backend import read_line
from normalizers import thai
from normalizers.agencies.places import Place, names_of
from normalizers.agencies.types import Level
from tools.name_readings import DAMAGES, Page, drawn, line_of, paired, read
from tools.scans.scanner import Scanner
from tools.scans.settings import fonts_of, levels
from tools.scans.typesetting import font_file

LINES = 20  # names on a page
DPI = 200
SIZES = (11, 13, 15)  # points
NOTHING = ""  # printed or read: a letter was added or lost

Counts = Counter[tuple[str, str]]


def places() -> list[Place]:
    """Tambons with an even code."""
    everything = {place for found in names_of(Level.TAMBON).values() for place in found}
    return sorted((place for place in everything if int(place.code) % 2 == 0), key=lambda place: place.code)


def read_by_network(page: Page) -> list[str]:
    """The lines that the reader of this package reads, folded."""
    grey = np.ascontiguousarray(page.mean(axis=2).astype(np.uint8) if page.ndim == 3 else page)
    texts = ("".join(character.text for character in read_line(line).characters) for line in _lines(grey))
    return [folded for text in texts if (folded := thai.fold(thai.clean(text)))]


def _lines(grey: Page) -> list[TextLine]:
    return find_lines(grey, (), (), DPI / 72)


READERS: dict[str, Callable[[Page], list[str]]] = {"tesseract": read, "reader": read_by_network}


def aligned(printed: str, found: str) -> Iterator[tuple[str, str]]:
    """Letters as printed and as read, with ``NOTHING`` where one was lost or added."""
    for step in Levenshtein.opcodes(printed, found):
        one, other = printed[step.src_start : step.src_end], found[step.dest_start : step.dest_end]
        width = max(len(one), len(other))
        for place in range(width):
            yield one[place : place + 1] or NOTHING, other[place : place + 1] or NOTHING


def counted(pages: int, seed: int) -> Counts:
    """What was read for what on ``pages`` pages, the fonts, sizes, damages by turns; equal letters too."""
    chance = random.Random(seed)
    fonts, known, counts = fonts_of("development"), places(), Counts()
    for number in range(pages):
        family, damage = fonts[number % len(fonts)], DAMAGES[number % len(DAMAGES)]
        file = font_file(family.family)
        if file is None:
            raise RuntimeError(f"the font {family.family} is not installed")
        size = int(SIZES[number % len(SIZES)] * family.scale * DPI / 72)
        chosen = chance.sample(known, LINES)
        page = drawn([*map(line_of, chosen)], ImageFont.truetype(str(file), size))
        (scan,) = Scanner(levels()[damage], DPI, seed * 1000 + number).scan([page])
        for reader, reads in READERS.items():
            pairs = [pair for line in paired(chosen, reads(scan), damage) for pair in aligned(line.printed, line.read)]
            counts.update(pairs)
            wrong = sum(one != other for one, other in pairs)
            sys.stderr.write(f"{number + 1}/{pages} {family.family} {damage} {reader}: {wrong} of {len(pairs)}\n")
    return counts


def write(path: Path, counts: Counts, made: Sequence[str]) -> None:
    """Write the counts of every pair, those of equal letters included."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {line}\n" for line in made)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("printed", "read", "count"))
        table.writerows((*pair, count) for pair, count in sorted(counts.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    sizes = ", ".join(map(str, SIZES))
    made = (
        "What Tesseract and the reader of this package read for each Thai letter, empty where one was lost or added:",
        f"{arguments.pages} pages of {LINES} names, {DPI} dpi, {sizes} points, fonts for development, not",
        f"straightened, damage {', '.join(DAMAGES)} (tools/letter_confusions.py, seed {arguments.seed}).",
    )
    write(arguments.path, counted(arguments.pages, arguments.seed), made)
