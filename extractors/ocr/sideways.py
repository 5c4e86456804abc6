"""Cells of tables whose text runs up or down: heads of narrow columns, a name beside the rows that it stands for.

Read across, such a cell is a stack of single letters. It is read once more turned either way, and what the recogniser
is surest of holds; its lines are then stacked in the cell as if they had been printed across it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from extractors.document import BoundingBox
from extractors.ocr.backends import LineReader
from extractors.ocr.line_finder import TextLine, find_lines
from extractors.ocr.straighten import Plane
from extractors.ocr.text_lines import clusters_of, confidence_of, mean_confidence
from extractors.ocr.words import Pixels, Words
from extractors.pdf.lines import Cluster

_STACK = 3  # lines read across: so many single letters above each other before a cell is looked at
_SHORT = 2.6  # line heights: a line of one letter or two, side by side where text of two lines runs up
_MARGIN = 40  # pixels of white around a cell, so that no letter stands at the edge of the picture
_SURER = 0.05  # by so much a turned cell must be read the better

ReadLine = tuple[TextLine, Words]


@dataclass(frozen=True, slots=True)
class Sideways:
    """The clusters of cells that were read turned, and the lines of the page that are left."""

    clusters: tuple[Cluster, ...]
    lines: tuple[ReadLine, ...]


def read_sideways(
    pixels: Pixels, cells: Sequence[BoundingBox], read: Sequence[ReadLine], reader: LineReader, plane: Plane
) -> Sideways:
    """Read again what runs up or down. ``cells`` are in pixels of the page without rules, ``plane`` is the page's.

    Raises what the reader raises.
    """
    lines: dict[int, list[ReadLine]] = {}
    for line, words in read:
        if 0 <= line.place < len(cells):
            lines.setdefault(line.place, []).append((line, words))
    clusters: list[Cluster] = []
    gone = set()
    stacks = [place for place in sorted(lines) if _is_stack([line for line, _ in lines[place]])]
    others = len(read) - sum(len(lines[place]) for place in stacks)
    for place in stacks if others >= len(stacks) else ():  # else the page lies on its side, not its cells
        best = _surest(pixels, cells[place], lines[place], reader, plane)
        if best:
            gone.add(place)
            clusters += _stacked(best, cells[place], plane)
    left = tuple((line, words) for line, words in read if line.place not in gone)
    return Sideways(tuple(clusters), left)


def _is_stack(lines: Sequence[TextLine]) -> bool:
    """Whether the lines of a cell may be the letters of text that runs up or down."""
    if len(lines) < _STACK:
        return False
    heights = [max(line.bottom - line.top, 1.0) for line in lines]
    widths = [line.pixels.shape[1] / height for line, height in zip(lines, heights, strict=True)]
    wide = max(line.x + line.pixels.shape[1] for line in lines) - min(line.x for line in lines)
    high = max(line.bottom for line in lines) - min(line.top for line in lines)
    return bool(median(widths) <= _SHORT and high > wide)


def _surest(
    pixels: Pixels, cell: BoundingBox, across: Sequence[ReadLine], reader: LineReader, plane: Plane
) -> list[ReadLine]:
    """The lines of a cell that is read better when it is turned; none where it is not."""
    best: list[ReadLine] = []
    sure = mean_confidence(word for _, words in across for word in words) + _SURER
    own = pixels[max(int(cell.y0), 0) : int(cell.y1) + 1, max(int(cell.x0), 0) : int(cell.x1) + 1]
    for quarters in (-1, 1):  # text that runs up is far more common
        turned = np.pad(np.rot90(own, quarters), _MARGIN, constant_values=255)
        lines = find_lines(turned, [], [], plane.scale)
        read = list(zip(lines, reader.lines(lines), strict=True))
        surer = mean_confidence(word for _, words in read for word in words)
        if surer > sure and len(lines) < len(across):
            best, sure = read, surer
    return best


def _stacked(read: Sequence[ReadLine], cell: BoundingBox, plane: Plane) -> list[Cluster]:
    """The lines one below the other in their cell."""
    box = plane.box(cell.x0, cell.y0, cell.x1, cell.y1)
    texts = [(list(clusters_of(line, words, plane)), words) for line, words in read]
    rows = [(clusters, words) for clusters, words in texts if clusters]
    step = min([(box.y1 - box.y0) / max(len(rows), 1), *(clusters[0].size for clusters, _ in rows)])
    top = (box.y0 + box.y1 - step * len(rows)) / 2
    return [
        Cluster(
            "".join(cluster.text for cluster in clusters),
            BoundingBox(box.x0 + 1, top + index * step, box.x1 - 1, top + (index + 1) * step),
            "",
            clusters[0].size,
            confidence_of(words),
            tuple(number for cluster in clusters for number in cluster.numbers),
        )
        for index, (clusters, words) in enumerate(rows)
    ]
