"""How a reader errs on numbers, measured on damaged strips of made-up scores in fonts that no network learnt.

    python -m tools.digit_confusions --samples 3000 > pipeline/reconcile/confusions.toml

Printed are counts, apart for each reader and kind of digits. Run it anew when the network changes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz.distance import Levenshtein

from extractors.document import NumberReadings
from extractors.ocr.backends import LineReader
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import OcrOptions
from extractors.ocr.reader.sizes import read_strip
from extractors.ocr.reader.strips import BODY
from extractors.ocr.tesseract import Tesseract
from normalizers.numerals import to_arabic
from training.samples import Sample, Samples
from training.texts import Texts

_SEED = 2718
_TOP = 20  # pixels of a strip above the bodies of its letters
_AT_A_TIME = 200  # lines that a program is started for
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# From each probability to the next numbers are counted together.
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995)
_HEAD = """# How readers err on numbers with two decimals: counts by reader and kind of digits. Written by
#     python -m tools.digit_confusions --samples {samples}
# on damaged strips in the fonts of the test part, which no network learnt (about a fifth of the Arabic digits stand in
# a font of office programs that they did learn); seed {seed}.
# confused: digit printed, digit read. lost, added: digits. sure: numbers and right ones by probability of the best
# reading, from each of `bins` to the next. listed: of the wrong numbers those whose true print is another reading."""


class _Scores(Texts):
    """Makes nothing but scores of one kind of digits."""

    thai = False

    def text(self) -> str:
        """A score with two decimals."""
        value = f"{self.chance.randint(0, 99)}.{self.chance.randint(0, 99):02d}"
        return value.translate(_THAI) if self.thai else value


@dataclass(slots=True)
class _Tally:
    """Counts of one reader and kind of digits."""

    counts: Counter[str] = field(default_factory=Counter)
    confused: Counter[str] = field(default_factory=Counter)
    sure: list[list[int]] = field(default_factory=lambda: [[0, 0] for _ in _BINS])

    def add(self, true: str, readings: NumberReadings) -> None:
        """Count one number; ``readings`` is empty where it was not read as one."""
        self.counts.update(numbers=1, digits=sum(map(str.isdigit, true)))
        if not readings:
            self.counts["unread"] += 1
            return
        read = readings[0][0]
        held = self.sure[max(place for place, least in enumerate(_BINS) if readings[0][1] >= least)]
        held[0] += 1
        held[1] += read == true
        if read != true:
            self.counts["wrong"] += 1
            self.counts["listed"] += any(text == true for text, _ in readings[1:])
            self._slips(true, read)

    def _slips(self, true: str, read: str) -> None:
        for kind, here, there in Levenshtein.editops(true, read).as_list():
            one = true[here] if kind != "insert" else read[there]
            other = read[there] if kind != "delete" else ""
            if not one.isdigit() or (other and not other.isdigit()):
                self.counts["point_added" if kind == "insert" else "point_lost"] += 1
            elif kind == "replace":
                self.confused[one + other] += 1
            else:
                self.counts["lost" if kind == "delete" else "added"] += 1

    def lines(self, name: str) -> Iterator[str]:
        """The table of a data file."""
        yield f"\n[{name}]"
        names = ("numbers", "digits", "unread", "wrong", "listed", "lost", "added", "point_lost", "point_added")
        yield from (f"{key} = {self.counts[key]}" for key in names)
        pairs = ", ".join(f'"{pair}" = {count}' for pair, count in sorted(self.confused.items()))
        yield f"confused = {{ {pairs} }}" if pairs else "confused = {}"
        yield f"sure = {self.sure}"


def by_network(sample: Sample) -> NumberReadings:
    """The readings of a strip's number; none where it was not read as one."""
    numbers = read_strip(sample.strip).numbers
    return tuple((to_arabic(text), likely) for text, likely in numbers[0].readings) if len(numbers) == 1 else ()


def _by_other(reader: LineReader, samples: Sequence[Sample]) -> Iterator[NumberReadings]:
    for start in range(0, len(samples), _AT_A_TIME):
        for words in reader.lines([line_of(sample) for sample in samples[start : start + _AT_A_TIME]]):
            text = to_arabic("".join(word.text for word in words))
            sure = min((word.confidence for word in words), default=0.0)
            yield ((text, sure),) if any(map(str.isdigit, text)) else ()


def line_of(sample: Sample) -> TextLine:
    """A strip as a line."""
    pixels = np.asarray(255 * (1 - np.clip(sample.strip, 0, 1)), np.uint8)
    return TextLine(pixels, 0, 0, _TOP, _TOP + BODY)


def score_samples(count: int, seed: int, *, thai: bool) -> list[Sample]:
    """Damaged strips of scores in fonts of the test part."""
    source = Samples("test", seed)
    source.texts = _Scores(source.chance)
    source.texts.thai = thai
    drawn = (source.sample() for _ in iter(int, 1))
    return [sample for sample, _ in zip((s for s in drawn if s.text), range(count), strict=False)]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m tools.digit_confusions", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--samples", type=int, default=3000, help="strips of each kind of digits")
    options = parser.parse_args()
    lines = [_HEAD.format(samples=options.samples, seed=_SEED), f"bins = {list(_BINS)}"]
    other = Tesseract(OcrOptions())
    for kind, thai in (("thai", True), ("arabic", False)):
        samples, network, second = score_samples(options.samples, _SEED, thai=thai), _Tally(), _Tally()
        for sample in samples:
            network.add(to_arabic(sample.text), by_network(sample))
        lines += network.lines(f"reader.{kind}")
        if other.is_available():
            for sample, readings in zip(samples, _by_other(other, samples), strict=True):
                second.add(to_arabic(sample.text), readings)
            lines += second.lines(f"tesseract.{kind}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
