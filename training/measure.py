"""Figures of the shipped reader on strips of one part of the fonts.

    python -m training.measure --part test --samples 2000

Printed for each family: characters wrong, numbers right by kind of digits, and the numbers that are wrong although
their probability is above 0.99, as a share of all numbers.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict

from rapidfuzz.distance import Levenshtein

from extractors.ocr.reader.decode import NUMBER
from extractors.ocr.reader.sizes import read_strip
from training.fonts import PARTS
from training.samples import Sample, Samples

_CONFIDENT = 0.99
_SEED = 4242
_HEAD = f"{'family':28}{'strips':>7}{'CER %':>8}{'Thai %':>8}{'Arabic %':>10}{'wrong, sure %':>15}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser("python -m training.measure", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--samples", type=int, default=2000)
    options = parser.parse_args()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    source = Samples(options.part, _SEED)
    for _ in range(options.samples):
        sample = source.sample()
        for name in (sample.family, "all"):
            counts[name].update(_counted(sample))
    rows = [_HEAD, *(_row(name, counts[name]) for name in sorted(counts, key=lambda name: (name == "all", name)))]
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


def _counted(sample: Sample) -> Counter[str]:
    reading = read_strip(sample.strip)
    slips = Levenshtein.distance(reading.text, sample.text)
    counted = Counter(strips=1, letters=len(sample.text), slips=slips)
    read = Counter(number.readings[0][0] for number in reading.numbers)
    for match in NUMBER.finditer(sample.text):
        kind = "thai" if match.group()[0] >= "๐" else "arabic"
        right = read[match.group()] > 0
        read[match.group()] -= right
        counted.update({kind: 1, f"{kind} right": int(right)})
    sure = {number.readings[0][0] for number in reading.numbers if number.readings[0][1] > _CONFIDENT}
    counted["sure and wrong"] = sum(left for text, left in read.items() if left > 0 and text in sure)
    return counted


def _row(name: str, counted: Counter[str]) -> str:
    thai, arabic = (100 * counted[f"{kind} right"] / max(counted[kind], 1) for kind in ("thai", "arabic"))
    sure = 100 * counted["sure and wrong"] / max(counted["thai"] + counted["arabic"], 1)
    wrong = 100 * counted["slips"] / max(counted["letters"], 1)
    return f"{name:28}{counted['strips']:7}{wrong:8.2f}{thai:8.1f}{arabic:10.1f}{sure:15.2f}"


if __name__ == "__main__":
    sys.exit(main())
