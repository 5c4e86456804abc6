"""Numbers of made-up papers: scores that obey the framework, grades, and how a score is printed."""

from __future__ import annotations

import random
from fractions import Fraction

from tests.papers.model import INDICATORS, YearScores

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# OIT items per sub-indicator, by fiscal year: until 2565 an item is passed or not, so the scores lie on a lattice.
LATTICE = {2562: ((9, 8, 7, 4, 5), (8, 7))}
LATTICE_DEFAULT = ((9, 8, 7, 4, 5), (8, 2))
LETTERS = ((95, "AA"), (85, "A"), (75, "B"), (65, "C"), (55, "D"), (50, "E"), (0, "F"))
GRADE_STEPS = (50, 55, 65, 70, 75, 85, 95)


def printed(value: Fraction) -> str:
    """The value with two decimals, halves upwards, Arabic digits."""
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def thai(text: str) -> str:
    """Arabic digits as Thai digits."""
    return text.translate(THAI_DIGITS)


def grade(scores: YearScores) -> str:
    """The level of the year's own scheme: letters to FY2565, words from FY2566."""
    total = scores.total
    if scores.year <= 2565:
        return next(letter for bound, letter in LETTERS if total >= bound)
    weakest = min(scores.tool(name) for name in ("IIT", "EIT", "OIT"))
    if total >= 95 and weakest >= 95:
        return "ผ่านดีเยี่ยม"
    if total >= 85:
        return "ผ่านดี" if weakest >= 85 else "ผ่าน"
    return "ต้องปรับปรุง" if total >= 70 else "ต้องปรับปรุงโดยด่วน"


def draw_scores(rng: random.Random, year: int) -> YearScores:
    """A year's ten indicators; totals and tools keep away from the bounds of the levels."""
    while True:
        scores = YearScores(year, _indicators(rng, year))
        values = [scores.total, *(scores.tool(name) for name in ("IIT", "EIT", "OIT"))]
        if all(abs(value - bound) > Fraction(1, 50) for value in values for bound in GRADE_STEPS):
            return scores


def _indicators(rng: random.Random, year: int) -> dict[int, Fraction]:
    quality = rng.choice((0.55, 0.75, 0.85, 0.92, 0.97))
    people = rng.randint(15, 90)
    items = 6 if year <= 2566 else 3
    steps = 3 if year <= 2566 else 5
    inner = {number: _survey(rng, quality, people, items, steps) for number in INDICATORS[:8]}
    return inner | _open_data(rng, year, min(1.0, max(0.0, quality + rng.choice((-0.6, -0.3, -0.1, 0.0, 0.05)))))


def _survey(rng: random.Random, quality: float, people: int, items: int, steps: int) -> Fraction:
    """The mean of ``items`` questions answered by ``people`` on a scale of 0..``steps``."""
    centre = min(0.995, max(0.3, rng.gauss(quality, 0.05)))
    total = 0
    for _ in range(items):
        share = min(1.0, max(0.0, rng.gauss(centre, 0.04)))
        total += round(share * people * steps)
    return Fraction(100 * total, items * people * steps)


def _open_data(rng: random.Random, year: int, quality: float) -> dict[int, Fraction]:
    sizes = LATTICE.get(year, LATTICE_DEFAULT) if year <= 2565 else ((4, 7, 2, 3, 4), (4, 4))
    marks = (0, 100) if year <= 2565 else (0, 50, 100)
    return {
        number: sum((_group(rng, quality, size, marks) for size in groups), Fraction(0)) / len(groups)
        for number, groups in zip((9, 10), sizes, strict=True)
    }


def _group(rng: random.Random, quality: float, size: int, marks: tuple[int, ...]) -> Fraction:
    drawn = [marks[-1] if rng.random() < quality else rng.choice(marks[:-1]) for _ in range(size)]
    return Fraction(sum(drawn), size)
