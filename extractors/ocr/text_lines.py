"""Words of a recogniser to the clusters that the PDF reader makes lines, paragraphs and cells of.

Thai comes letter by letter. Letters between two blanks become one cluster; its height is that of its line's plain
letters, because marks above and below would make every line look as tall as its tallest word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from extractors.document import BoundingBox
from extractors.ocr.montage import Read
from extractors.ocr.straighten import Plane
from extractors.ocr.words import Word
from extractors.pdf.lines import Cluster, is_mark

EM = 1.95  # times the height of plain letters: the font size of the TH Sarabun kind, which these papers are set in
_ABOVE, _BELOW = 0.5, 0.35  # of the height of plain letters, for marks and tails
_WIDE = 0.4  # font sizes: a gap that is a blank although the recogniser saw none
_TIGHT = 0.12  # font sizes: no blank between digits that are closer
_DIGITS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.,")


def clusters_by_place(reads: Iterable[Read], plane: Plane) -> dict[int, list[Cluster]]:
    """The clusters of each part of a page."""
    lines: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for read in reads:
        lines[read.place, read.word.line].append(read.word)
    found: dict[int, list[Cluster]] = defaultdict(list)
    for (place, _), words in lines.items():
        found[place] += _line(words, plane)
    return found


def _line(words: Sequence[Word], plane: Plane) -> Iterator[Cluster]:
    top, bottom = _band(words)
    height = max(bottom - top, 1.0)
    size = EM * height / plane.scale
    run: list[Word] = []
    for word in words:
        if run and not is_mark(word.text[0]) and _parted(run[-1], word, EM * height):
            yield _cluster(run, top, height, size, plane)
            yield _blank(run[-1], word, top, height, size, plane)
            run = []
        run.append(word)
    if run:
        yield _cluster(run, top, height, size, plane)


def _band(words: Sequence[Word]) -> tuple[float, float]:
    """Top and bottom of the plain letters of a line."""
    return median(word.y0 for word in words), median(word.y1 for word in words)


def _parted(last: Word, word: Word, em: float) -> bool:
    gap = word.x0 - last.x1
    if last.text[-1] in _DIGITS and word.text[0] in _DIGITS and gap < _TIGHT * em:
        return False
    return word.blank or gap > _WIDE * em


def _cluster(run: Sequence[Word], top: float, height: float, size: float, plane: Plane) -> Cluster:
    x0, x1 = min(word.x0 for word in run), max(word.x1 for word in run)
    box = plane.box(x0, top - _ABOVE * height, x1, top + height + _BELOW * height)
    text = "".join(word.text for word in run)
    return Cluster(text, box, "", size, confidence_of(run))


def _blank(last: Word, word: Word, top: float, height: float, size: float, plane: Plane) -> Cluster:
    """The blank between two clusters, so that it survives a narrow gap."""
    middle = (last.x1 + word.x0) / 2
    box = plane.box(middle, top - _ABOVE * height, middle, top + height + _BELOW * height)
    return Cluster(" ", BoundingBox(box.x0, box.y0, box.x1, box.y1), "", size)


def confidence_of(words: Iterable[Word]) -> float:
    """How sure a run of words is: the mean of its letters, no more than its least sure digits."""
    many = list(words)
    letters = sum(len(word.text) for word in many)
    mean = sum(word.confidence * len(word.text) for word in many) / letters if letters else 0.0
    digits = [word.confidence for word in many if any(letter.isdigit() for letter in word.text)]
    return round(min([mean, *digits]), 4)
