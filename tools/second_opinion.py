"""How often Tesseract agrees with the reader on numbers that it is unsure of, counted on damaged strips.

    python -m tools.second_opinion --samples 963 > extractors/ocr/second_opinion.toml

Run it anew when the network changes.
"""

from __future__ import annotations

import argparse
import sys

from extractors.ocr.options import OcrOptions
from extractors.ocr.second_opinion import answer_of
from extractors.ocr.tesseract import TesseractNumbers
from tools.digit_confusions import by_network, line_of, score_samples

_SEED = 4242  # not that of tools.digit_confusions
_BELOW = 0.98
_HEAD = """# Of numbers that the reader is unsure of (below {below}): how many best readings were right and wrong, by
# what Tesseract (eng) makes of their pieces: the same number, another number, no number. Made-up scores in Arabic
# digits, damaged, in fonts that no network learnt (about a fifth in fonts of office programs that they did);
# seed {seed}. Written by
#     python -m tools.second_opinion --samples {samples}
[tesseract]"""


def main() -> int:
    """Count and print; exit status 1 where Tesseract is not installed."""
    parser = argparse.ArgumentParser("python -m tools.second_opinion", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--samples", type=int, default=963, help="strips, of which about a third are unsure")
    options = parser.parse_args()
    second = TesseractNumbers(OcrOptions())
    if missing := second.missing():
        sys.stderr.write(f"{missing}\n")
        return 1
    read = [(sample, by_network(sample)) for sample in score_samples(options.samples, _SEED, thai=False)]
    unsure = [(sample, readings[0][0]) for sample, readings in read if readings and readings[0][1] < _BELOW]
    counts = {answer: [0, 0] for answer in ("same", "other", "none")}
    answers = second.lines([line_of(sample) for sample, _ in unsure])
    for (sample, best), words in zip(unsure, answers, strict=True):
        counts[answer_of(best, "".join(word.text for word in words))][best.replace(",", ".") != sample.text] += 1
    sys.stdout.write(_HEAD.format(below=_BELOW, seed=_SEED, samples=options.samples) + "\n")
    sys.stdout.writelines(f"{answer} = {both}\n" for answer, both in counts.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
