"""How Tesseract reads names of bodies off damaged pages: what was read where a name is printed.

Lines "องค์การบริหารส่วนตำบล… อำเภอ… จังหวัด…" are drawn in several fonts, damaged by the scanner of ``tools/scans``, read.
``bench/agencies.py`` measures by them how often a name is resolved that a real recogniser misread.

    python -m tools.name_readings bench/name_readings.csv [--pages 12] [--seed 2]
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.agencies.places import Place, names_of
from normalizers.agencies.types import Level
from tools.scans.scanner import Scanner
from tools.scans.settings import fonts_of, levels
from tools.scans.typesetting import font_file

Page = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
LINES = 24  # names on a page
DPI = 200
DAMAGES = ("medium", "heavy", "one_bit", "photo")
BODY_SIZE = 16  # points
LEAST_ALIKE = 0.6  # of a line read with the line printed; below it another line, or none, was read


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as printed and as read, both folded, and the place it names."""

    place: Place
    printed: str
    read: str
    damage: str


def places() -> list[Place]:
    """Tambons with an odd code."""
    everything = {place for found in names_of(Level.TAMBON).values() for place in found}
    return sorted((place for place in everything if int(place.code) % 2), key=lambda place: place.code)


def line_of(place: Place) -> str:
    """What is printed of a place."""
    return f"องค์การบริหารส่วนตำบล{place.name} อำเภอ{place.amphoe} จังหวัด{place.province}"


def drawn(lines: Sequence[str], font: ImageFont.FreeTypeFont) -> Page:
    """A page with one line below the other."""
    pitch = int(font.size * 1.9)
    width = int(max(font.getlength(line) for line in lines)) + 300
    page = Image.new("RGB", (width, pitch * len(lines) + 300), "white")
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        draw.text((150, 150 + row * pitch), line, font=font, fill="black")
    return np.asarray(page)


def read(page: Page) -> list[str]:
    """The lines that Tesseract reads, folded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        Image.fromarray(page).save(path)
        command = ["tesseract", str(path), "-", "-l", "tha", "--psm", "6", "--dpi", str(DPI)]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [folded for line in text.splitlines() if (folded := thai.fold(thai.clean(line)))]


def readings(pages: int, seed: int) -> Iterator[Reading]:
    """Read ``pages`` pages, the fonts and the damages by turns."""
    chance = random.Random(seed)
    fonts = fonts_of("test")
    known = places()
    for number in range(pages):
        family, damage = fonts[number % len(fonts)], DAMAGES[number % len(DAMAGES)]
        file = font_file(family.family)
        if file is None:
            raise RuntimeError(f"the font {family.family} is not installed")
        font = ImageFont.truetype(str(file), int(BODY_SIZE * family.scale * DPI / 72))
        chosen = chance.sample(known, LINES)
        (page,) = Scanner(levels()[damage], DPI, seed * 1000 + number).scan([drawn([*map(line_of, chosen)], font)])
        lines = read(page)
        yield from paired(chosen, lines, damage)
        sys.stderr.write(f"page {number + 1} of {pages}: {family.family}, {damage}\n")


def paired(chosen: Sequence[Place], lines: Sequence[str], damage: str) -> Iterator[Reading]:
    """Printed lines with the lines read, where each is what the other is most like: a lost line gets no other's."""
    printed = {place: thai.fold(line_of(place)) for place in chosen}
    for place, own in printed.items():
        best = max(lines, key=lambda line: Levenshtein.normalized_similarity(own, line), default="")
        meant = max(printed, key=lambda other: Levenshtein.normalized_similarity(printed[other], best))
        if meant == place and Levenshtein.normalized_similarity(own, best) >= LEAST_ALIKE:
            yield Reading(place, own, best, damage)


def part_read(reading: Reading, name: str, after: str) -> str:
    """What was read where ``name`` is printed behind the word ``after``."""
    start = reading.printed.index(thai.fold(after) + thai.fold(name)) + len(thai.fold(after))
    end = start + len(thai.fold(name))
    found = []
    for step in Levenshtein.opcodes(reading.printed, reading.read):
        for offset in range(max(step.src_end - step.src_start, step.dest_end - step.dest_start)):
            source = min(step.src_start + offset, step.src_end)
            inside = start <= source < end
            if inside and step.dest_start + offset < step.dest_end:
                found.append(reading.read[step.dest_start + offset])
    return "".join(found)


def write(path: Path, found: Sequence[Reading]) -> None:
    """Write what was read of every name, amphoe and province."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        file.write("# Names as Tesseract read them off damaged pages (tools/name_readings.py).\n")
        table.writerow(("code", "damage", "name", "amphoe", "province"))
        for reading in found:
            place = reading.place
            fields = (
                (place.name, "องค์การบริหารส่วนตำบล"),
                (place.amphoe or "", "อำเภอ"),
                (place.province, "จังหวัด"),
            )
            table.writerow((place.code, reading.damage, *(part_read(reading, name, after) for name, after in fields)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--seed", type=int, default=2)
    arguments = parser.parse_args()
    write(arguments.path, list(readings(arguments.pages, arguments.seed)))
