"""Words of a recogniser to the clusters that the PDF reader makes lines, paragraphs and cells of.

Thai comes letter by letter. Letters between two blanks become one cluster; its height is that of its line's bodies,
because marks above and below would make every line look as tall as its tallest word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.document import BoundingBox
from extractors.ocr.line_finder import TextLine
from extractors.ocr.straighten import Plane
from extractors.ocr.words import Word
from extractors.pdf.lines import Cluster, is_mark

EM = 1.8  # times the height of letters' bodies: the font size of the TH Sarabun kind, which these papers are set in
_ABOVE, _BELOW = 0.5, 0.35  # of the height of plain letters, for marks and tails
_WIDE = 0.4  # font sizes: a gap that is a blank although the recogniser saw none
_TIGHT = 0.12  # font sizes: no blank between digits that are closer
_DIGITS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.,")


def clusters_of(line: TextLine, words: Sequence[Word], plane: Plane) -> Iterator[Cluster]:
    """The clusters of one line; ``words`` are in pixels of its image."""
    height = max(line.bottom - line.top, 1.0)
    em = EM * height
    run: list[Word] = []
    for word in words:
        if run and not is_mark(word.text[0]) and _parted(run[-1], word, em):
            yield _cluster(run, line, height, plane)
            yield _blank(run[-1], word, line, height, plane)
            run = []
        run.append(word)
    if run:
        yield _cluster(run, line, height, plane)


def _parted(last: Word, word: Word, em: float) -> bool:
    gap = word.x0 - last.x1
    if last.text[-1] in _DIGITS and word.text[0] in _DIGITS and gap < _TIGHT * em:
        return False
    return word.blank or gap > _WIDE * em


def _cluster(run: Sequence[Word], line: TextLine, height: float, plane: Plane) -> Cluster:
    x0, x1 = min(word.x0 for word in run), max(word.x1 for word in run)
    text = "".join(word.text for word in run)
    size, numbers = EM * height / plane.scale, tuple(word.readings for word in run if word.readings)
    return Cluster(text, _box(x0, x1, line, height, plane), "", size, confidence_of(run), numbers)


def _blank(last: Word, word: Word, line: TextLine, height: float, plane: Plane) -> Cluster:
    """The blank between two clusters, so that it survives a narrow gap."""
    middle = (last.x1 + word.x0) / 2
    return Cluster(" ", _box(middle, middle, line, height, plane), "", EM * height / plane.scale)


def _box(x0: float, x1: float, line: TextLine, height: float, plane: Plane) -> BoundingBox:
    """A box of the height of the line's letters with room for marks and tails."""
    return plane.box(line.x + x0, line.top - _ABOVE * height, line.x + x1, line.bottom + _BELOW * height)


def mean_confidence(words: Iterable[Word]) -> float:
    """The mean over the letters."""
    many = list(words)
    letters = sum(len(word.text) for word in many)
    return round(sum(word.confidence * len(word.text) for word in many) / letters, 4) if letters else 0.0


def confidence_of(words: Iterable[Word]) -> float:
    """How sure a run of words is: the mean of its letters, no more than its least sure digits."""
    many = list(words)
    digits = [word.confidence for word in many if any(letter.isdigit() for letter in word.text)]
    return round(min([mean_confidence(many), *digits]), 4)
